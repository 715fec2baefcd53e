/** In what sense messages are meant (`core/redFlags/sense.ts`), learnt from the kinds of the labelled messages. */
import { featuresOf, scaleOf, senses } from '../core/redFlags/sense.ts'
import type { Subject } from './fit.ts'

export const senseSubject: Subject = {
  heads: Object.keys(senses),
  favour: 1,
  lesson({ reading: { words } }, { flags, kind }, naming) {
    const features = featuresOf(words, { start: 0, end: words.length }, naming)
    return {
      windows: [{ features: Int32Array.from(features), scale: scaleOf(features.size) }],
      affirmed: Object.values(senses).map((sense) => flags.length === 0 && kind === sense),
      weight: 1,
    }
  },
}
