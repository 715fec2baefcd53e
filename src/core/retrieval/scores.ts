/**
 * The sums of one query: what each passage has so far of the cosine and of the coverage. Ways to ask are summed up
 * beside the passages, each by itself; the best of a passage's counts (tfidf.ts).
 */
import type { Views } from './layout.ts'
import { impactOf, placeOf, type Lists, type Range } from './postings.ts'

/** A term of an idea. */
export interface Term {
  /** Number of its list of postings. */
  readonly list: number
  /** What one unit of impact adds to the cosine. */
  readonly weight: number
  /** What it adds to the coverage. */
  readonly share: number
}

/** Of an idea's terms the best in a passage counts in full, the others this share: they say the same thing again. */
const further = 0.7
export const together = (sum: number, add: number): number =>
  Math.max(sum, add) + further * Math.min(sum, add)

/** To clear a list costs so many times as much a posting as to clear an array through costs a place. */
const clearCost = 16

export class Scores {
  readonly #passages: Lists
  readonly #asked: Lists
  readonly #owners: Uint32Array
  readonly #firstAsked: Uint32Array
  // one query at a time; all are zero between two
  /** By passage: what its own terms add to the cosine so far. */
  readonly sum: Float64Array
  readonly covered: Float64Array
  /** By passage: the greatest sum of its ways to ask. */
  readonly askedBest: Float64Array
  readonly #askedSum: Float64Array
  /** What one idea adds, and to the coverage; all zero between two ideas. */
  readonly #adds: Float64Array
  readonly #shares: Float64Array
  /** The ideas that were read through: the first `#readCount`; and how many postings they have. */
  readonly #read: (readonly Term[])[] = []
  #readCount = 0
  #postings = 0

  constructor(passages: Lists, asked: Lists, { owners, firstAsked }: Views, size: number) {
    this.#passages = passages
    this.#asked = asked
    this.#owners = owners
    this.#firstAsked = firstAsked
    this.sum = new Float64Array(size)
    this.covered = new Float64Array(size)
    this.askedBest = new Float64Array(size)
    this.#askedSum = new Float64Array(owners.length)
    this.#adds = new Float64Array(Math.max(size, owners.length))
    this.#shares = new Float64Array(size)
  }

  cosine(passage: number): number {
    return this.sum[passage]! + this.askedBest[passage]!
  }

  /** Adds an idea wherever it stands. */
  readThrough(terms: readonly Term[]): void {
    this.#read[this.#readCount++] = terms
    if (terms.length === 1) this.#readTerm(terms[0]!)
    else this.#readTerms(terms)
    if (this.#asked.isEmpty) return
    const { starts } = this.#asked
    this.#readAsked(
      terms,
      terms.map(({ list }) => ({ from: starts[list]!, end: starts[list + 1]! })),
    )
  }

  #readTerm({ list, weight, share }: Term): void {
    const { postings, starts, steps } = this.#passages
    const from = starts[list]!
    const end = starts[list + 1]!
    const step = weight * steps[list]!
    const sum = this.sum
    const covered = this.covered
    for (let at = from; at < end; at++) {
      const posting = postings[at]!
      const passage = placeOf(posting)
      sum[passage]! += step * impactOf(posting)
      covered[passage]! += share
    }
    this.#postings += end - from
  }

  /** The best of several terms, in each passage. */
  #readTerms(terms: readonly Term[]): void {
    const { postings, starts, steps } = this.#passages
    const [sum, covered, adds, shares] = [this.sum, this.covered, this.#adds, this.#shares]
    for (const { list, weight, share } of terms) {
      const step = weight * steps[list]!
      for (let at = starts[list]!; at < starts[list + 1]!; at++) {
        const passage = placeOf(postings[at]!)
        adds[passage] = together(adds[passage]!, step * impactOf(postings[at]!))
        shares[passage] = Math.max(shares[passage]!, share)
      }
    }
    for (const { list } of terms) {
      for (let at = starts[list]!; at < starts[list + 1]!; at++) {
        const passage = placeOf(postings[at]!)
        sum[passage]! += adds[passage]!
        covered[passage]! += shares[passage]!
        adds[passage] = shares[passage] = 0
      }
      this.#postings += starts[list + 1]! - starts[list]!
    }
  }

  /** Adds an idea to the ways to ask in these parts of its terms' lists. */
  #readAsked(terms: readonly Term[], parts: readonly Range[]): void {
    const { postings } = this.#asked
    if (terms.length === 1) {
      const { from, end } = parts[0]!
      const step = this.#askedStep(terms[0]!)
      for (let at = from; at < end; at++)
        this.#addToWay(placeOf(postings[at]!), step * impactOf(postings[at]!))
      return
    }
    const adds = this.#adds
    for (let n = 0; n < parts.length; n++) {
      const { from, end } = parts[n]!
      const step = this.#askedStep(terms[n]!)
      for (let at = from; at < end; at++) {
        const way = placeOf(postings[at]!)
        adds[way] = together(adds[way]!, step * impactOf(postings[at]!))
      }
    }
    for (const { from, end } of parts)
      for (let at = from; at < end; at++) {
        const way = placeOf(postings[at]!)
        if (adds[way] === 0) continue
        this.#addToWay(way, adds[way]!)
        adds[way] = 0
      }
  }

  #askedStep({ list, weight }: Term): number {
    return weight * this.#asked.steps[list]!
  }

  #addToWay(way: number, add: number): void {
    const sum = this.#askedSum[way]! + add
    const passage = this.#owners[way]!
    this.#askedSum[way] = sum
    if (sum > this.askedBest[passage]!) this.askedBest[passage] = sum
  }

  /** Adds an idea to the passages of the first `count` of these postings only, each of another passage. */
  lookUp(terms: readonly Term[], among: Uint32Array, count: number): void {
    for (let n = 0; n < count; n++) {
      const passage = placeOf(among[n]!)
      const { add, share } = this.inPassage(terms, passage)
      this.sum[passage]! += add
      this.covered[passage]! += share
      if (this.#asked.isEmpty) continue
      const [first, end] = [this.#firstAsked[passage]!, this.#firstAsked[passage + 1]!]
      if (end > first)
        this.#readAsked(
          terms,
          terms.map(({ list }) => this.#asked.part(first, end, list)),
        )
    }
  }

  /** What an idea adds to a passage by itself, without its ways to ask. */
  inPassage(terms: readonly Term[], passage: number): { add: number; share: number } {
    let [add, share] = [0, 0]
    for (const term of terms) {
      const posting = this.#passages.find(passage, term.list)
      if (posting === 0) continue
      add = together(add, term.weight * this.#passages.steps[term.list]! * impactOf(posting))
      share = Math.max(share, term.share)
    }
    return { add, share }
  }

  /** Ready for the next query: the lists that were read say where anything stands, unless all is cleared sooner. */
  clear(): void {
    const [sum, covered, askedBest] = [this.sum, this.covered, this.askedBest]
    if (clearCost * this.#postings > sum.length + this.#askedSum.length) {
      sum.fill(0)
      covered.fill(0)
      if (!this.#asked.isEmpty) {
        askedBest.fill(0)
        this.#askedSum.fill(0)
      }
    } else {
      const { postings, starts } = this.#passages
      for (let n = 0; n < this.#readCount; n++)
        for (const { list } of this.#read[n]!)
          for (let at = starts[list]!; at < starts[list + 1]!; at++) {
            const passage = placeOf(postings[at]!)
            sum[passage] = covered[passage] = 0
            if (askedBest[passage] === 0) continue
            askedBest[passage] = 0
            this.#askedSum.fill(0, this.#firstAsked[passage]!, this.#firstAsked[passage + 1]!)
          }
    }
    this.#readCount = this.#postings = 0
  }
}
