/**
 * The best passages for a query, exactly, without looking at all that hold one of its terms.
 *
 * A query is a list of ideas; an idea is a term, or several that may stand for each other. Ideas are taken
 * up from the rarest to the commonest, and what each adds to the score of each passage that holds it is added up (term
 * at a time). Two facts bound what is still to come: the greatest impact in each list, and the coverage still to be had.
 * Once as many passages as are wanted score more than one not met yet can, the search is closed: the common ideas are no longer
 * read through but looked up, by halving, in the passages that may still get among the best (the "continue" strategy
 * of Moffat and Zobel, TOIS 1996, with the bounds of MaxScore, Turtle and Flood 1995). To close early, the best so far are
 * looked up in the lists to come, where those are long. The common terms have nearly all the postings, so the time of a
 * query grows far slower than the number of passages.
 *
 * Nobody keeps a list of the passages met: they stand in the lists that were read, the rarest first, so the best are soon found, and
 * lists that can hold none of them are left out (ranking.ts).
 *
 * What is left out could not be among the best: the result is that of adding everything up, to the last bit, because
 * every sum is made in the same order. Of equal scores the earlier passage comes first.
 */
import type { Views } from './layout.ts'
import { greatestImpact, type Lists } from './postings.ts'
import { Ranking, type Hope } from './ranking.ts'
import { Scores, together, type Term } from './scores.ts'

export interface Alternative {
  /** Number of its list of postings. */
  readonly list: number
  /** What its impacts count, 0 to 1. */
  readonly trust: number
  /** How well it covers the idea, 0 to 1. */
  readonly coverage: number
}

/** An idea with its lists. */
export interface Sought {
  readonly terms: readonly Term[]
  readonly postings: number
  /** The most it can add to the score and to the coverage of a passage. */
  readonly most: number
  readonly mostShare: number
}

/** To find a passage in a list costs as much as reading so many postings, and so many more for each way to ask for it. */
const findCost = 8
const wayCost = 2
/** To rank what was read costs as much as reading so many times as many postings. */
const rankCost = 2

export class Search {
  readonly #passages: Lists
  readonly #asked: Lists
  readonly #scores: Scores
  readonly #ranking: Ranking
  /** What it costs to find a passage and its ways to ask, in postings read. */
  readonly #lookCost: number
  /** By idea of the query: a little more than what a passage can score that holds none before it. */
  readonly #bounds: number[] = []
  /** Postings of those that may still be among the best, each passage once. */
  readonly #open: Uint32Array

  constructor(passages: Lists, asked: Lists, views: Views, size: number, coveragePower: number) {
    this.#passages = passages
    this.#asked = asked
    this.#scores = new Scores(passages, asked, views, size)
    this.#ranking = new Ranking(this.#scores, size, coveragePower)
    this.#lookCost = findCost + (wayCost * views.owners.length) / (size || 1)
    this.#open = new Uint32Array(size)
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
    let [rest, restShare, read] = [0, 0, 0]
    for (const { most, mostShare } of ideas) {
      rest += most
      restShare += mostShare
    }
    const scores = this.#scores
    const ranking = this.#ranking
    /** How many may still be among the best, when it is known that no other can. */
    let open = -1
    for (let n = 0; n < ideas.length; n++) {
      const idea = ideas[n]!
      const bound = rest * ranking.atMost(restShare)
      this.#bounds[n] = bound
      if (open < 0) {
        const effort = rankCost * read + this.#lookCost * limit * (ideas.length - n)
        if (read >= limit && idea.postings > effort) {
          const enough = this.#enough(ideas, n, limit)
          if (bound < enough) open = this.#close(ideas, n, { rest, restShare, enough })
        }
      } else if (idea.postings > this.#lookCost * open) {
        ranking.start(limit)
        ranking.offer(this.#open, 0, open)
        const { least } = ranking.best
        ranking.startRound()
        open = ranking.keep(this.#open, 0, open, { rest, restShare, enough: least }, this.#open, 0)
      }
      // a list so short is read through: that the others get a sum too does no harm
      if (open >= 0 && idea.postings > this.#lookCost * open) scores.lookUp(idea.terms, this.#open, open)
      else scores.readThrough(idea.terms)
      read += idea.postings
      rest -= idea.most
      restShare = Math.max(0, restShare - idea.mostShare)
    }

    ranking.start(limit)
    if (open >= 0) ranking.offer(this.#open, 0, open)
    else this.#offerRead(ideas, ideas.length)
    const { best } = ranking
    const hits: Hit[] = []
    for (let n = 0; n < best.size; n++) {
      const passage = best.passages[n]!
      hits.push(found(passage, best.scores[n]!, scores.cosine(passage)))
    }
    scores.clear()
    return hits
  }

  /** Offers what stands in the lists of the first `count` ideas to the ranking, while any there can be among the best. */
  #offerRead(ideas: readonly Sought[], count: number): void {
    const { postings, starts } = this.#passages
    const { best } = this.#ranking
    for (let n = 0; n < count && this.#bounds[n]! >= best.least; n++)
      for (const { list } of ideas[n]!.terms) this.#ranking.offer(postings, starts[list]!, starts[list + 1]!)
  }

  /** What `limit` passages score at least when the ideas from `from` on are added; 0 where there are not so many. */
  #enough(ideas: readonly Sought[], from: number, limit: number): number {
    const scores = this.#scores
    const ranking = this.#ranking
    const { best } = ranking
    ranking.start(limit)
    this.#offerRead(ideas, from)
    if (best.least === 0 || this.#bounds[from]! < best.least) return best.least
    let least = Infinity
    for (let n = 0; n < best.size; n++) {
      const passage = best.passages[n]!
      let [cosine, coverage] = [scores.cosine(passage), scores.covered[passage]!]
      for (let at = from; at < ideas.length; at++) {
        const { add, share } = scores.inPassage(ideas[at]!.terms, passage)
        cosine += add
        coverage += share
      }
      least = Math.min(least, ranking.score(cosine, coverage))
    }
    return least
  }

  /** Puts those that may still be among the best into `#open`; answers how many. */
  #close(ideas: readonly Sought[], count: number, hope: Hope): number {
    const { postings, starts } = this.#passages
    let open = 0
    this.#ranking.startRound()
    for (let n = 0; n < count && this.#bounds[n]! >= hope.enough; n++)
      for (const { list } of ideas[n]!.terms)
        open = this.#ranking.keep(postings, starts[list]!, starts[list + 1]!, hope, this.#open, open)
    return open
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
