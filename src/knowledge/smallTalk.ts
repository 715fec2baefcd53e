/**
 * Reads and learns small talk: `knowledge/smallTalk/<kind>.txt`, one message a line; `none.txt` holds what sounds like small talk and is not.
 * Nothing of it is a lesson of harmlessness for the recogniser of red flags.
 */
import { intentReader, nodReader } from '../core/intent.ts'
import {
  longestTalk,
  smallTalkReader,
  talkKinds,
  type SmallTalkLearnt,
  type Talk,
} from '../core/smallTalk.ts'
import { StringTable } from '../core/retrieval/stringTable.ts'
import { Synonyms } from '../core/retrieval/synonyms.ts'
import { words } from '../core/retrieval/terms.ts'
import type { Content } from './artefact.ts'
import type { Elsewhere } from './elsewhere.ts'
import { isHeldBack, type Example } from './examples.ts'
import type { Fault } from './faults.ts'
import { learnClasses } from './learnClassifier.ts'

export interface TalkMessage {
  readonly text: string
  readonly kind: Talk | 'none'
}

/** The held-back third, chosen by a hash of the message, is there to measure with: nothing is learnt from it. */
export interface TalkMessages {
  readonly seen: readonly TalkMessage[]
  readonly heldBack: readonly TalkMessage[]
}

const kinds: readonly string[] = [...talkKinds, 'none']

export function readSmallTalk(
  files: readonly { readonly name: string; readonly text: string }[],
  faults: Fault[],
): TalkMessages {
  const all = files.flatMap(({ name, text }) => {
    const kind = name.replace(/^.*\/|\.txt$/g, '')
    if (!kinds.includes(kind))
      faults.push({ file: name, line: 1, message: `name the file after a kind: ${kinds.join(', ')}` })
    const lines = new Set(text.split(/\r?\n/).map((line) => line.trim()))
    return [...lines].filter(Boolean).map((line): TalkMessage => ({ text: line, kind: kind as Talk }))
  })
  return {
    seen: all.filter(({ text }) => !isHeldBack(text)),
    heldBack: all.filter(({ text }) => isHeldBack(text)),
  }
}

const share = <T>(list: readonly T[], holds: (one: T) => boolean): number =>
  list.filter(holds).length / (list.length || 1)

interface Shares {
  /** Of the small talk held back: taken for small talk, and for its very kind. 0 to 1. */
  readonly taken: number
  readonly kind: number
  /** The same by the lists of phrases alone. */
  readonly listed: number
  /** Of other messages held back: taken for small talk. 0 to 1. */
  readonly swallowed: number
}

/** `others`: messages that are no small talk and nothing was learnt from. */
export function measureSmallTalk(
  learnt: SmallTalkLearnt,
  { retrieval }: Pick<Content, 'retrieval'>,
  heldBack: readonly TalkMessage[],
  others: readonly string[],
): Shares {
  const synonyms = new Synonyms(retrieval.synonyms)
  const byLists = intentReader(retrieval)
  const isNod = nodReader(retrieval.intents)
  const byBoth = intentReader(retrieval, smallTalkReader(learnt, synonyms))
  const kindOf = (text: string, read = byBoth): string | undefined => {
    const intent = read(text)
    if (intent.kind === 'small-talk') return intent.smallTalk
    return (intent.kind === 'other' && intent.nods) || isNod(text) ? 'nod' : undefined
  }
  const talk = heldBack.filter(({ kind }) => kind !== 'none')
  return {
    taken: share(talk, ({ text }) => kindOf(text) !== undefined),
    kind: share(talk, ({ text, kind }) => kindOf(text) === kind),
    listed: share(talk, ({ text }) => kindOf(text, byLists) !== undefined),
    swallowed: share(others, (text) => kindOf(text) !== undefined),
  }
}

/** Small talk, and what sounds like it, counts so many times: of all else there is far more. */
const copies = 3
const timesOver = <T>(list: readonly T[]): T[] => Array.from({ length: copies }, () => list).flat()
/** A message about other things with no more words than this is about nothing. */
const fewWords = 3
/** A word that stands in so many questions and complaints, and so many times as often as in small talk, keeps a message from being any. */
const often = 30
const farOftener = 100
/** Of the labelled messages every fourth is enough, and every fifth after a greeting. */
const everyExample = 4
const everyGreeted = 5

interface Material {
  readonly talk: TalkMessages
  readonly content: Pick<Content, 'passages' | 'retrieval'>
  readonly elsewhere: Elsewhere
  readonly examples: readonly Pick<Example, 'text'>[]
}

export function learnSmallTalk({ talk, content, elsewhere, examples }: Material): SmallTalkLearnt {
  const { intents, topics, synonyms } = content.retrieval
  const own = talk.seen.filter(({ kind }) => kind !== 'none')
  const listed = Object.entries(intents.smallTalk)
    // a phrase for each of many languages
    .filter(([kind]) => kind !== ('languages' satisfies Talk))
    .flatMap(([kind, phrases]) => phrases.map((text): TalkMessage => ({ text, kind: kind as Talk })))

  const asked = content.passages.flatMap((passage) => passage.asked)
  const told = examples.map(({ text }) => text).filter((text) => words(text).length <= longestTalk)
  const greeted = [asked, told].flatMap((texts) =>
    texts
      .filter((_, n) => n % everyGreeted === 0)
      .map((text, n) => `${own[(n * 37) % own.length]?.text} ${text}`),
  )
  const unlike = [
    ...talk.seen.filter(({ kind }) => kind === 'none').map(({ text }) => text),
    // "ok then" is about nothing, and small talk
    ...elsewhere.seen.filter((text) => words(text).length > fewWords),
  ]
  const others = [
    ...asked,
    ...told.filter((_, n) => n % everyExample === 0),
    ...greeted,
    ...Object.values(intents.commands).flat(),
    ...Object.values(topics.kinds).flatMap((kind) => kind.words),
    ...timesOver(unlike),
  ]
  const apart = wordsApart(
    others,
    [...own, ...listed].map(({ text }) => text),
  )
  const close = others.filter((text) => !words(text).some((word) => apart.has(word)))
  const labelled = [
    ...[...timesOver(own), ...listed].map(({ text, kind }) => ({
      text,
      own: (talkKinds as readonly string[]).indexOf(kind),
    })),
    ...close.map((text) => ({ text, own: talkKinds.length })),
  ]
  return {
    classifier: learnClasses(talkKinds.length + 1, labelled, new Synonyms(synonyms)),
    own: tableOf([...own, ...listed].flatMap(({ text }) => words(text))),
    apart: tableOf([...apart]),
  }
}

const tableOf = (list: readonly string[]) => {
  const { slots, starts, units } = StringTable.of([...new Set(list)].sort())
  return { slots, starts, units }
}

const countsIn = (texts: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const text of texts)
    for (const word of new Set(words(text))) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function wordsApart(others: readonly string[], small: readonly string[]): Set<string> {
  const inSmall = countsIn(small)
  const apart = [...countsIn(others)].filter(
    ([word, count]) => count >= often && count >= farOftener * (inSmall.get(word) ?? 0),
  )
  return new Set(apart.map(([word]) => word))
}
