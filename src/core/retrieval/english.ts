/**
 * How common words are in everyday English, so that a small knowledge base does not take a common word for a rare one,
 * and so that a word that is good English is not "corrected".
 */
import { z } from 'zod'
import { emptyHash, hash, hashWith } from './stringTable.ts'

/** `words[k]`: words heard 10^(k/2) to 10^((k+1)/2) times in a billion, separated by blanks. */
export const englishSchema = z.strictObject({
  /** Words that are mostly no nouns, separated by blanks: they say how a thing is, not what a question is about. */
  describing: z.string().default(''),
  words: z.array(z.string()),
})

export interface English {
  knows(word: string): boolean
  /** Rarity of a word in everyday English, on the scale of natural's idf (1 + ln(N / df)); undefined for a word not in the table. */
  rarity(word: string): number | undefined
  /** Whether the word is mostly no noun. */
  describes(word: string): boolean
}

/** The commonest words weigh nearly nothing; each step of 10^½ rarer adds this much. */
const step = 0.575
const commonest = 14
const least = 0.4

/** Where each word stands: made when the knowledge is built, because it takes longer than to read everything else. */
export interface EnglishIndex {
  readonly words: Uint32Array
  readonly describing: Uint32Array
}

export const indexEnglish = ({ words, describing }: z.input<typeof englishSchema>): EnglishIndex => ({
  words: slotsOf(words),
  describing: slotsOf([describing ?? '']),
})

const read = new WeakMap<object, English>()
/** The same table is read once, with the index given first. */
export function english(table: z.input<typeof englishSchema>, index?: EnglishIndex): English {
  const known = read.get(table) ?? readEnglish(table, index ?? indexEnglish(table))
  read.set(table, known)
  return known
}

function readEnglish(
  { words, describing = '' }: z.input<typeof englishSchema>,
  index: EnglishIndex,
): English {
  const lineOf = findInLines(words, index.words)
  const describingLineOf = findInLines([describing], index.describing)
  const rarities = words.map((_, magnitude) => least + step * Math.max(0, commonest - magnitude))
  return {
    knows: (word) => lineOf(word) !== undefined,
    rarity: (word) => {
      const line = lineOf(word)
      return line === undefined ? undefined : rarities[line]
    },
    describes: (word) => describingLineOf(word) !== undefined,
  }
}

const blank = 32
/** A place in a line, at most 16 million letters long, is kept in so many bits, and beside it the line, of at most 255. */
const placeBits = 24

/** At the hash of each word or the next free one, its line and place; 0 where none is. A power of two of them. */
function slotsOf(lines: readonly string[]): Uint32Array {
  const size = 2 ** Math.ceil(Math.log2(1.5 * lines.reduce((sum, line) => sum + wordsIn(line), 1)))
  const slots = new Uint32Array(size)
  lines.forEach((line, number) => {
    let [from, hashed] = [0, emptyHash]
    for (let at = 0; at <= line.length; at++) {
      const unit = at < line.length ? line.charCodeAt(at) : blank
      if (unit !== blank) hashed = hashWith(hashed, unit)
      else {
        let slot = hashed & (size - 1)
        while (slots[slot] !== 0) slot = (slot + 1) & (size - 1)
        if (at > from) slots[slot] = ((number + 1) << placeBits) | from
        from = at + 1
        hashed = emptyHash
      }
    }
  })
  return slots
}

/** On which line a word stands. Words are found where they lie: cut out, they would take three times the memory. */
const findInLines =
  (lines: readonly string[], slots: Uint32Array) =>
  (word: string): number | undefined => {
    for (let slot = hash(word); ; slot++) {
      const found = slots[slot & (slots.length - 1)]!
      if (found === 0) return undefined
      const [line, at] = [lines[(found >>> placeBits) - 1]!, found & (2 ** placeBits - 1)]
      const end = at + word.length
      if (line.startsWith(word, at) && (end === line.length || line.charCodeAt(end) === blank))
        return (found >>> placeBits) - 1
    }
  }

function wordsIn(line: string): number {
  let count = 1
  for (let at = 0; at < line.length; at++) if (line.charCodeAt(at) === blank) count++
  return count
}
