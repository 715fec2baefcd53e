/** Builds the index of some passages: their terms numbered, weighed (tfidf.ts) and turned into lists of postings. */
import type { English } from './english.ts'
import { pack } from './layout.ts'
import { PairNumbers } from './pairs.ts'
import type { Passage } from './passages.ts'
import { Collected, mostPassages } from './postings.ts'
import { deletionsOf } from './speller.ts'
import { StringTable } from './stringTable.ts'
import {
  idfByHolders,
  normOf,
  settingsTo,
  tuned,
  weighField,
  weights,
  type Tuning,
  type FieldOptions,
} from './tfidf.ts'
import { Vocabulary } from './vocabulary.ts'

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
  /** The weight of each term and pair of a field. */
  const weigh = (terms: readonly number[], options: FieldOptions) => {
    const field = new Map<number, number>()
    weighField(terms, idfOf, tuning, options, (weight, first, second) =>
      field.set(second === undefined ? first : pairs.number(first, second), weight),
    )
    return field
  }
  texts.forEach(({ heading, headingKind, body, asked }, passage) => {
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
