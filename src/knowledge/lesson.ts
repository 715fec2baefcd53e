/** What a labelled message teaches the second opinion (`core/redFlags/secondOpinion.ts`) of each head. */
import { featureReader, scaleOf, scaleOfWords, windowsOf } from '../core/redFlags/features.ts'
import type { Naming } from '../core/redFlags/featureTable.ts'
import type { Study } from '../core/redFlags/recognise.ts'
import { senseHeads, windowHeads } from '../core/redFlags/secondOpinion.ts'
import { isEmergency, type RedFlag } from '../core/triage/flags.ts'
import type { Example } from './examples.ts'
import type { Lesson, Subject } from './fit.ts'

/** What everybody says counts more than what one person says. */
const ordinaryWeight = 1.5

/** Messages of a flag are few among all. */
export const windowSubject: Subject = { heads: windowHeads, favour: 3 }
export const senseSubject: Subject = { heads: senseHeads, favour: 1 }

/** The kinds of labelled messages each sense is learnt from. */
const kindOf = { story: 'third-person-story', supposed: 'hypothetical', over: 'past-resolved' } as const

/** @returns what is learnt of the windows, of which the best one at that moment teaches, and what of the whole */
export function lessonsOf(
  found: Study,
  { expect, flags, kind }: Example,
  naming: Naming,
): { windows: Lesson; sense: Lesson } {
  const readFeatures = featureReader(found, naming)
  const windows = windowsOf(found.reading).map((window) => {
    const features = new Set<number>()
    const told = readFeatures(window, (feature) => features.add(feature))
    return { features: Int32Array.from(features), scale: scaleOf(told) }
  })
  const all = new Set(windows.flatMap(({ features }) => [...features]))
  const whole = { features: Int32Array.from(all), scale: scaleOfWords(found.reading.words.length) }
  const affirmsEmergency = flags.some((flag) => isEmergency(flag as RedFlag))
  return {
    windows: {
      windows,
      affirmed: windowHeads.map((head) =>
        head === 'any' ? flags.length > 0 : head === 'emergency' ? affirmsEmergency : flags.includes(head),
      ),
      weight: kind === 'ordinary' ? ordinaryWeight : 1,
    },
    sense: {
      windows: [whole],
      affirmed: senseHeads.map((head) =>
        head === 'any as a whole'
          ? expect !== 'none'
          : head === 'emergency as a whole'
            ? expect === 'emergency'
            : expect === 'none' && kind === kindOf[head],
      ),
      weight: 1,
    },
  }
}
