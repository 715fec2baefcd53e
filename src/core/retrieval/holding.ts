/** What passages hold of a query: not worked out for all that are found, because few are looked at. */
import type { Views } from './layout.ts'
import { impactOf, inTitle, placeOf, type Lists } from './postings.ts'
import type { Sought } from './search.ts'

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

export class Holding {
  readonly #passages: Lists
  readonly #asked: Lists
  /** The ways to ask for passage p are those from place p to before place p + 1. */
  readonly #firstAsked: Uint32Array
  /** What each way to ask for one passage holds beside its text and its heading, and of one idea; the last is all 0 between ideas. */
  readonly #beside: Float64Array
  readonly #besideTitle: Float64Array
  readonly #shares: Float64Array

  constructor(passages: Lists, asked: Lists, { firstAsked }: Views) {
    this.#passages = passages
    this.#asked = asked
    this.#firstAsked = firstAsked
    const mostWays = firstAsked.reduce((most, first, n, all) => Math.max(most, first - (all[n - 1] ?? 0)), 0)
    this.#beside = new Float64Array(mostWays)
    this.#besideTitle = new Float64Array(mostWays)
    this.#shares = new Float64Array(mostWays)
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
