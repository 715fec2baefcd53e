/**
 * Corrects unknown words to known ones: an index of every known word with up to two letters deleted (SymSpell, Garbe
 * 2012), so that a look-up deletes from the typed word too and compares only where both meet. What is left of a word
 * is kept as a hash: two that share one by chance are told apart by the comparison.
 */
import { distance, unitsOf } from './distance.ts'
import type { Views } from './layout.ts'
import { hash, StringTable } from './stringTable.ts'

/** How many slips are forgiven in a word of this length, in letters. Short words are too close to each other. */
const slips = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2)
/** Three letters may be four with one left out inside: "bak", "lng". */
const shortened = (typed: string, known: string): boolean =>
  typed.length === 3 && known.length === 4 && typed[0] === known[0] && typed[2] === known[3]
/** A longer word is no slip. */
const longest = 24
/** Only the beginning of a word is indexed: enough to meet, and a third of the deletions. */
const prefix = 7

/** The hashes of what is left of a word's beginning, with up to so many letters deleted. */
function deletions(word: string, count: number): Set<number> {
  const left = new Set<string>()
  const shorten = (text: string, more: number) => {
    left.add(text)
    if (more > 0)
      for (let at = 0; at < text.length; at++) shorten(text.slice(0, at) + text.slice(at + 1), more - 1)
  }
  shorten(word.slice(0, prefix), count)
  return new Set([...left].map(hash))
}

/** Whether a word is another with the slips its length forgives. */
export const near = (typed: string, known: string): boolean =>
  Math.abs(typed.length - known.length) <= slips(known.length) &&
  typed.length <= longest &&
  distance(unitsOf(typed), unitsOf(known), slips(known.length)) <= slips(known.length)

/** The index of these words, numbered in their order. */
export function deletionsOf(known: readonly string[]): Pick<Views, 'deletionStarts' | 'deletions'> {
  const left = known.map((word) =>
    word.length <= longest ? deletions(word, slips(word.length)) : new Set<number>(),
  )
  const total = left.reduce((sum, { size }) => sum + size, 0)
  // about two words for each hash
  const places = 2 ** Math.floor(Math.log2(total / 2 + 1))
  const deletionStarts = new Uint32Array(places + 1)
  for (const hashes of left) for (const value of hashes) deletionStarts[(value % places) + 1]! += 1
  for (let place = 0; place < places; place++) deletionStarts[place + 1]! += deletionStarts[place]!
  const next = deletionStarts.slice()
  const words = new Uint32Array(total)
  left.forEach((hashes, word) => {
    for (const value of hashes) words[next[value % places]!++] = word
  })
  return { deletionStarts, deletions: words }
}

export class Speller {
  readonly #known: StringTable
  readonly #views: Views

  constructor(views: Views) {
    this.#known = new StringTable(views.wordSlots, views.wordStarts, views.wordUnits)
    this.#views = views
  }

  knows(word: string): boolean {
    return this.#known.number(word) !== undefined
  }

  /** The nearest known word, or undefined. The first letter is seldom mistyped, so it decides before how often a word is used. */
  correct(word: string): string | undefined {
    const allowed = word.length === 3 ? 1 : slips(word.length)
    if (allowed === 0 || word.length > longest || /\d/.test(word)) return undefined
    const typed = unitsOf(word)
    let best: { word: string; rank: number[] } | undefined
    for (const number of this.#candidates(word, allowed)) {
      const away = distance(typed, this.#known.unitsOf(number), allowed)
      if (away > allowed) continue
      const candidate = this.#known.text(number)
      if (word.length === 3 && !shortened(word, candidate)) continue
      const rank = [away, candidate[0] === word[0] ? 0 : 1, -this.#views.wordCounts[number]!]
      if (!best || before(rank, best.rank) || (!before(best.rank, rank) && candidate < best.word))
        best = { word: candidate, rank }
    }
    return best?.word
  }

  #candidates(word: string, allowed: number): Set<number> {
    const { deletionStarts, deletions: words, wordStarts } = this.#views
    const found = new Set<number>()
    for (const value of deletions(word, allowed)) {
      const place = value % (deletionStarts.length - 1)
      for (let at = deletionStarts[place]!; at < deletionStarts[place + 1]!; at++) {
        const candidate = words[at]!
        const length = wordStarts[candidate + 1]! - wordStarts[candidate]!
        if (Math.abs(length - word.length) <= allowed) found.add(candidate)
      }
    }
    return found
  }
}

function before(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index])
  return at >= 0 && a[at]! < b[at]!
}
