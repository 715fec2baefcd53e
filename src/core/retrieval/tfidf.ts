/**
 * Search by TF-IDF.
 *
 * Terms are natural's: its word tokenizer, its Porter stemmer, its stop words (terms.ts). tf and idf are natural's
 * `TfIdf`: idf = 1 + ln(N / (1 + df)), in nats. Ours is what is done with them:
 *
 * - A term weighs (1 + ln tf) * idf. In a small knowledge base a common English word may be rare by chance, so a term
 *   weighs no more than its rarity in everyday English (english.ts).
 * - Body: a passage's weights are divided by a pivoted norm, (1 - slope) * mean norm + slope * own norm (Singhal 1996),
 *   so that long sections neither win nor lose by length. Slope .4.
 * - Fields: heading (article title and section heading), and the best of the other ways to ask, each at its plain
 *   cosine and its own weight (`tuned`). Bigrams of neighbouring terms reward words that belong together. The kind of
 *   a question (why, how long, whether) counts as one more term of headings and ways to ask.
 * - A question is a list of ideas; an idea is a term and its synonyms, which count half where the term itself is known
 *   and nearly in full where it is not. Only the best of an idea counts in a passage.
 * - Coverage is the share of the question's idf that a passage holds; the score is multiplied by a power of it.
 *
 * The recipe came ahead of BM25 on public collections of medical questions (LiveQA-Med); its weights are tuned on the
 * articles here. Score and cosine have no unit; both are 0 for nothing in common, and about 1 for a near copy.
 * Ties are broken by the order of the passages, so the same question always gets the same answer.
 */
import { TfIdf } from 'natural/lib/natural/tfidf/index.js'
import type { English } from './english.ts'
import { manner } from './focus.ts'
import type { Passage } from './passages.ts'
import { Postings } from './postings.ts'
import { Speller } from './speller.ts'
import type { Idea, Synonyms } from './synonyms.ts'
import { isStop, stem, stopList, terms, words } from './terms.ts'

/** Tuned on the articles' own other ways to ask, each left out of the index in turn. */
export const tuned = {
  slope: 0.4,
  heading: 0.5,
  bigram: 0.3,
  asked: 0.45,
  coveragePower: 0.6,
  synonym: 0.5,
  /** A synonym of a word no passage holds. */
  standIn: 0.8,
  /** The second and further terms a whole phrase stands for. */
  phrase: 0.8,
  /** A word no passage holds that only says how a thing is ("sensible", "toughen"): its share of its weight. */
  describing: 0.3,
  /** A word for a spasm ("cramp", "lock up") is no rarer a topic than the spasm itself, by this factor. */
  namesSpasm: 1.3,
  /** The kind of a question weighs as much as a common word: in nats. */
  manner: 2,
}

/** Longer messages are cut: more terms than this add nothing but time. */
const longestQuestion = 120

export interface Hit {
  readonly passage: Passage
  readonly score: number
  /** Cosine of question and passage over all fields, before coverage. */
  readonly cosine: number
  /** Share of the question's idf held by the passage, in any field: 0 to 1. */
  readonly coverage: number
  /** The same for the headings and the other ways to ask. */
  readonly titleCoverage: number
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

export interface SearchIndex {
  readonly passages: readonly Passage[]
  /** Unknown words corrected where a known word is near; the others as they are. */
  spell(spoken: readonly string[]): string[]
  read(...parts: readonly Part[]): Reading
  /** Whether any passage holds any of the words, or what stands for them. */
  holds(spoken: readonly string[]): boolean
  /** The best passages, best first. */
  search(question: Reading, limit: number): Hit[]
}

const bigrams = (list: readonly string[]): string[] =>
  list.slice(1).map((term, index) => `${list[index]} ${term}`)

const count = (list: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const item of list) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}

const norm = (weights: Iterable<number>): number => {
  let sum = 0
  for (const weight of weights) sum += weight * weight
  return Math.sqrt(sum)
}

function raise(best: Map<number, number>, unit: number, value: number): void {
  if (value > (best.get(unit) ?? 0)) best.set(unit, value)
}

/** `alsoKnown`: words beside those of the passages and synonyms that the speller may correct to. */
export function buildIndex(
  passages: readonly Passage[],
  english: English,
  synonyms: Synonyms,
  alsoKnown: Iterable<string> = [],
): SearchIndex {
  const numbers = new Map<string, number>()
  const number = (term: string): number => {
    const known = numbers.get(term)
    if (known !== undefined) return known
    numbers.set(term, numbers.size)
    return numbers.size - 1
  }

  const headings = passages.map((passage) => terms(`${passage.title}. ${passage.section}`))
  const bodies = passages.map((passage) => passage.sentences.flatMap(terms))
  const asked = passages.flatMap((passage, owner) =>
    passage.asked.map((text) => ({ owner, text, terms: terms(text) })),
  )
  for (const list of [...headings, ...bodies, ...asked.map((phrase) => phrase.terms)]) list.forEach(number)

  // natural keeps terms as keys of plain objects, where `constructor` is taken; their numbers never are
  const natural = new TfIdf()
  passages.forEach((_, index) =>
    natural.addDocument([...headings[index]!, ...bodies[index]!].map((term) => String(number(term)))),
  )
  const vocabulary = count(
    passages.flatMap((passage) =>
      words([passage.title, passage.section, ...passage.sentences, ...passage.asked].join(' ')),
    ),
  )
  const everyday = new Map<string, number>()
  for (const word of vocabulary.keys()) {
    const rarity = english.rarity(word)
    if (rarity !== undefined) everyday.set(stem(word), Math.min(rarity, everyday.get(stem(word)) ?? rarity))
  }
  for (const word of [...stopList, ...synonyms.words(), ...alsoKnown])
    vocabulary.set(word, vocabulary.get(word) ?? 0)
  /** `typed`: the word itself, for a term that no passage holds. */
  const idf = (term: string, typed = ''): number => {
    const here = natural.idf(String(numbers.get(term) ?? -1))
    return Math.max(0.05, Math.min(here, everyday.get(term) ?? english.rarity(typed) ?? here))
  }

  const weigh = (list: readonly string[]): Map<string, number> =>
    new Map([...count(list)].map(([term, tf]) => [term, (1 + Math.log(tf)) * idf(term)]))
  /** Weights by term number, over their norm; bigrams, at their lower weight, beside them. */
  const field = (list: readonly string[], pivot?: number, text?: string): Map<number, number> => {
    const single = weigh(list)
    const kind = text === undefined ? undefined : manner(words(text))
    if (kind !== undefined) single.set(kind, tuned.manner)
    const own = norm(single.values())
    const by = pivot === undefined ? own : (1 - tuned.slope) * pivot + tuned.slope * own
    const unit = new Map<number, number>()
    for (const [term, weight] of single) unit.set(number(term), weight / (by || 1))
    for (const pair of new Set(bigrams(list))) {
      const [first, second] = pair.split(' ') as [string, string]
      unit.set(number(pair), (tuned.bigram * (idf(first) + idf(second))) / 2 / (by || 1))
    }
    return unit
  }
  const norms = bodies.map((list) => norm(weigh(list).values()))
  const pivot = norms.reduce((sum, length) => sum + length, 0) / (norms.length || 1)

  const bodyUnits = bodies.map((list) => field(list, pivot))
  const headingUnits = headings.map((list, index) => field(list, undefined, passages[index]!.section))
  const askedUnits = asked.map((phrase) => field(phrase.terms, undefined, phrase.text))
  const bodyPostings = new Postings(numbers.size, bodyUnits)
  const headingPostings = new Postings(numbers.size, headingUnits)
  const askedPostings = new Postings(numbers.size, askedUnits)

  // made when the first unknown word comes: most of the time of a start would go into it
  let speller: Speller | undefined

  const knows = (word: string) =>
    isStop(word) || vocabulary.has(word) || numbers.has(stem(word)) || english.knows(word)
  const spell = (spoken: readonly string[]): string[] =>
    spoken
      .slice(0, longestQuestion)
      .map((word) => (knows(word) ? word : ((speller ??= new Speller(vocabulary)).correct(word) ?? word)))

  const held = ({ term, others }: Idea) => numbers.has(term) || others.some((other) => numbers.has(other))
  const describes = (idea: Idea) => !held(idea) && english.describes(idea.typed)
  const rarity = (idea: Idea) => {
    const { typed, term, others } = idea
    const own = idf(numbers.has(term) ? term : (others.find((other) => numbers.has(other)) ?? term), typed)
    if (describes(idea)) return tuned.describing * own
    return [term, ...others].includes('spasm') ? Math.min(own, tuned.namesSpasm * idf('spasm')) : own
  }
  const read: SearchIndex['read'] = (...parts) => {
    const found = parts.flatMap(({ spoken, weight, story }) =>
      synonyms
        .ideas(spoken)
        .filter((idea) => !story || held(idea))
        .map((idea) => ({ idea, weight })),
    )
    // an idea counts once, where it weighs most
    const best = new Map<string, { idea: Idea; weight: number }>()
    for (const part of found)
      if (part.weight > (best.get(part.idea.term)?.weight ?? 0)) best.set(part.idea.term, part)
    const once = [...best.values()]
    return {
      ideas: once.map(({ idea }) => idea),
      weights: once.map(({ idea, weight }) => weight * rarity(idea)),
      strangest: Math.max(
        0,
        ...synonyms
          .ideas(parts[0]?.story ? [] : (parts[0]?.spoken ?? []))
          .filter((idea) => !held(idea) && !describes(idea))
          .map(rarity),
      ),
      manner: manner(parts[0]?.spoken ?? []),
    }
  }

  const search = (question: Reading, limit: number): Hit[] => {
    const size = passages.length
    const length = norm([...question.weights, question.manner === undefined ? 0 : tuned.manner]) || 1
    const mass = question.weights.reduce((sum, weight) => sum + weight, 0) || 1
    const body = new Float64Array(size)
    const heading = new Float64Array(size)
    const phrases = new Float64Array(asked.length)
    const covered = new Float64Array(size)
    const titled = new Float64Array(size)

    question.ideas.forEach((idea, index) => {
      const weight = question.weights[index]! / length
      const share = question.weights[index]! / mass
      const known = numbers.has(idea.term)
      const bodyBest = new Map<number, number>()
      const headingBest = new Map<number, number>()
      const askedBest = new Map<number, number>()
      const heldBy = new Map<number, number>()
      const heldInTitle = new Map<number, number>()
      for (const [rank, term] of [idea.term, ...idea.others].entries()) {
        const id = numbers.get(term)
        if (id === undefined) continue
        const trust = rank === 0 ? 1 : idea.phrase ? tuned.phrase : known ? tuned.synonym : tuned.standIn
        const coverage = rank === 0 || idea.phrase ? 1 : known ? 0.7 : 0.9
        bodyPostings.each(id, (unit, value) => {
          raise(bodyBest, unit, trust * value)
          raise(heldBy, unit, coverage)
        })
        headingPostings.each(id, (unit, value) => {
          raise(headingBest, unit, trust * value)
          raise(heldBy, unit, coverage)
          raise(heldInTitle, unit, coverage)
        })
        askedPostings.each(id, (unit, value) => {
          raise(askedBest, unit, trust * value)
          raise(heldBy, asked[unit]!.owner, coverage)
          raise(heldInTitle, asked[unit]!.owner, coverage)
        })
      }
      for (const [unit, value] of bodyBest) body[unit]! += weight * value
      for (const [unit, value] of headingBest) heading[unit]! += weight * value
      for (const [unit, value] of askedBest) phrases[unit]! += weight * value
      for (const [unit, value] of heldBy) covered[unit]! += share * value
      for (const [unit, value] of heldInTitle) titled[unit]! += share * value
    })

    const kind = question.manner === undefined ? undefined : numbers.get(question.manner)
    if (kind !== undefined) {
      const weight = tuned.manner / length
      headingPostings.each(kind, (unit, value) => (heading[unit]! += weight * value))
      askedPostings.each(kind, (unit, value) => (phrases[unit]! += weight * value))
    }

    const line = question.ideas.map((idea) => idea.term)
    for (const pair of bigrams(line)) {
      const id = numbers.get(pair)
      if (id === undefined) continue
      const [first, second] = pair.split(' ') as [string, string]
      const weight = (idf(first) + idf(second)) / 2 / length
      bodyPostings.each(id, (unit, value) => (body[unit]! += weight * value))
      headingPostings.each(id, (unit, value) => (heading[unit]! += weight * value))
      askedPostings.each(id, (unit, value) => (phrases[unit]! += weight * value))
    }

    const bestPhrase = new Float64Array(size)
    asked.forEach(({ owner }, unit) => (bestPhrase[owner] = Math.max(bestPhrase[owner]!, phrases[unit]!)))
    const hits: Hit[] = []
    passages.forEach((passage, index) => {
      if (covered[index] === 0) return
      const cosine = body[index]! + tuned.heading * heading[index]! + tuned.asked * bestPhrase[index]!
      const coverage = Math.min(1, covered[index]!)
      const titleCoverage = Math.min(1, titled[index]!)
      hits.push({
        passage,
        score: cosine * coverage ** tuned.coveragePower,
        cosine,
        coverage,
        titleCoverage,
      })
    })
    return hits.sort((a, b) => b.score - a.score).slice(0, limit)
  }

  const holds = (spoken: readonly string[]) => synonyms.ideas(spoken).some(held)

  return { passages, spell, read, holds, search }
}
