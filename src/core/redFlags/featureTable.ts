/**
 * Which row of the weights belongs to a feature: an open hash table in two typed arrays, so that a text's few hundred features
 * are looked up without writing their names.
 */

/** So many different parts, and no more, fit a key. */
const mostParts = 2 ** 16
const unknown = -1

export class FeatureTable {
  readonly size: number
  /** '' is 0. */
  readonly #parts = new Map<string, number>([['', 0]])
  /** Three numbers a place: both halves of the key, and the row plus one; 0 is an empty place. */
  readonly #places: Int32Array
  readonly #mask: number

  /** @param features one a line: the number of its kind, and up to three parts, with blanks between */
  constructor(features: string) {
    const lines = features === '' ? [] : features.split('\n')
    this.size = lines.length
    const places = 2 ** Math.ceil(Math.log2(2 * lines.length + 2))
    this.#mask = places - 1
    this.#places = new Int32Array(3 * places)
    for (const [row, line] of lines.entries()) {
      const [kind, ...parts] = line.split(' ')
      const [a = 0, b = 0, c = 0] = parts.map((text) => {
        if (!this.#parts.has(text)) this.#parts.set(text, this.#parts.size)
        return this.part(text)
      })
      const place = this.#find(Number(kind), a, b, c)
      this.#places[place] = (a << 16) | b
      this.#places[place + 1] = (c << 8) | Number(kind)
      this.#places[place + 2] = row + 1
    }
    if (this.#parts.size > mostParts) throw new Error(`the second opinion has ${this.#parts.size} parts`)
  }

  /** The number of a word, concept or group of letters; below 0 when no feature has it. */
  part(text: string): number {
    return this.#parts.get(text) ?? unknown
  }

  /** Below 0 when there is no such feature. */
  rowOf(kind: number, a: number, b: number, c: number): number {
    if (a < 0 || b < 0 || c < 0) return unknown
    return this.#places[this.#find(kind, a, b, c) + 2]! - 1
  }

  /** Where the key lies, or would. */
  #find(kind: number, a: number, b: number, c: number): number {
    const high = (a << 16) | b
    const low = (c << 8) | kind
    let hash = Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b)
    hash ^= hash >>> 15
    for (let place = hash & this.#mask; ; place = (place + 1) & this.#mask) {
      const at = 3 * place
      if (this.#places[at + 2] === 0 || (this.#places[at] === high && this.#places[at + 1] === low)) return at
    }
  }
}
