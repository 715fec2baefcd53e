/**
 * Corrects unknown words to known ones: an index of every known word with up to two letters deleted (SymSpell, Garbe
 * 2012), so that a look-up deletes from the typed word too and compares only where both meet.
 */
import { DamerauLevenshteinDistance } from 'natural/lib/natural/distance/index.js'

/** How many slips are forgiven in a word of this length, in letters. Short words are too close to each other. */
const slips = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2)
/** Three letters may be four with one left out inside: "bak", "lng". */
const shortened = (typed: string, known: string): boolean =>
  typed.length === 3 && known.length === 4 && typed[0] === known[0] && typed[2] === known[3]
/** A longer word is no slip. */
const longest = 24
/** Only the beginning of a word is indexed: enough to meet, and a third of the deletions. */
const prefix = 7

function* deletions(word: string, count: number): Generator<string> {
  yield word
  if (count === 0) return
  for (let at = 0; at < word.length; at++) yield* deletions(word.slice(0, at) + word.slice(at + 1), count - 1)
}

/** Whether a word is another with the slips its length forgives. */
export const near = (typed: string, known: string): boolean =>
  Math.abs(typed.length - known.length) <= slips(known.length) &&
  typed.length <= longest &&
  DamerauLevenshteinDistance(typed, known, { restricted: true }) <= slips(known.length)

export class Speller {
  readonly #known: ReadonlyMap<string, number>
  readonly #index = new Map<string, string[]>()

  /** `known`: each word with how often it is used; the commoner of two equally near words wins. */
  constructor(known: ReadonlyMap<string, number>) {
    this.#known = known
    for (const word of known.keys())
      if (word.length <= longest)
        for (const key of new Set(deletions(word.slice(0, prefix), slips(word.length)))) {
          const list = this.#index.get(key)
          if (list) list.push(word)
          else this.#index.set(key, [word])
        }
  }

  /** The nearest known word, or undefined. The first letter is seldom mistyped, so it decides before frequency. */
  correct(word: string): string | undefined {
    const allowed = word.length === 3 ? 1 : slips(word.length)
    if (allowed === 0 || word.length > longest || /\d/.test(word)) return undefined
    let best: { word: string; rank: number[] } | undefined
    const seen = new Set<string>()
    for (const key of new Set(deletions(word.slice(0, prefix), allowed)))
      for (const candidate of this.#index.get(key) ?? []) {
        if (seen.has(candidate)) continue
        seen.add(candidate)
        const distance = DamerauLevenshteinDistance(word, candidate, { restricted: true })
        if (distance > allowed || (word.length === 3 && !shortened(word, candidate))) continue
        const rank = [distance, candidate[0] === word[0] ? 0 : 1, -this.#known.get(candidate)!]
        if (!best || before(rank, best.rank) || (!before(best.rank, rank) && candidate < best.word))
          best = { word: candidate, rank }
      }
    return best?.word
  }
}

function before(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index])
  return at >= 0 && a[at]! < b[at]!
}
