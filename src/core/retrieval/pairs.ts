/**
 * Pairs of neighbouring terms, numbered on from the terms: in the file the second terms of each first term stand together,
 * in order, so a pair is found by halving and needs no text of its own.
 */
import type { Views } from './layout.ts'

/** Numbers pairs as they come. */
export class PairNumbers {
  readonly #terms: number
  /** By first * terms + second. */
  readonly #numbers = new Map<number, number>()

  /** `terms`: how many there are. */
  constructor(terms: number) {
    this.#terms = terms
  }

  number(first: number, second: number): number {
    const key = first * this.#terms + second
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.#terms + this.#numbers.size)
    return this.#terms + this.#numbers.size - 1
  }

  /** What goes into the file, and the number each term and pair has there, by the number it came with. */
  inOrder(): Pick<Views, 'pairStarts' | 'seconds'> & { rank: Uint32Array } {
    const terms = this.#terms
    const keys = Float64Array.from(this.#numbers.keys()).sort()
    const rank = Uint32Array.from({ length: terms + keys.length }, (_, n) => n)
    const pairStarts = new Uint32Array(terms + 1)
    keys.forEach((key, n) => {
      rank[this.#numbers.get(key)!] = terms + n
      pairStarts[Math.floor(key / terms) + 1]! += 1
    })
    for (let term = 0; term < terms; term++) pairStarts[term + 1]! += pairStarts[term]!
    return { pairStarts, seconds: Uint32Array.from(keys, (key) => key % terms), rank }
  }
}

/** The pairs of an index. */
export class Pairs {
  readonly #starts: Uint32Array
  readonly #seconds: Uint32Array

  constructor({ pairStarts, seconds }: Views) {
    this.#starts = pairStarts
    this.#seconds = seconds
  }

  /** The number of a pair, or -1 where its terms are nowhere neighbours. */
  number(first: number, second: number): number {
    const [starts, seconds] = [this.#starts, this.#seconds]
    const end = starts[first + 1]!
    let low = starts[first]!
    let high = end
    while (low < high) {
      const middle = (low + high) >>> 1
      if (seconds[middle]! < second) low = middle + 1
      else high = middle
    }
    return low < end && seconds[low] === second ? starts.length - 1 + low : -1
  }
}
