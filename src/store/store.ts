/**
 * What is kept between turns: one state and one log per conversation, and what is still to be delivered elsewhere. A
 * turn's state, replies and deliveries are written in one transaction, before anything is sent. Every table's key begins
 * with the conversation's id, so that a sharded database can distribute it; only what the staff learn from (`Lessons`)
 * is kept by day, so that nothing leads back to a conversation.
 */
import { dayMs, type Vote } from '../core/feedback.ts'
import type { Alerts, NewAlert } from './alerts.ts'

/** An activity as JSON. The store looks at nothing in it. */
export type StoredActivity = Readonly<Record<string, unknown>>

/** One line of a conversation's log. `sequence` counts from 1 within the conversation. */
export interface Entry {
  readonly sequence: number
  /** When it was written, in milliseconds since 1970. */
  readonly at: number
  readonly activity: StoredActivity
  /** The same as JSON, where it was written just now. */
  readonly json?: string
  /** The sequence number of the arrival that this replies to. */
  readonly answers?: number
}

/** Something said by the person, whose turn may not have run yet. */
export interface Arrival {
  readonly conversation: string
  /** Unique within the conversation; a second arrival with it is the same one, delivered again. */
  readonly activityId: string
  readonly activity: StoredActivity
}

/** What a turn starts from. */
export interface Kept {
  readonly state?: string
  /** There when this activity was answered before: send these, run nothing. */
  readonly replies?: readonly Entry[]
  /** Something said before this still waits for its turn: run that first. Not told of what waits for long. */
  readonly early: boolean
}

export interface TurnResult {
  /** The whole state of the conversation, as JSON. */
  readonly state: string
  readonly replies: readonly StoredActivity[]
  /** What the turn answers, where nobody `receive`d it: it is written to the log before the replies. */
  readonly said?: StoredActivity
  /** Removes everything that was said and kept before; only `state` and `replies` are kept. */
  readonly erase?: boolean
  /** The state of before could not be read: it is put aside, for somebody to look at. */
  readonly quarantine?: boolean
  /** The replies are to be delivered to another server: they go into the outbox. */
  readonly outbox?: boolean
  readonly lesson?: Lesson
  /** Of the arrival with this id only that there was one is kept on. */
  readonly forget?: string
  /** The staff are to be told of the advice this turn gave. */
  readonly alert?: NewAlert
  /** An activity that is to arrive later, in place of one waiting from before; `'none'` takes that back. */
  readonly wake?: Wake | 'none'
}

export interface Wake {
  /** Milliseconds since 1970. */
  readonly due: number
  readonly activity: StoredActivity & { readonly id: string }
}

/** What the staff may learn from a turn. Nothing in it says whose turn it was. */
export interface Lesson {
  /** Days since 1970. */
  readonly day: number
  /** The words of a question without an answer, masked: see `maskQuestion`. */
  readonly question?: string
  readonly tallies?: readonly Tally[]
}

/** One thumb more or less for a section of the articles; less, when a thumb of that day was changed. */
export interface Tally {
  readonly day: number
  readonly section: string
  readonly vote: Vote
  readonly by: 1 | -1
}

export interface AskedQuestion {
  readonly question: string
  /** How often it was asked in these words. */
  readonly count: number
}

export interface SectionVotes {
  readonly section: string
  readonly up: number
  readonly down: number
}

/** Counts by day, and nothing else. Days are days since 1970. */
export interface Lessons {
  /** The questions without an answer, the most frequent first. */
  questions(since: number): Promise<readonly AskedQuestion[]>
  /** The thumbs of each section, those with the most thumbs down first. */
  votes(since: number): Promise<readonly SectionVotes[]>
}

/** State, replies, outbox and "answered" in one transaction. Answers the replies' entries. */
export type Commit = (result: TurnResult) => Promise<readonly Entry[]>

export interface DeliveryId {
  readonly conversation: string
  readonly sequence: number
}

/** A reply on its way to another server. */
export interface Delivery extends DeliveryId {
  readonly activity: StoredActivity
  /** How often it was given out, this time included. */
  readonly tries: number
}

export interface Outbox {
  /**
   * Gives out what is due, the first of each conversation only, so that replies arrive in order. What was given out is
   * nobody else's for `leaseMs`; without a word of its end until then, it is due again.
   */
  due(limit: number, leaseMs: number): Promise<readonly Delivery[]>
  delivered(delivery: DeliveryId): Promise<void>
  /**
   * @param retryAt milliseconds since 1970, `furthestTryMs` from now at most; undefined: never again, and what follows it
   *   no longer waits
   * @param code what went wrong, never words of anybody
   */
  failed(delivery: DeliveryId, retryAt: number | undefined, code: string): Promise<void>
  /** Puts replies of an earlier turn in again; those still waiting stay as they are. */
  repeat(conversation: string, sequences: readonly number[]): Promise<void>
  /** How many wait, and how many were given up. */
  count(): Promise<{ readonly waiting: number; readonly dead: number }>
  /** Those given up, with the code of their last failure; the activity is there as long as its conversation is. */
  dead(): Promise<readonly (Delivery & { readonly code: string })[]>
}

/** That a conversation was erased. */
export interface Erasure {
  /** A hash of the conversation's id: it says nothing of anybody. */
  readonly mark: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** A conversation whose log grew; undefined: any may have, look at all. */
export type ChangeListener = (conversation: string | undefined) => void

export interface Store {
  /** Begins a conversation, or does nothing when it is there already. False when it belongs to another channel. */
  open(conversation: string, channel: string): Promise<boolean>
  exists(conversation: string): Promise<boolean>

  /** Writes an arrival to the log, as not yet answered. Answers its entry; for one seen before, the first entry. */
  receive(arrival: Arrival): Promise<Entry & { readonly seenBefore: boolean }>
  /**
   * Runs `work` while no other turn of the conversation runs, here or on any replica. What `commit`, its last step,
   * wrote counts once this settles.
   * @param activityId what is answered; undefined for a turn that nobody's activity began
   * @throws {StoreUnavailable} also when another replica holds the conversation for too long
   */
  turn<Result>(
    conversation: string,
    activityId: string | undefined,
    work: (kept: Kept, commit: Commit) => Promise<Result>,
  ): Promise<Result>
  /**
   * Arrivals whose turn never finished, oldest first.
   * @param receivedBefore milliseconds since 1970
   */
  unanswered(only?: { conversation?: string; receivedBefore?: number }): Promise<readonly Arrival[]>

  /**
   * The log after a sequence number (0: from the start), in order.
   * @param atMost so many of it, the oldest, or fewer where they are long, but one at least; without it all, which may be
   *   more than there is memory for
   */
  entries(conversation: string, after: number, atMost?: number): Promise<readonly Entry[]>
  /** The newest sequence number, 0 when the log is empty. */
  newest(conversation: string): Promise<number>
  /** Hears of new entries, whichever replica wrote them. Answers how to stop hearing. */
  changes(listener: ChangeListener): () => void

  readonly outbox: Outbox
  readonly lessons: Lessons
  readonly alerts: Alerts

  /** Activities whose time has come, the earliest first. They stay until `woken`, or `leaseMs` later come again. */
  wakes(limit: number, leaseMs: number): Promise<readonly Arrival[]>
  /** It arrived. One made for later in the meantime stays. */
  woken(arrival: Arrival): Promise<void>

  /**
   * Lets a name of a conversation be used once, on whichever replica: true for the first, false for all others.
   * @param until when it may be forgotten, in milliseconds since 1970
   */
  claim(conversation: string, name: string, until: number): Promise<boolean>
  /** Whether a name was used. */
  claimed(conversation: string, name: string): Promise<boolean>

  /** Writes next to nothing by the way that messages go. @throws {StoreUnavailable} where none could be kept now */
  tryWrite(): Promise<void>

  /** A secret kept with the data: made on first use, the same ever after. */
  secret(name: string, make: () => string): Promise<string>

  /** Removes everything said in one conversation and its state. It stays open, and its numbering goes on. */
  erase(conversation: string): Promise<void>
  /** What was ever erased, for a backup of before. */
  erasures(): Promise<readonly Erasure[]>
  /**
   * Erases again what was erased since this store was copied, and leaves out numbers that were given since: an open chat
   * has heard those, and takes nothing under one of them for new. Answers how many conversations were erased.
   */
  replay(erasures: readonly Erasure[]): Promise<number>
  /**
   * Removes conversations untouched since `before` (milliseconds since 1970), lessons of days that began before it,
   * alerts and old claims. Answers how many conversations.
   */
  sweep(before: number): Promise<number>
  close(): Promise<void>
}

/** What stands in the log in place of what was forgotten. */
export const forgotten = JSON.stringify({ type: 'forgotten' })

/** A line of the log. One that is damaged is shown to nobody, and does not stop the others. */
export function readActivity(text: string): StoredActivity {
  try {
    return JSON.parse(text) as StoredActivity
  } catch {
    return { type: 'damaged' }
  }
}

/** The database is locked, full, slow or gone: nothing was written, and a later try may succeed. */
export class StoreUnavailable extends Error {}

/** More lines than any conversation can have got since a copy was made. */
export const numbersLeftOut = 100_000

/** What is to be tried later than this, in milliseconds, was put off by a clock that has been set back since: it is due. */
export const furthestTryMs = 600_000

/** So much of a log is read at once, in lines: whoever wants more asks again, after what there was. */
export const linesAtOnce = 200
/** Where lines are long it is less, in UTF-16 units. A line is much shorter than this. */
export const lengthAtOnce = 512 * 1024

/** As many rows as are read at once. */
export function part<Row extends { readonly activity: string }>(rows: readonly Row[]): readonly Row[] {
  let length = 0
  const end = rows.findIndex(({ activity }) => (length += activity.length) > lengthAtOnce)
  return end < 0 ? rows : rows.slice(0, Math.max(end, 1))
}

/** Above every number of a line; whatever is no number of one comes after none. */
const lastLine = 2 ** 31 - 1
export const lineNumber = (given: number): number =>
  Number.isNaN(given) ? 0 : Math.min(lastLine, Math.max(0, Math.floor(given)))

/** The first day that a sweep of all before some time leaves, in days since 1970. */
export const firstDayKept = (before: number): number => Math.ceil(before / dayMs)

/** What waits longer than this no longer holds up what was said after it, in milliseconds. */
export const earlyMs = 15_000
