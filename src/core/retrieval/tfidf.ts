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
 * - Lead (the first terms of the body, which say what it is about): like the heading, at its own weight.
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
  lead: 0,
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

/** How many terms of the body are its lead: one sentence or two. */
export const leadLength = 15

/** No term weighs nothing. In nats. */
export const leastIdf = 0.05

/** A text: its terms in order, and each once with how often it stands there. Terms are numbers. */
export interface Field {
  readonly inOrder: readonly number[]
  readonly terms: readonly number[]
  readonly tf: readonly number[]
  /** The kind of question it asks or answers, as a term. */
  readonly kind: number | undefined
}

const counter = new TfIdf()
/** natural counts, in a plain object: there the word `constructor` is taken, but no number is. */
export function fieldOf(inOrder: readonly number[], kind?: number): Field {
  counter.addDocument(inOrder.map(String))
  const counts = counter.documents.pop()!
  const terms = [...new Set(inOrder)]
  return { inOrder, terms, tf: terms.map((term) => TfIdf.tf(String(term), counts)), kind }
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

type Idf = (term: number) => number

const weightsOf = ({ terms, tf }: Field, idf: Idf): number[] =>
  terms.map((term, n) => (1 + Math.log(tf[n]!)) * idf(term))

/** Norm of the weights of a field's terms. */
export const fieldNorm = (field: Field, idf: Idf): number => normOf(weightsOf(field, idf))

/**
 * Calls `add` with the weight of every term of a field, and of every pair of neighbouring terms (`second`), each once.
 * `divisor`: what weights are divided by; the field's norm where it is left out.
 */
export function weighField(
  field: Field,
  idf: Idf,
  { bigram, manner }: Tuning,
  add: (weight: number, first: number, second?: number) => void,
  divisor?: number,
): void {
  const { inOrder, terms, kind } = field
  const weights = weightsOf(field, idf)
  const by = divisor ?? (normOf(kind === undefined ? weights : [...weights, manner]) || 1)
  terms.forEach((term, n) => add(weights[n]! / by, term))
  if (kind !== undefined) add(manner / by, kind)
  const share = bigram / 2 / by
  for (let at = 1; at < inOrder.length; at++) {
    const [first, second] = [inOrder[at - 1]!, inOrder[at]!]
    if (!stoodBefore(inOrder, at)) add(share * (idf(first) + idf(second)), first, second)
  }
}

/** Whether the pair that ends here has stood before; most terms stand in a text but once, so that is soon known. */
function stoodBefore(inOrder: readonly number[], at: number): boolean {
  const [first, second] = [inOrder[at - 1]!, inOrder[at]!]
  for (let n = inOrder.indexOf(first); n < at - 1; n = inOrder.indexOf(first, n + 1))
    if (inOrder[n + 1] === second) return true
  return false
}

export function normOf(list: readonly number[]): number {
  let sum = 0
  for (const weight of list) sum += weight * weight
  return Math.sqrt(sum)
}
