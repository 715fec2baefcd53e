/**
 * How common words are in everyday English, so that a small knowledge base does not take a common word for a rare one,
 * and so that a word that is good English is not "corrected".
 */
import { z } from 'zod'
import { stem } from './terms.ts'

/** `words[k]`: words heard 10^(k/2) to 10^((k+1)/2) times in a billion, separated by blanks. */
export const englishSchema = z.strictObject({
  words: z.array(z.string()),
})

export interface English {
  knows(word: string): boolean
  /** Rarity of a term in everyday English, on the scale of natural's idf (1 + ln(N / df)); undefined for a word not in the table. */
  rarity(term: string): number | undefined
}

/** The commonest words weigh nearly nothing; each step of 10^½ rarer adds this much. */
const step = 0.575
const commonest = 14

export function english(table: z.infer<typeof englishSchema>): English {
  const known = new Set<string>()
  const rarities = new Map<string, number>()
  table.words.forEach((line, magnitude) => {
    for (const word of line.split(' ')) {
      known.add(word)
      const term = stem(word)
      const rarity = 0.4 + step * Math.max(0, commonest - magnitude)
      rarities.set(term, Math.min(rarity, rarities.get(term) ?? Infinity))
    }
  })
  return { knows: (word) => known.has(word), rarity: (term) => rarities.get(term) }
}
