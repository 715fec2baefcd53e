/**
 * What a term weighs.
 *
 * Terms are natural's: its word tokenizer, its Porter stemmer, its stop words (terms.ts). So are how often a term stands in
 * a text (tf) and how rare it is: idf = 1 + ln(N / (1 + df)), in nats, of N passages of which df hold the term in heading or
 * body. In a small knowledge base a common English word may be rare by chance, so a term is taken for no rarer than it
 * is in everyday English (english.ts).
 *
 * - A term weighs (1 + ln tf) * idf in a field.
 * - Body: weights are divided by a pivoted norm, (1 - slope) * mean norm + slope * own norm (Singhal, Buckley and Mitra,
 *   SIGIR 1996), so that long sections neither win nor lose by their length.
 * - Heading (title and section), and each other way to ask: divided by their own norm, as in the plain cosine, times
 *   the field's weight. Of the ways to ask only the one nearest to the question counts.
 * - Two neighbouring terms are a pair, which weighs the mean of their idf times `bigram` over the same divisor.
 * - The kind of a question ("how long", "why", focus.ts) is one more term of headings and ways to ask.
 *
 * The weights of a passage's fields are added up, so that a term has one weight a passage, its impact. The score of a
 * passage is the sum over the question's terms of idf * impact, over the norm of the question (a cosine, but for the
 * fields), times coverage ^ coveragePower. Coverage is the share of the question's idf that the passage holds, 0 to 1.
 * Scores have no unit; 0 is nothing in common, about 1 a near copy.
 */
import { TfIdf } from 'natural/lib/natural/tfidf/index.js'

/** Tuned on the articles' own other ways to ask, each left out of the index in turn. */
export const tuned = {
  slope: 0.4,
  heading: 0.5,
  asked: 0.45,
  bigram: 0.3,
  /** The idf of a kind of question, in nats. */
  manner: 2,
  coveragePower: 0.6,
}
export type Tuning = Readonly<typeof tuned>

/** What an index keeps of how it was made. */
export interface Settings extends Tuning {
  readonly passages: number
  /** Of a term that no passage holds, in nats. */
  readonly unknownIdf: number
}
const settingNames = ['passages', 'unknownIdf', ...(Object.keys(tuned) as (keyof Tuning)[])] as const
export const settingsTo = (settings: Settings): Float64Array =>
  Float64Array.from(settingNames, (name) => settings[name])
export const settingsFrom = (values: Float64Array): Settings =>
  Object.fromEntries(settingNames.map((name, n) => [name, values[n]!])) as Record<keyof Settings, number>

/** No term weighs nothing. In nats. */
export const leastIdf = 0.05

const counter = new TfIdf()
/** How often each term stands in a list. Terms are numbers: natural counts in a plain object, where `constructor` is taken. */
export function frequencies(terms: readonly number[]): [term: number, tf: number][] {
  counter.addDocument(terms.map(String))
  const { __key, ...counts } = counter.documents.pop()!
  return Object.entries(counts).map(([term, tf]) => [Number(term), tf])
}

/**
 * natural's idf by the number of passages that hold a term, before everyday English is minded. natural walks through all
 * passages for each term it is asked for; as only the count matters, each count is asked once, of a corpus made for it.
 */
export function idfByHolders(passages: number, counts: Iterable<number>): Map<number, number> {
  const without = {}
  const holding = { term: 1 }
  const documents = Array.from({ length: passages }, (): Record<string, number> => without)
  const corpus = new TfIdf({ documents })
  const idf = new Map<number, number>()
  let held = 0
  for (const count of [...new Set(counts)].toSorted((a, b) => a - b)) {
    while (held < count) documents[held++] = holding
    idf.set(count, corpus.idf('term', true))
  }
  return idf
}

export interface FieldOptions {
  /** The kind of question it asks or answers, as a term. */
  readonly kind?: number | undefined
  /** What weights are divided by, of the field's norm; the norm itself without one. */
  readonly divisor?: (norm: number) => number
}

/** Calls `weigh` for every term of a field, and for every pair of them (`second`). */
export function weighField(
  terms: readonly number[],
  idf: (term: number) => number,
  { bigram, manner }: Tuning,
  { kind, divisor = (norm) => norm }: FieldOptions,
  weigh: (weight: number, first: number, second?: number) => void,
): void {
  const singles = weights(terms, idf)
  const by = divisor(normOf([...singles.map(([, weight]) => weight), kind === undefined ? 0 : manner])) || 1
  for (const [term, weight] of singles) weigh(weight / by, term)
  if (kind !== undefined) weigh(manner / by, kind)
  for (let at = 1; at < terms.length; at++) {
    const [first, second] = [terms[at - 1]!, terms[at]!]
    weigh((bigram * (idf(first) + idf(second))) / 2 / by, first, second)
  }
}

export const weights = (
  terms: readonly number[],
  idf: (term: number) => number,
): [term: number, weight: number][] =>
  frequencies(terms).map(([term, tf]) => [term, (1 + Math.log(tf)) * idf(term)])

export function normOf(list: Iterable<number>): number {
  let sum = 0
  for (const weight of list) sum += weight * weight
  return Math.sqrt(sum)
}
