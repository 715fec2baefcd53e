/**
 * In what sense a message is meant as a whole: does it tell somebody else's story, ask what could be, speak of what is over? One
 * sentence seldom says ("A man at my gym fell from the top"); what else is said does ("Mine is only stiff").
 *
 * A linear model over words and pairs of neighbours, learnt when the knowledge is built (knowledge/senseSubject.ts).
 */
import type { Run } from './assertion.ts'
import { FeatureTable, kindNumber, type Naming } from './featureTable.ts'
import type { Reading, Word } from './reader.ts'
import type { Opinion } from './secondOpinion.ts'

/** By the kind of the labelled messages each is learnt from. */
export const senses = {
  story: 'third-person-story',
  supposed: 'hypothetical',
  over: 'past-resolved',
} as const
export type SenseId = keyof typeof senses

/** How likely each sense is, in log-odds. */
export type Senses = Readonly<Record<SenseId, number>>

/** A message with fewer features than this is too short to be sure of. */
const fewFeatures = 20
/** What a sum of weights is multiplied by. */
export const scaleOf = (features: number): number => 1 / Math.sqrt(Math.max(features, fewFeatures))

/** Words, pairs of neighbours with the beginning, commas and full stops between them, and whether something is asked; each once. */
export function featuresOf(words: readonly Word[], { start, end }: Run, naming: Naming): Set<number> {
  const nothing = naming.part('')
  const features = new Set<number>()
  let last = naming.part('^')
  const pair = (next: number) => {
    features.add(naming.feature(kindNumber['2'], last, next, nothing))
    last = next
  }
  for (let i = start; i < end; i++) {
    const { word, before, asked } = words[i]!
    const own = naming.part(word)
    if (i > start && before !== 'none') pair(naming.part(before === 'comma' ? '|' : '$'))
    features.add(naming.feature(kindNumber['1'], own, nothing, nothing))
    if (asked) features.add(naming.feature(kindNumber['?'], nothing, nothing, nothing))
    pair(own)
  }
  return features
}

export function senseReader(learnt: Opinion): (reading: Pick<Reading, 'words'>, run: Run) => Senses {
  const { heads, bias, weights } = learnt
  const { naming } = new FeatureTable(learnt.features)
  return ({ words }, run) => {
    const features = featuresOf(words, run, naming)
    const scale = scaleOf(features.size) / 10
    const scores = heads.map((head, column) => {
      let sum = 0
      for (const row of features) if (row >= 0) sum += weights[row * heads.length + column]!
      return [head, bias + sum * scale]
    })
    return Object.fromEntries(scores) as Senses
  }
}
