/**
 * Whether a hit is an answer. Scores alone separate badly what is known from what is not, so four measures are
 * weighed together by a logistic: cosine, coverage, coverage of the headings and other ways to ask, and how much
 * the question says at all. The weights were fitted by leaving topics out: each section's own ways to ask were put
 * to an index without that phrase (they should pass) and to one without that article (they should fail).
 */
import type { Hit } from './reading.ts'

const bias = -5.7
const weights = { cosine: 3.1, coverage: 3.3, titleCoverage: 0.7, mass: 1 }

/** How sure the hit answers the question, 0 to 1. `mass`: the question's idf, in nats. */
export function confidence(hit: Pick<Hit, 'cosine' | 'coverage' | 'titleCoverage'>, mass: number): number {
  const sum =
    bias +
    weights.cosine * hit.cosine +
    weights.coverage * hit.coverage +
    weights.titleCoverage * hit.titleCoverage +
    weights.mass * Math.log(1 + mass)
  return 1 / (1 + Math.exp(-sum))
}

/** At least this sure: answered. A question with a rare word that no passage holds is likely about something else. */
export const sureOf = (strangest: number): number => (strangest > 2.5 ? 0.7 : 0.4)
/** At least this sure: offered as the closest there is. */
export const close = 0.25
