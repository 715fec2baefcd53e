/**
 * The sums of one query: what each passage has so far of the cosine and of the coverage. Ways to ask are summed up
 * beside the passages, each by itself; the best of a passage's counts (tfidf.ts).
 */
import type { Views } from './layout.ts'
import { impactOf, placeOf, type Lists, type Range } from './postings.ts'

/** A term of an idea: where it is found, and what it adds to the coverage. */
export interface Term {
  readonly passages: Range
  readonly asked: Range
  readonly share: number
}

/** Of an idea's terms the best in a passage counts in full, the others this share: they say the same thing again. */
const further = 0.7
export const together = (sum: number, add: number): number =>
  Math.max(sum, add) + further * Math.min(sum, add)

const mostQueries = 2 ** 32

export class Scores {
  readonly #passages: Lists
  readonly #asked: Lists
  readonly #owners: Uint32Array
  readonly #firstAsked: Uint32Array
  // one query at a time; what is kept of a passage counts only if the passage is seen
  readonly #sum: Float64Array
  readonly #covered: Float64Array
  // the others are all zero between two queries
  readonly #askedSum: Float64Array
  /** By passage: the greatest sum of its ways to ask. */
  readonly #askedBest: Float64Array
  /** What one idea adds, and to the coverage. */
  readonly #adds: Float64Array
  readonly #shares: Float64Array
  /** By passage: the number of the last query that saw it. */
  readonly #seenBy: Uint32Array
  #query = 1
  /** Passages that hold any idea added so far, in no order: the first `seenCount`. */
  readonly seen: Uint32Array
  seenCount = 0

  constructor(passages: Lists, asked: Lists, { owners, firstAsked }: Views, size: number) {
    this.#passages = passages
    this.#asked = asked
    this.#owners = owners
    this.#firstAsked = firstAsked
    this.#sum = new Float64Array(size)
    this.#covered = new Float64Array(size)
    this.#askedSum = new Float64Array(owners.length)
    this.#askedBest = new Float64Array(size)
    this.#adds = new Float64Array(Math.max(size, owners.length))
    this.#shares = new Float64Array(size)
    this.#seenBy = new Uint32Array(size)
    this.seen = new Uint32Array(size)
  }

  cosine(passage: number): number {
    return this.#owners.length === 0 ? this.#sum[passage]! : this.#sum[passage]! + this.#askedBest[passage]!
  }

  coverage(passage: number): number {
    return this.#covered[passage]!
  }

  /** Adds an idea wherever it stands. */
  readThrough(terms: readonly Term[]): void {
    if (terms.length === 1) this.#readTerm(terms[0]!)
    else this.#readTerms(terms)
    if (this.#owners.length === 0) return
    this.#readAsked(terms.flatMap(({ asked }) => (asked.end > asked.from ? [asked] : [])))
  }

  #readTerm({ passages: { from, end, step }, share }: Term): void {
    const { postings } = this.#passages
    let count = this.seenCount
    const [sum, covered, seenBy, seen, query] = [
      this.#sum,
      this.#covered,
      this.#seenBy,
      this.seen,
      this.#query,
    ]
    for (let at = from; at < end; at++) {
      const posting = postings[at]!
      const passage = placeOf(posting)
      const add = step * impactOf(posting)
      if (seenBy[passage] === query) {
        sum[passage]! += add
        covered[passage]! += share
      } else {
        seenBy[passage] = query
        seen[count++] = passage
        sum[passage] = add
        covered[passage] = share
      }
    }
    this.seenCount = count
  }

  /** The best of several terms, in each passage. */
  #readTerms(terms: readonly Term[]): void {
    const { postings } = this.#passages
    const [adds, shares] = [this.#adds, this.#shares]
    for (const { passages: range, share } of terms)
      for (let at = range.from; at < range.end; at++) {
        const passage = placeOf(postings[at]!)
        adds[passage] = together(adds[passage]!, range.step * impactOf(postings[at]!))
        shares[passage] = Math.max(shares[passage]!, share)
      }
    for (const { passages: range } of terms)
      for (let at = range.from; at < range.end; at++) {
        const passage = placeOf(postings[at]!)
        if (this.#seenBy[passage] !== this.#query) {
          this.#seenBy[passage] = this.#query
          this.seen[this.seenCount++] = passage
          this.#sum[passage] = this.#covered[passage] = 0
        }
        this.#sum[passage]! += adds[passage]!
        this.#covered[passage]! += shares[passage]!
        adds[passage] = shares[passage] = 0
      }
  }

  /** Adds an idea to the ways to ask in these lists, or parts of lists. */
  #readAsked(lists: readonly Range[]): void {
    const [{ postings }, adds] = [this.#asked, this.#adds]
    const [owners, sum, best] = [this.#owners, this.#askedSum, this.#askedBest]
    const single = lists.length === 1
    if (!single)
      for (const { from, end, step } of lists)
        for (let at = from; at < end; at++) {
          const posting = postings[at]!
          const way = placeOf(posting)
          adds[way] = together(adds[way]!, step * impactOf(posting))
        }
    for (const { from, end, step } of lists)
      for (let at = from; at < end; at++) {
        const posting = postings[at]!
        const way = placeOf(posting)
        const add = single ? step * impactOf(posting) : adds[way]!
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
    for (let n = 0; n < count; n++) {
      const passage = passages[n]!
      let [add, share] = [0, 0]
      for (const term of terms) {
        const posting = this.#passages.find(passage, term.passages)
        if (posting === 0) continue
        add = together(add, term.passages.step * impactOf(posting))
        share = Math.max(share, term.share)
      }
      this.#sum[passage]! += add
      this.#covered[passage]! += share
      const [first, end] = [this.#firstAsked[passage]!, this.#firstAsked[passage + 1]!]
      if (end > first)
        this.#readAsked(
          terms.flatMap(({ asked }) => {
            const part = this.#asked.part(first, end, asked)
            return part.end > part.from ? [part] : []
          }),
        )
    }
  }

  /** Ready for the next query. */
  clear(): void {
    if (this.#owners.length > 0)
      for (let n = 0; n < this.seenCount; n++) {
        const passage = this.seen[n]!
        this.#askedBest[passage] = 0
        this.#askedSum.fill(0, this.#firstAsked[passage]!, this.#firstAsked[passage + 1]!)
      }
    this.seenCount = 0
    this.#query++
    // the numbers of queries begin again after four thousand million
    if (this.#query < mostQueries) return
    this.#seenBy.fill(0)
    this.#query = 1
  }
}
