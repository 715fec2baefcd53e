/**
 * Rules and second opinion together.
 *
 *   rules       what the words mention: recognise.ts
 *   opinion     weighs it, and finds what no rule knows: weigh.ts
 *   conclusion  how likely a red flag, an emergency, is affirmed after all: conclusion.ts
 *
 * The conclusion says whether to escalate, to ask or to let pass; rules and opinion say which flag, and by which words. Each window is also put to
 * it as if no more were said: what would be escalated by itself is asked about whatever else is said, and what is plain by itself
 * is escalated.
 */
import { redFlag, redFlags, type RedFlag } from '../triage/flags.ts'
import { conclude, levelOf, type ConclusionWeights, type Known } from './conclusion.ts'
import type { Lexicon } from './lexicon.ts'
import type { LexiconIndex } from './lexiconIndex.ts'
import type { Mention } from './mention.ts'
import { third } from './features.ts'
import { compile, summarise, type Recogniser, type Study } from './recognise.ts'
import { secondOpinion, type Impression, type Judgement, type Opinion } from './secondOpinion.ts'
import { brief, byOpinion, raised, weigh } from './weigh.ts'

/** What the rules are weighed with, and what decides. */
export interface Opinions {
  readonly opinion: Opinion
  readonly conclusion: ConclusionWeights
}

interface Learned {
  readonly lexicon: Lexicon
  /** Of the lexicon; made where it is not given. */
  readonly lexiconIndex?: LexiconIndex
  /** Without a conclusion, what rules and opinion make of each window stands. */
  readonly opinions: Pick<Opinions, 'opinion'> & Partial<Opinions>
}

/** Log-odds, set on labelled messages that nothing was learnt from. */
const settled = {
  /** A red flag is so likely that it is escalated. */
  escalate: -0.3,
  /** A closed question about what was found is worth its disturbance. */
  ask: -2.2,
  /** One about what nobody found. */
  wonder: -1.5,
  /** Another flag is named beside one that was found, of which this one by itself must be so likely. */
  beside: -0.5,
  /** A window by itself is so plain that nothing else takes it back. */
  plain: 1.5,
  /** The same of one that tells of somebody else. */
  plainOfAnother: 4,
  /** What is escalated is an emergency. */
  emergency: 0,
  /** No flag less likely than this by itself is named that was not found. */
  namable: -2,
  /** An emergency that a rule found is only asked about, beside what is urgent. */
  doubtful: -3,
} as const

/** A window less likely than this, in which nothing was found, is not put to the conclusion by itself. */
const worthLook = -3

export function recogniser({ lexicon, lexiconIndex, opinions }: Learned): Recogniser {
  const { study } = compile(lexicon, lexiconIndex)
  const judge = secondOpinion(opinions.opinion)
  const { conclusion } = opinions

  function weighed(text: string): Study {
    const found = study(text)
    // One or two words ("no", "since yesterday") say too little for a guess; the rules know the short signs.
    if (found.reading.words.length < 3) return found
    const impression = judge(found)
    const { whole, windows } = consider(found, impression)
    return conclusion ? settle(whole, windows, conclusion) : whole.study
  }

  return {
    recognise(text) {
      const found = weighed(text)
      const unbroken = text.replace(brokenLine, ' ')
      if (unbroken === text) return summarise(found)
      const again = weighed(unbroken)
      return summarise({
        ...found,
        mentions: [...found.mentions, ...again.mentions],
        facts: new Set([...found.facts, ...again.facts]),
      })
    },
  }
}

/** A line may end a thought or only a line: where the next goes on in small letters both are read, and either affirms. */
const brokenLine = /\n(?=[ \t]*\p{Ll})/gu

/** What is known of the whole text, and of each of several windows by itself. */
export function consider(
  found: Study,
  { judgements, senses }: Impression,
): { whole: Known; windows: () => Known[] } {
  const { words } = found.reading
  const study = { ...found, mentions: weigh(found, judgements) }
  const alone = (judgement: Judgement): Known[] => {
    const { window } = judgement
    const from = words[window.start]?.start ?? 0
    const to = words[window.end - 1]?.end ?? 0
    const mentions = study.mentions.filter(({ start, end }) => start >= from && end <= to)
    if (judgement.any < worthLook && !mentions.some(affirms)) return []
    return [
      {
        study: { ...study, mentions },
        words: window.end - window.start,
        judgements: [judgement],
        senses: judgement.senses(),
      },
    ]
  }
  return {
    whole: { study, words: words.length, judgements, senses: senses() },
    windows: () => (judgements.length > 1 ? judgements.flatMap(alone) : []),
  }
}

const affirms = ({ assertion }: Mention): boolean => assertion === 'affirmed'
const flags = redFlags.map(({ id }): RedFlag => id)
const isEmergency = (flag: RedFlag): boolean => redFlag(flag).level === 'emergency'

const tellsOfAnother = ({ study: { reading }, judgements }: Known): boolean =>
  judgements.some(({ window: { start, end } }) =>
    reading.places
      .slice(start, end)
      .some(({ other }, i) => other || third.has(reading.words[start + i]!.word)),
  )

function settle(whole: Known, windows: () => Known[], weights: ConclusionWeights): Study {
  const { study, judgements } = whole
  const { mentions } = study
  // So few words mean what they mention.
  if (whole.words <= brief && mentions.some((mention) => affirms(mention) && mention.rule !== byOpinion))
    return study
  if (judgements.every(({ any }) => any < worthLook) && !mentions.some(affirms)) return study
  const altogether = conclude(weights, whole)
  const alone = windows().map((known) => ({ ...conclude(weights, known), ofAnother: tellsOfAnother(known) }))
  const likeliestAlone = Math.max(...alone.map(({ any }) => any))
  const plain = alone.filter(({ any, ofAnother }) => any >= settled[ofAnother ? 'plainOfAnother' : 'plain'])

  if (altogether.any < settled.ask && likeliestAlone < settled.escalate)
    return { ...study, mentions: mentions.filter((mention) => !affirms(mention)) }
  const asked = mentions.map((mention) => (affirms(mention) ? { ...mention, sure: false } : mention))
  if (altogether.any < settled.escalate && plain.length === 0)
    return {
      ...study,
      mentions: asked.some(affirms)
        ? asked
        : [...asked, ...(altogether.any < settled.wonder ? [] : doubtOf(whole))],
    }
  return escalated(study, judgements, Math.max(...[altogether, ...plain].map(({ emergency }) => emergency)))
}

/** The likeliest flag, to be asked about, unless the rules read of it that it is denied, supposed or somebody else's. */
function doubtOf({ study, judgements }: Known): Mention[] {
  const best = likeliest(flags, judgements)
  const settledBy = study.mentions.some(({ flag }) => flag === best.flag)
  return best.score < settled.namable || settledBy || !tellable(best.flag, study)
    ? []
    : [raised(best.flag, false, best.judgement, study.reading.words)]
}

/** A fall and what makes it dangerous are facts to be told, not guessed. */
const tellable = (flag: RedFlag, { facts, reading }: Study): boolean =>
  flag !== 'fracture-risk' || facts.has('minorFall') || reading.words.length > brief

/** The flags found, at least one escalated, and an emergency where it must be one; what only together is an emergency stays one. */
function escalated(study: Study, judgements: readonly Judgement[], emergency: number): Study {
  const doubtful = (rule: string) => emergency < settled[rule === byOpinion ? 'emergency' : 'doubtful']
  const mentions = study.mentions.map((mention) =>
    affirms(mention) && isEmergency(mention.flag) && doubtful(mention.rule)
      ? { ...mention, sure: false }
      : mention,
  )
  const told = { ...study, mentions }
  const level = levelOf(told)
  if (level === 'emergency') return told
  const least = level === 'urgent' ? settled.beside : settled.namable
  if (emergency >= settled.emergency) return withFlag(told, judgements, isEmergency, least)
  return level === 'urgent' ? told : withFlag(told, judgements, (flag) => !isEmergency(flag), least)
}

/** Makes the likeliest flag of some sure: one that was found, else one that was not. */
function withFlag(
  study: Study,
  judgements: readonly Judgement[],
  wanted: (flag: RedFlag) => boolean,
  least: number,
): Study {
  const { mentions, reading } = study
  const found = new Set(mentions.filter(affirms).map(({ flag }) => flag))
  const some = [...found].filter(wanted)
  const { flag, judgement, score } = likeliest(some.length > 0 ? some : flags.filter(wanted), judgements)
  if (some.length === 0 && (score < least || flag === 'fracture-risk')) return study
  return {
    ...study,
    mentions: found.has(flag)
      ? mentions.map((mention) =>
          affirms(mention) && mention.flag === flag ? { ...mention, sure: true } : mention,
        )
      : [...mentions, raised(flag, true, judgement, reading.words)],
  }
}

function likeliest(
  among: readonly RedFlag[],
  judgements: readonly Judgement[],
): { flag: RedFlag; judgement: Judgement; score: number } {
  const all = among.flatMap((flag) =>
    judgements.map((judgement) => ({ flag, judgement, score: judgement.score(flag) })),
  )
  return all.reduce((best, next) => (next.score > best.score ? next : best))
}
