/**
 * Which section a message asks for, if any: what a search cannot tell where its words stand in many sections, or in all ("does my dog
 * need a heat pack").
 *
 * A linear classifier, learnt when the knowledge is built (knowledge/learnClassifier.ts), over a message's words, the pairs of
 * neighbours, the stems, what may stand for them (synonyms.ts) and every three letters of a word, which know a word's kin and its
 * slips. A class is a section, and the last is everything the articles are not about; its score is the sum
 * of its weights over the square root of how many features there are, and the softmax of the scores are chances.
 */
import { StringTable } from './stringTable.ts'
import type { Synonyms } from './synonyms.ts'
import { isStop, stem } from './terms.ts'

export interface Classifier {
  /** How many classes: the sections in the order of the passages, then everything else. */
  readonly classes: number
  /** The features by name, as a StringTable. */
  readonly slots: Uint32Array
  readonly starts: Uint32Array
  readonly units: Uint16Array
  /** A row a feature, a column a class. */
  readonly weights: Int8Array
}

/** What one step of a weight is, in log-odds. */
export const weightStep = 1 / 16
/** A message with fewer features than this is too short to be sure of. */
const fewFeatures = 4
/** Of a longer word only the beginning is read. */
const longestWord = 24

/** So many words are remembered with their features; then all are forgotten. */
const mostRemembered = 20_000
const ofWord = new Map<string, readonly string[]>()
/** The word, its stem unless it is a stop word, and every three letters of it, with its ends. */
function wordFeatures(word: string): readonly string[] {
  const known = ofWord.get(word)
  if (known) return known
  const ended = `<${word.slice(0, longestWord)}>`
  const features = [word, ...(isStop(word) ? [] : [`${stem(word)}~`])]
  for (let at = 0; at + 3 <= ended.length; at++) features.push(`#${ended.slice(at, at + 3)}`)
  if (ofWord.size >= mostRemembered) ofWord.clear()
  ofWord.set(word, features)
  return features
}

/** Each once: of the words, pairs of words with the beginning, and terms that may stand for what was said. */
export function featuresOf(spoken: readonly string[], synonyms: Synonyms): Set<string> {
  const features = new Set<string>()
  let before = '^'
  for (const word of spoken) {
    for (const feature of wordFeatures(word)) features.add(feature)
    features.add(`${before} ${word}`)
    before = word
  }
  for (const { term, others, phrase } of synonyms.ideas(spoken)) {
    if (phrase) features.add(`${term}~`)
    for (const other of others) features.add(`${other}~`)
  }
  return features
}

/** What a sum of weights is multiplied by. */
export const scaleOf = (features: number): number => 1 / Math.sqrt(Math.max(features, fewFeatures))

/** Gives a chance for each class; all together are 1. The array is used again for the next message. */
export function classify(
  { classes, slots, starts, units, weights }: Classifier,
  synonyms: Synonyms,
): (spoken: readonly string[]) => Float64Array {
  const table = new StringTable(slots, starts, units)
  const numbers = new Map<string, number>()
  const numberOf = (feature: string): number => {
    const known = numbers.get(feature)
    if (known !== undefined) return known
    const number = table.number(feature) ?? -1
    if (numbers.size >= mostRemembered) numbers.clear()
    numbers.set(feature, number)
    return number
  }
  const sums = new Int32Array(classes)
  const chances = new Float64Array(classes)
  return (spoken) => {
    const features = featuresOf(spoken, synonyms)
    sums.fill(0)
    for (const feature of features) {
      const number = numberOf(feature)
      if (number < 0) continue
      const row = number * classes
      for (let n = 0; n < classes; n++) sums[n]! += weights[row + n]!
    }
    const scale = weightStep * scaleOf(features.size)
    for (let n = 0; n < classes; n++) chances[n] = sums[n]! * scale
    return softmax(chances)
  }
}

/** In place. */
export function softmax(scores: Float64Array): Float64Array {
  let most = -Infinity
  for (const score of scores) most = Math.max(most, score)
  let sum = 0
  for (let n = 0; n < scores.length; n++) sum += scores[n] = Math.exp(scores[n]! - most)
  for (let n = 0; n < scores.length; n++) scores[n]! /= sum
  return scores
}
