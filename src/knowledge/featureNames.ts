/** Numbers features in the order they are asked for, and tells their names afterwards: of over a million few are kept. */
import { kindNumber, lettersInGroup, type Naming } from '../core/redFlags/featureTable.ts'

/** What a feature is made of: its kind and three parts, by their numbers. */
const fields = 4
/** No larger share of the slots is taken, so that a search ends soon. */
const fullest = 0.6

export class FeatureNames {
  readonly #parts = new Map<string, number>()
  readonly #texts: string[] = []
  /** By number. */
  #made = new Int32Array(fields * 2 ** 16)
  /** Numbers from 1 by hash, in the first slot that was free; 0 where it still is. */
  #slots = new Int32Array(2 ** 18)
  #size = 0
  readonly #nothing = this.#part('')

  get size(): number {
    return this.#size
  }

  readonly naming: Naming = {
    part: (text) => this.#part(text),
    feature: (kind, a, b, c) => this.#numberOf(kind, a, b, c),
    letters: (word, at) => {
      const group = this.#part(word.slice(at, at + lettersInGroup))
      return this.#numberOf(kindNumber[':'], group, this.#nothing, this.#nothing)
    },
  }

  /** The number of the kind and the parts, with blanks between. */
  nameOf(number: number): string {
    const [kind, ...parts] = this.#made.subarray(number * fields, (number + 1) * fields)
    return [kind, ...parts.map((part) => this.#texts[part])].join(' ').trimEnd()
  }

  #part(text: string): number {
    const known = this.#parts.get(text)
    if (known !== undefined) return known
    this.#parts.set(text, this.#texts.length)
    return this.#texts.push(text) - 1
  }

  #numberOf(kind: number, a: number, b: number, c: number): number {
    const made = this.#made
    let slot = this.#slotOf(kind, a, b, c)
    for (let number; (number = this.#slots[slot]!) !== 0; slot = this.#after(slot)) {
      const at = (number - 1) * fields
      if (made[at] === kind && made[at + 1] === a && made[at + 2] === b && made[at + 3] === c)
        return number - 1
    }
    const number = this.#size++
    this.#slots[slot] = number + 1
    if (this.#size * fields > made.length) this.#made = grown(made, made.length * 2)
    this.#made.set([kind, a, b, c], number * fields)
    if (this.#size > this.#slots.length * fullest) this.#spread()
    return number
  }

  /** Twice as many slots. */
  #spread(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    for (let number = 0; number < this.#size; number++) {
      const [kind, a, b, c] = this.#made.subarray(number * fields, (number + 1) * fields)
      let slot = this.#slotOf(kind!, a!, b!, c!)
      while (this.#slots[slot] !== 0) slot = this.#after(slot)
      this.#slots[slot] = number + 1
    }
  }

  #slotOf(kind: number, a: number, b: number, c: number): number {
    let hash = Math.imul(kind + 1, 0x9e3779b1)
    for (const part of [a, b, c]) hash = Math.imul(hash ^ part ^ (hash >>> 15), 0x85ebca6b)
    return (hash ^ (hash >>> 13)) & (this.#slots.length - 1)
  }

  #after(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1)
  }
}

function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length)
  larger.set(array)
  return larger
}
