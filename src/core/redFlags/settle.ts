/**
 * What is escalated, asked about and let pass.
 *
 * The conclusion says how likely it is that anything is affirmed; rules and opinion say which flag, and by which words. Each window is
 * also concluded on as if no more were said: what would be escalated by itself is asked about whatever else is said, and what is
 * plain by itself is escalated.
 */
import { isEmergency, redFlagIds, type RedFlag } from '../triage/flags.ts'
import { conclude, levelOf, type ConclusionWeights, type Known } from './conclusion.ts'
import { thirdPerson } from './features.ts'
import type { Mention } from './mention.ts'
import type { Study } from './recognise.ts'
import type { Judgement } from './secondOpinion.ts'
import { affirmedByRule, affirms, brief, byOpinion, raised, scoreOf, worthLook } from './weigh.ts'

/** Log-odds, set on labelled messages that nothing was learnt from. */
const settled = {
  /** A red flag is so likely that it is escalated. */
  escalate: -0.7,
  /** A closed question about what was found is worth its disturbance. */
  ask: -3,
  /** One about what no rule found. */
  wonder: -2,
  /** Another flag is named beside one that was found, of which this one by itself must be so likely. */
  beside: -0.5,
  /** A window by itself is so plain that nothing else takes it back. */
  plain: 2,
  /** The same of one that tells of somebody else. */
  plainOfAnother: 4,
  /** What is escalated is an emergency. */
  emergency: -0.3,
  /** What rules find in a few words stands, and is asked about where it is less likely than this. */
  stand: -1.2,
  /** No flag less likely than this by itself is named that was not found. */
  namable: -2,
  /** Nor one less likely than this that rules read as a mere supposition. */
  supposed: 1.5,
  /** An emergency that a rule found is only asked about, beside what is urgent. */
  doubtful: -3,
} as const

const tellsOfAnother = ({ study: { reading }, judgements }: Known): boolean =>
  judgements.some(({ window: { start, end } }) =>
    reading.places
      .slice(start, end)
      .some(({ other }, i) => other || thirdPerson.has(reading.words[start + i]!.word)),
  )

export function settle(whole: Known, windows: () => Known[], weights: ConclusionWeights): Study {
  const { study, judgements } = whole
  const { mentions } = study
  if (judgements.every(({ any }) => any < worthLook) && !mentions.some(affirms)) return study
  const altogether = conclude(weights, whole)
  if (meansWhatItMentions(whole))
    return altogether.any >= settled.stand ? study : { ...study, mentions: mentions.map(doubted) }
  if (altogether.any >= settled.escalate && altogether.emergency >= settled.emergency)
    return escalated(study, judgements, altogether.emergency)
  const parts = windows()
  const alone = parts.map((known) => {
    const means = meansWhatItMentions(known, true)
    return {
      ...conclude(weights, known),
      means,
      // By itself it would be asked about.
      doubtful: !means && meansWhatItMentions(known),
      ofAnother: tellsOfAnother(known),
    }
  })
  const likeliestAlone = Math.max(...alone.map(({ any }) => any))
  const plain = alone.filter(
    ({ any, ofAnother, doubtful }) => !doubtful && any >= settled[ofAnother ? 'plainOfAnother' : 'plain'],
  )

  if (altogether.any >= settled.escalate || plain.length > 0)
    return escalated(study, judgements, Math.max(...[altogether, ...plain].map(({ emergency }) => emergency)))

  const aloneEnough = likeliestAlone >= settled.escalate || alone.some(({ means }) => means)
  const worthAsking = ({ rule }: Mention) =>
    aloneEnough || altogether.any >= settled[rule === byOpinion ? 'wonder' : 'ask']
  const asked = mentions.filter((mention) => !affirms(mention) || worthAsking(mention)).map(doubted)
  return { ...study, mentions: aloneEnough && !asked.some(affirms) ? [...asked, ...doubtOf(whole)] : asked }
}

const doubted = (mention: Mention): Mention => (affirms(mention) ? { ...mention, sure: false } : mention)

/** A few words in which a rule finds something, surely where that is asked for. */
const meansWhatItMentions = ({ words, study: { mentions } }: Known, surely = false): boolean =>
  words <= brief && mentions.some((mention) => affirmedByRule(mention) && (mention.sure || !surely))

/** The likeliest flag, to be asked about, unless the rules read of it that it is denied, supposed or somebody else's. */
function doubtOf({ study, judgements }: Known): Mention[] {
  const best = likeliest(redFlagIds, judgements)
  const settledBy = study.mentions.some(({ flag }) => flag === best.flag)
  return best.score < settled.namable || settledBy || best.flag === 'fracture-risk'
    ? []
    : [raised(best.flag, false, best.judgement, study.reading.words)]
}

/** The flags found, at least one escalated, and an emergency where it must be one; what only together is an emergency stays one. */
function escalated(study: Study, judgements: readonly Judgement[], emergency: number): Study {
  const doubtful = (rule: string) => emergency < settled[rule === byOpinion ? 'emergency' : 'doubtful']
  const mentions = study.mentions.map((mention) =>
    isEmergency(mention.flag) && doubtful(mention.rule) ? doubted(mention) : mention,
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
  const { flag, judgement, score } = likeliest(some.length > 0 ? some : redFlagIds.filter(wanted), judgements)
  const ruled = mentions.some((mention) => affirmedByRule(mention) && mention.flag === flag)
  // A fall and what makes it dangerous are facts to be told, not guessed.
  if (!ruled && likeliest(redFlagIds, judgements).flag === 'fracture-risk') return study
  const supposed = mentions.some((mention) => mention.flag === flag && mention.assertion === 'hypothetical')
  if (some.length === 0 && score < (supposed ? settled.supposed : least)) return study
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
    judgements.map((judgement) => ({ flag, judgement, score: scoreOf(flag, judgement) })),
  )
  return all.reduce((best, next) => (next.score > best.score ? next : best))
}
