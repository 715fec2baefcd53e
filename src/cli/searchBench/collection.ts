/** The public collections that search is measured on, and passages cut from them for the larger sizes. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { random } from './random.ts'

export interface Document {
  readonly title: string
  readonly text: string
}

export interface Question {
  readonly text: string
  /** How relevant a document is, by its place in the collection; what is missing is not. */
  readonly grades: ReadonlyMap<number, number>
  /** Settings are chosen on one half of the questions and reported on the other. */
  readonly half: 'chosen on' | 'reported on'
}

export interface Collection {
  readonly documents: readonly Document[]
  readonly questions: readonly Question[]
}

export const collectionNames = ['medquad', 'cranfield'] as const
export type CollectionName = (typeof collectionNames)[number]

interface Row {
  readonly _id: string
  readonly title?: string
  readonly text: string
}
const rows = (lines: string): Row[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)

/** @param folder the folder `collections` of the reference data. */
export function readCollection(folder: string, name: CollectionName): Collection {
  const corpus = rows(gunzipSync(readFileSync(join(folder, `${name}.corpus.jsonl.gz`))).toString())
  const places = new Map(corpus.map(({ _id }, place) => [_id, place]))
  const grades = new Map<string, Map<number, number>>()
  for (const line of readFileSync(join(folder, `${name}.qrels.tsv`), 'utf8').split('\n')) {
    const [question, document, grade] = line.split('\t')
    const place = places.get(document ?? '')
    if (question === undefined || place === undefined) continue
    grades.set(question, (grades.get(question) ?? new Map()).set(place, Number(grade)))
  }
  return {
    documents: corpus.map(({ title = '', text }) => ({ title, text })),
    questions: rows(readFileSync(join(folder, `${name}.queries.jsonl`), 'utf8')).map(({ _id, text }) => ({
      text,
      grades: grades.get(_id) ?? new Map(),
      half: createHash('sha256').update(_id).digest()[0]! % 2 === 0 ? 'chosen on' : 'reported on',
    })),
  }
}

/** The same collection with its documents in another order, always the same one (Fisher and Yates). */
export function shuffled({ documents, questions }: Collection): Collection {
  const next = random(7)
  const from = documents.map((_, place) => place)
  for (let i = from.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[from[i], from[j]] = [from[j]!, from[i]!]
  }
  const to = new Map(from.map((place, n) => [place, n]))
  return {
    documents: from.map((place) => documents[place]!),
    questions: questions.map(({ grades, ...question }) => ({
      ...question,
      grades: new Map([...grades].map(([place, grade]) => [to.get(place)!, grade])),
    })),
  }
}

/** In words. */
const window = 60

/** So many passages of 60 words, spread evenly over the documents; they overlap by half where there are too few. */
export function cut(documents: readonly Document[], count: number): Document[] {
  for (const stride of [window, window / 2]) {
    const all = documents.flatMap(({ title, text }) => {
      const words = text.split(/\s+/)
      const starts = Array.from(
        { length: Math.max(1, Math.ceil((words.length - window / 2) / stride)) },
        (_, n) => n * stride,
      )
      return starts.map((start) => ({ title, text: words.slice(start, start + window).join(' ') }))
    })
    if (all.length >= count)
      return Array.from({ length: count }, (_, n) => all[Math.floor((n * all.length) / count)]!)
  }
  throw new Error(`the collection does not give ${count} passages`)
}
