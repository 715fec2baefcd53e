/**
 * What kind of message this is: a wish about the chat itself, small talk, a question, a complaint, another language,
 * gibberish, or something else, such as the answer to a question. Red flags are not read here; they come first.
 *
 * A wish or small talk must fill the whole message, politeness aside, because "help" is a wish and "my back needs
 * help" is not. So the message is covered from left to right by known phrases, each word allowed a slip of the finger.
 */
import { z } from 'zod'
import { languageReader, languagesSchema, type Language } from './language.ts'
import { english, type englishSchema } from './retrieval/english.ts'
import { focus } from './retrieval/focus.ts'
import { near } from './retrieval/speller.ts'
import { words } from './retrieval/terms.ts'
import { smallTalkIds, type SmallTalk, type Talk } from './smallTalk.ts'

export const commandIds = [
  'check',
  'start-over',
  'renew',
  'go-back',
  'change',
  'why',
  'help',
  'privacy',
  'person',
  'stop',
  'delete',
  'cannot-call',
  'print',
  'check-in',
] as const
export type Command = (typeof commandIds)[number]

const phrases = z.array(z.string().min(1))
export const intentsSchema = z.strictObject({
  /** Politeness and filling words around a wish. */
  filler: phrases,
  commands: z.record(z.enum(commandIds), phrases),
  smallTalk: z.record(z.enum(smallTalkIds), phrases),
  /** Words of somebody who asks what to do about the advice just given: wait, drive, see a doctor? */
  whatNow: phrases,
  /** Words a complaint is made of: what is felt, where, by whom or since when. */
  pain: phrases,
  place: phrases,
  person: phrases,
})

export type Intent =
  | { readonly kind: 'question' | 'complaint' | 'gibberish' }
  /** `nods`: neither asks nor tells, as far as is learnt. */
  | { readonly kind: 'other'; readonly nods?: true }
  | { readonly kind: 'small-talk'; readonly smallTalk: SmallTalk }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'other-language'; readonly language: string; readonly notice: string }

type Meaning = { readonly command: Command } | { readonly smallTalk: SmallTalk } | 'filler'
interface Phrase {
  readonly words: readonly string[]
  readonly meaning: Meaning
}

/** A wish is short, and a nod shorter. In words. */
const longestWish = 14
const longestNod = 6
/** Faces and hands that say yes, no or thank you. */
const thumbs = /[👍👎✅❌👌🙏👋🤗😀😁😂🤣😊😉😎🙂😃😄❤]|[:;]-?[)(DP]/u

export interface IntentData {
  readonly intents: z.infer<typeof intentsSchema>
  readonly languages: z.infer<typeof languagesSchema>
  readonly english: z.infer<typeof englishSchema>
}

/** @param talkIn what kind of small talk some words are that no list holds */
export function intentReader(
  data: IntentData,
  talkIn: (said: readonly string[]) => Talk | undefined = () => undefined,
): (text: string) => Intent {
  const { intents } = data
  const everyday = english(data.english)
  const languageOf = languageReader(data.languages, everyday.knows)
  const pain = new Set(intents.pain)
  const place = new Set(intents.place)
  const person = new Set(intents.person)

  const known: Phrase[] = [
    ...Object.entries(intents.commands).flatMap(([command, list]) =>
      list.map((phrase) => ({ words: words(phrase), meaning: { command: command as Command } })),
    ),
    ...Object.entries(intents.smallTalk).flatMap(([smallTalk, list]) =>
      list.map((phrase) => ({ words: words(phrase), meaning: { smallTalk: smallTalk as SmallTalk } })),
    ),
    ...intents.filler.map((phrase) => ({ words: words(phrase), meaning: 'filler' as const })),
  ].toSorted((a, b) => b.words.length - a.words.length)
  const exact = new Map<string, Phrase[]>()
  for (const phrase of known) {
    const first = phrase.words[0]!
    const list = exact.get(first)
    if (list) list.push(phrase)
    else exact.set(first, [phrase])
  }
  const firsts = [...exact.keys()]

  const same = (said: string, meant: string) => said === meant || (!everyday.knows(said) && near(said, meant))

  /** The phrases that begin here, longest first; the word may be slightly misspelt. */
  function startingAt(said: readonly string[], at: number): Phrase[] {
    const word = said[at]!
    const candidates =
      exact.get(word) ?? firsts.filter((first) => same(word, first)).flatMap((first) => exact.get(first)!)
    return candidates.filter((phrase) =>
      phrase.words.every((part, offset) => said[at + offset] !== undefined && same(said[at + offset]!, part)),
    )
  }

  /** Phrases that cover the message without a gap, or undefined. */
  function cover(said: readonly string[], at = 0): Meaning[] | undefined {
    if (at === said.length) return []
    for (const phrase of startingAt(said, at)) {
      const rest = cover(said, at + phrase.words.length)
      if (rest) return [phrase.meaning, ...rest]
    }
    return undefined
  }

  const ours = new Set(known.flatMap((phrase) => phrase.words))
  /** "Heyyy", "ooops", "byee": a letter is held where that leaves a word of the phrases. */
  const unstretched = (word: string): string => {
    if (ours.has(word) || everyday.knows(word)) return word
    const twice = word.replace(/(.)\1{2,}/g, '$1$1')
    const once = word.replace(/(.)\1{2,}/g, '$1')
    const ended = once.replace(/(.)\1$/, '$1')
    return [twice, once, ended].find((form) => ours.has(form)) ?? word
  }

  function wish(typed: readonly string[]): Intent | undefined {
    const said = typed.map(unstretched)
    if (said.length === 0 || said.length > longestWish) return undefined
    const meanings = cover(said)?.filter((meaning) => meaning !== 'filler') ?? []
    const command = meanings.find((meaning) => 'command' in meaning)
    if (command) return { kind: 'command', command: command.command }
    const talk = meanings.filter((meaning) => 'smallTalk' in meaning)
    const kind = talk.find(({ smallTalk }) => smallTalk === 'insult') ?? talk.at(-1)
    return kind && { kind: 'small-talk', smallTalk: kind.smallTalk }
  }

  /** "No", "yes please": all of it may be the answer to a question. */
  const isFilling = (said: readonly string[]) =>
    said.length <= longestNod && cover(said)?.every((meaning) => meaning === 'filler') === true

  function isComplaint(said: readonly string[]): boolean {
    const has = (list: ReadonlySet<string>) => said.some((word) => list.has(word))
    // "feels like a knot in my muscle" describes a feeling and wants it named
    if (/^(it )?feels? /.test(said.join(' '))) return false
    return has(pain) && has(place) && has(person)
  }

  return (text) => {
    const shown = text.slice(0, 4000)
    const said = words(shown)
    const wanted = wish(said)
    if (wanted) return wanted
    const language: Language | undefined = languageOf(shown)
    if (language) return { kind: 'other-language', language: language.code, notice: language.notice }
    if (isGibberish(shown, said, everyday.knows)) return { kind: 'gibberish' }
    const talk = isFilling(said) ? undefined : talkIn(said)
    if (talk) return talk === 'nod' ? { kind: 'other', nods: true } : { kind: 'small-talk', smallTalk: talk }
    if (focus(shown).found) return { kind: 'question' }
    return { kind: isComplaint(said) ? 'complaint' : 'other' }
  }
}

/** "Ok", "no", "yes please", a thumb: whether a message only nods or shakes its head, and neither asks nor tells. */
export function nodReader({ filler }: z.infer<typeof intentsSchema>): (text: string) => boolean {
  const nods = filler.map(words)
  const covered = (said: readonly string[], at: number): boolean =>
    at === said.length ||
    nods.some(
      (phrase) => phrase.every((word, n) => said[at + n] === word) && covered(said, at + phrase.length),
    )
  return (text) => {
    const said = words(text)
    if (said.length === 0) return thumbs.test(text)
    return said.length <= longestNod && covered(said, 0)
  }
}

const keyboardRow =
  /asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|rtyu|tyui|uiop|zxcv|xcvb|cvbn|vbnm|lkjh|poiu|mnbv/

function isGibberish(text: string, said: readonly string[], isEnglish: (word: string) => boolean): boolean {
  // a thumb up or down is an answer
  if (said.length === 0) return !thumbs.test(text)
  const long = said.filter((word) => word.length >= 3 && !/\d/.test(word))
  if (long.length === 0 || said.some((word) => word.length >= 2 && isEnglish(word))) return false
  const odd = long.filter(
    (word) =>
      !/[aeiouy]/.test(word) || /[^aeiouy]{5}/.test(word) || /(.)\1\1/.test(word) || keyboardRow.test(word),
  )
  return odd.length * 2 >= long.length
}

/** Whether a question is about what to do now, which standing advice answers better than any article. */
export function whatNowReader({ whatNow }: z.infer<typeof intentsSchema>): (text: string) => boolean {
  const known = new Set(whatNow)
  return (text) => words(text).some((word) => known.has(word))
}
