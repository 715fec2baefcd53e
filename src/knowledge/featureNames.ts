/** Numbers features in the order they are asked for, and tells their names afterwards: of over a million few are kept. */
import { kindNumber, lettersInGroup, type Naming } from '../core/redFlags/featureTable.ts'

/** So many different parts, and no more, fit three times into a number that is exact. */
const mostParts = 2 ** 17

export class FeatureNames {
  readonly #parts = new Map<string, number>()
  readonly #texts: string[] = []
  /** By kind and two parts, of kinds of three by whether it is a mention and three; by letters. */
  readonly #pairs = new Map<number, number>()
  readonly #triples = new Map<number, number>()
  readonly #letters = new Map<string, number>()
  /** Of each number the kind and the parts, or the letters. */
  readonly #made: (readonly number[] | string)[] = []

  get size(): number {
    return this.#made.length
  }

  readonly naming: Naming = {
    part: (text) => {
      const number = this.#parts.get(text) ?? this.#texts.push(text) - 1
      this.#parts.set(text, number)
      if (number >= mostParts) throw new Error(`the labelled messages have more than ${mostParts} words`)
      return number
    },
    feature: (kind, a, b, c) => {
      const mention = kind === kindNumber.m
      if (!mention && kind !== kindNumber['3'])
        return this.#numberIn(this.#pairs, (kind * mostParts + a) * mostParts + b, [kind, a, b])
      const key = ((Number(mention) * mostParts + a) * mostParts + b) * mostParts + c
      return this.#numberIn(this.#triples, key, [kind, a, b, c])
    },
    letters: (word, at) => {
      const group = word.slice(at, at + lettersInGroup)
      return this.#numberIn(this.#letters, group, group)
    },
  }

  /** The number of the kind and the parts, with blanks between. */
  nameOf(number: number): string {
    const made = this.#made[number]!
    if (typeof made === 'string') return `${kindNumber[':']} ${made}`
    const [kind, ...parts] = made
    return [kind, ...parts.map((part) => this.#texts[part])].join(' ').trimEnd()
  }

  #numberIn<T>(numbers: Map<T, number>, key: T, made: readonly number[] | string): number {
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, this.#made.length)
    return this.#made.push(made) - 1
  }
}
