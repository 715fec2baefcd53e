/**
 * What everything known of a text comes to: how likely is it, after all, that it affirms a red flag, and if so, that it is an
 * emergency?
 *
 *   the windows    what the second opinion makes of the likeliest two
 *   the mentions   what rules and opinion found together, and how urgent that is
 *   the senses     what it is like as a whole: somebody else's story, over, …
 *
 * Two logistic regressions on these few numbers, learnt when the knowledge is built from labelled messages that the second
 * opinion has not learnt from (knowledge/learn.ts). Each stretch of a text can be put to them as if no more were said.
 */
import { noFacts, record } from '../triage/facts.ts'
import { isEmergency, type Level } from '../triage/flags.ts'
import { urgencyOf } from '../triage/rules.ts'
import { summarise, type Study } from './recognise.ts'
import type { Impression, Judgement, Senses } from './secondOpinion.ts'
import { affirmedByRule, affirms, weigh, worthLook } from './weigh.ts'

/** In log-odds. */
export interface Conclusion {
  readonly any: number
  /** If any flag is affirmed. */
  readonly emergency: number
}

/** What a conclusion is drawn from; the sheet a clinician signs prints their weights. */
export const evidenceNames = [
  'likeliest window: an emergency',
  'next window: an emergency',
  'likeliest window: any flag',
  'next window: any flag',
  'likeliest flag of an emergency',
  'likeliest urgent flag',
  'an emergency found by a rule',
  'an emergency doubted by a rule',
  'an urgent flag found by a rule',
  'an urgent flag doubted by a rule',
  'together they are an emergency',
  'together they are urgent',
  'denials of what no rule finds affirmed, at most 3',
  'suppositions, at most 3',
  'mentions of others or of the past, at most 3',
  'words, logarithm',
  'as a whole: a story of others',
  'as a whole: supposed',
  'as a whole: over',
  'as a whole: an emergency',
  'as a whole: any flag',
] as const

/** What is known of a stretch of text. */
export interface Known {
  /** With what rules and opinion found together in the stretch. */
  readonly study: Study
  /** How many words it has. */
  readonly words: number
  /** Of its windows. */
  readonly judgements: readonly Judgement[]
  senses(): Senses
}

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
        senses: judgement.senses,
      },
    ]
  }
  return {
    whole: { study, words: words.length, judgements, senses },
    windows: () => (judgements.length > 1 ? judgements.flatMap(alone) : []),
  }
}

/** No window is less likely than this. */
const least = -8
/** More of a kind prove no more. */
const most = 3

/** How urgent what is found is: signs that together are an emergency count as one. */
export const levelOf = (study: Study) => urgencyOf(record(noFacts, summarise(study).heard))

/** How urgent the flags found are. Facts are judged, which takes longer than all else here, only where that can tell more. */
function levelOfFlags(study: Study): Level | undefined {
  const sure = study.mentions.filter((mention) => affirms(mention) && mention.sure)
  if (sure.some(({ flag }) => isEmergency(flag))) return 'emergency'
  return sure.length > 0 || study.facts.has('minorFall') ? levelOf(study) : undefined
}

/** A number for each of `evidenceNames`. */
export function evidenceOf({ study, words, judgements, senses }: Known): number[] {
  const { mentions } = study
  const likeliest = (emergency: boolean) => {
    let best = least
    for (const { suspicions } of judgements)
      for (const { flag, score } of suspicions())
        if (score > best && isEmergency(flag) === emergency) best = score
    return best
  }
  const byRules = mentions.filter(affirmedByRule)
  const found = (emergency: boolean, wanted: boolean) =>
    Number(byRules.some(({ flag, sure }) => sure === wanted && isEmergency(flag) === emergency))
  const flagsAffirmed = new Set(byRules.map(({ flag }) => flag))
  const count = (...wanted: string[]) =>
    Math.min(
      most,
      mentions.filter(({ flag, assertion }) => wanted.includes(assertion) && !flagsAffirmed.has(flag)).length,
    )
  const level = levelOfFlags(study)
  const sense = senses()
  return [
    ...firstTwo(judgements.map(({ emergency }) => emergency)),
    ...firstTwo(judgements.map(({ any }) => any)),
    likeliest(true),
    likeliest(false),
    found(true, true),
    found(true, false),
    found(false, true),
    found(false, false),
    Number(level === 'emergency'),
    Number(level === 'urgent'),
    count('negated'),
    count('hypothetical'),
    count('historical', 'other-person'),
    Math.log(1 + words),
    sense.story,
    sense.supposed,
    sense.over,
    sense['emergency as a whole'],
    sense['any as a whole'],
  ]
}

function firstTwo(scores: number[]): [number, number] {
  const [first = least, second = least] = scores.sort((a, b) => b - a)
  return [Math.max(first, least), Math.max(second, least)]
}

/** What is learnt: of each question what it begins with, then what each evidence adds. */
export type ConclusionWeights = Readonly<Record<keyof Conclusion, readonly number[]>>

export function conclude(weights: ConclusionWeights, known: Known): Conclusion {
  const evidence = evidenceOf(known)
  const sum = ([bias = 0, ...own]: readonly number[]) =>
    own.reduce((total, weight, i) => total + weight * evidence[i]!, bias)
  return { any: sum(weights.any), emergency: sum(weights.emergency) }
}
