/**
 * Whether a hit is an answer. Scores alone separate badly what is known from what is not, so three measures are
 * weighed together by a logistic: cosine, coverage, and coverage of the headings and other ways to ask. The weights
 * come from leaving topics out: each section's own ways to ask were put to an index with that article removed (they
 * should fail) and with only that phrase removed (they should pass); see test/retrievalGate.test.ts.
 */
import type { Hit } from './tfidf.ts'

const bias = -5
const weights = { cosine: 3, coverage: 3.5, titleCoverage: 2 }

/** How sure the hit answers the question, 0 to 1. */
export const confidence = (hit: Pick<Hit, 'cosine' | 'coverage' | 'titleCoverage'>): number =>
  1 /
  (1 +
    Math.exp(
      -(
        bias +
        weights.cosine * hit.cosine +
        weights.coverage * hit.coverage +
        weights.titleCoverage * hit.titleCoverage
      ),
    ))

/** At least this sure: answered. */
export const sure = 0.5
/** At least this sure: offered as the closest there is. */
export const close = 0.25
