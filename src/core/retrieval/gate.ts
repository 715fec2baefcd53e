/**
 * Whether a hit is an answer. Scores alone separate badly what is known from what is not, so several measures are
 * weighed together by a logistic. `npm run knowledge -- calibrate` fits its weights: every way to ask is put to an index
 * without it, and so are messages about other things, each judged by a classifier that did not learn from it.
 */

/** What is known of a question and its best hit. */
export interface Evidence {
  /** Cosine of question and passage, without unit. */
  readonly cosine: number
  /** Shares of the question's idf held by the passage, and by its headings and ways to ask: 0 to 1. */
  readonly coverage: number
  readonly titleCoverage: number
  /** The question's idf, in nats: how much it says at all. */
  readonly mass: number
  /** The idf of the rarest idea that no passage holds, in nats; 0 when all are held. */
  readonly strangest: number
  /** That the articles are about it at all, in log-odds (classifier.ts). */
  readonly inside: number
  /** That it asks for this section: 0 to 1 (classifier.ts). */
  readonly chance: number
}

/** What the logistic weighs, in the order of its weights; the first is always there. */
export const measures = ({
  cosine,
  coverage,
  titleCoverage,
  mass,
  strangest,
  inside,
  chance,
}: Evidence): number[] => [
  1,
  cosine,
  coverage,
  titleCoverage,
  Math.log(1 + mass),
  strangest,
  inside,
  Math.log(chance + leastChance),
]

/** Keeps the logarithm of a chance finite. */
export const leastChance = 1e-3

const weights = [-4.94, 0.24, 4.32, -1.7, 1.44, -0.37, 0.83, 0.56]

/** How sure the hit answers the question, 0 to 1. */
export function confidence(evidence: Evidence): number {
  const sum = measures(evidence).reduce((total, measure, n) => total + measure * weights[n]!, 0)
  return 1 / (1 + Math.exp(-sum))
}

/** At least this sure: answered. */
export const sure = 0.45
/** At least this sure: offered as the closest there is. */
export const close = 0.2
