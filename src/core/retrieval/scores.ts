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

export class Scores {
  readonly #passages: Lists
  readonly #asked: Lists
  readonly #owners: Uint32Array
  readonly #firstAsked: Uint32Array
  // one query at a time: all zero between two of them
  readonly #sum: Float64Array
  readonly #covered: Float64Array
  readonly #askedSum: Float64Array
  /** By passage: the greatest sum of its ways to ask. */
  readonly #askedBest: Float64Array
  /** What one idea adds, and to the coverage. */
  readonly #adds: Float64Array
  readonly #shares: Float64Array
  readonly #isSeen: Uint8Array
  readonly #seen: Uint32Array
  #seenCount = 0

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
    this.#isSeen = new Uint8Array(size)
    this.#seen = new Uint32Array(size)
  }

  /** Passages that hold any idea added so far, in no order. */
  seen(): Uint32Array {
    return this.#seen.subarray(0, this.#seenCount)
  }

  cosine(passage: number): number {
    return this.#sum[passage]! + this.#askedBest[passage]!
  }

  coverage(passage: number): number {
    return this.#covered[passage]!
  }

  /** Adds an idea wherever it stands. */
  readThrough(terms: readonly Term[]): void {
    if (terms.length === 1) this.#readTerm(terms[0]!)
    else this.#readTerms(terms)
    this.#readAsked(terms.flatMap(({ asked }) => (asked.end > asked.from ? [asked] : [])))
  }

  #readTerm({ passages: { from, end, step }, share }: Term): void {
    const { postings } = this.#passages
    let seen = this.#seenCount
    const [sum, covered, isSeen, list] = [this.#sum, this.#covered, this.#isSeen, this.#seen]
    for (let at = from; at < end; at++) {
      const posting = postings[at]!
      const passage = placeOf(posting)
      if (isSeen[passage] === 0) {
        isSeen[passage] = 1
        list[seen++] = passage
      }
      sum[passage]! += step * impactOf(posting)
      covered[passage]! += share
    }
    this.#seenCount = seen
  }

  /** The best of several terms, in each passage. */
  #readTerms(terms: readonly Term[]): void {
    const { postings } = this.#passages
    let seen = this.#seenCount
    const [adds, shares, isSeen] = [this.#adds, this.#shares, this.#isSeen]
    for (const { passages: range, share } of terms)
      for (let at = range.from; at < range.end; at++) {
        const passage = placeOf(postings[at]!)
        adds[passage] = together(adds[passage]!, range.step * impactOf(postings[at]!))
        shares[passage] = Math.max(shares[passage]!, share)
      }
    for (const { passages: range } of terms)
      for (let at = range.from; at < range.end; at++) {
        const passage = placeOf(postings[at]!)
        if (isSeen[passage] === 0) {
          isSeen[passage] = 1
          this.#seen[seen++] = passage
        }
        this.#sum[passage]! += adds[passage]!
        this.#covered[passage]! += shares[passage]!
        adds[passage] = shares[passage] = 0
      }
    this.#seenCount = seen
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

  /** Adds an idea to these passages only. */
  lookUp(terms: readonly Term[], passages: Uint32Array): void {
    for (const passage of passages) {
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
    const [sum, covered, best, isSeen] = [this.#sum, this.#covered, this.#askedBest, this.#isSeen]
    for (let n = 0; n < this.#seenCount; n++) {
      const passage = this.#seen[n]!
      sum[passage] = covered[passage] = best[passage] = isSeen[passage] = 0
      const first = this.#firstAsked[passage]!
      const end = this.#firstAsked[passage + 1]!
      if (end > first) this.#askedSum.fill(0, first, end)
    }
    this.#seenCount = 0
  }
}
