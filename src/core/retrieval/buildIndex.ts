/** Builds the index of some passages: their terms numbered, weighed (tfidf.ts) and turned into lists of postings. */
import type { English } from './english.ts'
import { pack } from './layout.ts'
import { PairNumbers } from './pairs.ts'
import type { Passage } from './passages.ts'
import { Collected, mostPassages } from './postings.ts'
import { deletionsOf } from './speller.ts'
import { StringTable } from './stringTable.ts'
import {
  fieldNorm,
  fieldOf,
  idfByHolders,
  leadLength,
  settingsTo,
  tuned,
  weighField,
  type Field,
  type Tuning,
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
  const texts = passages.map(({ title, section, sentences, asked }) => {
    const body = vocabulary.read(sentences.join('\n'))
    return {
      body,
      lead: fieldOf(body.inOrder.slice(0, leadLength)),
      heading: vocabulary.read(`${title}. ${section}`, vocabulary.kind(section)),
      asked: asked.map((text) => vocabulary.read(text, vocabulary.kind(text))),
    }
  })

  const idf = idfOf(texts, vocabulary)
  if (english) vocabulary.capByEveryday(idf.terms, english)
  const rarity = (term: number) => idf.terms[term]!
  const norms = texts.map(({ body }) => fieldNorm(body, rarity))
  const mean = norms.reduce((sum, norm) => sum + norm, 0) / (norms.length || 1)

  const pairs = new PairNumbers(vocabulary.terms.size)
  const inPassages = new Collected()
  const inAsked = new Collected()
  const owners: number[] = []
  const firstAsked = [0]
  /** Adds the terms and pairs of a field to `sums` by the number of their list, times `factor`. */
  const sumUp =
    (sums: Map<number, number>, factor: number, titled?: Set<number>) =>
    (weight: number, first: number, second?: number) => {
      const list = second === undefined ? first : pairs.number(first, second)
      sums.set(list, (sums.get(list) ?? 0) + factor * weight)
      titled?.add(list)
    }
  texts.forEach(({ body, lead, heading, asked }, passage) => {
    const whole = new Map<number, number>()
    const titled = new Set<number>()
    const pivoted = (1 - tuning.slope) * mean + tuning.slope * norms[passage]!
    weighField(body, rarity, tuning, sumUp(whole, 1), pivoted)
    weighField(lead, rarity, tuning, sumUp(whole, tuning.lead))
    weighField(heading, rarity, tuning, sumUp(whole, tuning.heading, titled))
    for (const field of asked) {
      const way = new Map<number, number>()
      weighField(field, rarity, tuning, sumUp(way, tuning.asked))
      for (const [list, weight] of way) {
        inAsked.add(list, owners.length, true, weight)
        // it weighs nothing in the passage itself, but is covered
        if (!whole.has(list)) whole.set(list, 0)
      }
      owners.push(passage)
    }
    firstAsked.push(owners.length)
    for (const [list, weight] of whole) inPassages.add(list, passage, titled.has(list), weight)
  })

  for (const word of alsoKnown) vocabulary.know(word)
  const terms = StringTable.of([...vocabulary.terms.keys()])
  const { rank, ...pairViews } = pairs.inOrder()
  const lists = inPassages.lists(rank)
  const askedLists = inAsked.lists(rank)
  const spelt = StringTable.of([...vocabulary.counts.keys()])
  return pack({
    settings: settingsTo({ ...tuning, passages: passages.length, unknownIdf: idf.unknown }),
    termSlots: terms.slots,
    termStarts: terms.starts,
    termUnits: terms.units,
    idf: idf.terms,
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

/** natural's idf, in nats, of every term, and of one that no passage holds. */
function idfOf(
  texts: readonly { readonly body: Field; readonly heading: Field }[],
  { terms }: Vocabulary,
): { terms: Float32Array; unknown: number } {
  const holders = new Uint32Array(terms.size)
  for (const { body, heading } of texts)
    for (const term of new Set([...body.terms, ...heading.terms])) holders[term]! += 1
  const byHolders = idfByHolders(texts.length, [0, ...holders])
  return { terms: Float32Array.from(holders, (count) => byHolders.get(count)!), unknown: byHolders.get(0)! }
}
