/**
 * Answers a question with sentences of one section, quoted, with the documents they rest on, and a sentence of a
 * second section that fits nearly as well (a question may have two parts, or be vague); or with the closest
 * section, named as such; or says what it does not have.
 */
import type { Answer, Source } from '../messages.ts'
import type { RetrievalData } from './data.ts'
import { buildIndex } from './buildIndex.ts'
import { english } from './english.ts'
import { focus, questionsIn } from './focus.ts'
import { close, confidence, sure, type Evidence } from './gate.ts'
import type { Document, Passage } from './passages.ts'
import { openIndex, type Hit, type Reading, type SearchIndex } from './reading.ts'
import { Synonyms } from './synonyms.ts'
import { classify, type Classifier } from './classifier.ts'
import { Pairings, type Pairing } from './pairings.ts'
import { stopList, terms, words } from './terms.ts'
import { Verdicts } from './verdict.ts'
import { holdings, names, pointsAtSpasm, Topics, type Holdings, type Topic } from './topics.ts'

export interface AnswerIndex {
  readonly search: SearchIndex
  readonly topics: Topics
  readonly pairings: Pairings
  readonly synonyms: Synonyms
  readonly classify: (spoken: readonly string[]) => Float64Array
  readonly verdicts: Verdicts
  readonly titles: ReadonlyMap<string, string>
  /** What a passage names. */
  readonly held: (passage: Passage) => Holdings
  readonly sentences: (passage: Passage) => readonly Sentence[]
}

interface Sentence {
  readonly text: string
  readonly terms: ReadonlySet<string>
  /** In words. */
  readonly length: number
}

const sentencesOf = ({ sentences }: Passage): Sentence[] =>
  sentences.map((text) => ({ text, terms: new Set(terms(text)), length: words(text).length }))

interface Found {
  readonly passage: Passage
  /** A second section that fits as well; the last sentence is its. */
  readonly also?: Passage
  /** The first words of the answer to a yes/no question: "Yes, gently." */
  readonly verdict?: string
  /** A whole short section or one to three of its sentences, in its order; then the second section's. */
  readonly sentences: readonly string[]
  readonly sources: readonly Source[]
  /** Of sections that fit as well and say the same. */
  readonly alsoIn: readonly Source[]
  readonly ranges: NonNullable<Answer['ranges']>
  /** The sentences speak of a pairing (pairings.ts), so none may be left out. */
  readonly minded: boolean
  /** How sure it answers the question, 0 to 1. */
  readonly score: number
}

export type Result =
  | ({ readonly kind: 'answered' } & Found)
  | ({ readonly kind: 'closest'; readonly missing: readonly Named[] } & Found)
  | { readonly kind: 'unknown'; readonly missing: readonly Named[]; readonly near: readonly Passage[] }

/** How much the words around a question count beside it, and the question before it. */
const aroundWeight = 0.25
const pointedWeight = 0.8
const previousWeight = 0.4
/** "and for how long?": leans on the question before. */
const followUp = /^\W*(and|what about|how about|so|then|but|or|also)\b/i
/** An answer is meant to be read on a phone, in pain. In words. */
const longestAnswer = 60
const mostSentences = 3
/** Of each answer, where a message asks several things. */
const sentencesOfPart = 2
/** A second section with this share of the best score adds a sentence. */
const rival = 0.7
/** What a synonym counts in a sentence beside the word itself. */
const standsFor = 0.6
/** A section's first sentence says what the others build on: so much in advance, as a share of the question. */
const opening = 0.15
/** A section with this share of it may say the same, and is then named. */
const akin = 0.3
/** Share of terms in common (Jaccard) from which two sentences say the same. */
const sameSentence = 0.5
/** Of a medicine's name. */
const shortestName = 4
/** How far down the hits to look for one that names everything the question names, or that the classifier prefers. */
const looked = 16
/** What the score of a search counts beside the chance the classifier gives. */
const searchShare = 0.45
/** Keeps log-odds finite. */
const leastChance = 1e-4

interface Searched {
  readonly passages: readonly Passage[]
  readonly documents: readonly Pick<Document, 'id' | 'title'>[]
  readonly retrieval: RetrievalData
}

/** The search index of some content, to be kept beside it. */
export function searchIndexOf({ passages, retrieval }: Searched): Uint8Array<ArrayBuffer> {
  const synonyms = new Synonyms(retrieval.synonyms)
  const topics = new Topics(retrieval.topics)
  return buildIndex(passages, {
    english: english(retrieval.english),
    alsoKnown: [
      ...stopList,
      ...synonyms.words(),
      ...topics.words(),
      ...new Pairings(retrieval.pairings).words(),
    ],
  })
}

/** What is made of the content when the knowledge is built. */
interface Ready {
  readonly searchIndex: Uint8Array<ArrayBuffer>
  readonly classifier: Classifier
}

/** `ready`: made of this very content. */
export function answerIndex(content: Searched, { searchIndex, classifier }: Ready): AnswerIndex {
  const synonyms = new Synonyms(content.retrieval.synonyms)
  const topics = new Topics(content.retrieval.topics)
  return {
    search: openIndex(searchIndex, content.passages, english(content.retrieval.english), synonyms),
    topics,
    pairings: new Pairings(content.retrieval.pairings),
    synonyms,
    classify: classify(classifier, synonyms),
    verdicts: new Verdicts(synonyms),
    titles: new Map(content.documents.map((document) => [document.id, document.title])),
    held: remembered(holdings),
    sentences: remembered(sentencesOf),
  }
}

/** Works out each passage when it is first needed: at start, all of them would take longer than the rest. */
function remembered<Value>(of: (passage: Passage) => Value): (passage: Passage) => Value {
  const known = new Map<Passage, Value>()
  return (passage) => {
    const value = known.get(passage) ?? of(passage)
    known.set(passage, value)
    return value
  }
}

/** A hit, and what speaks for it. */
interface Judged {
  readonly hit: Hit
  /** By what hits are put in order: search and classifier together, without unit. */
  readonly rank: number
  /** Worked out when it is asked for: few hits are judged. */
  readonly evidence: () => Evidence
  /** What the question names and the passage does not. */
  readonly missing: readonly Named[]
  /** Sentences that speak of what has to be minded, by their place: they must be quoted. */
  readonly quoted: readonly number[]
  /** They warn of a treatment. */
  readonly warns: boolean
}

/** A thing that no passage answers for, as typed, and its kind. */
type Named = Pick<Topic, 'kind' | 'words'>

interface Judgement {
  /** The question's words, spelt as the articles spell them. */
  readonly spoken: readonly string[]
  readonly reading: Reading
  readonly needed: readonly Named[]
  /** The best hits, best first. */
  readonly hits: readonly Judged[]
}

/** What was said before a question. */
export interface Before {
  /** The question before it, for "and for how long?". */
  readonly previous?: string | undefined
  /** It stands in the same message, so that a short question leans on it: "how long between goes". */
  readonly sameMessage?: boolean
  /** Who or what has to be minded, as groups of the pairings. */
  readonly told?: readonly string[]
}

/** Searches, and gathers what speaks for each hit. */
export function judge(
  question: string,
  index: AnswerIndex,
  { previous, sameMessage = false, told = [] }: Before = {},
): Judgement {
  const { asked, around, pointsBack } = focus(question)
  const spoken = index.search.spell(asked)
  const beside = index.search.spell(around)
  const says = index.search.holds(spoken)
  const short = sameMessage && index.synonyms.ideas(spoken).length < 2
  const follows = followUp.test(question) || !says || short
  const earlier = previous === undefined ? undefined : focus(previous)
  const before = earlier && follows ? index.search.spell(earlier.asked) : []
  const besideWeight = !says ? 1 : pointsBack ? pointedWeight : aroundWeight
  const reading = index.search.read(
    // "pregnancy and cramps: is there a connection?" asks with words that say nothing
    { spoken, weight: 1, story: beside.length > 0 && !says },
    { spoken: beside, weight: besideWeight, story: true },
    { spoken: before, weight: previousWeight, story: true },
    { spoken: pointsAtSpasm(spoken) ? ['spasm'] : [], weight: previousWeight, story: true },
  )
  const pairing = pairingOf(index, {
    spoken,
    beside: pointsBack || !says ? beside : [],
    around: beside,
    earlier: earlier ? index.search.spell([...earlier.around, ...earlier.asked]) : [],
    follows,
    told,
  })
  // "is aspirin ok with ginkgo": a word that nobody knows, beside a medicine, may well be another one
  const strangers = index.pairings.speaksOfMedicine(pairing)
    ? [...spoken, ...beside]
        .filter((word) => word.length >= shortestName && !/\d/.test(word) && !index.search.knows(word))
        .map((word): Named => ({ kind: 'medicine', words: word }))
    : []
  const needed = index.topics
    .needed(spoken, beside)
    .filter((topic) => !isMinded(topic, pairing, index.pairings))
  const { strangest, weights } = reading
  // a follow-up is about what the question before was about
  const chances = index.classify([...before, ...asked, ...around])
  const elsewhere = chances.at(-1)!
  const asWhole = {
    strangest,
    mass: weights.reduce((sum, weight) => sum + weight, 0),
    inside: Math.log((1 - elsewhere + leastChance) / (elsewhere + leastChance)),
  }
  const found = index.search.search(reading, looked)
  const most = found[0]?.score ?? 0
  const hits = found
    .map((hit) => {
      const chance = chances[hit.place]!
      const held = index.held(hit.passage)
      const { missing, quoted } = index.pairings.fit(pairing, held.lines)
      return {
        hit,
        rank: (searchShare * hit.score) / most + chance,
        evidence: () => ({ ...asWhole, ...index.search.held(reading, hit), cosine: hit.cosine, chance }),
        missing: [
          ...missing,
          ...strangers,
          ...needed.filter((topic) => !names(held, topic, (word) => index.synonyms.same(word))),
        ],
        quoted,
        warns: quoted.length > 0 && pairing.treatments.length > 0,
      }
    })
    .toSorted((a, b) => b.rank - a.rank)
  return { spoken, reading, needed: [...pairing.minded, ...strangers, ...needed], hits }
}

/** Whether what a pairing asks of a section is asked by this topic again, in other words. */
const isMinded = ({ kind, words: named }: Topic, { minded }: Pairing, pairings: Pairings): boolean =>
  minded.some(
    ({ group, place }) =>
      (place && kind === 'body-part') || pairings.minded(words(named)).some((other) => other.group === group),
  )

interface Said {
  readonly spoken: readonly string[]
  /** Words around the question that it points at. */
  readonly beside: readonly string[]
  /** All words around it. */
  readonly around: readonly string[]
  /** Of the question before. */
  readonly earlier: readonly string[]
  readonly follows: boolean
  readonly told: readonly string[]
}

function pairingOf({ pairings, topics }: AnswerIndex, said: Said): Pairing {
  const asked = topics.literal([...said.spoken, ...said.around])
  const here = pairings.minded(asked)
  const before = said.follows ? pairings.minded(topics.literal(said.earlier)) : []
  const named = pairings.treatments(said.spoken)
  const pointed = named.length > 0 ? named : pairings.treatments(said.beside)
  // "what about my 6 year old?" asks of the treatment asked about before
  const carried = said.follows || here.length > 0 ? pairings.treatments(said.earlier) : []
  const treatments = pointed.length > 0 ? pointed : carried
  const minded = [...here, ...before, ...pairings.toldBefore(said.told, treatments)]
  const once = minded.filter(({ group }, at) => minded.findIndex((other) => other.group === group) === at)
  return pairings.counts({ minded: once, treatments })
}

/**
 * A message with two questions gets both answers, where both are known.
 * Never throws; the same words get the same answer.
 */
export function answer(question: string, index: AnswerIndex, before: Before = {}): Result {
  const questions = questionsIn(question)
  if (questions.length > 1) {
    const answers = questions.map((one, n) =>
      answerOne(one, index, n === 0 ? before : { ...before, previous: questions[n - 1], sameMessage: true }),
    )
    const known = answers.flatMap((one) => (one.kind === 'answered' ? [one] : []))
    const sections = new Set(known.map(({ passage }) => passage))
    if (known.length === answers.length && sections.size > 1) return joined(known)
    const whole = answerOne(question, index, before)
    const [part] = known
    // "how long do they last, and who won the cup?"
    const named = answers.some((one) => one.kind !== 'answered' && one.missing.length > 0)
    return part && whole.kind !== 'answered' && !named ? { ...part, kind: 'closest', missing: [] } : whole
  }
  return answerOne(question, index, before)
}

type Answered = Extract<Result, { kind: 'answered' }>

/** Each once, by value. */
const unique = <T>(list: readonly T[]): T[] => [
  ...new Map(list.map((one) => [JSON.stringify(one), one] as const)).values(),
]

/** The first sentences of each answer, one after the other. */
function joined(answers: readonly Answered[]): Answered {
  const [first] = answers as readonly [Answered, ...Answered[]]
  const also = answers.find(({ passage }) => passage !== first.passage)?.passage
  return {
    kind: 'answered',
    passage: first.passage,
    ...(also && { also }),
    sentences: unique(
      answers.flatMap(({ verdict, passage, sentences, minded }) => [
        ...(verdict === undefined ? [] : [verdict]),
        ...(minded
          ? sentences
          : sentences.filter((sentence) => passage.sentences.includes(sentence)).slice(0, sentencesOfPart)),
      ]),
    ),
    sources: unique(answers.flatMap(({ sources }) => sources)),
    alsoIn: unique(answers.flatMap(({ alsoIn }) => alsoIn)),
    ranges: unique(answers.flatMap(({ ranges }) => ranges)),
    minded: answers.some(({ minded }) => minded),
    score: Math.min(...answers.map(({ score }) => score)),
  }
}

const scoreOf = ({ evidence }: Judged): number => confidence(evidence())

function answerOne(question: string, index: AnswerIndex, before: Before): Result {
  const { spoken, reading, needed, hits } = judge(question, index, before)
  const complete = hits.filter(({ missing }) => missing.length === 0)
  let nearest: { readonly one: Judged; readonly score: number } | undefined
  for (const [at, one] of complete.entries()) {
    const { hit, rank, quoted } = one
    const score = scoreOf(one)
    if (score >= sure && rank >= rival * (complete[0]?.rank ?? 0)) {
      // what has to be minded is not softened by what another section says
      const others =
        quoted.length > 0 ? [] : complete.slice(at + 1).filter((other) => other.rank >= akin * rank)
      const verdict = index.verdicts.of(spoken, hit.passage)
      const found = compose(one, score, reading, index, others)
      return { kind: 'answered', ...found, ...(verdict !== undefined && { verdict }) }
    }
    if (score >= close) nearest ??= { one, score }
  }
  if (nearest) return { kind: 'closest', missing: [], ...compose(nearest.one, nearest.score, reading, index) }
  return {
    kind: 'unknown',
    missing: hits[0]?.missing ?? needed,
    near: hits.slice(0, 3).map(({ hit }) => hit.passage),
  }
}

function compose(
  { hit: { passage }, rank, quoted, warns }: Judged,
  score: number,
  reading: Reading,
  index: AnswerIndex,
  others: readonly Judged[] = [],
): Found {
  const sourcesOf = ({ documents, section }: Passage): Source[] =>
    documents.map((document) => ({ document, title: index.titles.get(document) ?? document, section }))
  const told = index.sentences(passage)
  // a warning is not led up to by praise
  const from = warns ? Math.min(...quoted) : 0
  const best = ({ hit }: Judged) => bestOf(index.sentences(hit.passage), reading)
  const repeating = others.filter((other) => repeats(best(other), told))
  const next = others.find((other) => other.rank >= rival * rank && scoreOf(other) >= sure)
  const second = next && !repeating.includes(next) ? next : undefined
  const also = second?.hit.passage
  const quote = choose(
    told.slice(from),
    reading,
    quoted.map((at) => at - from),
  )
  return {
    passage,
    ...(also && { also }),
    sentences: [...quote, ...(second ? [best(second)] : [])].map(({ text }) => text),
    sources: [...sourcesOf(passage), ...(also ? sourcesOf(also) : [])],
    alsoIn: repeating.flatMap((other) => sourcesOf(other.hit.passage)),
    ranges: passage.ranges.flatMap(({ of, range, documents }) =>
      sourcesOf({ ...passage, documents }).map((source) => ({ of, range, source })),
    ),
    minded: quoted.length > 0,
    score,
  }
}

/** Whether others say already what a sentence says. */
const repeats = (sentence: Sentence, told: readonly Sentence[]): boolean =>
  told.some(({ terms: others }) => {
    let shared = 0
    for (const term of sentence.terms) if (others.has(term)) shared++
    return shared / (sentence.terms.size + others.size - shared || 1) >= sameSentence
  })

/** The share of the question that a sentence holds, 0 to 1. */
function shareOf({ terms: held }: Sentence, { ideas, weights }: Reading): number {
  let [share, mass] = [0, 0]
  for (const [n, { term, others }] of ideas.entries()) {
    mass += weights[n]!
    if (held.has(term)) share += weights[n]!
    else if (others.some((other) => held.has(other))) share += standsFor * weights[n]!
  }
  return share / (mass || 1)
}

/** The sentence that holds most of the question, the earlier of equals; the first has a little in advance. */
function bestOf(sentences: readonly Sentence[], reading: Reading): Sentence {
  let [best, most] = [sentences[0]!, -1]
  for (const [at, sentence] of sentences.entries()) {
    const share = shareOf(sentence, reading) + (at === 0 ? opening : 0)
    if (share > most) [best, most] = [sentence, share]
  }
  return best
}

/** A short section whole; of a longer one those that must be `quoted` and that hold most of the question, in their order. */
function choose(
  sentences: readonly Sentence[],
  reading: Reading,
  quoted: readonly number[] = [],
): readonly Sentence[] {
  const all = sentences.reduce((sum, { length }) => sum + length, 0)
  if (all <= longestAnswer) return sentences
  const ranked = sentences
    .map((sentence, at) => {
      const ahead = (at === 0 ? opening : 0) + (quoted.includes(at) ? 2 : 0)
      return { at, score: shareOf(sentence, reading) + ahead, length: sentence.length }
    })
    .toSorted((a, b) => b.score - a.score || a.at - b.at)
  const chosen: number[] = []
  let length = 0
  for (const sentence of ranked)
    if (
      chosen.length === 0 ||
      quoted.includes(sentence.at) ||
      (chosen.length < mostSentences && length + sentence.length <= longestAnswer)
    ) {
      chosen.push(sentence.at)
      length += sentence.length
    }
  return chosen.toSorted((a, b) => a - b).map((at) => sentences[at]!)
}
