/** What is kept of a conversation between turns: facts, not a position. */
import { z } from 'zod'
import type { Vote } from './feedback.ts'
import { noFacts, type Facts } from './triage/facts.ts'
import { signNamed, type Level, type RedFlag, type SignId } from './triage/flags.ts'

/** Raise it with every change of the shape below, and add the step to `steps`. */
export const currentVersion = 1

export interface Conversation {
  version: typeof currentVersion
  facts: Facts
  /** The question put last and not yet answered, and how often it was put without being understood. */
  asked?: { question: string; unread: number }
  /** Questions to put again because the person wants to: "go back", "change my answer", "start over". */
  again: string[]
  /** The question put again because its answer was wrong: what is not affirmed this time is denied. */
  changing?: string
  /** A question about several signs answered by a bare "yes": which of them is asked next. */
  which?: string
  /** Questions answered so far, in the order they were answered. */
  answered: string[]
  /** The advice that stands. Nothing lowers it but a changed direct answer. */
  advice?: { level: Level; rule: string; flags: RedFlag[]; reference?: string }
  /**
   * A closed question waiting for its answer, how often that was not understood, and the words to take up after a "no": none
   * for "that's not right", empty to go on with the interview.
   */
  confirming?: { sign: SignId; takeUp?: string; unread: number }
  /** Further signs in doubt, to be asked about one after the other. */
  doubts: SignId[]
  /** Flags told in the person's own words: only their own question lowers them. */
  told: RedFlag[]
  /** An answer about this flag asked whether it is happening now: the very next message may say so. */
  happening?: RedFlag
  /** "Delete my data" was said, and whether it is meant was asked. */
  erasing?: true
  /** Words already asked about, so that the same words do not raise the same question twice. */
  confirmed: string[]
  /** When to ask how it is, as agreed, in milliseconds since 1970; `asked` once it was. */
  checkIn?: { agreed: number; due: number; asked?: true }
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
  facts: noFacts,
  again: [],
  answered: [],
  confirmed: [],
  told: [],
  doubts: [],
  dialogs: {},
})

/** From version n to n + 1. */
const steps: Readonly<Record<number, (kept: Record<string, unknown>) => Record<string, unknown>>> = {}

const known = z.enum(['yes', 'no', 'not-known'])
const facts = z.looseObject({ signs: z.record(z.string(), known) })
const anything = z.record(z.string(), z.unknown()).catch({})
const shape = z.looseObject({
  version: z.literal(currentVersion),
  facts,
  asked: z.object({ question: z.string(), unread: z.number() }).optional(),
  again: z.array(z.string()),
  answered: z.array(z.string()),
  confirmed: z.array(z.string()),
  told: z.array(z.string()),
  doubts: z.array(z.string()),
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
  const read = shape.safeParse(state)
  if (read.success) return { conversation: read.data as unknown as Conversation, restarted: false }
  const raised = facts.safeParse(state.facts)
  const signs = Object.entries(raised.success ? raised.data.signs : {}).filter(([, value]) => value === 'yes')
  return {
    conversation: anew(raised.success ? signs.map(([sign]) => sign) : raisedIn(kept)),
    restarted: true,
  }
}

/** With nothing but the flags that were raised. */
const anew = (raised: readonly string[]): Conversation => {
  const signs = raised.flatMap((name) => signNamed(name) ?? [])
  return { ...newConversation(), facts: { signs: Object.fromEntries(signs.map((sign) => [sign, 'yes'])) } }
}

/** The raised flags that can be made out in damaged text. */
const raisedIn = (text: string): string[] =>
  [...text.matchAll(/"([\w/-]{1,60})"\s*:\s*"yes"/g)].map(([, name]) => name!)
