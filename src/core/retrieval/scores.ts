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

/** The sum of a passage not seen yet: all others are 0 or more. */
const unseen = -1

export class Scores {
  readonly #passages: Lists
  readonly #asked: Lists
  readonly #owners: Uint32Array
  readonly #firstAsked: Uint32Array
  // one query at a time; between two queries every sum is unseen
  readonly #sum: Float64Array
  /** Counts only where the passage is seen. */
  readonly #covered: Float64Array
  // the others are all zero between two queries
  readonly #askedSum: Float64Array
  /** By passage: the greatest sum of its ways to ask. */
  readonly #askedBest: Float64Array
  /** What one idea adds, and to the coverage. */
  readonly #adds: Float64Array
  readonly #shares: Float64Array
  /** Passages that hold any idea added so far, in no order: the first `seenCount`. */
  readonly seen: Uint32Array
  seenCount = 0

  constructor(passages: Lists, asked: Lists, { owners, firstAsked }: Views, size: number) {
    this.#passages = passages
    this.#asked = asked
    this.#owners = owners
    this.#firstAsked = firstAsked
    this.#sum = new Float64Array(size).fill(unseen)
    this.#covered = new Float64Array(size)
    this.#askedSum = new Float64Array(owners.length)
    this.#askedBest = new Float64Array(size)
    this.#adds = new Float64Array(Math.max(size, owners.length))
    this.#shares = new Float64Array(size)
    this.seen = new Uint32Array(size)
  }

  cosine(passage: number): number {
    return this.#asked.isEmpty ? this.#sum[passage]! : this.#sum[passage]! + this.#askedBest[passage]!
  }

  coverage(passage: number): number {
    return this.#covered[passage]!
  }

  /** Adds an idea wherever it stands. */
  readThrough(terms: readonly Term[]): void {
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
    const step = weight * steps[list]!
    const end = starts[list + 1]!
    const sum = this.#sum
    const covered = this.#covered
    const seen = this.seen
    let count = this.seenCount
    for (let at = starts[list]!; at < end; at++) {
      const posting = postings[at]!
      const passage = placeOf(posting)
      const add = step * impactOf(posting)
      const before = sum[passage]!
      if (before === unseen) {
        seen[count++] = passage
        sum[passage] = add
        covered[passage] = share
      } else {
        sum[passage] = before + add
        covered[passage]! += share
      }
    }
    this.seenCount = count
  }

  /** The best of several terms, in each passage. */
  #readTerms(terms: readonly Term[]): void {
    const { postings, starts, steps } = this.#passages
    const [sum, covered, adds, shares] = [this.#sum, this.#covered, this.#adds, this.#shares]
    for (const { list, weight, share } of terms) {
      const step = weight * steps[list]!
      for (let at = starts[list]!; at < starts[list + 1]!; at++) {
        const passage = placeOf(postings[at]!)
        adds[passage] = together(adds[passage]!, step * impactOf(postings[at]!))
        shares[passage] = Math.max(shares[passage]!, share)
      }
    }
    for (const { list } of terms)
      for (let at = starts[list]!; at < starts[list + 1]!; at++) {
        const passage = placeOf(postings[at]!)
        if (sum[passage] === unseen) {
          this.seen[this.seenCount++] = passage
          sum[passage] = covered[passage] = 0
        }
        sum[passage]! += adds[passage]!
        covered[passage]! += shares[passage]!
        adds[passage] = shares[passage] = 0
      }
  }

  /** Adds an idea to the ways to ask in these parts of its terms' lists. */
  #readAsked(terms: readonly Term[], parts: readonly Range[]): void {
    const { postings, steps } = this.#asked
    const [owners, adds, sum, best] = [this.#owners, this.#adds, this.#askedSum, this.#askedBest]
    for (let n = 0; n < parts.length; n++) {
      const { list, weight } = terms[n]!
      const { from, end } = parts[n]!
      const step = weight * steps[list]!
      for (let at = from; at < end; at++) {
        const way = placeOf(postings[at]!)
        adds[way] = together(adds[way]!, step * impactOf(postings[at]!))
      }
    }
    for (const { from, end } of parts)
      for (let at = from; at < end; at++) {
        const way = placeOf(postings[at]!)
        const add = adds[way]!
        if (add === 0) continue
        const so = sum[way]! + add
        const passage = owners[way]!
        sum[way] = so
        if (so > best[passage]!) best[passage] = so
        adds[way] = 0
      }
  }

  /** Adds an idea to the first `count` of these passages only. */
  lookUp(terms: readonly Term[], passages: Uint32Array, count: number): void {
    const { steps } = this.#passages
    for (let n = 0; n < count; n++) {
      const passage = passages[n]!
      let [add, share] = [0, 0]
      for (const term of terms) {
        const posting = this.#passages.find(passage, term.list)
        if (posting === 0) continue
        add = together(add, term.weight * steps[term.list]! * impactOf(posting))
        share = Math.max(share, term.share)
      }
      this.#sum[passage]! += add
      this.#covered[passage]! += share
      if (this.#asked.isEmpty) continue
      const [first, end] = [this.#firstAsked[passage]!, this.#firstAsked[passage + 1]!]
      if (end > first)
        this.#readAsked(
          terms,
          terms.map(({ list }) => this.#asked.part(first, end, list)),
        )
    }
  }

  /** Ready for the next query. */
  clear(): void {
    for (let n = 0; n < this.seenCount; n++) {
      const passage = this.seen[n]!
      this.#sum[passage] = unseen
      if (this.#asked.isEmpty) continue
      this.#askedBest[passage] = 0
      this.#askedSum.fill(0, this.#firstAsked[passage]!, this.#firstAsked[passage + 1]!)
    }
    this.seenCount = 0
  }
}
