/**
 * Spelling repair against the vocabulary. A word that is known stays. One that is not is tried, in this order, with its repeated
 * letters evened out ("nuummb"), cut into known words when its letters stood apart or two words ran together
 * ("cantfeel"), with digits read as the letters they look like ("numb" with a zero for an o), and one or two slips of the keyboard away
 * (Damerau 1964: a swap of neighbours is one slip). Neighbours are found by deletion (Garbe 2012), so time does
 * not depend on the size of the vocabulary. Short words are left alone: too much lies one slip from "pee".
 */

export interface Repaired {
  readonly words: readonly string[]
  /** So far from what was typed that it should be asked about. */
  readonly heavy: boolean
}

export interface Speller {
  /** @param spaced the letters stood apart, so several words may be in there. */
  repair(word: string, spaced: boolean): Repaired
}

const longestRepaired = 18
const digitLetters: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' }

/**
 * @param vocabulary words that mean something here, and in how many phrases they stand: of two ways to cut a run of letters the
 * one with commoner words is taken
 * @param known words that are right as they are
 */
export function speller(vocabulary: ReadonlyMap<string, number>, known: ReadonlySet<string>): Speller {
  const right = new Set([...vocabulary.keys(), ...known])
  const squeezed = new Map<string, string[]>()
  const byDeletion = new Map<number, string[]>()
  for (const word of right) {
    if (word.length < 2 || /\d/.test(word)) continue
    put(squeezed, squeeze(word), word)
    if (word.length < 4 || word.length > longestRepaired) continue
    for (const key of deletions(word, word.length >= 8 ? 2 : 1)) put(byDeletion, key, word)
  }

  const unrepeat = (word: string): string | undefined => {
    let best: string | undefined
    for (const candidate of squeezed.get(squeeze(word)) ?? [])
      if (runsFit(candidate, word) && (!best || closer(candidate, best, word))) best = candidate
    return best
  }

  const nearest = (word: string): Repaired | undefined => {
    if (word.length < 4 || word.length > longestRepaired) return undefined
    const max = word.length >= 8 ? 2 : 1
    let best: string | undefined
    let bestCost = Infinity
    const seen = new Set<string>()
    for (const key of deletions(word, max))
      for (const candidate of byDeletion.get(key) ?? []) {
        if (seen.has(candidate)) continue
        seen.add(candidate)
        const slips = distance(word, candidate)
        const swap = slips === 1 && sameLetters(word, candidate)
        if (slips > max || (candidate[0] !== word[0] && !swap)) continue
        if (!swap && Math.min(word.length, candidate.length) < 5) continue
        const cost = slips - (swap ? 0.4 : 0) + (vocabulary.has(candidate) ? 0 : 0.1)
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
        if (!right.has(piece) || /^[^ai]$/.test(piece)) continue
        const cost = before.cost + 1 + 1 / (2 + (vocabulary.get(piece) ?? 0))
        if (cost < (ways[end]?.cost ?? Infinity)) ways[end] = { words: [...before.words, piece], cost }
      }
    return ways[letters.length]?.words
  }

  return {
    repair(word, spaced) {
      if (right.has(word)) return { words: [word], heavy: false }
      const unrepeated = unrepeat(word)
      if (unrepeated) return { words: [unrepeated], heavy: false }
      if (spaced) {
        const pieces = cut(word, 1)
        if (pieces) return { words: pieces, heavy: false }
      }
      if (/\d/.test(word)) {
        const letters = word.replace(/[013457]/g, (digit) => digitLetters[digit] ?? digit)
        if (vocabulary.has(letters)) return { words: [letters], heavy: true }
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

function put<K>(map: Map<K, string[]>, key: K, word: string): void {
  const words = map.get(key)
  if (!words) map.set(key, [word])
  else if (!words.includes(word)) words.push(word)
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

/**
 * Hashes of the word and of what is left of it without one (or two) of its letters. Different strings may share one: whoever
 * looks a word up by it compares the words themselves.
 */
function deletions(word: string, max: number): number[] {
  const hashes: number[] = []
  const walk = (i: number, hash: number, drop: number) => {
    if (i === word.length) {
      if (drop === 0) hashes.push(hash)
      return
    }
    if (drop > 0) walk(i + 1, hash, drop - 1)
    walk(i + 1, Math.imul(hash ^ word.charCodeAt(i), 16_777_619), drop)
  }
  for (let drop = 0; drop <= max; drop++) walk(0, -2_128_831_035, drop)
  return hashes
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
