/** Builds the index of some passages: their terms numbered, weighed (tfidf.ts) and turned into lists of postings. */
import type { English } from './english.ts'
import { manner } from './focus.ts'
import { pack } from './layout.ts'
import { PairNumbers } from './pairs.ts'
import type { Passage } from './passages.ts'
import { Collected, mostPassages } from './postings.ts'
import { deletionsOf } from './speller.ts'
import { StringTable } from './stringTable.ts'
import { isStop, stem, words } from './terms.ts'
import {
  idfByHolders,
  leastIdf,
  normOf,
  settingsTo,
  tuned,
  weighField,
  weights,
  type Tuning,
  type FieldOptions,
} from './tfidf.ts'

/** What is searched of a passage. */
export type Searchable = Pick<Passage, 'title' | 'section' | 'sentences' | 'asked'>

export interface BuildOptions {
  /** How common words are elsewhere; without it only the passages say. */
  readonly english?: English
  /** Words beside those of the passages that the speller may correct to. */
  readonly alsoKnown?: Iterable<string>
  readonly tuning?: Tuning
}

/** @throws {Error} when there are more passages than a posting can name. */
export function buildIndex(
  passages: readonly Searchable[],
  { english, alsoKnown = [], tuning = tuned }: BuildOptions = {},
): Uint8Array<ArrayBuffer> {
  if (passages.length > mostPassages) throw new Error(`an index holds at most ${mostPassages} passages`)
  const vocabulary = new Vocabulary()
  const texts = passages.map(({ title, section, sentences, asked }) => ({
    heading: vocabulary.read(`${title}. ${section}`),
    headingKind: vocabulary.kind(section),
    body: vocabulary.read(sentences.join('\n')),
    asked: asked.map((text) => ({ terms: vocabulary.read(text), kind: vocabulary.kind(text) })),
  }))

  const holders = new Uint32Array(vocabulary.terms.size)
  for (const { heading, body } of texts)
    for (const term of new Set([...heading, ...body])) holders[term]! += 1
  const here = idfByHolders(passages.length, [0, ...holders])
  const idf = Float32Array.from(holders, (count) => here.get(count)!)
  if (english) vocabulary.capByEveryday(idf, english)
  const idfOf = (term: number) => idf[term]!

  const norms = texts.map(({ body }) => normOf(weights(body, idfOf).map(([, weight]) => weight)))
  const mean = norms.reduce((sum, norm) => sum + norm, 0) / (norms.length || 1)
  const pivoted = (own: number) => (1 - tuning.slope) * mean + tuning.slope * own

  const pairs = new PairNumbers(vocabulary.terms.size)
  const inPassages = new Collected()
  const inAsked = new Collected()
  const owners: number[] = []
  const firstAsked = [0]
  texts.forEach(({ heading, headingKind, body, asked }, passage) => {
    const weigh = (terms: readonly number[], options: FieldOptions) => {
      const field = new Map<number, number>()
      weighField(terms, idfOf, tuning, options, (weight, first, second) =>
        field.set(second === undefined ? first : pairs.number(first, second), weight),
      )
      return field
    }
    const own = weigh(body, { divisor: pivoted })
    const titled = weigh(heading, { kind: headingKind })
    const ways = asked.map((way) => weigh(way.terms, way))
    for (const list of new Set([
      ...own.keys(),
      ...titled.keys(),
      ...ways.flatMap((way) => [...way.keys()]),
    ])) {
      const title = titled.has(list) || ways.some((way) => way.has(list))
      // what only a way to ask holds weighs nothing here, but is covered
      inPassages.add(list, passage, title, (own.get(list) ?? 0) + tuning.heading * (titled.get(list) ?? 0))
    }
    for (const way of ways) {
      for (const [list, weight] of way) inAsked.add(list, owners.length, true, tuning.asked * weight)
      owners.push(passage)
    }
    firstAsked.push(owners.length)
  })

  for (const word of alsoKnown) vocabulary.know(word)
  const terms = StringTable.of([...vocabulary.terms.keys()])
  const { rank, ...pairViews } = pairs.inOrder()
  const lists = inPassages.lists(rank)
  const askedLists = inAsked.lists(rank)
  const spelt = StringTable.of([...vocabulary.counts.keys()])
  return pack({
    settings: settingsTo({ ...tuning, passages: passages.length, unknownIdf: here.get(0)! }),
    termSlots: terms.slots,
    termStarts: terms.starts,
    termUnits: terms.units,
    idf,
    ...pairViews,
    listStarts: lists.starts,
    steps: lists.steps,
    postings: lists.postings,
    askedStarts: askedLists.starts,
    askedSteps: askedLists.steps,
    askedPostings: askedLists.postings,
    owners: Uint32Array.from(owners),
    firstAsked: Uint32Array.from(firstAsked),
    wordSlots: spelt.slots,
    wordStarts: spelt.starts,
    wordUnits: spelt.units,
    wordCounts: Uint32Array.from(vocabulary.counts.values()),
    ...deletionsOf([...vocabulary.counts.keys()]),
  })
}

/** Numbers the terms of texts. Each word is stemmed once: a text has far fewer different words than words. */
class Vocabulary {
  readonly terms = new Map<string, number>()
  /** How often each word stands in the texts. */
  readonly counts = new Map<string, number>()
  /** Undefined for a stop word. */
  readonly #termOf = new Map<string, number | undefined>()

  read(text: string): number[] {
    const found: number[] = []
    for (const word of words(text)) {
      const count = this.counts.get(word)
      if (count === undefined) this.#termOf.set(word, isStop(word) ? undefined : this.#number(stem(word)))
      this.counts.set(word, (count ?? 0) + 1)
      const term = this.#termOf.get(word)
      if (term !== undefined) found.push(term)
    }
    return found
  }

  /** What kind of question a text answers or asks; one more term. */
  kind(text: string): number | undefined {
    const kind = manner(words(text))
    return kind === undefined ? undefined : this.#number(kind)
  }

  know(word: string): void {
    if (!this.counts.has(word)) this.counts.set(word, 0)
  }

  capByEveryday(idf: Float32Array, english: English): void {
    // a stop word says how common its stem is, too: "make" of "making"
    for (const word of this.counts.keys()) {
      const term = this.terms.get(stem(word))
      if (term !== undefined) idf[term] = Math.min(idf[term]!, english.rarity(word) ?? Infinity)
    }
    idf.forEach((value, term) => (idf[term] = Math.max(leastIdf, value)))
  }

  #number(term: string): number {
    const known = this.terms.get(term)
    if (known !== undefined) return known
    this.terms.set(term, this.terms.size)
    return this.terms.size - 1
  }
}
