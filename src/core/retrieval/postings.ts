/** Which units of text hold a term, and how much it weighs there: three typed arrays, one slice of them for each term. */
export class Postings {
  readonly #starts: Uint32Array
  readonly #units: Uint32Array
  readonly #weights: Float32Array

  /** `weights[unit]`: the weight of each term (by its number, below `terms`) in that unit. */
  constructor(terms: number, weights: readonly ReadonlyMap<number, number>[]) {
    this.#starts = new Uint32Array(terms + 1)
    for (const unit of weights) for (const term of unit.keys()) this.#starts[term + 1]! += 1
    for (let term = 0; term < terms; term++) this.#starts[term + 1]! += this.#starts[term]!
    const next = this.#starts.slice()
    this.#units = new Uint32Array(this.#starts[terms]!)
    this.#weights = new Float32Array(this.#starts[terms]!)
    weights.forEach((unit, number) => {
      for (const [term, weight] of unit) {
        const at = next[term]!++
        this.#units[at] = number
        this.#weights[at] = weight
      }
    })
  }

  /** Calls `visit` for every unit that holds the term, in the order of the units. */
  each(term: number, visit: (unit: number, weight: number) => void): void {
    const end = this.#starts[term + 1]!
    for (let at = this.#starts[term]!; at < end; at++) visit(this.#units[at]!, this.#weights[at]!)
  }
}
