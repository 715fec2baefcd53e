/**
 * Answers a question with sentences of one section, quoted, with the documents they rest on, and sentences of a
 * second section that may be meant as well (a question may have two parts, or be vague); or with the closest
 * section, named as such; or says what it does not have.
 */
import type { Answer, Source } from '../messages.ts'
import type { AnswerIndex } from './answerIndex.ts'
import { besideRefusal } from './beside.ts'
import { questionsIn } from './focus.ts'
import { close, confidence, sure } from './gate.ts'
import { judge, type Before, type Judged, type Judgement, type Named } from './judge.ts'
import type { Passage } from './passages.ts'
import { choose, repeats, type Sentence } from './quote.ts'

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
  | {
      readonly kind: 'unknown'
      readonly missing: readonly Named[]
      readonly near: readonly Passage[]
      /** What the articles do say, on the rest of the question or on whom it is about. */
      readonly known?: Omit<Found, 'score'>
    }

/** An answer is meant to be read on a phone, in pain. */
const whole = { words: 60, sentences: 3 }
/** Less of it where a second section adds something, and what that may be. */
const part = { words: 45, sentences: 3 }
const addition = { words: 28, sentences: 2 }
/** Of each answer, where a message asks several things. */
const sentencesOfPart = 2
/** A section with this share of the best rank may answer in its place, where the best is not sure enough. */
const nearly = 0.3
/** From this share on a section adds sentences, or is named as one that says the same; where a message asks two things, with less. */
const rival = 0.1
const rivalOfTwo = 0.005

/**
 * A message with two questions gets both answers, where both are known.
 * Never throws; the same words get the same answer.
 */
export function answer(question: string, index: AnswerIndex, before: Before = {}): Result {
  const questions = questionsIn(question)
  if (questions.length < 2) return answerOne(question, index, before)
  const answers = questions.map((one, n) =>
    answerOne(
      one,
      index,
      n === 0 ? before : { ...before, previous: questions[n - 1], sameMessage: true },
      Infinity,
    ),
  )
  const known = answers.flatMap((each) => (each.kind === 'answered' ? [each] : []))
  const sections = new Set(known.map(({ passage }) => passage))
  if (known.length === answers.length && sections.size > 1) return joined(known)
  const together = answerOne(question, index, before, rivalOfTwo)
  const [one] = known
  // "how long do they last, and who won the cup?"
  const named = answers.some((other) => other.kind !== 'answered' && other.missing.length > 0)
  return one && together.kind !== 'answered' && !named ? { ...one, kind: 'closest', missing: [] } : together
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
      answers.flatMap(({ verdict, sentences, minded }) => [
        ...(verdict === undefined ? [] : [verdict]),
        ...(minded ? sentences : sentences.slice(0, sentencesOfPart)),
      ]),
    ),
    sources: unique(answers.flatMap(({ sources }) => sources)),
    alsoIn: unique(answers.flatMap(({ alsoIn }) => alsoIn)),
    ranges: unique(answers.flatMap(({ ranges }) => ranges)),
    minded: answers.some(({ minded }) => minded),
    score: Math.min(...answers.map(({ score }) => score)),
  }
}

const scoreOf = ({ evidence }: Judged): number => confidence(evidence)

/** `share`: of the best rank, from which on a second section is minded. */
function answerOne(question: string, index: AnswerIndex, before: Before, share = rival): Result {
  const judgement = judge(question, index, before)
  const { spoken, needed, hits } = judgement
  const complete = hits.filter(({ missing }) => missing.length === 0)
  let nearest: Judged | undefined
  for (const [at, one] of complete.entries()) {
    const score = scoreOf(one)
    if (score >= sure && one.rank >= nearly * complete[0]!.rank) {
      const { passage } = one.hit
      const verdict = index.verdicts.of(spoken, passage, index.sentences(passage))
      const beside = besides(one, complete.slice(at + 1), share, judgement, index)
      return {
        kind: 'answered',
        ...compose(quotedOf(one), beside, judgement, index),
        score,
        ...(verdict !== undefined && { verdict }),
      }
    }
    if (score >= close) nearest ??= one
  }
  if (nearest)
    return {
      kind: 'closest',
      missing: [],
      ...compose(quotedOf(nearest), { repeating: [] }, judgement, index),
      score: scoreOf(nearest),
    }
  const known = besideRefusal(judgement, index)
  return {
    kind: 'unknown',
    missing:
      known?.missing ??
      // what the best lacks is named, unless another lacks less
      hits.reduce<readonly Named[]>(
        (least, { missing }, at) =>
          at === 0 || (missing.length > 0 && missing.length < least.length) ? missing : least,
        needed,
      ),
    near: hits.slice(0, 3).map(({ hit }) => hit.passage),
    ...(known && {
      known: compose({ ...known, quoted: [], warns: false }, { repeating: [] }, judgement, index),
    }),
  }
}

/** What further sections have to say. */
interface Further {
  /** Adds what the first does not say. */
  readonly second?: { readonly passage: Passage; readonly sentences: readonly Sentence[] }
  /** Say the same as the first. */
  readonly repeating: readonly Passage[]
}

function besides(
  { hit, rank, quoted }: Judged,
  others: readonly Judged[],
  share: number,
  { reading }: Judgement,
  index: AnswerIndex,
): Further {
  const repeating: Passage[] = []
  // what has to be minded is not softened by what another section says
  if (quoted.length > 0) return { repeating }
  const told = index.sentences(hit.passage)
  let second: Further['second']
  for (const other of others) {
    if (other.rank < share * rank) break
    const { passage } = other.hit
    const fresh = choose(index.sentences(passage), reading, addition).filter((one) => !repeats(one, told))
    if (fresh.length === 0) repeating.push(passage)
    else if (!second && scoreOf(other) >= sure) second = { passage, sentences: fresh }
  }
  return { repeating, ...(second && { second }) }
}

type Quoted = Pick<Judged, 'quoted' | 'warns'> & { readonly passage: Passage }
const quotedOf = ({ hit, quoted, warns }: Judged): Quoted => ({ passage: hit.passage, quoted, warns })

function compose(
  { passage, quoted, warns }: Quoted,
  { second, repeating }: Further,
  { reading }: Judgement,
  index: AnswerIndex,
): Omit<Found, 'score'> {
  const sourcesOf = ({ documents, section }: Passage): Source[] =>
    documents.map((document) => ({ document, title: index.titles.get(document) ?? document, section }))
  // a warning is not led up to by praise
  const from = warns ? Math.min(...quoted) : 0
  const needed = quoted.map((at) => at - from)
  const quote = choose(index.sentences(passage).slice(from), reading, second ? part : whole, needed)
  return {
    passage,
    ...(second && { also: second.passage }),
    sentences: [...quote, ...(second?.sentences ?? [])].map(({ text }) => text),
    sources: [...sourcesOf(passage), ...(second ? sourcesOf(second.passage) : [])],
    alsoIn: repeating.flatMap(sourcesOf),
    ranges: passage.ranges.flatMap(({ of, range, documents }) =>
      sourcesOf({ ...passage, documents }).map((source) => ({ of, range, source })),
    ),
    minded: quoted.length > 0,
  }
}
