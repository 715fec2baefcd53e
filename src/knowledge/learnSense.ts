/** Learns in what sense messages are meant (`core/redFlags/sense.ts`) from the kinds of the labelled messages. */
import type { Rules } from '../core/redFlags/recognise.ts'
import type { Opinion } from '../core/redFlags/secondOpinion.ts'
import { featuresOf, scaleOf, senses } from '../core/redFlags/sense.ts'
import type { Example } from './examples.ts'
import { fit, namingOf, type Lesson } from './fit.ts'

export function learnSense(examples: readonly Example[], { study }: Pick<Rules, 'study'>): Opinion {
  const numbers = new Map<string, number>()
  const naming = namingOf(numbers)
  const lessons = examples.map(({ text, flags, kind }): Lesson => {
    const { words } = study(text).reading
    const features = featuresOf(words, { start: 0, end: words.length }, naming)
    return {
      windows: [{ features: Int32Array.from(features), scale: scaleOf(features.size) }],
      affirmed: Object.values(senses).map((sense) => flags.length === 0 && kind === sense),
      weight: 1,
    }
  })
  return fit(Object.keys(senses), lessons, numbers, 1)
}
