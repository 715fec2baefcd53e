/** Which sentences of a section are quoted: those that hold most of the question, weighed as the search weighs its words. */
import type { Reading } from './reading.ts'
import { isStop, stem, words } from './terms.ts'

export interface Sentence {
  readonly text: string
  readonly spoken: readonly string[]
  readonly terms: ReadonlySet<string>
}

export function sentenceOf(text: string): Sentence {
  const spoken = words(text)
  return { text, spoken, terms: new Set(spoken.filter((word) => !isStop(word)).map(stem)) }
}

/** How much may be quoted. */
export interface Room {
  readonly words: number
  readonly sentences: number
}

/** What a synonym counts in a sentence beside the word itself. */
const standsFor = 0.6
/** A section's first sentence says what the others build on: so much in advance, as a share of the question. */
const opening = 0.15
/** Share of terms in common (Jaccard) from which two sentences say the same. */
const sameSentence = 0.5

/** The share of the question that a sentence holds, 0 to 1. */
function shareOf({ terms: held }: Sentence, { ideas, weights }: Reading): number {
  let [share, mass] = [0, 0]
  for (const [n, { term, others }] of ideas.entries()) {
    mass += weights[n]!
    if (held.has(term)) share += weights[n]!
    else if (others.some((other) => held.has(other))) share += standsFor * weights[n]!
  }
  return share / (mass || 1)
}

/**
 * All sentences where there is room for their words; else those that must be quoted (`needed`, by their place) and those that hold
 * most of the question, as many as there is room for, at least one, in their order.
 */
export function choose(
  sentences: readonly Sentence[],
  reading: Reading,
  room: Room,
  needed: readonly number[] = [],
): readonly Sentence[] {
  const all = sentences.reduce((sum, { spoken }) => sum + spoken.length, 0)
  if (all <= room.words) return sentences
  const ranked = sentences
    .map((sentence, at) => {
      const ahead = (at === 0 ? opening : 0) + (needed.includes(at) ? 2 : 0)
      return { at, score: shareOf(sentence, reading) + ahead, length: sentence.spoken.length }
    })
    .toSorted((a, b) => b.score - a.score || a.at - b.at)
  const chosen: number[] = []
  let length = 0
  for (const { at, length: added } of ranked)
    if (
      chosen.length === 0 ||
      needed.includes(at) ||
      (chosen.length < room.sentences && length + added <= room.words)
    ) {
      chosen.push(at)
      length += added
    }
  return chosen.toSorted((a, b) => a - b).map((at) => sentences[at]!)
}

/** Whether others say already what a sentence says. */
export const repeats = (sentence: Sentence, told: readonly Sentence[]): boolean =>
  told.some(({ terms: others }) => {
    let shared = 0
    for (const term of sentence.terms) if (others.has(term)) shared++
    return shared / (sentence.terms.size + others.size - shared || 1) >= sameSentence
  })
