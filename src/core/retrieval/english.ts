/**
 * How common words are in everyday English, so that a small knowledge base does not take a common word for a rare one,
 * and so that a word that is good English is not "corrected".
 */
import { z } from 'zod'

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

const read = new WeakMap<object, English>()
/** The same table is read once. */
export function english(table: z.input<typeof englishSchema>): English {
  const known = read.get(table) ?? readEnglish(table)
  read.set(table, known)
  return known
}

function readEnglish(table: z.input<typeof englishSchema>): English {
  const rarities = new Map<string, number>()
  table.words.forEach((line, magnitude) => {
    const rarity = least + step * Math.max(0, commonest - magnitude)
    for (const word of line.split(' ')) rarities.set(word, rarity)
  })
  const describing = new Set(table.describing?.split(' '))
  return {
    knows: (word) => rarities.has(word),
    rarity: (word) => rarities.get(word),
    describes: (word) => describing.has(word),
  }
}
