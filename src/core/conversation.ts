/** What is kept of a conversation between turns: facts, not a position. */
import { z } from 'zod'
import type { Vote } from './feedback.ts'
import { signNamed, type RedFlag } from './triage/flags.ts'
import type { Who } from './triage/forWhom.ts'
import { blankFile, type People } from './triage/people.ts'

/** Raise it with every change of the shape below, and add the step to `steps`. */
export const currentVersion = 2

export interface Conversation extends People {
  version: typeof currentVersion
  /** An answer about this flag asked whether it is happening now: the very next message may say so. */
  happening?: RedFlag
  /** "Delete my data" or "start new" was said, and whether it is meant was asked. */
  erasing?: true
  renewing?: true
  /** Whose the signs of the open file are was asked: another than they were told of, for this person's they were said to be. */
  sorting?: { to: Who }
  /** Words already asked about, so that the same words do not raise the same question twice. */
  confirmed: string[]
  /** When to ask how it is, as agreed, in milliseconds since 1970; `asked` once it was. */
  checkIn?: { agreed: number; due: number; asked?: true }
  /** When a question was answered last, in milliseconds since 1970. */
  answeredAt?: number
  /** The last answer tapped on a card, and the card. */
  tapped?: string
  /** The welcome was said. */
  welcomed?: boolean
  /** Thumbs given, by the place of their answer in the log, each with its day (since 1970). */
  votes?: Record<string, { vote: Vote; day: number }>
  /** The last question answered from the articles, for "and for how long?". */
  lastQuestion?: string
  /** The dialog stack, as Bot Framework keeps it. */
  dialogs: Record<string, unknown>
}

export const newConversation = (): Conversation => ({
  version: currentVersion,
  ...blankFile(),
  others: [],
  confirmed: [],
  dialogs: {},
})

/** From version n to n + 1. */
const steps: Readonly<Record<number, (kept: Record<string, unknown>) => Record<string, unknown>>> = {
  // one file for everybody: whom it was about was known only as "somebody else"
  1: (kept) => ({
    ...kept,
    version: 2,
    others: [],
    ...(facts.safeParse(kept.facts).data?.forSomeoneElse === true && { about: 'somebody' }),
  }),
}

const known = z.enum(['yes', 'no', 'not-known'])
const facts = z.looseObject({ signs: z.record(z.string(), known) })
const anything = z.record(z.string(), z.unknown()).catch({})
const file = z.looseObject({
  facts,
  asked: z.object({ question: z.string(), unread: z.number() }).optional(),
  again: z.array(z.string()),
  answered: z.array(z.string()),
  told: z.array(z.string()),
  doubts: z.array(z.string()),
})
const shape = file.extend({
  version: z.literal(currentVersion),
  others: z.array(file),
  confirmed: z.array(z.string()),
  dialogs: z.record(z.string(), z.unknown()),
})

/** Opens what this very process wrote, which needs no check. */
export const reopen = (written: string): Conversation => JSON.parse(written) as Conversation

/**
 * Opens what was kept, from any earlier version. What cannot be read begins anew, with every raised flag that can
 * still be found; `restarted` says so, for the person is told.
 */
export function upgrade(kept: string | undefined): { conversation: Conversation; restarted: boolean } {
  if (kept === undefined) return { conversation: newConversation(), restarted: false }
  let raw: unknown
  try {
    raw = JSON.parse(kept)
  } catch {
    return { conversation: anew(raisedIn(kept)), restarted: true }
  }
  let state = anything.parse(raw)
  for (let step = steps[Number(state.version)]; step; step = steps[Number(state.version)]) state = step(state)
  const opened = shape.safeParse(state)
  if (opened.success) return { conversation: opened.data as unknown as Conversation, restarted: false }
  const files = [state, ...z.array(anything).catch([]).parse(state.others)]
  const read = files.map((one) => facts.safeParse(one.facts))
  const signs = read.flatMap(({ data }) =>
    Object.entries(data?.signs ?? {}).filter(([, value]) => value === 'yes'),
  )
  const whole = read.every(({ success }) => success)
  return { conversation: anew(whole ? signs.map(([sign]) => sign) : raisedIn(kept)), restarted: true }
}

/** With nothing but the flags that were raised. */
const anew = (raised: readonly string[]): Conversation => {
  const signs = raised.flatMap((name) => signNamed(name) ?? [])
  return { ...newConversation(), facts: { signs: Object.fromEntries(signs.map((sign) => [sign, 'yes'])) } }
}

/** The raised flags that can be made out in damaged text. */
const raisedIn = (text: string): string[] =>
  [...text.matchAll(/"([\w/-]{1,60})"\s*:\s*"yes"/g)].map(([, name]) => name!)
