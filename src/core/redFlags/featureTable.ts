/**
 * Which row of the weights belongs to a feature. A text has hundreds of features and most have no row, so to look one up must
 * cost a few steps, write no name and seldom wait for the memory.
 *
 *   key     two numbers: what the feature is made of, each part by its number, a group of four letters by its letters' numbers
 *   row     where the key stands among all, in the order of their hashes: see buckets.ts
 *
 * Only the parts, some thousand words and concepts, are put into a map.
 */
import { bucketOf, firstOf, intoBuckets, type Buckets } from './buckets.ts'

/**
 * A feature is its kind and up to three parts. Kinds: `1`, `2`, `3` words next to each other, `_` two words with one between,
 * `!` a negated word, `:` a group of letters, `c` and `n` a concept, plain or negated, `cc` a concept and one that follows,
 * `m` what the rules mention, `?` a question.
 */
export const kinds = ['1', '2', '3', '_', '!', ':', 'c', 'n', 'cc', 'm', '?'] as const
export type Kind = (typeof kinds)[number]
export const kindNumber = Object.fromEntries(kinds.map((kind, i) => [kind, i])) as Record<Kind, number>
/** How many letters make a group. */
export const lettersInGroup = 4

/** So many different parts, and no more, fit a key; and so many different letters. */
const mostParts = 2 ** 16
const mostLetters = 2 ** 8
const unknown = -1

/** What whoever reads the features calls them: a number each, below 0 where it does not know them. */
export interface Naming {
  part(text: string): number
  /** @param a, b, c parts */
  feature(kind: number, a: number, b: number, c: number): number
  /** The group of letters of a word that begins at `at`. */
  letters(word: string, at: number): number
}

export interface PackedFeatures {
  /** What features are made of, one a line; the first is '', nothing. */
  readonly parts: string
  /** Every letter that stands in a group, at the place of its number; the first stands for all others. */
  readonly letters: string
  readonly buckets: Buckets
  /** Two numbers a row. */
  readonly keys: Int32Array
}

export class FeatureTable {
  readonly size: number
  readonly #parts: ReadonlyMap<string, number>
  readonly #letters = new Uint8Array(2 ** 16)
  readonly #buckets: Buckets
  readonly #keys: Int32Array

  constructor({ parts, letters, buckets, keys }: PackedFeatures) {
    this.#parts = new Map(parts.split('\n').map((part, number) => [part, number]))
    for (let i = 1; i < letters.length; i++) this.#letters[letters.charCodeAt(i)] = i
    this.#buckets = buckets
    this.#keys = keys
    this.size = keys.length / 2
  }

  /** Calls a feature by its row, below 0 where there is none, and a part by its number. */
  get naming(): Naming {
    return {
      part: (text) => this.#parts.get(text) ?? unknown,
      feature: (kind, a, b, c) =>
        a < 0 || b < 0 || c < 0 ? unknown : this.#find((a << 16) | b, (c << 8) | kind),
      letters: (word, at) => this.#rowOfLetters(word, at),
    }
  }

  #rowOfLetters(word: string, at: number): number {
    let key = 0
    for (let i = at; i < at + lettersInGroup; i++) {
      const letter = this.#letters[word.charCodeAt(i)]!
      if (letter === 0) return unknown
      key = (key << 8) | letter
    }
    return this.#find(key, kindNumber[':'])
  }

  #find(high: number, low: number): number {
    const bucket = bucketOf(hashOf(high, low), this.#buckets)
    const end = firstOf(bucket + 1, this.#buckets)
    for (let row = firstOf(bucket, this.#buckets); row < end; row++)
      if (this.#keys[2 * row] === high && this.#keys[2 * row + 1] === low) return row
    return unknown
  }
}

const hashOf = (high: number, low: number): number => Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b)

/**
 * @param features each the number of its kind and up to three parts, with blanks between
 * @returns the table, and the feature of each of its rows by its place in `features`
 */
export function pack(features: readonly string[]): {
  table: PackedFeatures
  order: number[]
} {
  const parts = new Map([['', 0]])
  const letters = new Map([['', 0]])
  const keys = features.map((feature): [high: number, low: number] => {
    const [kind, ...own] = feature.split(' ')
    if (Number(kind) === kindNumber[':'])
      return [
        own[0]!.split('').reduce((key, letter) => (key << 8) | numberIn(letters, letter), 0),
        kindNumber[':'],
      ]
    const [a = 0, b = 0, c = 0] = own.map((part) => numberIn(parts, part))
    return [(a << 16) | b, (c << 8) | Number(kind)]
  })
  if (parts.size > mostParts || letters.size > mostLetters)
    throw new Error(`the second opinion has ${parts.size} parts and ${letters.size} letters`)

  const { buckets, order } = intoBuckets(keys.map(([high, low]) => hashOf(high, low)))
  return {
    table: {
      parts: [...parts.keys()].join('\n'),
      letters: [...letters.keys()].map((letter) => letter || ' ').join(''),
      buckets,
      keys: Int32Array.from(order.flatMap((place) => keys[place]!)),
    },
    order,
  }
}

function numberIn(numbers: Map<string, number>, text: string): number {
  const number = numbers.get(text) ?? numbers.size
  numbers.set(text, number)
  return number
}

/** The features of the rows, as they were packed. */
export function unpack({ parts, letters, keys }: PackedFeatures): string[] {
  const names = parts.split('\n')
  return Array.from({ length: keys.length / 2 }, (_, row) => {
    const [high, low] = [keys[2 * row]!, keys[2 * row + 1]!]
    const kind = low & 0xff
    const own =
      kind === kindNumber[':']
        ? [[24, 16, 8, 0].map((shift) => letters[(high >>> shift) & 0xff]).join('')]
        : [high >>> 16, high & 0xffff, low >>> 8].map((part) => names[part]!)
    return [kind, ...own].join(' ').trimEnd()
  })
}
