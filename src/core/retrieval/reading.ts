/**
 * Reads a question for the index: its words spelt, its ideas with their synonyms, and what each weighs.
 *
 * A question is a list of ideas; an idea is a term and its synonyms, which count half where the term itself is known and
 * nearly in full where it is not. An idea weighs its idf, in nats (tfidf.ts).
 */
import type { English } from './english.ts'
import { manner } from './focus.ts'
import { open } from './layout.ts'
import { pairIn } from './pairs.ts'
import type { Passage } from './passages.ts'
import { Search, type Alternative, type Found, type QueryIdea } from './search.ts'
import { Speller } from './speller.ts'
import { StringTable } from './stringTable.ts'
import type { Idea, Synonyms } from './synonyms.ts'
import { isStop, stem } from './terms.ts'
import { normOf, settingsFrom } from './tfidf.ts'

const counts = {
  itself: { trust: 1, coverage: 1 },
  synonym: { trust: 0.5, coverage: 0.7 },
  /** A synonym of a word no passage holds. */
  standIn: { trust: 0.8, coverage: 0.9 },
  /** The second and further terms a whole phrase stands for. */
  phrase: { trust: 0.8, coverage: 1 },
}
/** A word no passage holds that only says how a thing is ("sensible", "toughen"): its share of its weight. */
const describing = 0.3
/** A word for a spasm ("cramp", "lock up") is no rarer a topic than the spasm itself, by this factor. */
const namesSpasm = 1.3

/** Longer messages are cut: more terms than this add nothing but time. */
const longestQuestion = 120

export interface Hit<P = Passage> extends Omit<Found, 'passage'> {
  readonly passage: P
}

/** A question as the index reads it. */
export interface Reading {
  readonly ideas: readonly Idea[]
  /** Each idea's idf, in nats, times the weight of its part of the message. */
  readonly weights: readonly number[]
  /** The rarest idea of the question itself that no passage holds: its idf, in nats; 0 when all are held. */
  readonly strangest: number
  /** What kind of answer is wanted; counts in headings and other ways to ask only. */
  readonly manner: string | undefined
}

/** A part of a message. */
export interface Part {
  readonly spoken: readonly string[]
  /** 0 to 1. */
  readonly weight: number
  /** Words that no passage holds are not held against a hit: "hoovering the stairs, for a wedding". */
  readonly story?: boolean
}

export interface SearchIndex<P = Passage> {
  readonly passages: readonly P[]
  /** Unknown words corrected where a known word is near; the others as they are. */
  spell(spoken: readonly string[]): string[]
  read(...parts: readonly Part[]): Reading
  /** Whether any passage holds any of the words, or what stands for them. */
  holds(spoken: readonly string[]): boolean
  /** The best passages, best first. */
  search(question: Reading, limit: number): Hit<P>[]
}

/**
 * `bytes`: what `buildIndex` made of the passages; they are read where they lie and must not change.
 * @throws {Error} when they are no index, or one of other passages.
 */
export function openIndex<P>(
  bytes: Uint8Array<ArrayBuffer>,
  passages: readonly P[],
  english: English,
  synonyms: Synonyms,
): SearchIndex<P> {
  const views = open(bytes)
  const settings = settingsFrom(views.settings)
  if (settings.passages !== passages.length)
    throw new Error(`the search index is of ${settings.passages} passages, not of these ${passages.length}`)
  const terms = new StringTable(views.termSlots, views.termStarts, views.termUnits)
  const speller = new Speller(views)
  const index = new Search(views, passages.length, settings.coveragePower)

  /** In nats. */
  const idf = (term: string): number => {
    const number = terms.number(term)
    return number === undefined ? settings.unknownIdf : views.idf[number]!
  }
  /** The list of a pair of terms, or undefined where they are nowhere neighbours. */
  const pair = (first: string, second: string): number | undefined => {
    const [a, b] = [terms.number(first), terms.number(second)]
    if (a === undefined || b === undefined) return undefined
    return pairIn(views, a, b)
  }

  const knows = (word: string) =>
    isStop(word) || speller.knows(word) || terms.number(stem(word)) !== undefined || english.knows(word)
  const spell = (spoken: readonly string[]): string[] =>
    spoken.slice(0, longestQuestion).map((word) => (knows(word) ? word : (speller.correct(word) ?? word)))

  const known = (term: string) => terms.number(term) !== undefined
  const held = ({ term, others }: Idea) => known(term) || others.some(known)
  const describes = (idea: Idea) => !held(idea) && english.describes(idea.typed)
  const rarity = (idea: Idea) => {
    const { typed, term, others } = idea
    // a word that stands for another is no rarer than it is in everyday English itself
    const own = known(term)
      ? idf(term)
      : Math.min(idf(others.find(known) ?? term), english.rarity(typed) ?? Infinity)
    if (describes(idea)) return describing * own
    return term === 'spasm' || others.includes('spasm') ? Math.min(own, namesSpasm * idf('spasm')) : own
  }

  const read: SearchIndex['read'] = (...parts) => {
    const heard = parts.map((part) => ({ ...part, ideas: synonyms.ideas(part.spoken) }))
    const found = heard.flatMap(({ ideas, weight, story }) =>
      ideas.filter((idea) => !story || held(idea)).map((idea) => ({ idea, weight })),
    )
    // an idea counts once, where it weighs most
    const best = new Map<string, { idea: Idea; weight: number }>()
    for (const part of found)
      if (part.weight > (best.get(part.idea.term)?.weight ?? 0)) best.set(part.idea.term, part)
    const once = [...best.values()]
    const own = heard[0]?.story ? [] : (heard[0]?.ideas ?? [])
    return {
      ideas: once.map(({ idea }) => idea),
      weights: once.map(({ idea, weight }) => weight * rarity(idea)),
      strangest: Math.max(0, ...own.filter((idea) => !held(idea) && !describes(idea)).map(rarity)),
      manner: manner(parts[0]?.spoken ?? []),
    }
  }

  /** The lists of an idea that there are, and what each counts. */
  const alternatives = ({ term, others, phrase }: Idea): Alternative[] => {
    const other = phrase ? counts.phrase : known(term) ? counts.synonym : counts.standIn
    return [term, ...others].flatMap((one, rank) => {
      const list = terms.number(one)
      return list === undefined ? [] : [{ list, ...(rank === 0 ? counts.itself : other) }]
    })
  }
  const query = ({ ideas, weights, manner: kind }: Reading): QueryIdea[] => {
    const length = normOf([...weights, kind === undefined ? 0 : settings.manner]) || 1
    const mass = weights.reduce((sum, weight) => sum + weight, 0) || 1
    const single = ideas.map((idea, n) => ({
      weight: weights[n]! / length,
      share: weights[n]! / mass,
      any: alternatives(idea),
    }))
    const beside = (list: number | undefined, weight: number): QueryIdea[] =>
      list === undefined
        ? []
        : [{ weight: weight / length, share: 0, any: [{ list, trust: 1, coverage: 0 }] }]
    const pairs = ideas.slice(1).flatMap(({ term }, n) => {
      const before = ideas[n]!.term
      return beside(pair(before, term), (idf(before) + idf(term)) / 2)
    })
    return [...single, ...pairs, ...(kind === undefined ? [] : beside(terms.number(kind), settings.manner))]
  }

  return {
    passages,
    spell,
    read,
    holds: (spoken) => synonyms.ideas(spoken).some(held),
    search: (question, limit) =>
      index
        .top(query(question), limit)
        .map(({ passage, ...found }) => ({ passage: passages[passage]!, ...found })),
  }
}
