/**
 * Small talk in words that no list of phrases holds: "u there?", "cleverer than my doctor you are".
 *
 * A linear classifier (retrieval/classifier.ts) over the kinds of small talk and everything else, learnt when the knowledge is built. It is asked
 * only of a short message in words of small talk, without a number and without any word that stands often in questions and complaints and hardly ever in small talk, so that
 * a complaint or a question with a greeting before it is no small talk.
 */
import { classify, type Classifier } from './retrieval/classifier.ts'
import { StringTable } from './retrieval/stringTable.ts'
import type { Synonyms } from './retrieval/synonyms.ts'

export const smallTalkIds = [
  'greeting',
  'are-you-there',
  'thanks',
  'goodbye',
  'who-are-you',
  'what-can-you-do',
  'how-are-you',
  'chat',
  'joke',
  'sorry',
  'languages',
  'insult',
] as const
/** Each is the id of the notice that answers it. */
export type SmallTalk = (typeof smallTalkIds)[number]

/** What the classifier tells apart, in the order of its classes; the last class is everything else. */
export const talkKinds = [...smallTalkIds, 'nod'] as const
export type Talk = (typeof talkKinds)[number]

/** As a StringTable. */
type Words = Pick<Classifier, 'slots' | 'starts' | 'units'>

export interface SmallTalkLearnt {
  readonly classifier: Classifier
  /** The words of small talk. */
  readonly own: Words
  /** Words that keep a message from being any. */
  readonly apart: Words
}

/** In words. */
export const longestTalk = 16
/** With such a share of words that no small talk holds a message is none. */
const strange = 1 / 3
/** Of all kinds together, from which on a message is small talk. */
const leastChance = 0.4

export function smallTalkReader(
  { classifier, own, apart }: SmallTalkLearnt,
  synonyms: Synonyms,
): (said: readonly string[]) => Talk | undefined {
  const [ofTalk, ofElse] = [own, apart].map(({ slots, starts, units }) => {
    const table = new StringTable(slots, starts, units)
    return (word: string) => table.number(word) !== undefined
  }) as [(word: string) => boolean, (word: string) => boolean]
  const chancesOf = classify(classifier, synonyms)
  return (said) => {
    if (said.length === 0 || said.length > longestTalk) return undefined
    if (said.some((word) => /\d/.test(word) || ofElse(word))) return undefined
    if (said.filter((word) => !ofTalk(word)).length >= strange * said.length) return undefined
    const chances = chancesOf(said)
    if (1 - chances[talkKinds.length]! < leastChance) return undefined
    return talkKinds.reduce((best, kind, n) =>
      chances[n]! > chances[talkKinds.indexOf(best)]! ? kind : best,
    )
  }
}
