/** What the second opinion (`core/redFlags/secondOpinion.ts`) learns: a head for each flag, and whether any is affirmed at all. */
import { featureReader, scaleOf, windowsOf } from '../core/redFlags/features.ts'
import { redFlag, redFlags, type RedFlag } from '../core/triage/flags.ts'
import type { Subject } from './fit.ts'

/** What everybody says counts more than what one person says. */
const ordinaryWeight = 1.5

/** What is judged: each flag, and whether any is affirmed at all. */
const heads = [...redFlags.map(({ id }) => id), 'emergency', 'any'] as const

export const flagSubject: Subject = {
  heads,
  // messages of a flag are few among all
  favour: 3,
  lesson(found, { flags, kind }, naming) {
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
  },
}
