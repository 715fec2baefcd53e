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
import { describe, featureReader, scaleOf, windowsOf, type Evidence, type FeatureReader } from './features.ts'
import { FeatureTable, pack, unpack, type PackedFeatures } from './featureTable.ts'

export interface Opinion {
  /** Flags, then `emergency` and `any` for whether any flag of that kind is affirmed at all. */
  readonly heads: readonly string[]
  /** What every head says of no words at all, in log-odds. */
  readonly bias: number
  readonly features: PackedFeatures
  /** A row a feature, a column a head: tenths of a log-odds. */
  readonly weights: Int8Array
}

/**
 * @param features each the number of its kind and up to three parts, with blanks between
 * @param weights a row a feature, in tenths of a log-odds, at most 127
 */
export function opinionOf(
  { heads, bias }: Pick<Opinion, 'heads' | 'bias'>,
  features: readonly string[],
  weights: readonly (readonly number[])[],
): Opinion {
  const { table, order } = pack(features)
  return { heads, bias, features: table, weights: Int8Array.from(order.flatMap((place) => weights[place]!)) }
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
  const { heads, weights } = opinion
  const features = unpack(opinion.features)
  return (head, count) => {
    const weightOf = (row: number) => weights[row * heads.length + heads.indexOf(head)]!
    return [...features.keys()]
      .sort((a, b) => weightOf(b) - weightOf(a))
      .slice(0, count)
      .map((row) => describe(features[row]!))
  }
}

/** One judgement a window, in the order of the text. */
export function secondOpinion(opinion: Opinion): (evidence: Evidence) => Judgement[] {
  const { heads, bias, weights } = opinion
  const width = heads.length
  const headOf = new Map(heads.map((head, column) => [head, column]))
  const [emergency, any] = [headOf.get('emergency')!, headOf.get('any')!]
  const table = new FeatureTable(opinion.features)
  const { naming } = table
  const lastSeen = new Uint32Array(table.size)
  let stamp = 0

  const reasons = (readFeatures: FeatureReader, window: Run, flag: RedFlag): Run => {
    const head = headOf.get(flag)!
    const credit = new Float64Array(window.end - window.start)
    readFeatures(window, (row, start, end) => {
      if (end - start >= credit.length) return
      const from = Math.max(start, window.start)
      for (let i = from; i < end; i++)
        credit[i - window.start]! += weights[row * width + head]! / (end - from)
    })
    const mean = credit.reduce((sum, share) => sum + share, 0) / (credit.length || 1)
    return greatest(window, (i) => credit[i - window.start]! - mean)
  }

  return (evidence) => {
    const readFeatures = featureReader(evidence, naming)
    return windowsOf(evidence.reading).map((window) => {
      const rows: number[] = []
      stamp++
      const told = readFeatures(window, (row) => {
        if (lastSeen[row] === stamp) return
        lastSeen[row] = stamp
        rows.push(row)
      })
      const scale = scaleOf(told) / 10
      // Few flags of few windows are ever asked for, some of them often.
      const scores: number[] = []
      const score = (head: number) => (scores[head] ??= bias + sumOf(rows, head) * scale)
      return {
        window,
        emergency: score(emergency),
        any: score(any),
        score: (flag) => score(headOf.get(flag)!),
        reasons: (flag) => reasons(readFeatures, window, flag),
      }
    })
  }

  function sumOf(rows: readonly number[], head: number): number {
    let sum = 0
    for (const row of rows) sum += weights[row * width + head]!
    return sum
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
