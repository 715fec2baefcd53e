/**
 * The best passages for a query, exactly, without looking at all that hold one of its terms.
 *
 * A query is a list of ideas; an idea is a term, or several that may stand for each other. Ideas are taken
 * up from the rarest to the commonest, and what each adds to the score of each passage that holds it is added up (term
 * at a time). Two facts bound what is still to come: the greatest impact in each list, and the coverage still to be had.
 * Once as many passages as are wanted score more than one not seen yet can, the common ideas are no longer read
 * through: they are looked up, by halving, in the passages that may still get among the best (the "continue" strategy
 * of Moffat and Zobel, TOIS 1996, with the bounds of MaxScore, Turtle and Flood 1995). The common terms have nearly all
 * the postings, so the time of a query grows far slower than the number of passages.
 *
 * What is left out could not be among the best: the result is that of adding everything up, to the last bit, because
 * every sum is made in the same order. Of equal scores the earlier passage comes first.
 *
 * Ways to ask are scored beside the passages, each by itself; the best of a passage's counts (tfidf.ts).
 */
import type { Views } from './layout.ts'
import { greatestImpact, impactOf, inTitle, Lists, placeOf, type Range } from './postings.ts'

export interface Alternative {
  /** Number of its list of postings. */
  readonly list: number
  /** What its impacts count, 0 to 1. */
  readonly trust: number
  /** How well it covers the idea, 0 to 1. */
  readonly coverage: number
}

export interface QueryIdea {
  /** Its part in the cosine for one unit of impact. */
  readonly weight: number
  /** Its part in the coverage; all ideas' together are 1. */
  readonly share: number
  readonly any: readonly Alternative[]
}

export interface Found {
  readonly passage: number
  readonly score: number
  /** Cosine of query and passage over all fields, before coverage. */
  readonly cosine: number
  /** Share of the query's idf held by the passage, in any field: 0 to 1. */
  readonly coverage: number
  /** The same for the heading and the other ways to ask. */
  readonly titleCoverage: number
}

/** A term of an idea: where it is found, and what it adds to the coverage. */
interface Term {
  readonly passages: Range
  readonly asked: Range
  readonly share: number
}

/** An idea with its lists. */
interface Sought {
  readonly terms: readonly Term[]
  readonly postings: number
  /** The most it can add to the score and to the coverage of a passage. */
  readonly most: number
  readonly mostShare: number
}

interface Scored {
  readonly passage: number
  readonly score: number
}
const better = (a: Scored, b: Scored): number => b.score - a.score || a.passage - b.passage

/** Of an idea's terms the best in a passage counts in full, the others this share: they say the same thing again. */
const further = 0.7
const together = (sum: number, add: number): number => Math.max(sum, add) + further * Math.min(sum, add)

/** Bounds are sums made in another order than the scores: this much is allowed for rounding. */
const rounding = 1 + 1e-9
/** To find the passages still open costs as much as reading so many postings for each passage seen. */
const worthLooking = 4
const coverageSteps = 64

export class Search {
  readonly #passages: Lists
  readonly #asked: Lists
  readonly #owners: Uint32Array
  readonly #firstAsked: Uint32Array
  readonly #power: number
  readonly #powers: Float64Array
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

  constructor(views: Views, passages: number, coveragePower: number) {
    const asked = views.owners.length
    this.#passages = new Lists(views.listStarts, views.steps, views.postings)
    this.#asked = new Lists(views.askedStarts, views.askedSteps, views.askedPostings)
    this.#owners = views.owners
    this.#firstAsked = views.firstAsked
    this.#power = coveragePower
    this.#powers = Float64Array.from(
      // the coverage of all ideas may come out a little above 1
      { length: coverageSteps + 2 },
      (_, n) => rounding * ((n + 1) / coverageSteps) ** coveragePower,
    )
    this.#sum = new Float64Array(passages)
    this.#covered = new Float64Array(passages)
    this.#askedSum = new Float64Array(asked)
    this.#askedBest = new Float64Array(passages)
    this.#adds = new Float64Array(Math.max(passages, asked))
    this.#shares = new Float64Array(passages)
    this.#isSeen = new Uint8Array(passages)
    this.#seen = new Uint32Array(passages)
  }

  /** The `limit` best, best first; only passages that hold some of what is to be covered. */
  top(query: readonly QueryIdea[], limit: number): Found[] {
    const ideas = query
      .map((idea) => this.#seek(idea))
      .filter(({ postings }) => postings > 0)
      .toSorted((a, b) => a.postings - b.postings)
    let rest = ideas.reduce((sum, { most }) => sum + most, 0)
    let restShare = ideas.reduce((sum, { mostShare }) => sum + mostShare, 0)

    let seen = 0
    /** Those that may still be among the best, once no other can. */
    let open: Uint32Array | undefined
    for (const idea of ideas) {
      if (open || (seen >= limit && idea.postings > worthLooking * seen)) {
        const among = open ?? this.#seen.subarray(0, seen)
        const enough = this.#best(among, limit)[limit - 1]?.score ?? 0
        if (open || this.#score(rest, restShare) * rounding < enough)
          open = among.filter(
            (passage) =>
              this.#score(this.#cosine(passage) + rest, this.#covered[passage]! + restShare) * rounding >=
              enough,
          )
      }
      if (open) this.#lookUp(idea.terms, open)
      else seen = this.#readThrough(idea.terms, seen)
      rest -= idea.most
      restShare -= idea.mostShare
    }

    const found = this.#best(open ?? this.#seen.subarray(0, seen), limit).map(({ passage, score }) => ({
      passage,
      score,
      cosine: this.#cosine(passage),
      coverage: Math.min(1, this.#covered[passage]!),
      titleCoverage: Math.min(1, this.#titleCoverage(ideas, passage)),
    }))
    this.#clear(seen)
    return found
  }

  #cosine(passage: number): number {
    return this.#sum[passage]! + this.#askedBest[passage]!
  }

  #score(cosine: number, coverage: number): number {
    return coverage >= 1 ? cosine : cosine * Math.max(0, coverage) ** this.#power
  }

  /** No less than what a coverage makes of a cosine, looked up because most passages are out by that already. */
  #roundedUp(coverage: number): number {
    return this.#powers[Math.trunc(coverage * coverageSteps)]!
  }

  #seek({ weight, share, any }: QueryIdea): Sought {
    const weighed = (range: Range, trust: number) => ({ ...range, step: weight * trust * range.step })
    const terms = any.map(({ list, trust, coverage }) => ({
      passages: weighed(this.#passages.range(list), trust),
      asked: weighed(this.#asked.range(list), trust),
      share: share * coverage,
    }))
    let [postings, most, mostAsked, mostShare] = [0, 0, 0, 0]
    for (const term of terms) {
      postings += term.passages.end - term.passages.from + term.asked.end - term.asked.from
      most = together(most, term.passages.step * greatestImpact)
      mostAsked = together(mostAsked, term.asked.step * greatestImpact)
      mostShare = Math.max(mostShare, term.share)
    }
    return { terms, postings, most: most + mostAsked, mostShare }
  }

  /** Adds an idea wherever it stands. @returns how many passages are seen now. */
  #readThrough(terms: readonly Term[], seen: number): number {
    const now = terms.length === 1 ? this.#readTerm(terms[0]!, seen) : this.#readTerms(terms, seen)
    this.#readAsked(terms)
    return now
  }

  #readTerm({ passages: { from, end, step }, share }: Term, seen: number): number {
    const { postings } = this.#passages
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
    return seen
  }

  /** The best of several terms, in each passage. */
  #readTerms(terms: readonly Term[], seen: number): number {
    const { postings } = this.#passages
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
    return seen
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
  #lookUp(terms: readonly Term[], passages: Uint32Array): void {
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
      for (let way = this.#firstAsked[passage]!; way < this.#firstAsked[passage + 1]!; way++)
        this.#addAsked(
          way,
          terms.reduce(
            (sum, { asked }) => together(sum, asked.step * impactOf(this.#asked.find(way, asked))),
            0,
          ),
        )
    }
  }

  /** The `limit` best so far, best first. */
  #best(passages: Uint32Array, limit: number): Scored[] {
    const best: Scored[] = []
    let least = 0
    for (const passage of passages) {
      const cosine = this.#cosine(passage)
      if (cosine * this.#roundedUp(this.#covered[passage]!) < least) continue
      const score = this.#score(cosine, this.#covered[passage]!)
      if (score === 0 || score < least) continue
      const one = { passage, score }
      if (best.length === limit) {
        if (better(best[limit - 1]!, one) < 0) continue
        best.pop()
      }
      let at = best.length
      while (at > 0 && better(one, best[at - 1]!) < 0) at--
      best.splice(at, 0, one)
      if (best.length === limit) least = best[limit - 1]!.score
    }
    return best
  }

  #titleCoverage(ideas: readonly Sought[], passage: number): number {
    let covered = 0
    for (const { terms } of ideas) {
      let share = 0
      for (const term of terms)
        if (term.share > share && inTitle(this.#passages.find(passage, term.passages))) share = term.share
      covered += share
    }
    return covered
  }

  #clear(seen: number): void {
    const [sum, covered, best, isSeen, first] = [
      this.#sum,
      this.#covered,
      this.#askedBest,
      this.#isSeen,
      this.#firstAsked,
    ]
    for (let n = 0; n < seen; n++) {
      const passage = this.#seen[n]!
      sum[passage] = covered[passage] = best[passage] = isSeen[passage] = 0
      for (let way = first[passage]!; way < first[passage + 1]!; way++) this.#askedSum[way] = 0
    }
  }
}
