/**
 * What is kept between turns: one state and one log per conversation. A turn's state and replies are written in one
 * transaction, before anything is sent. SQLite today; every table's key begins with the conversation's id so that
 * PostgreSQL can distribute it.
 */

/** An activity as JSON. The store looks at nothing in it. */
export type StoredActivity = Readonly<Record<string, unknown>>

/** One line of a conversation's log. `sequence` counts from 1 within the conversation. */
export interface Entry {
  readonly sequence: number
  /** When it was written, in milliseconds since 1970. */
  readonly at: number
  readonly activity: StoredActivity
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

export interface TurnResult {
  readonly conversation: string
  /** The activity that was answered; undefined for a turn that nobody's activity began. */
  readonly activityId?: string
  /** The whole state of the conversation, as JSON. */
  readonly state: string
  readonly replies: readonly StoredActivity[]
}

export interface Store {
  /** Begins a conversation, or does nothing when it is there already. False when it belongs to another channel. */
  open(conversation: string, channel: string): Promise<boolean>
  exists(conversation: string): Promise<boolean>

  /** Writes an arrival to the log, as not yet answered. Answers its entry; for one seen before, the first entry. */
  receive(arrival: Arrival): Promise<Entry & { readonly seenBefore: boolean }>
  /** What a turn starts from. `replies` is there when this activity was answered before: send these, run nothing. */
  begin(
    conversation: string,
    activityId?: string,
  ): Promise<{ readonly state?: string; readonly replies?: readonly Entry[] }>
  /** State, replies and "answered" in one transaction. Answers the replies' entries. */
  commit(result: TurnResult): Promise<readonly Entry[]>
  /** Arrivals whose turn never finished, oldest first: run again after a restart. */
  unanswered(): Promise<readonly Arrival[]>

  /** The log after a sequence number (0: from the start), in order. */
  entries(conversation: string, after: number): Promise<readonly Entry[]>
  /** The newest sequence number, 0 when the log is empty. */
  newest(conversation: string): Promise<number>

  /** A secret kept with the data: made on first use, the same ever after. */
  secret(name: string, make: () => string): Promise<string>

  /** Removes everything said in one conversation and its state. It stays open, and its numbering goes on. */
  erase(conversation: string): Promise<void>
  /** Removes conversations untouched since `before` (milliseconds since 1970). Answers how many. */
  sweep(before: number): Promise<number>
  close(): Promise<void>
}
