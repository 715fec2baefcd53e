/**
 * What was received and acknowledged is run here, in order for each conversation. A turn that fails to be kept is tried
 * again; one that a crash cut off, here or on another replica, is run by whoever finds it. What can never be run, because
 * its words were deleted or damaged, or it fails by itself each time, ends without an answer.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Activity } from 'botbuilder'
import { ActivityTypes } from '../../dialogs/botbuilder.ts'
import type { Adapter } from './adapter.ts'
import { asReceived } from './activities.ts'
import { goesOut, type Deliveries } from './deliveries.ts'
import type { Streams } from './stream.ts'
import type { Unkept } from './unkept.ts'
import type { Log } from '../observe.ts'
import type { GivenUp, Metrics } from './metrics.ts'
import { StoreUnavailable, type Arrival, type Store, type StoredActivity } from '../store/store.ts'
import type { Turns } from '../turn.ts'

/** Waits before the further tries, in milliseconds: a locked or full store may recover. */
const retryMs = [250, 1_000, 2_000, 3_000]
/** A turn that takes longer shows that somebody is writing. */
const typingMs = 1_000
/** For so long a turn that fails by itself is tried, in milliseconds, and so many are counted. */
const hopelessMs = 60_000
const failingAtMost = 1_000
/** How long turns may go on after the server was told to stop. */
const lastTurnsMs = 7_000
/** How often arrivals are looked for that nobody runs, and how old they must be, in milliseconds. */
const leftOverMs = 5_000

/** What stands in the log in place of words that are gone. */
const unreadableOf = ({ type }: StoredActivity): GivenUp | undefined =>
  type === 'forgotten' || type === 'damaged' ? type : undefined

export interface InboxParts {
  readonly adapter: Adapter
  readonly store: Store
  readonly turns: Turns
  readonly streams: Streams
  readonly deliveries: Deliveries
  readonly unkept: Unkept
  readonly log: Log
  readonly metrics: Metrics
  readonly now: () => number
}

export interface Inbox {
  /** Conversations with a turn running or waiting. */
  readonly busy: number
  /**
   * Runs the turn of a received arrival; settles when it is over.
   * @param caller who sent it
   */
  run(arrival: Arrival, caller?: string): Promise<void>
  /** How many turns of a caller are running or waiting. */
  waiting(caller: string): number
  /** Runs what was received in a conversation and not yet answered, oldest first. */
  catchUp(conversation: string): Promise<void>
  /** Runs what was left over, now and ever after. */
  start(): Promise<void>
  /** Settles when nothing is running any more, or has not ended in time: that is run after the restart. */
  idle(): Promise<void>
}

export function createInbox(parts: InboxParts): Inbox {
  const { adapter, store, turns, streams, deliveries, unkept, log, metrics, now } = parts
  const last = new Map<string, Promise<void>>()
  /** By caller. */
  const pending = new Map<string, number>()
  /** By arrival, since when its turn fails by itself. */
  const failing = new Map<string, number>()
  const stopping = new AbortController()

  /** Shown while it lasts; what nobody sees is no loss. */
  const showTyping = (
    conversation: string,
    { type, from, recipient, ...received }: Activity,
    out: boolean,
  ) => {
    if (!out) return streams.typing(conversation)
    if (type !== ActivityTypes.Message) return
    const { channelId, serviceUrl, conversation: where } = received
    const typing = { type: ActivityTypes.Typing, channelId, serviceUrl, conversation: where }
    adapter.deliver({ ...typing, from: recipient, recipient: from }).catch(() => {})
  }

  const giveUp = async (arrival: Arrival, why: GivenUp) => {
    const received = asReceived(arrival.activity)
    const readable = why === 'failed'
    const out = readable && goesOut(received)
    const ended = await turns.giveUp(arrival, readable ? adapter.contextOf(received) : undefined, out)
    if (!ended) return
    if (out) deliveries.send()
    metrics.gaveUp(why)
    log.error({ event: 'arrival-given-up', why })
  }

  /** Whether its turn, which failed by itself, did so for long enough. */
  const isHopeless = ({ conversation, activityId }: Arrival): boolean => {
    const key = `${conversation} ${activityId}`
    const since = failing.get(key) ?? now()
    failing.delete(key)
    if (now() - since >= hopelessMs) return true
    failing.set(key, since)
    if (failing.size > failingAtMost) failing.delete(failing.keys().next().value!)
    return false
  }

  /** False when something said before still waits for its turn. */
  const runOnce = async (arrival: Arrival): Promise<boolean> => {
    const unreadable = unreadableOf(arrival.activity)
    if (unreadable) return giveUp(arrival, unreadable).then(() => true)
    try {
      return await runReadable(arrival)
    } catch (error) {
      if (error instanceof StoreUnavailable || !isHopeless(arrival)) throw error
      return giveUp(arrival, 'failed').then(() => true)
    }
  }

  const runReadable = async ({ conversation, activity }: Arrival): Promise<boolean> => {
    const received = asReceived(activity)
    const out = goesOut(received)
    const typing = setTimeout(() => showTyping(conversation, received, out), typingMs)
    let early = false
    try {
      const deliver = async () => {
        clearTimeout(typing)
        if (out) deliveries.send()
      }
      early = (await turns.run(adapter.contextOf(received), deliver, out)) === 'early'
    } finally {
      clearTimeout(typing)
    }
    return !early
  }

  const catchUp = async (conversation: string) => {
    for (const arrival of await store.unanswered({ conversation })) await runOnce(arrival)
  }

  const runTillKept = async (arrival: Arrival) => {
    for (const wait of [...retryMs, 0]) {
      try {
        if (!(await runOnce(arrival))) await catchUp(arrival.conversation)
        return
      } catch (error) {
        log.error({ event: 'turn-failed', channel: String(arrival.activity.channelId), error })
        void unkept.hear(arrival, false)
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {})
        if (wait === 0 || stopping.signal.aborted) return
      }
    }
  }

  const run = (arrival: Arrival, caller = '') => {
    const before = last.get(arrival.conversation) ?? Promise.resolve()
    const mine = before.then(() => runTillKept(arrival))
    last.set(arrival.conversation, mine)
    pending.set(caller, (pending.get(caller) ?? 0) + 1)
    void mine.then(() => {
      const left = pending.get(caller)! - 1
      if (left > 0) pending.set(caller, left)
      else pending.delete(caller)
      if (last.get(arrival.conversation) === mine) last.delete(arrival.conversation)
    })
    return mine
  }

  const runLeftOver = async (receivedBefore?: number) => {
    const waiting = await store.unanswered({ receivedBefore })
    // those of a conversation that is running are on their way
    for (const arrival of waiting.filter(({ conversation }) => !last.has(conversation))) void run(arrival)
  }

  return {
    get busy() {
      return last.size
    },
    run,
    waiting: (caller) => pending.get(caller) ?? 0,
    catchUp,
    start: async () => {
      await runLeftOver()
      const look = () =>
        runLeftOver(now() - leftOverMs).catch((error: unknown) => log.error({ event: 'inbox-failed', error }))
      const timer = setInterval(() => void look(), leftOverMs).unref()
      stopping.signal.addEventListener('abort', () => clearInterval(timer))
    },
    idle: async () => {
      stopping.abort()
      await Promise.race([Promise.all(last.values()), sleep(lastTurnsMs, undefined, { ref: false })])
    },
  }
}
