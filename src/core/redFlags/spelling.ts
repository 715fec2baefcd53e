/**
 * Spelling repair against the vocabulary. A word that is known stays. One that is not is tried, in this order, with its repeated
 * letters evened out ("nuummb"), cut into known words when its letters stood apart or two words ran together
 * ("cantfeel"), with digits read as the letters they look like ("numb" with a zero for an o), and one or two slips of the keyboard away
 * (Damerau 1964: a swap of neighbours is one slip). Neighbours are found by deletion (Garbe 2012), so time does
 * not depend on the size of the vocabulary. Short words are left alone: too much lies one slip from "pee".
 */
import { bucketOf, firstOf, intoBuckets, type Buckets } from './buckets.ts'

export interface Repaired {
  readonly words: readonly string[]
  /** So far from what was typed that it should be asked about. */
  readonly heavy: boolean
}

export interface Speller {
  isRight(word: string): boolean
  /** Of a word that is not right. @param spaced the letters stood apart, so several words may be in there. */
  repair(word: string, spaced: boolean): Repaired
}

const longestRepaired = 18
const digitLetters: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' }

/** Words by what they may be misspelt as: made when the knowledge is built, because it takes long. */
export interface PackedSpelling {
  /** One a line; first those that mean something here, then those that are only right as they are. */
  readonly words: string
  /** In how many phrases a word of the first kind stands; so many words are of that kind. */
  readonly counts: Int32Array
  readonly squeezed: Keys
  readonly deletions: Keys
}

/** Numbers of words in the order of the hashes of their keys: see buckets.ts. */
interface Keys {
  readonly buckets: Buckets
  /** Their upper halves: the bucket tells the lower. */
  readonly keys: Uint16Array
  readonly words: Uint16Array
}
const mostWords = 2 ** 16

/**
 * @param vocabulary words that mean something here, and in how many phrases they stand: of two ways to cut a run of letters the
 * one with commoner words is taken
 * @param known words that are right as they are
 */
export function packSpelling(
  vocabulary: ReadonlyMap<string, number>,
  known: ReadonlySet<string>,
): PackedSpelling {
  const words = [...new Set([...vocabulary.keys(), ...known])]
  if (words.length > mostWords) throw new Error(`the vocabulary has ${words.length} words`)
  return {
    words: words.join('\n'),
    counts: Int32Array.from(vocabulary.values()),
    squeezed: keysOf(words, (word) => (canBeMeant(word) ? [hashOf(squeeze(word))] : [])),
    deletions: keysOf(words, (word) =>
      canBeMeant(word) && word.length >= 4 && word.length <= longestRepaired ? deletions(word) : [],
    ),
  }
}

const canBeMeant = (word: string): boolean => word.length >= 2 && !/\d/.test(word)

function keysOf(words: readonly string[], hashes: (word: string) => readonly number[]): Keys {
  const all = words.flatMap((word, number) => [...new Set(hashes(word))].map((key) => ({ key, number })))
  const { buckets, order } = intoBuckets(all.map(({ key }) => key))
  return {
    buckets,
    keys: Uint16Array.from(order, (row) => all[row]!.key >>> 16),
    words: Uint16Array.from(order, (row) => all[row]!.number),
  }
}

const nothing: readonly string[] = []

export function speller(packed: PackedSpelling): Speller {
  const words = packed.words.split('\n')
  const numbers = new Map(words.map((word, number) => [word, number]))
  const isVocabulary = (word: string) => (numbers.get(word) ?? Infinity) < packed.counts.length
  const wordsWith = (key: number, { buckets, keys, words: own }: Keys): readonly string[] => {
    let found = nothing
    const bucket = bucketOf(key, buckets)
    const end = firstOf(bucket + 1, buckets)
    for (let row = firstOf(bucket, buckets); row < end; row++)
      if (keys[row] === key >>> 16) found = [...found, words[own[row]!]!]
    return found
  }

  const unrepeat = (word: string): string | undefined => {
    let best: string | undefined
    const typed = squeeze(word)
    for (const candidate of wordsWith(hashOf(typed), packed.squeezed))
      if (
        squeeze(candidate) === typed &&
        runsFit(candidate, word) &&
        (!best || closer(candidate, best, word))
      )
        best = candidate
    return best
  }

  const nearest = (word: string): Repaired | undefined => {
    if (word.length < 4 || word.length > longestRepaired) return undefined
    const max = mostSlips(word)
    let best: string | undefined
    let bestCost = Infinity
    const seen = new Set<string>()
    for (const key of deletions(word))
      for (const candidate of wordsWith(key, packed.deletions)) {
        if (seen.has(candidate)) continue
        seen.add(candidate)
        const slips = distance(word, candidate)
        const swap = slips === 1 && sameLetters(word, candidate)
        if (slips > max || (candidate[0] !== word[0] && !swap)) continue
        if (!swap && Math.min(word.length, candidate.length) < 5) continue
        const cost = slips - (swap ? 0.4 : 0) + (isVocabulary(candidate) ? 0 : 0.1)
        if (cost < bestCost) [best, bestCost] = [candidate, cost]
      }
    return best === undefined ? undefined : { words: [best], heavy: bestCost > 1.15 && word.length < 10 }
  }

  /** Fewest and commonest words that make up the letters; `shortest` keeps "in", "i", "a" from crumbling a word. */
  const cut = (letters: string, shortest: number): readonly string[] | undefined => {
    const ways: ({ readonly words: readonly string[]; readonly cost: number } | undefined)[] = [
      { words: [], cost: 0 },
    ]
    for (let end = 1; end <= letters.length; end++)
      for (let start = Math.max(0, end - longestRepaired); start <= end - shortest; start++) {
        const before = ways[start]
        if (!before) continue
        const piece = letters.slice(start, end)
        const number = numbers.get(piece)
        if (number === undefined || /^[^ai]$/.test(piece)) continue
        const cost = before.cost + 1 + 1 / (2 + (packed.counts[number] ?? 0))
        if (cost < (ways[end]?.cost ?? Infinity)) ways[end] = { words: [...before.words, piece], cost }
      }
    return ways[letters.length]?.words
  }

  return {
    isRight: (word) => numbers.has(word),
    repair(word, spaced) {
      const unrepeated = unrepeat(word)
      if (unrepeated) return { words: [unrepeated], heavy: false }
      if (spaced) {
        const pieces = cut(word, 1)
        if (pieces) return { words: pieces, heavy: false }
      }
      if (/\d/.test(word)) {
        const letters = word.replace(/[013457]/g, (digit) => digitLetters[digit] ?? digit)
        if (isVocabulary(letters)) return { words: [letters], heavy: true }
      }
      const near = nearest(word)
      if (near) return near
      if (word.length >= 6) {
        const pieces = cut(word, 3)
        if (pieces && pieces.length <= 3) return { words: pieces, heavy: false }
      }
      return { words: [word], heavy: false }
    },
  }
}

const squeeze = (word: string): string => {
  let out = ''
  for (const letter of word) if (letter !== out.at(-1)) out += letter
  return out
}

/**
 * Of two words that could have been stretched to what was typed, the one that needs the same stretch for every letter
 * ("ffeellll" is "fell", not "feel"), else fewer letters stretched ("feeell" is "fell"), else the longer.
 */
function closer(a: string, b: string, typed: string): boolean {
  const even = (word: string) =>
    typed.length % word.length === 0 &&
    [...word].every((letter, i) => letter === typed[(i * typed.length) / word.length])
  if (even(a) !== even(b)) return even(a)
  const stretched = (word: string) => runs(word).filter((run, i) => run !== runs(typed)[i]).length
  return stretched(a) === stretched(b) ? a.length > b.length : stretched(a) < stretched(b)
}

const runs = (word: string): string[] => {
  const all: string[] = []
  for (const letter of word) {
    if (all.at(-1)?.[0] === letter) all[all.length - 1] += letter
    else all.push(letter)
  }
  return all
}

/** Every run of a letter is at least as long in what was typed, and something was typed too often. */
function runsFit(candidate: string, typed: string): boolean {
  if (candidate.length >= typed.length) return false
  let at = 0
  for (let i = 0; i < candidate.length; i++) {
    if (candidate[i] !== candidate[i - 1]) while (at < typed.length && typed[at] !== candidate[i]) at++
    if (typed[at] !== candidate[i]) return false
    at++
  }
  return true
}

/** How many slips of the keyboard a word may be away. */
const mostSlips = (word: string): number => (word.length >= 8 ? 2 : 1)

/**
 * Hashes of the word and of what is left of it without one (or two) of its letters. Different strings may share one: whoever
 * looks a word up by it compares the words themselves.
 */
function deletions(word: string): number[] {
  const hashes: number[] = []
  const walk = (i: number, hash: number, drop: number) => {
    if (i === word.length) {
      if (drop === 0) hashes.push(hash)
      return
    }
    if (drop > 0) walk(i + 1, hash, drop - 1)
    walk(i + 1, hashWith(hash, word.charCodeAt(i)), drop)
  }
  for (let drop = 0; drop <= mostSlips(word); drop++) walk(0, emptyHash, drop)
  return hashes
}

/** FNV-1a, of letters. */
const emptyHash = -2_128_831_035
const hashWith = (hash: number, letter: number): number => Math.imul(hash ^ letter, 16_777_619)
function hashOf(word: string): number {
  let hash = emptyHash
  for (let i = 0; i < word.length; i++) hash = hashWith(hash, word.charCodeAt(i))
  return hash
}

const sameLetters = (a: string, b: string): boolean =>
  a.length === b.length && [...a].sort().join('') === [...b].sort().join('')

/** Edit distance; a swap of neighbours is 1 (Damerau 1964, restricted). Both words at most `longestRepaired` letters. */
export function distance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
    }
    before = above
    above = row
  }
  return above[b.length]!
}
