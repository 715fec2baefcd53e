/**
 * Reads the direct answer to the question just asked: a tap, an option's words or number, yes or no, a number, a
 * length of time. Signs told in a sentence are the recogniser's business. What is not plainly an answer is `unread`.
 *
 * "None of these" denies what the question offered; what was affirmed before stays affirmed, and only its own
 * question lowers it. A bare "yes" to several signs counts as the most urgent at once, and `which` asks on.
 */
import type { Option } from '../messages.ts'
import type { Wording } from '../wording.ts'
import type { Today } from './calendar.ts'
import { readWords, strengthOf } from './answerWords.ts'
import { readDuration } from './duration.ts'
import { knownOf, noFacts, type Bundle, type Facts, type Known } from './facts.ts'
import { flagOf, signsOf, type RedFlag, type SignId } from './flags.ts'
import { hearContext } from './hearContext.ts'
import { inDigits, ordinals, readSeverity } from './numbers.ts'
import {
  aboutYouFacts,
  answerFlag,
  bundles,
  closedFacts,
  flagsOfBundle,
  isBundle,
  knownOfSign,
  notKnown,
  shownOptions,
  type ClosedContext,
  type QuestionId,
} from './questions.ts'
import { asksBack, plain, readClosed, readPlain, readSign, wordsIn } from './yesNo.ts'

export type Reading =
  | {
      readonly kind: 'read'
      /** To be recorded as direct answers: see `record`. */
      readonly facts: Partial<Facts>
      /** A bare "yes" to several signs: ask which. */
      readonly which?: true
    }
  | { readonly kind: 'unread' }

export interface Asked {
  /** What is known so far, signs heard in this very text included. */
  readonly facts: Facts
  readonly wording: Wording
  readonly today: Today
  /** The person goes back to the question to change it: what is not ticked is denied, though affirmed before. */
  readonly changing?: boolean
  /**
   * The question is "which of these?", after a bare "yes": every option is on show. The most urgent sign, assumed
   * since that "yes", stays until other signs are ticked; no "no" lowers it.
   */
  readonly which?: boolean
}

/** More words than this are a story rather than an answer to one question. */
const story = 9

const unread: Reading = { kind: 'unread' }
const read = (facts: Partial<Facts>): Reading => ({ kind: 'read', facts })

/** `said`: what was typed, or the values or labels that were tapped. */
export function readAnswer(id: QuestionId, said: string | readonly string[], asked: Asked): Reading {
  const text = typeof said === 'string' ? said : said.join(', ')
  if (text.trim() === '') return unread
  const values = tapped(id, text, asked) ?? byNumber(id, text, asked)
  if (!values && asksBack(text)) return unread
  if (isBundle(id) && asked.which) return readWhich(id, values, said, asked)
  if (isBundle(id)) return values ? readTicks(id, values, asked) : readBundle(id, text, asked)
  if (id === 'about-you') return values ? read(ticksAboutYou(values, asked)) : readAboutYou(text, asked)
  if (values?.[0] === 'not-sure') return read(notKnown(id))
  if (id === 'duration') return readLength(values?.[0] ?? text, asked)
  if (id === 'severity') return readWorst(values?.[0] ?? text, asked)
  if (Object.hasOwn(closedFacts, id))
    return readContext(id as ClosedContext, (values?.[0] as Known) ?? readClosed(text), text, asked)
  const known = values ? (values[0] as Known) : readSign(text)
  return known ? read(answerFlag(id as RedFlag, known, asked.facts)) : unread
}

/** The options of a closed question, in their order. */
const closedOptions = (['yes', 'no', 'not-sure'] as const).map((value) => ({ value, label: value }))

/** The answer to a confirm question: yes, no, not known; undefined when it is something else. */
export const readConfirm = (said: string): Known | undefined => {
  const value = said.trim().toLowerCase() === 'not-sure' ? 'not-sure' : numbered(closedOptions, said)?.[0]
  if (value !== undefined) return value === 'not-sure' ? 'not-known' : (value as Known)
  return readSign(said)
}

/** What an option is called, in plain letters, with its value; the longest first. */
type Names = readonly (readonly [name: string, value: string])[]

const namesByWording = new WeakMap<Wording, Map<QuestionId, Names>>()

/** The names of all options a question may offer. A red flag's id or sign is a value, offered or not. */
function namesOf(id: QuestionId, wording: Wording): Names {
  const byQuestion = namesByWording.get(wording) ?? new Map<QuestionId, Names>()
  namesByWording.set(wording, byQuestion)
  const known = byQuestion.get(id)
  if (known) return known
  const names = shownOptions(id, noFacts, wording).flatMap(({ value, label }) => [
    [plain(value), value] as const,
    [plain(label), value] as const,
  ])
  if (isBundle(id)) for (const sign of flagsOfBundle(id).flatMap(signsOf)) names.push([sign, sign])
  names.sort(([a], [b]) => b.length - a.length)
  byQuestion.set(id, names)
  return names
}

/** Option values or labels joined by commas, and nothing else. */
function tapped(id: QuestionId, text: string, { wording }: Asked): string[] | undefined {
  const names = namesOf(id, wording)
  const values: string[] = []
  let rest = plain(text)
  while (rest) {
    const hit = names.find(
      ([name]) => rest.startsWith(name) && /^[\s.]*(?:,|$)/.test(rest.slice(name.length)),
    )
    if (!hit) return undefined
    values.push(hit[1])
    rest = rest.slice(hit[0].length).replace(/^[\s.]*,?[\s,]*/, '')
  }
  return values.length > 0 ? [...new Set(values)] : undefined
}

/** By the numbers of the options on show. Not for questions whose answer is a number. */
function byNumber(id: QuestionId, text: string, { facts, wording, which }: Asked): string[] | undefined {
  if (id === 'duration' || id === 'severity') return undefined
  return numbered(shownOptions(id, facts, wording, which), text)
}

const ordinal = new RegExp(`\\b(${ordinals.join('|')})\\b`, 'g')

/** "2", "1 and 3", "option 2", "the first one", "the last one", "the last two" (which leaves "none of these" out). */
function numbered(options: readonly Option[], text: string): string[] | undefined {
  const start = inDigits(plain(text))
  // "The second last" counts from the end.
  if (/\b(?:\w+(?:nd|rd|th|st)|second|third|next) (?:to |from |but )?(?:the )?last\b/.test(start))
    return undefined
  const several = severalInARow.exec(start)
  if (several) {
    const own = options.filter(({ value }) => value !== 'none').map(({ value }) => value)
    const count = several[2] === 'couple' ? 2 : Number(several[2])
    if (count < 2 || count > own.length) return undefined
    return /first|top/.test(several[1]!) ? own.slice(0, count) : own.slice(-count)
  }
  const said = start
    .replace(/^(?:(?:yes|yep|yeah|i have|it'?s|i think)(?: to)?,? )+/, '')
    .replace(/\b(?:the |number |option |no\. ?|answer |numbers |options |just |only )+/g, ' ')
    .replace(ordinal, (name) => String(ordinals.indexOf(name) + 1))
    .replace(/\blast\b/g, String(options.length))
    .replace(/\b(\d+)(?:st|nd|rd|th)?(?: ones?\b| 1\b(?! ?\d))?/g, '$1')
    .trim()
  if (!/^\d{1,2}(?:(?:\s*(?:,(?:\s*and)?|and|&)\s*|\s+)\d{1,2})*\.?\)?$/.test(said)) return undefined
  const numbers = (said.match(/\d+/g) ?? []).map(Number)
  const values = numbers.map((n) => options[n - 1]?.value)
  return values.every((value) => value !== undefined) ? [...new Set(values)] : undefined
}

const severalInARow =
  /^(?:(?:yes|yep|yeah|i have|it'?s|just|only|the|to),? )*(first|top|last|bottom) ((?!1\b)\d{1,2}|couple)(?: (?:of (?:these|those|them)|ones?|options|signs))?\.?$/

/** Denies a flag, but for signs that were affirmed before (unless the answer is being changed). */
function denied(flags: Iterable<RedFlag>, { facts, changing }: Asked): Record<string, Known> {
  const signs: Record<string, Known> = {}
  for (const flag of flags) {
    if (!changing && knownOf(facts, flag) === 'yes') {
      for (const sign of signsOf(flag))
        if (sign !== flag && knownOfSign(facts, sign) === undefined) signs[sign] = 'no'
      continue
    }
    for (const sign of signsOf(flag)) if (changing || facts.signs[sign] !== 'not-known') signs[sign] = 'no'
  }
  return signs
}

function readTicks(id: Bundle, values: readonly string[], asked: Asked): Reading {
  const ticked = values.filter((value) => value !== 'none') as SignId[]
  const flags = new Set(ticked.map(flagOf))
  const others = flagsOfBundle(id).filter((flag) => !flags.has(flag))
  const signs = denied(others, asked)
  for (const sign of bundles[id])
    if (sign !== flagOf(sign) && flags.has(flagOf(sign)) && !ticked.includes(flagOf(sign)))
      if (asked.changing || knownOfSign(asked.facts, sign) === undefined) signs[sign] = 'no'
  if (asked.changing) for (const flag of flags) for (const sign of signsOf(flag)) signs[sign] = 'no'
  for (const sign of ticked) signs[sign] = 'yes'
  return read({ signs })
}

/** The sign that a bare "yes" stood for: the whole of a flag, without any sign of it. */
export const assumedOf = (id: Bundle, { signs }: Facts): RedFlag | undefined =>
  flagsOfBundle(id).find(
    (flag) => signs[flag] === 'yes' && !signsOf(flag).some((sign) => sign !== flag && signs[sign] === 'yes'),
  )

/** To "which of these?": signs that are named settle it; "none" after a "yes" does not, and each is asked by itself. */
function readWhich(
  id: Bundle,
  values: readonly string[] | undefined,
  said: string | readonly string[],
  asked: Asked,
): Reading {
  const text = typeof said === 'string' ? plain(said).replace(/[.,]/g, '') : ''
  const signs = allOf.test(text) ? bundles[id] : values?.filter((value) => value !== 'none')
  const known = typeof said === 'string' ? readPlain(said) : undefined
  if (signs?.length === 0 || (!signs && known !== undefined && known !== 'yes')) return read(notKnown(id))
  if (!signs) return unread
  const reading = readTicks(id, signs, { ...asked, changing: false })
  const assumed = assumedOf(id, asked.facts)
  if (reading.kind === 'unread' || !assumed || signs.some((sign) => flagOf(sign as SignId) === assumed))
    return reading
  return read({ signs: { ...reading.facts.signs, ...denied([assumed], { ...asked, changing: true }) } })
}

const allOf =
  /^(?:(?:yes|yep|yeah)(?: to)? )?(?:all|every (?:one|single one)|the lot)(?: of (?:these|those|them|the above|it))?$/
const someOf =
  /^(?:(?:yes|yep|yeah)(?: to)? (?:some|a few|one|two|several|most)|(?:i have )?(?:some|a few|a couple|one|two|several|most|1|2) of (?:these|those|them|the above)(?: yes)?|(?:yes|yep|yeah)(?: to)? (?:some|a few|a couple|one|two|several|most) of (?:these|those|them|the above)|some|several)$/

const partDenial =
  /\b(?:not|nothing|n't|dont|havent) (?:(?:so|too|very|that|all that|really) )?(?:much|a lot|often|always)\b|\b(?:any ?more|no more|no longer)\b|\bnot (?:(?:right|just) )?(?:now|currently|at the moment|recently|lately|today|this time)\b/

function readBundle(id: Bundle, text: string, asked: Asked): Reading {
  const said = plain(text).replace(/[.,]/g, '')
  if (allOf.test(said)) return readTicks(id, bundles[id], asked)
  // "Not much" is some, and "not any more" was: neither says that none of these has happened.
  if (partDenial.test(said)) return unread
  const known = someOf.test(said) ? 'yes' : (readPlain(text) ?? undefined)
  if (known === 'no' || known === 'fine') return readTicks(id, ['none'], asked)
  if (known === 'not-known') return read(notKnown(id))
  if (known !== 'yes') return unread
  const open = shownOptions(id, asked.facts, asked.wording).filter((option) => option.value !== 'none')
  const most = flagsOfBundle(id).find((flag) => open.some((o) => flagOf(o.value as SignId) === flag))
  return most ? { kind: 'read', facts: { signs: { [most]: 'yes' } }, which: true } : unread
}

function ticksAboutYou(values: readonly string[], { facts, changing }: Asked): Partial<Facts> {
  const ticks = Object.entries(aboutYouFacts).flatMap(([value, key]): [string, Known][] => {
    if (values.includes(value)) return [[key, 'yes']]
    return changing || facts[key] === undefined ? [[key, 'no']] : []
  })
  return Object.fromEntries(ticks)
}

const isWell =
  /\b(?:(?:and|but|otherwise|perfectly|very|generally|fit|well) ){0,6}(?:healthy|fit and well|in good health)\b/

function readAboutYou(text: string, asked: Asked): Reading {
  const known = readPlain(text)
  if (known === 'no' || known === 'fine') return read(ticksAboutYou(['none'], asked))
  if (known === 'not-known') return read(notKnown('about-you', asked.facts))
  const heard = { ...hearContext(text, asked.today, 'about-you') }
  // Beside an adult's age a bare number is no other age.
  if (asked.facts.under16 === 'no' && /^\d+$/.test(inDigits(plain(text)))) return unread
  const told = Object.entries(aboutYouFacts).filter(([, key]) => heard[key] !== undefined)
  if (told.length === 0) {
    // Of a child's age or a pregnancy "healthy" says nothing.
    const well = isWell.test(plain(text)) && !/\b(?:not|n't|un)\b/.test(plain(text))
    return well ? read(news({ bloodThinners: 'no', ulcerOrKidney: 'no' }, asked.facts)) : unread
  }
  const ticked = told.filter(([, key]) => heard[key] === 'yes').map(([value]) => value)
  if (asked.changing && ticked.length > 0) return read(ticksAboutYou(ticked, asked))
  // "I'm 45, none of these" is a full answer; after "I'm 45" or "I take warfarin" the rest is asked.
  const rest = inDigits(plain(text))
    .replace(/\b(?:i'?m|i am|aged?)? ?\d{1,2}(?:[ -]*(?:years?|yrs?)(?:[ -]old)?| ?y\/?o)?\b/, ' ')
    .replace(/\b(?:an adult|over 1[68])\b/, ' ')
    .replace(new RegExp(isWell, 'g'), 'none')
  const others = readPlain(rest)
  if (others === 'no' || others === 'fine') return read(ticksAboutYou(['none'], asked))
  // Said once more, it answers nothing.
  if (told.every(([, key]) => asked.facts[key] === heard[key])) return unread
  return read(Object.fromEntries(told.map(([, key]) => [key, heard[key]])))
}

/** What else the words tell, where nothing is known yet. */
const news = (heard: Partial<Facts>, facts: Facts): Partial<Facts> =>
  Object.fromEntries(Object.entries(heard).filter(([key]) => facts[key as keyof Facts] === undefined))

function readLength(text: string, { facts, today }: Asked): Reading {
  const said = plain(text)
  const bare = /^(?:about |around |roughly |maybe |like )*(\d{1,3})$/.exec(inDigits(said))
  if (bare) return read({ durationDays: Number(bare[1]) })
  if (readPlain(text) === 'not-known') return read(notKnown('duration'))
  const heard = hearContext(text, today)
  // A story holds other times than that of the pain.
  const durationDays = wordsIn(said) > story ? heard.durationDays : readDuration(said, today)
  return durationDays === undefined ? unread : read({ ...news(heard, facts), durationDays })
}

function readWorst(text: string, { today }: Asked): Reading {
  const severity =
    wordsIn(text) > story
      ? hearContext(text, today).severity
      : (readSeverity(plain(text)) ?? strengthOf(text))
  if (severity !== undefined) return read({ severity })
  return readPlain(text) === 'not-known' ? read(notKnown('severity')) : unread
}

function readContext(id: ClosedContext, known: Known | undefined, text: string, asked: Asked): Reading {
  const key = closedFacts[id]
  const { durationDays: _of, ...heard } = hearContext(text, asked.today, id)
  const told = heard[key] ?? known ?? readWords(id, text)
  return told ? read({ ...news(heard, asked.facts), [key]: told }) : unread
}

/**
 * The value of the one option that was tapped or typed: by value or label, by number ("2", "the second", "the last
 * one"), or by words of one label that no other has ("the chest one"). For questions that hold no facts.
 */
export function readChoice(
  options: readonly Option[],
  said: { readonly text: string; readonly tapped?: { readonly answers: readonly string[] } },
): string | undefined {
  const text = plain(said.tapped?.answers[0] ?? said.text)
  const named = options.find(({ value, label }) => plain(value) === text || plain(label) === text)
  if (named) return named.value
  const values = numbered(options, text)
  if (values) return values.length === 1 ? values[0] : undefined
  return choiceByName(options, text)
}

/** The value that all words of a text name, whichever of its labels has them. */
export function choiceByName(options: readonly Option[], said: string): string | undefined {
  const words = contentWords(said)
  if (words.length === 0 || asksBack(said)) return undefined
  const meant = options.filter(({ label }) => {
    const own = contentWords(label)
    return words.every((word) => own.includes(word))
  })
  return new Set(meant.map(({ value }) => value)).size === 1 ? meant[0]!.value : undefined
}

const emptyWords = new Set(
  (
    'a an the my it i that this one ones option answer about for of to on in is was be do did does want change wrong' +
    ' please question with and or yes any at me you your'
  ).split(' '),
)

/** Words that name something, plurals without their s. */
const contentWords = (text: string): string[] =>
  plain(text)
    .split(/[^\p{L}\p{N}']+/u)
    .filter((word) => word !== '' && !emptyWords.has(word))
    .map((word) => word.replace(/(?<=\w{3})s$/, ''))
