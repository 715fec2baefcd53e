/**
 * A posting is one 32-bit number: which passage (or way to ask) holds the term in the upper 23 bits; whether a heading
 * does, in the next; and in the lowest 8 its impact: the weight of the term there, in steps of 1/255 of the
 * greatest in its list. So a list is read at one number a posting, in the order of passages. At most 8,388,608 of them.
 */
export const mostPassages = 2 ** 23
export const greatestImpact = 255

export const placeOf = (posting: number): number => posting >>> 9
export const impactOf = (posting: number): number => posting & 255
export const inTitle = (posting: number): boolean => (posting & 256) !== 0

/** The part of `postings` from `from` to before `end`. */
export interface Range {
  readonly from: number
  readonly end: number
}

export class Lists {
  readonly postings: Uint32Array
  /** List n begins at `starts[n]` and ends where the next begins. */
  readonly starts: Uint32Array
  /** What one step of impact weighs in each list. */
  readonly steps: Float32Array
  /** No posting at all: then there are no lists. */
  readonly isEmpty: boolean

  constructor(starts: Uint32Array, steps: Float32Array, postings: Uint32Array) {
    this.postings = postings
    this.starts = starts
    this.steps = steps
    this.isEmpty = postings.length === 0
  }

  /** The posting of a place in a list, by halving; 0, which is no posting, where there is none. */
  find(place: number, list: number): number {
    const end = this.starts[list + 1]!
    const at = this.#firstFrom(place, this.starts[list]!, end)
    return at < end && placeOf(this.postings[at]!) === place ? this.postings[at]! : 0
  }

  /** The part of a list that holds the places from `first` to before `end`. */
  part(first: number, end: number, list: number): Range {
    const [from, to] = [this.starts[list]!, this.starts[list + 1]!]
    return { from: this.#firstFrom(first, from, to), end: this.#firstFrom(end, from, to) }
  }

  #firstFrom(place: number, from: number, end: number): number {
    const postings = this.postings
    let low = from
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if (placeOf(postings[middle]!) < place) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Postings as they come, place by place; then in lists. */
export class Collected {
  readonly #list: number[] = []
  /** Without the impact, which is known when the greatest of a list is. */
  readonly #posting: number[] = []
  readonly #weight: number[] = []

  add(list: number, place: number, titled: boolean, weight: number): void {
    this.#list.push(list)
    this.#posting.push(place * 512 + (titled ? 256 : 0))
    this.#weight.push(weight)
  }

  /** `rank`: the number each list shall have. All empty where nothing was collected. */
  lists(rank: Uint32Array): { starts: Uint32Array; steps: Float32Array; postings: Uint32Array } {
    const lists = this.#list.length === 0 ? 0 : rank.length
    const starts = new Uint32Array(lists + 1)
    const steps = new Float32Array(lists)
    this.#list.forEach((found, n) => {
      const list = rank[found]!
      starts[list + 1]! += 1
      steps[list] = Math.max(steps[list]!, this.#weight[n]! / greatestImpact)
    })
    for (let list = 0; list < lists; list++) starts[list + 1]! += starts[list]!
    const next = starts.slice()
    const postings = new Uint32Array(this.#list.length)
    this.#list.forEach((found, n) => {
      const list = rank[found]!
      const weight = this.#weight[n]!
      const impact = weight === 0 ? 0 : Math.max(1, Math.round(weight / steps[list]!))
      postings[next[list]!++] = this.#posting[n]! + impact
    })
    return { starts, steps, postings }
  }
}
