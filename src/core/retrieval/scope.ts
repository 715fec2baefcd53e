/**
 * Whether a message asks for what the articles are about at all. A search cannot tell: a few words of "does my dog need a heat pack"
 * stand in every section on heat.
 *
 * A linear model, learnt when the knowledge is built (knowledge/learnScope.ts), over a message's words, the pairs of neighbours
 * and the stems; the sum of its weights over the square root of how many there are.
 */
import { StringTable } from './stringTable.ts'
import { isStop, stem } from './terms.ts'

export interface Scope {
  /** What is said of no words at all, in log-odds. */
  readonly bias: number
  /** The features by name, as a StringTable. */
  readonly slots: Uint32Array
  readonly starts: Uint32Array
  readonly units: Uint16Array
  /** One a feature: twentieths of a log-odds. */
  readonly weights: Int8Array
}

export const weightStep = 1 / 20
/** A message with fewer features than this is too short to be sure of. */
const fewFeatures = 4

/** Each once: words, pairs of words with the beginning, and stems that are no stop words. */
export function scopeFeatures(spoken: readonly string[]): string[] {
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
export const scopeScale = (features: number): number => 1 / Math.sqrt(Math.max(features, fewFeatures))

/** In log-odds that the articles are about it. */
export function scopeReader({
  bias,
  slots,
  starts,
  units,
  weights,
}: Scope): (spoken: readonly string[]) => number {
  const table = new StringTable(slots, starts, units)
  return (spoken) => {
    const features = scopeFeatures(spoken)
    let sum = 0
    for (const feature of features) {
      const number = table.number(feature)
      if (number !== undefined) sum += weights[number]!
    }
    return bias + sum * weightStep * scopeScale(features.length)
  }
}
