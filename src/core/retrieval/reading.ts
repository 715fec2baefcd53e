/**
 * Reads a question for the index: its words spelt, its ideas with their synonyms, and what each weighs.
 *
 * A question is a list of ideas; an idea is a term and its synonyms, which count half where the term itself is known and
 * nearly in full where it is not. An idea weighs its idf, in nats (tfidf.ts).
 */
import type { English } from './english.ts'
import { manner } from './focus.ts'
import { open } from './layout.ts'
import { Pairs } from './pairs.ts'
import type { Passage } from './passages.ts'
import { Holding, type Held } from './holding.ts'
import { Lists } from './postings.ts'
import { Search, type Alternative, type Sought } from './search.ts'
import { Speller } from './speller.ts'
import { StringTable } from './stringTable.ts'
import type { Idea, Synonyms } from './synonyms.ts'
import { isStop, stem } from './terms.ts'
import { settingsFrom } from './tfidf.ts'

const counts = {
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

export interface Hit<P = Passage> {
  readonly passage: P
  /** Its place among the passages. */
  readonly place: number
  readonly score: number
  /** Of question and passage over all fields, before coverage. */
  readonly cosine: number
}

/** A question as the index reads it. */
export interface Reading {
  readonly ideas: readonly Idea[]
  /** Each idea's idf, in nats, times the weight of its part of the message. */
  readonly weights: readonly number[]
  /** The rarest idea of the question itself that no passage holds: its idf, in nats; 0 when all are held. */
  readonly strangest: number
  /** The ideas with their lists; pairs of them, and what kind of answer is wanted, which count beside them. */
  readonly sought: readonly Sought[]
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
  /** Whether a word stands in the passages, the synonyms or everyday English. */
  knows(word: string): boolean
  /** Whether any passage holds any of the words, or what stands for them. */
  holds(spoken: readonly string[]): boolean
  /** The best passages, best first. */
  search(question: Reading, limit: number): Hit<P>[]
  /** How much of a question a hit holds. */
  held(question: Reading, hit: Hit<P>): Held
}

/** What the index has of an idea. */
interface Known {
  /** Of its term; -1 where no passage holds it. */
  readonly number: number
  /** Some passage holds it, or what stands for it. */
  readonly held: boolean
  /** Nothing holds it, and it only says how a thing is. */
  readonly describes: boolean
  /** Its idf, in nats. */
  readonly rarity: number
  /** Its lists that there are, and what each counts. */
  readonly any: readonly Alternative[]
}

/** A list that stands for an idea by itself. */
const itself = (list: number): Alternative[] => [{ list, trust: 1, coverage: 1 }]

/** So many terms are remembered with their numbers, and words with their spelling; then all are forgotten. */
const mostRemembered = 20_000

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
  const pairs = new Pairs(views)
  const idfs = views.idf
  const lists = new Lists(views.listStarts, views.steps, views.postings)
  const askedLists = new Lists(views.askedStarts, views.askedSteps, views.askedPostings)
  const index = new Search(lists, askedLists, views, passages.length, settings.coveragePower)
  const holding = new Holding(lists, askedLists, views)

  const remembered = new Map<string, number>()
  /** The number of a term, or -1 where no passage holds it. People use few words, so they are remembered. */
  const numberOf = (term: string): number => {
    const known = remembered.get(term)
    if (known !== undefined) return known
    const number = terms.number(term) ?? -1
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(term, number)
    return number
  }
  const known = (term: string) => numberOf(term) >= 0
  /** In nats. */
  const idf = (term: string): number => (known(term) ? idfs[numberOf(term)]! : settings.unknownIdf)

  const knows = (word: string) =>
    isStop(word) || known(stem(word)) || speller.knows(word) || english.knows(word)
  const spellings = new Map<string, string>()
  const spelt = (word: string): string => {
    const found = spellings.get(word)
    if (found !== undefined) return found
    const right = knows(word) ? word : (speller.correct(word) ?? word)
    if (spellings.size >= mostRemembered) spellings.clear()
    spellings.set(word, right)
    return right
  }
  const spell = (spoken: readonly string[]): string[] => spoken.slice(0, longestQuestion).map(spelt)

  const lookUp = (idea: Idea): Known => {
    const { typed, term, others, phrase } = idea
    const number = numberOf(term)
    const other = phrase ? counts.phrase : number >= 0 ? counts.synonym : counts.standIn
    const any = number >= 0 ? itself(number) : []
    for (const one of others) if (known(one)) any.push({ list: numberOf(one), ...other })
    const held = any.length > 0
    const describes = !held && english.describes(typed)
    // a word that stands for another is no rarer than it is in everyday English itself
    const own =
      number >= 0 ? idf(term) : Math.min(idf(others.find(known) ?? term), english.rarity(typed) ?? Infinity)
    const rarity = describes
      ? describing * own
      : term === 'spasm' || others.includes('spasm')
        ? Math.min(own, namesSpasm * idf('spasm'))
        : own
    return { number, held, describes, rarity, any }
  }
  const lookedUp = new WeakMap<Idea, Known>()
  const knownOf = (idea: Idea): Known => {
    let found = lookedUp.get(idea)
    if (!found) lookedUp.set(idea, (found = lookUp(idea)))
    return found
  }

  /** The ideas, then what counts in the cosine only: pairs of neighbours that stand somewhere, and the manner. */
  const seek = (
    asked: readonly Known[],
    weights: readonly number[],
    shares: readonly number[],
    kind: string | undefined,
  ): Sought[] => {
    let [squares, mass] = [0, 0]
    for (let n = 0; n < asked.length; n++) {
      squares += weights[n]! * weights[n]!
      mass += weights[n]! * shares[n]!
    }
    if (kind !== undefined) squares += settings.manner * settings.manner
    const length = Math.sqrt(squares) || 1
    const sought: Sought[] = []
    for (let n = 0; n < asked.length; n++)
      sought.push(index.seek(weights[n]! / length, (weights[n]! * shares[n]!) / (mass || 1), asked[n]!.any))
    for (let n = 1; n < asked.length; n++) {
      const [first, second] = [asked[n - 1]!.number, asked[n]!.number]
      if (first < 0 || second < 0) continue
      const pair = pairs.number(first, second)
      if (pair >= 0) sought.push(index.seek((idfs[first]! + idfs[second]!) / 2 / length, 0, itself(pair)))
    }
    if (kind !== undefined && known(kind))
      sought.push(index.seek(settings.manner / length, 0, itself(numberOf(kind))))
    return sought
  }

  const read: SearchIndex['read'] = (...parts) => {
    const ideas: Idea[] = []
    const asked: Known[] = []
    /** What the part of the message that holds it counts; in the coverage, once more: a story need not be covered. */
    const shares: number[] = []
    let strangest = 0
    for (let n = 0; n < parts.length; n++) {
      const { spoken, weight, story } = parts[n]!
      for (const idea of synonyms.ideas(spoken)) {
        const one = knownOf(idea)
        if (!one.held) {
          if (story) continue
          if (n === 0 && !one.describes) strangest = Math.max(strangest, one.rarity)
        }
        if (weight === 0) continue
        // an idea counts once, where it weighs most
        let at = 0
        while (at < ideas.length && ideas[at]!.term !== idea.term) at++
        if (at < ideas.length && weight <= shares[at]!) continue
        ideas[at] = idea
        asked[at] = one
        shares[at] = weight
      }
    }
    const weights: number[] = []
    for (let n = 0; n < asked.length; n++) weights.push(shares[n]! * asked[n]!.rarity)
    const kind = manner(parts[0]?.spoken ?? [])
    return { ideas, weights, strangest, sought: seek(asked, weights, shares, kind) }
  }

  const hitOf = (place: number, score: number, cosine: number): Hit<P> => ({
    passage: passages[place]!,
    place,
    score,
    cosine,
  })
  return {
    passages,
    spell,
    knows,
    read,
    holds: (spoken) => synonyms.ideas(spoken).some((idea) => knownOf(idea).held),
    search: ({ sought }, limit) => index.top(sought, limit, hitOf),
    held: ({ sought }, { place }) => holding.held(sought, place),
  }
}
