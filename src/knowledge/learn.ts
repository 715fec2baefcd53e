/**
 * Learns the second opinion (`core/redFlags/secondOpinion.ts`) from labelled messages: a head for each flag, and whether any is
 * affirmed at all.
 */
import type { Rules } from '../core/redFlags/recognise.ts'
import { featureReader, scaleOf, windowsOf } from '../core/redFlags/features.ts'
import type { Opinion } from '../core/redFlags/secondOpinion.ts'
import { redFlag, redFlags, type RedFlag } from '../core/triage/flags.ts'
import type { Example } from './examples.ts'
import { fit, namingOf, type Lesson } from './fit.ts'

/** Messages of a flag are few among all; each counts more. */
const favour = 3
/** What everybody says counts more than what one person says. */
const ordinaryWeight = 1.5

/** What is judged: each flag, and whether any is affirmed at all. */
const heads = [...redFlags.map(({ id }) => id), 'emergency', 'any'] as const

export function learn(examples: readonly Example[], { study }: Pick<Rules, 'study'>): Opinion {
  const numbers = new Map<string, number>()
  const naming = namingOf(numbers)
  const lessons = examples.map(({ text, flags, kind }): Lesson => {
    const found = study(text)
    const readFeatures = featureReader(found, naming)
    const windows = windowsOf(found.reading).map((window) => {
      const features = new Set<number>()
      const told = readFeatures(window, (feature) => features.add(feature))
      return { features: Int32Array.from(features), scale: scaleOf(told) }
    })
    const affirms = (head: string) =>
      flags.some((flag) =>
        head === 'any'
          ? true
          : head === 'emergency'
            ? redFlag(flag as RedFlag).level === head
            : flag === head,
      )
    return { windows, affirmed: heads.map(affirms), weight: kind === 'ordinary' ? ordinaryWeight : 1 }
  })
  return fit(heads, lessons, numbers, favour)
}
