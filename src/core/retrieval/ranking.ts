/**
 * Scores passages by the sums made so far, and keeps the best. A score is cosine * coverage ^ power.
 *
 * Nearly all passages are out at the first look: a little more than coverage ^ power stands in a table, by steps of the
 * coverage, so that what a passage scores at most is one multiplication. It is compared once, because a comparison that falls out
 * now so, now so costs more than all the rest. Passages that hold the same ideas have the very same coverage, so the power is
 * remembered, too.
 */
import { Best } from './best.ts'
import { placeOf } from './postings.ts'
import type { Scores } from './scores.ts'

/** Bounds are sums made in another order than the scores: this much is allowed for rounding. */
const rounding = 1 + 1e-9
const coverageSteps = 256

/** What is still to come, and what is to be reached. */
export interface Hope {
  /** The most that can be added to a cosine and to a coverage. */
  readonly rest: number
  readonly restShare: number
  /** A score. */
  readonly enough: number
}

export class Ranking {
  readonly best = new Best()
  readonly #scores: Scores
  readonly #power: number
  readonly #powers: Float64Array
  /** The coverage last met near each step, and its power. */
  readonly #met = new Float64Array(coverageSteps)
  readonly #metPowers = new Float64Array(coverageSteps)
  /** By passage: the last round it counted in. */
  readonly #counted: Float64Array
  #round = 0

  constructor(scores: Scores, passages: number, power: number) {
    this.#scores = scores
    this.#power = power
    this.#powers = Float64Array.from(
      // the coverage of all ideas may come out a little above 1
      { length: coverageSteps + 2 },
      (_, n) => rounding * ((n + 1) / coverageSteps) ** power,
    )
    this.#counted = new Float64Array(passages)
  }

  /** Begins again, for the `limit` best. */
  start(limit: number): void {
    this.best.start(limit)
    this.startRound()
  }

  /** From here on every passage counts again, once. */
  startRound(): void {
    this.#round++
  }

  /** A little more than what a coverage, 0 or more, makes of a cosine of 1. */
  atMost(coverage: number): number {
    return this.#powers[(coverage * coverageSteps) | 0]!
  }

  score(cosine: number, coverage: number): number {
    if (coverage >= 1) return cosine
    const step = (coverage * coverageSteps) | 0
    if (this.#met[step] !== coverage) {
      this.#met[step] = coverage
      this.#metPowers[step] = coverage ** this.#power
    }
    return cosine * this.#metPowers[step]!
  }

  /** Offers the passages of these postings to the best; who is offered twice counts once. */
  offer(postings: Uint32Array, from: number, end: number): void {
    const { sum, askedBest, covered } = this.#scores
    const best = this.best
    const powers = this.#powers
    const counted = this.#counted
    const round = this.#round
    let least = best.least
    for (let at = from; at < end; at++) {
      const passage = placeOf(postings[at]!)
      const cosine = sum[passage]! + askedBest[passage]!
      const coverage = covered[passage]!
      if (cosine * powers[(coverage * coverageSteps) | 0]! < least) continue
      if (counted[passage] === round) continue
      counted[passage] = round
      const score = this.score(cosine, coverage)
      if (score > 0) least = best.offer(passage, score)
    }
  }

  /**
   * Puts the postings that may still score enough into `kept`, from place `count` on, each passage once; answers how many stand
   * there then.
   */
  keep(
    postings: Uint32Array,
    from: number,
    end: number,
    { rest, restShare, enough }: Hope,
    kept: Uint32Array,
    count: number,
  ): number {
    const { sum, askedBest, covered } = this.#scores
    for (let at = from; at < end; at++) {
      const passage = placeOf(postings[at]!)
      const cosine = sum[passage]! + askedBest[passage]! + rest
      if (cosine * this.atMost(covered[passage]! + restShare) < enough) continue
      if (this.#counted[passage] === this.#round) continue
      this.#counted[passage] = this.#round
      kept[count++] = postings[at]!
    }
    return count
  }
}
