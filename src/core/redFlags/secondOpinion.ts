/**
 * A second opinion on what the rules made of a text: how likely is it that the words affirm a flag, and in what sense are they
 * meant? What follows from it is decided in weigh.ts and conclusion.ts.
 *
 * It is a linear model, a row of weights for each feature of features.ts and a column, a head, for each flag and each sense.
 *
 * A score is the sum of weights over the square root of how many features there are. For a flag each window is judged by
 * itself, so that one buried in a long story counts in full. The sense is one of the whole: one sentence seldom says that it is
 * somebody else's story ("A man at my gym fell from the top"); what else is said does ("Mine is only stiff"). Weights are learnt when the knowledge is built, from
 * the labelled messages of `knowledge/examples/`, in a fixed order: the same examples make the same weights.
 */
import { redFlagIds, type RedFlag } from '../triage/flags.ts'
import type { Run } from './assertion.ts'
import {
  describe,
  featureReader,
  scaleOf,
  scaleOfWords,
  windowsOf,
  type Evidence,
  type FeatureReader,
} from './features.ts'
import { FeatureTable, pack, unpack, type PackedFeatures } from './featureTable.ts'

/** Heads for each window: flags, and whether any flag of that kind is affirmed at all. */
export const windowHeads = [...redFlagIds, 'emergency', 'any'] as const
/** Heads for all that is said: somebody else's story, what could be, what is over; and what is affirmed, in whatever words. */
export const senseHeads = ['story', 'supposed', 'over', 'emergency as a whole', 'any as a whole'] as const

/** How likely each sense is, in log-odds. */
export type Senses = Readonly<Record<(typeof senseHeads)[number], number>>

export interface Opinion {
  /** Some of the heads above. */
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

/** How likely a flag is, in log-odds. */
export interface Suspicion {
  readonly flag: RedFlag
  readonly score: number
}

/** What the model makes of one window, in log-odds. */
export interface Judgement {
  readonly window: Run
  /** That any emergency, any flag at all, is affirmed. */
  readonly emergency: number
  readonly any: number
  /** That each flag is, the most urgent first. */
  suspicions(): readonly Suspicion[]
  /** The words that speak for a flag most, next to each other. */
  reasons(flag: RedFlag): Run
  /** As if the window were all that is said. */
  senses(): Senses
}

export interface Impression {
  /** One a window, in the order of the text; at least one. */
  readonly judgements: readonly Judgement[]
  /** Of the whole text. */
  senses(): Senses
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

export function secondOpinion(opinion: Opinion): (evidence: Evidence) => Impression {
  const { heads, bias, weights } = opinion
  const width = heads.length
  const headOf = new Map(heads.map((head, column) => [head, column]))
  const table = new FeatureTable(opinion.features)
  const { naming } = table
  /** By row, the number of the last window that had it. */
  const lastSeen = new Uint16Array(table.size)
  const mostWindows = 2 ** 16 - 1
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
    const mean = credit.reduce((a, b) => a + b, 0) / credit.length
    return greatest(window, (i) => credit[i - window.start]! - mean)
  }

  /** What a head makes of these rows, in log-odds; one that nobody has learnt says what it says of no words. */
  function scoreOf(head: string, rows: readonly number[], scale: number): number {
    const column = headOf.get(head)
    if (column === undefined) return bias
    let sum = 0
    for (const row of rows) sum += weights[row * width + column]!
    return bias + (sum * scale) / 10
  }

  /** Of every flag, when first asked for: of most windows nobody asks. */
  function suspicionsOf(rows: readonly number[], scale: number): () => readonly Suspicion[] {
    let suspicions: readonly Suspicion[] | undefined
    return () => (suspicions ??= redFlagIds.map((flag) => ({ flag, score: scoreOf(flag, rows, scale) })))
  }

  const sensesOf = (rows: readonly number[], words: number): Senses =>
    Object.fromEntries(senseHeads.map((head) => [head, scoreOf(head, rows, scaleOfWords(words))])) as Senses

  return (evidence) => {
    const readFeatures = featureReader(evidence, naming)
    const windows = windowsOf(evidence.reading)
    if (stamp + windows.length > mostWindows) {
      lastSeen.fill(0)
      stamp = 0
    }
    const before = stamp
    const all: number[] = []
    const judgements = windows.map((window): Judgement => {
      const rows: number[] = []
      stamp++
      const told = readFeatures(window, (row) => {
        const seen = lastSeen[row]!
        if (seen === stamp) return
        lastSeen[row] = stamp
        rows.push(row)
        if (seen <= before) all.push(row)
      })
      const scale = scaleOf(told)
      return {
        window,
        emergency: scoreOf('emergency', rows, scale),
        any: scoreOf('any', rows, scale),
        suspicions: suspicionsOf(rows, scale),
        reasons: (flag) => reasons(readFeatures, window, flag),
        senses: () => sensesOf(rows, window.end - window.start),
      }
    })
    return {
      judgements,
      senses: () => sensesOf(all, evidence.reading.words.length),
    }
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
