/**
 * A second opinion on what the rules made of a text: how likely is it that the words affirm a flag? What follows from it is
 * decided in recogniser.ts.
 *
 * It is a linear model, a row of weights for each feature of features.ts and a column for each flag.
 *
 * A window's score is the sum of its weights over the square root of how many features it has; each window is judged by
 * itself, so that a flag buried in a long story counts in full. Weights are learnt when the knowledge is built, from
 * the labelled messages of `knowledge/examples/`, in a fixed order: the same examples make the same weights.
 */
import type { RedFlag } from '../triage/flags.ts'
import type { Run } from './assertion.ts'
import { featureReader, scaleOf, windowsOf, describe, type Evidence, type FeatureReader } from './features.ts'
import { FeatureTable } from './featureTable.ts'

export interface Opinion {
  /** Flags, then `emergency` and `any` for whether any flag of that kind is affirmed at all. */
  readonly heads: readonly string[]
  /** What every head says of no words at all, in log-odds. */
  readonly bias: number
  /** One a line: kind and parts, with blanks between; at most 65,536 different parts. */
  readonly features: string
  /** A row a feature, a column a head: tenths of a log-odds as signed bytes, in base64. */
  readonly weights: string
}

/** What the model makes of one window, in log-odds. */
export interface Judgement {
  readonly window: Run
  /** That any emergency, any flag at all, is affirmed. */
  readonly emergency: number
  readonly any: number
  /** That this flag is. */
  score(flag: RedFlag): number
  /** The words that speak for a flag most, next to each other. */
  reasons(flag: RedFlag): Run
}

/** The features that speak most for a head, the strongest first, for a person to read. */
export function strongestOf(opinion: Opinion): (head: string, count: number) => string[] {
  const { heads } = opinion
  const weights = bytesOf(opinion)
  const features = opinion.features.split('\n')
  return (head, count) => {
    const weightOf = (row: number) => weights[row * heads.length + heads.indexOf(head)]!
    return [...features.keys()]
      .sort((a, b) => weightOf(b) - weightOf(a))
      .slice(0, count)
      .map((row) => describe(features[row]!))
  }
}

const bytesOf = ({ weights }: Opinion): Int8Array =>
  Int8Array.from(atob(weights), (byte) => byte.charCodeAt(0))

/** One judgement a window, in the order of the text. */
export function secondOpinion(opinion: Opinion): (evidence: Evidence) => Judgement[] {
  const { heads, bias } = opinion
  const width = heads.length
  const [emergency, any] = [heads.indexOf('emergency'), heads.indexOf('any')]
  const table = new FeatureTable(opinion.features)
  const part = (text: string) => table.part(text)
  const weights = bytesOf(opinion)
  const lastSeen = new Uint32Array(table.size)
  let stamp = 0

  const reasons = (readFeatures: FeatureReader<number>, window: Run, flag: RedFlag): Run => {
    const head = heads.indexOf(flag)
    const credit = new Float64Array(window.end - window.start)
    readFeatures(window, (kind, a, b, c, start, end) => {
      const row = table.rowOf(kind, a, b, c)
      if (row < 0 || end - start >= credit.length) return
      const from = Math.max(start, window.start)
      for (let i = from; i < end; i++)
        credit[i - window.start]! += weights[row * width + head]! / (end - from)
    })
    const mean = credit.reduce((sum, share) => sum + share, 0) / (credit.length || 1)
    return greatest(window, (i) => credit[i - window.start]! - mean)
  }

  return (evidence) => {
    const readFeatures = featureReader(evidence, part)
    return windowsOf(evidence.reading).map((window) => {
      const rows: number[] = []
      let told = 0
      stamp++
      readFeatures(window, (kind, a, b, c) => {
        told++
        const row = table.rowOf(kind, a, b, c)
        if (row < 0 || lastSeen[row] === stamp) return
        lastSeen[row] = stamp
        rows.push(row * width)
      })
      const scale = scaleOf(told) / 10
      const score = (head: number) => {
        let sum = 0
        for (const row of rows) sum += weights[row + head]!
        return bias + sum * scale
      }
      return {
        window,
        emergency: score(emergency),
        any: score(any),
        score: (flag) => score(heads.indexOf(flag)),
        reasons: (flag) => reasons(readFeatures, window, flag),
      }
    })
  }
}

/** The stretch with the greatest sum (Kadane); the whole window where nothing stands out. */
function greatest(window: Run, value: (i: number) => number): Run {
  let best = { ...window, sum: 0 }
  let start = window.start
  let sum = 0
  for (let i = window.start; i < window.end; i++) {
    if (sum <= 0) {
      sum = 0
      start = i
    }
    sum += value(i)
    if (sum > best.sum) best = { start, end: i + 1, sum }
  }
  return { start: best.start, end: best.end }
}
