/**
 * Learns which class a message belongs to (core/retrieval/classifier.ts). Which section it asks for is learnt from the ways to ask and
 * the sentences of each section, and from messages about other things. Softmax regression with adaptive steps (AdaGrad, Duchi 2011), in a fixed order: the same
 * files make the same weights.
 */
import { featuresOf, scaleOf, softmax, weightStep, type Classifier } from '../core/retrieval/classifier.ts'
import type { Passage } from '../core/retrieval/passages.ts'
import { StringTable } from '../core/retrieval/stringTable.ts'
import type { Synonyms } from '../core/retrieval/synonyms.ts'
import { words } from '../core/retrieval/terms.ts'

const rounds = 10
const step = 0.5
/** Pulls weights towards nothing, so that words seen by chance do not count. */
const decay = 5e-4
/** A slope this small changes nothing worth its time. */
const leastSlope = 2e-3
/** A feature must stand in so many messages. */
const leastMessages = 2

type Section = Pick<Passage, 'title' | 'section' | 'sentences' | 'asked'>

/** A message, and the class it belongs to. */
export interface Labelled {
  readonly text: string
  readonly own: number
}

export const learnClassifier = (
  sections: readonly Section[],
  elsewhere: readonly string[],
  synonyms: Synonyms,
): Classifier =>
  learnClasses(
    sections.length + 1,
    [
      ...sections.flatMap(({ title, section, sentences, asked }, own) =>
        [`${title} ${section}`, section, ...sentences, ...asked].map((text) => ({ text, own })),
      ),
      ...elsewhere.map((text) => ({ text, own: sections.length })),
    ],
    synonyms,
  )

export function learnClasses(classes: number, labelled: readonly Labelled[], synonyms: Synonyms): Classifier {
  const numbers = new Map<string, number>()
  const messages: number[] = []
  const all = labelled.map(({ text, own }) => {
    const features = [...featuresOf(words(text), synonyms)].map((feature) => {
      const number = numbers.get(feature) ?? numbers.size
      numbers.set(feature, number)
      messages[number] = (messages[number] ?? 0) + 1
      return number
    })
    return { own, features, scale: scaleOf(features.length) }
  })
  const names = [...numbers.keys()].filter((_, number) => messages[number]! >= leastMessages)
  const rowOf = new Int32Array(numbers.size).fill(-1)
  for (const [row, name] of names.entries()) rowOf[numbers.get(name)!] = row * classes
  const lessons = all.map(({ features, ...rest }) => ({
    ...rest,
    rows: Int32Array.from(features.map((number) => rowOf[number]!).filter((row) => row >= 0)),
  }))

  const weights = new Float32Array(names.length * classes)
  const steepness = new Float32Array(names.length * classes).fill(1e-6)
  const chances = new Float64Array(classes)
  for (let round = 0; round < rounds; round++)
    for (let n = 0; n < lessons.length; n++) {
      // a stride prime to most lengths spreads the files over the round
      const { own, rows, scale } = lessons[(n * 7919 + round * 131) % lessons.length]!
      chances.fill(0)
      for (const row of rows) for (let c = 0; c < classes; c++) chances[c]! += weights[row + c]!
      for (let c = 0; c < classes; c++) chances[c]! *= scale
      softmax(chances)
      for (let c = 0; c < classes; c++) {
        const slope = chances[c]! - (c === own ? 1 : 0)
        if (Math.abs(slope) < leastSlope) continue
        for (const row of rows) {
          const at = row + c
          const pull = slope * scale + decay * weights[at]!
          steepness[at]! += pull * pull
          weights[at]! -= (step * pull) / Math.sqrt(steepness[at]!)
        }
      }
    }

  const { slots, starts, units } = StringTable.of(names)
  return {
    classes,
    slots,
    starts,
    units,
    weights: Int8Array.from(weights, (weight) =>
      Math.max(-127, Math.min(127, Math.round(weight / weightStep))),
    ),
  }
}
