/**
 * Learns which messages the articles are about (core/retrieval/scope.ts): from the ways to ask for their sections and from messages
 * about other things. Logistic regression with adaptive steps (AdaGrad, Duchi 2011), in a fixed order: the same files make
 * the same weights.
 */
import { scopeFeatures, scopeScale, weightStep, type Scope } from '../core/retrieval/scope.ts'
import { StringTable } from '../core/retrieval/stringTable.ts'
import { words } from '../core/retrieval/terms.ts'

const rounds = 6
const step = 0.4
const biasStep = 0.02
/** Pulls weights towards nothing, so that words seen by chance do not count. */
const decay = 1e-3
/** A slope this small changes nothing. */
const leastSlope = 0.005
/** A feature must stand in so many messages. */
const leastMessages = 2

interface Lesson {
  readonly features: readonly number[]
  readonly inside: boolean
}

export function learnScope(inside: readonly string[], elsewhere: readonly string[]): Scope {
  const numbers = new Map<string, number>()
  const messages: number[] = []
  const lesson = (text: string, isInside: boolean): Lesson => ({
    inside: isInside,
    features: scopeFeatures(words(text)).map((feature) => {
      const number = numbers.get(feature) ?? numbers.size
      numbers.set(feature, number)
      messages[number] = (messages[number] ?? 0) + 1
      return number
    }),
  })
  const lessons = [
    ...inside.map((text) => lesson(text, true)),
    ...elsewhere.map((text) => lesson(text, false)),
  ].map(({ features, ...rest }) => ({
    ...rest,
    scale: scopeScale(features.length),
    features: features.filter((number) => messages[number]! >= leastMessages),
  }))
  // messages about other things are fewer: each counts more
  const favour = inside.length / (elsewhere.length || 1)

  const weights = new Float64Array(numbers.size)
  const steepness = new Float64Array(numbers.size).fill(1e-6)
  let bias = 0
  for (let round = 0; round < rounds; round++)
    for (let n = 0; n < lessons.length; n++) {
      // a stride prime to most lengths spreads the files over the round
      const { features, inside: isInside, scale } = lessons[(n * 7919 + round * 131) % lessons.length]!
      let sum = 0
      for (const feature of features) sum += weights[feature]!
      const chance = 1 / (1 + Math.exp(-bias - sum * scale))
      const slope = isInside ? chance - 1 : chance * favour
      if (Math.abs(slope) < leastSlope) continue
      bias -= biasStep * slope
      for (const feature of features) {
        const pull = slope * scale + decay * weights[feature]!
        steepness[feature]! += pull * pull
        weights[feature]! -= (step * pull) / Math.sqrt(steepness[feature]!)
      }
    }

  const kept = [...numbers].flatMap(([name, number]) => {
    const weight = Math.max(-127, Math.min(127, Math.round(weights[number]! / weightStep)))
    return weight === 0 ? [] : [{ name, weight }]
  })
  const { slots, starts, units } = StringTable.of(kept.map(({ name }) => name))
  return { bias, slots, starts, units, weights: Int8Array.from(kept, ({ weight }) => weight) }
}
