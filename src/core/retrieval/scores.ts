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
    this.#readAsked(terms)
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

  #readAsked(terms: readonly Term[]): void {
    const { postings } = this.#asked
    const adds = this.#adds
    for (const { asked: range } of terms)
      for (let at = range.from; at < range.end; at++) {
        const way = placeOf(postings[at]!)
        adds[way] = together(adds[way]!, range.step * impactOf(postings[at]!))
      }
    for (const { asked: range } of terms)
      for (let at = range.from; at < range.end; at++) {
        const way = placeOf(postings[at]!)
        this.#addAsked(way, adds[way]!)
        adds[way] = 0
      }
  }

  #addAsked(way: number, add: number): void {
    const passage = this.#owners[way]!
    this.#askedSum[way]! += add
    this.#askedBest[passage] = Math.max(this.#askedBest[passage]!, this.#askedSum[way]!)
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
      this.#lookUpAsked(terms, this.#firstAsked[passage]!, this.#firstAsked[passage + 1]!)
    }
  }

  /** Adds an idea to the ways to ask from `first` to before `end`. */
  #lookUpAsked(terms: readonly Term[], first: number, end: number): void {
    const adds = this.#adds
    for (const { asked } of terms)
      this.#asked.each(first, end, asked, (way, posting) => {
        adds[way] = together(adds[way]!, asked.step * impactOf(posting))
      })
    for (const { asked } of terms)
      this.#asked.each(first, end, asked, (way) => {
        this.#addAsked(way, adds[way]!)
        adds[way] = 0
      })
  }

  /** Ready for the next query. */
  clear(): void {
    const [sum, covered, best, isSeen, first] = [
      this.#sum,
      this.#covered,
      this.#askedBest,
      this.#isSeen,
      this.#firstAsked,
    ]
    for (let n = 0; n < this.#seenCount; n++) {
      const passage = this.#seen[n]!
      sum[passage] = covered[passage] = best[passage] = isSeen[passage] = 0
      if (this.#owners.length > 0)
        for (let way = first[passage]!; way < first[passage + 1]!; way++) this.#askedSum[way] = 0
    }
    this.#seenCount = 0
  }
}
