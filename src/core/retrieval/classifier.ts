/**
 * Which section a message asks for, if any: what a search cannot tell where its words stand in many sections, or in all ("does my dog
 * need a heat pack").
 *
 * A linear classifier, learnt when the knowledge is built (knowledge/learnClassifier.ts), over a message's words, the pairs of
 * neighbours and the stems. A class is a section, and the last is everything the articles are not about; its score is the sum
 * of its weights over the square root of how many features there are, and the softmax of the scores are chances.
 */
import { StringTable } from './stringTable.ts'
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

/** Each once: words, pairs of words with the beginning, and stems that are no stop words. */
export function featuresOf(spoken: readonly string[]): string[] {
  const features = new Set<string>()
  let before = '^'
  for (const word of spoken) {
    features.add(word).add(`${before} ${word}`)
    if (!isStop(word)) features.add(`${stem(word)}~`)
    before = word
  }
  return [...features]
}

/** What a sum of weights is multiplied by. */
export const scaleOf = (features: number): number => 1 / Math.sqrt(Math.max(features, fewFeatures))

/** Gives a chance for each class; all together are 1. The array is used again for the next message. */
export function classify({
  classes,
  slots,
  starts,
  units,
  weights,
}: Classifier): (spoken: readonly string[]) => Float64Array {
  const table = new StringTable(slots, starts, units)
  const sums = new Int32Array(classes)
  const chances = new Float64Array(classes)
  return (spoken) => {
    const features = featuresOf(spoken)
    sums.fill(0)
    for (const feature of features) {
      const number = table.number(feature)
      if (number === undefined) continue
      const row = number * classes
      for (let n = 0; n < classes; n++) sums[n]! += weights[row + n]!
    }
    const scale = weightStep * scaleOf(features.length)
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
