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
 */
import { Best } from './best.ts'
import type { Views } from './layout.ts'
import { greatestImpact, impactOf, inTitle, Lists, placeOf } from './postings.ts'
import { Scores, together, type Term } from './scores.ts'

export interface Alternative {
  /** Number of its list of postings. */
  readonly list: number
  /** What its impacts count, 0 to 1. */
  readonly trust: number
  /** How well it covers the idea, 0 to 1. */
  readonly coverage: number
}

/** What a passage holds of a query. */
export interface Held {
  /**
   * Share of the query's idf held by the passage's own text and one way to ask for it, 0 to 1. All its ways together hold so many
   * words that nearly every question would be covered.
   */
  readonly coverage: number
  /** The same for the heading and one way to ask. */
  readonly titleCoverage: number
}

/** An idea with its lists. */
export interface Sought {
  readonly terms: readonly Term[]
  readonly postings: number
  /** The most it can add to the score and to the coverage of a passage. */
  readonly most: number
  readonly mostShare: number
}

/** Bounds are sums made in another order than the scores: this much is allowed for rounding. */
const rounding = 1 + 1e-9
/** To find a passage in a list costs as much as reading so many postings, and so many more for each way to ask for it. */
const findCost = 8
const wayCost = 2
const coverageSteps = 256

export class Search {
  readonly #passages: Lists
  readonly #asked: Lists
  /** The ways to ask for passage p are those from place p to before place p + 1. */
  readonly #firstAsked: Uint32Array
  readonly #scores: Scores
  /** What it costs to find a passage and its ways to ask, in postings read. */
  readonly #lookCost: number
  readonly #power: number
  readonly #powers: Float64Array
  /** The coverage last met near each step, and its power: passages that hold the same ideas have the very same coverage. */
  readonly #met = new Float64Array(coverageSteps + 2)
  readonly #metPowers = new Float64Array(coverageSteps + 2)
  readonly #best = new Best()
  /** Those that may still be among the best. */
  readonly #open: Uint32Array
  /** What each way to ask for one passage holds beside its text and its heading, and of one idea; the last is all 0 between ideas. */
  readonly #beside: Float64Array
  readonly #besideTitle: Float64Array
  readonly #shares: Float64Array

  constructor(views: Views, passages: number, coveragePower: number) {
    this.#passages = new Lists(views.listStarts, views.steps, views.postings)
    this.#asked = new Lists(views.askedStarts, views.askedSteps, views.askedPostings)
    this.#firstAsked = views.firstAsked
    this.#scores = new Scores(this.#passages, this.#asked, views, passages)
    this.#lookCost = findCost + (wayCost * views.owners.length) / (passages || 1)
    this.#power = coveragePower
    this.#open = new Uint32Array(passages)
    const mostWays = views.firstAsked.reduce(
      (most, first, n, all) => Math.max(most, first - (all[n - 1] ?? 0)),
      0,
    )
    this.#beside = new Float64Array(mostWays)
    this.#besideTitle = new Float64Array(mostWays)
    this.#shares = new Float64Array(mostWays)
    this.#powers = Float64Array.from(
      // the coverage of all ideas may come out a little above 1
      { length: coverageSteps + 2 },
      (_, n) => rounding * ((n + 1) / coverageSteps) ** coveragePower,
    )
  }

  /**
   * The `limit` best, best first; only passages that hold some of what is to be covered. `found` makes of each what is wanted of it;
   * the cosine is of query and passage over all fields, before coverage.
   */
  top<Hit>(
    query: readonly Sought[],
    limit: number,
    found: (passage: number, score: number, cosine: number) => Hit,
  ): Hit[] {
    const ideas = rarestFirst(query)
    let [rest, restShare] = [0, 0]
    for (const { most, mostShare } of ideas) {
      rest += most
      restShare += mostShare
    }

    const [scores, best] = [this.#scores, this.#best]
    // all that are seen, until no other can be among the best
    let [among, count, closed] = [scores.seen, 0, false]
    for (const idea of ideas) {
      if (!closed) count = scores.seenCount
      if (closed || (count >= limit && idea.postings > this.#lookCost * count)) {
        this.#rank(among, count, limit)
        closed ||= rest * this.#atMost(restShare) < best.least
        if (closed) {
          count = this.#stillOpen(among, count, rest, restShare)
          among = this.#open
        }
      }
      // a list so short is read through: that the others get a sum too does no harm
      if (closed && idea.postings > this.#lookCost * count) scores.lookUp(idea.terms, among, count)
      else scores.readThrough(idea.terms)
      rest -= idea.most
      restShare -= idea.mostShare
    }

    this.#rank(among, closed ? count : scores.seenCount, limit)
    const hits: Hit[] = []
    for (let n = 0; n < best.size; n++) {
      const passage = best.passages[n]!
      hits.push(found(passage, best.scores[n]!, scores.cosine(passage)))
    }
    scores.clear()
    return hits
  }

  /** Puts those that may still reach the least of the best into `#open`; answers how many. */
  #stillOpen(among: Uint32Array, count: number, rest: number, restShare: number): number {
    const [scores, open, enough] = [this.#scores, this.#open, this.#best.least]
    let left = 0
    for (let n = 0; n < count; n++) {
      const passage = among[n]!
      const most = (scores.cosine(passage) + rest) * this.#atMost(scores.coverage(passage) + restShare)
      if (most >= enough) open[left++] = passage
    }
    return left
  }

  #score(cosine: number, coverage: number): number {
    if (coverage >= 1) return cosine
    const step = Math.trunc(coverage * coverageSteps)
    if (this.#met[step] !== coverage) {
      this.#met[step] = coverage
      this.#metPowers[step] = coverage ** this.#power
    }
    return cosine * this.#metPowers[step]!
  }

  /** A little more than what a coverage makes of a cosine: looked up, because most passages are out by that already. */
  #atMost(coverage: number): number {
    return this.#powers[Math.trunc(Math.max(0, coverage) * coverageSteps)]!
  }

  /**
   * An idea of a query, with the lists that stand for it. `weight`: its part in the cosine for one unit of impact; `share`: its part in
   * the coverage, all ideas' together are 1.
   */
  seek(weight: number, share: number, any: readonly Alternative[]): Sought {
    const [passages, asked] = [this.#passages, this.#asked]
    const terms: Term[] = []
    let [postings, most, mostAsked, mostShare] = [0, 0, 0, 0]
    for (const { list, trust, coverage } of any) {
      const term = { list, weight: weight * trust, share: share * coverage }
      terms.push(term)
      postings += passages.starts[list + 1]! - passages.starts[list]!
      most = together(most, term.weight * passages.steps[list]! * greatestImpact)
      mostShare = Math.max(mostShare, term.share)
      if (asked.isEmpty) continue
      postings += asked.starts[list + 1]! - asked.starts[list]!
      mostAsked = together(mostAsked, term.weight * asked.steps[list]! * greatestImpact)
    }
    return { terms, postings, most: most + mostAsked, mostShare }
  }

  /** Puts the `limit` best of the first `count` passages into `#best`. */
  #rank(among: Uint32Array, count: number, limit: number): void {
    const [scores, best] = [this.#scores, this.#best]
    best.start(limit)
    for (let n = 0; n < count; n++) {
      const passage = among[n]!
      const cosine = scores.cosine(passage)
      if (cosine < best.least) continue
      const coverage = scores.coverage(passage)
      if (cosine * this.#atMost(coverage) < best.least) continue
      const score = this.#score(cosine, coverage)
      if (score > 0) best.offer(passage, score)
    }
  }

  /** What a passage and one way to ask for it hold of the query. Not done for all that are found: few are looked at. */
  held(query: readonly Sought[], passage: number): Held {
    const [first, end] = [this.#firstAsked[passage]!, this.#firstAsked[passage + 1]!]
    const ways = this.#asked.isEmpty ? 0 : end - first
    const [beside, besideTitle, shares] = [this.#beside, this.#besideTitle, this.#shares]
    beside.fill(0, 0, ways)
    besideTitle.fill(0, 0, ways)
    let [coverage, titleCoverage] = [0, 0]
    for (const { terms, mostShare } of query) {
      if (mostShare === 0) continue
      let [own, titled] = [0, 0]
      for (const { list, share } of terms) {
        const posting = this.#passages.find(passage, list)
        // a term that only ways to ask hold has no impact here
        if (impactOf(posting) > 0) own = Math.max(own, share)
        if (inTitle(posting)) titled = Math.max(titled, share)
      }
      coverage += own
      titleCoverage += titled
      if (ways > 0)
        for (const { list, share } of terms) {
          const part = this.#asked.part(first, end, list)
          for (let at = part.from; at < part.end; at++) {
            const way = placeOf(this.#asked.postings[at]!) - first
            shares[way] = Math.max(shares[way]!, share)
          }
        }
      for (let way = 0; way < ways; way++) {
        if (shares[way] === 0) continue
        beside[way]! += Math.max(0, shares[way]! - own)
        besideTitle[way]! += Math.max(0, shares[way]! - titled)
        shares[way] = 0
      }
    }
    let [best, bestTitle] = [0, 0]
    for (let way = 0; way < ways; way++) {
      best = Math.max(best, beside[way]!)
      bestTitle = Math.max(bestTitle, besideTitle[way]!)
    }
    return { coverage: Math.min(1, coverage + best), titleCoverage: Math.min(1, titleCoverage + bestTitle) }
  }
}

/** The ideas that stand somewhere. Few, so they are put in order by insertion; of equals the earlier stays first. */
function rarestFirst(query: readonly Sought[]): Sought[] {
  const ideas: Sought[] = []
  for (const idea of query) {
    if (idea.postings === 0) continue
    let at = ideas.push(idea) - 1
    for (; at > 0 && ideas[at - 1]!.postings > idea.postings; at--) ideas[at] = ideas[at - 1]!
    ideas[at] = idea
  }
  return ideas
}
