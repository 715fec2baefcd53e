/**
 * Replies to Teams and the other channels of Azure are sent from the store's outbox, after the turn's commit, in order
 * for each conversation. What fails is tried again, later and later; what the channel refuses for good, or refuses too
 * often, is given up and stays in the outbox with its code. What goes to a server that is down waits its turn without
 * being sent, so that it takes no place from others.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Activity } from 'botbuilder'
import { ActivityTypes } from '../../dialogs/botbuilder.ts'
import { Destinations, destinationOf } from './destinations.ts'
import type { Log } from '../observe.ts'
import type { Delivery, Store, StoredActivity } from '../store/store.ts'

/** So many are on their way at once. */
const atOnce = 20
/** How often is looked for what is due again, in milliseconds. */
const lookMs = 1_000
/** How often what waits is counted, in milliseconds. */
const countMs = 10_000
/** A channel that takes longer for one reply has failed, in milliseconds. */
const patienceMs = 10_000
/** Longer than any try takes: what a lost process was sending is sent by another after it. */
const leaseMs = 2 * patienceMs
/** The wait before the second try, in milliseconds; each further one is twice as long, up to the longest. */
const firstWaitMs = 1_000
const longestWaitMs = 5 * 60_000
/** How long a stop waits for what is on its way, in milliseconds. */
const goodbyeMs = 2_000
/** About an hour in all. */
const maxTries = 18
/** About a quarter of an hour in all: of a reply that its server fails to take while it takes those of others. */
const maxTriesAlone = 11
/** Of what only tidies up after an answer: what follows in the conversation waits for it. */
const maxTriesToReplace = 3

/** No later try of the same reply can succeed. */
const refusedForGood = new Set([400, 403, 404, 405, 410, 413])

/** Whether replies to it go through the outbox; others are read from the log, or go back in the response. */
export const goesOut = ({ channelId, deliveryMode, type }: Activity): boolean =>
  channelId !== 'directline' && deliveryMode !== 'expectReplies' && type !== ActivityTypes.Invoke

/** How long to wait before the next try, in whole milliseconds: PostgreSQL takes no parts of one. */
export const waitAfter = (tries: number, random: number): number =>
  Math.round(Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1)) * (0.75 + random / 2))

export interface Deliveries {
  /** How many replies wait, and how many were given up, a few seconds ago. */
  readonly counted: { readonly waiting: number; readonly dead: number }
  /** Sends what is due now. */
  send(): void
  /** Settles when nothing is on its way. */
  idle(): Promise<void>
  /** Sends nothing more. What is still on its way is sent again after the next start. */
  stop(): Promise<void>
}

export interface DeliveriesParts {
  /** Brings one reply to where it belongs. Answers the id it has there, where it has one. */
  readonly deliver: (activity: StoredActivity) => Promise<string | undefined>
  /** Hears of each that arrived, before it leaves the outbox. */
  readonly arrived?: (delivery: Delivery, id: string) => Promise<void>
  readonly store: Store
  readonly log: Log
  readonly now: () => number
}

interface Failure {
  readonly code: string
  readonly forGood: boolean
  /** The channel is well: it refuses this one, or has too many at the moment. */
  readonly answered: boolean
  /** What the channel asked for, in milliseconds. */
  readonly waitMs?: number
}

function failureOf(error: unknown): Failure {
  const { statusCode, code, response } = error as {
    statusCode?: number
    code?: string
    response?: { headers?: { get?(name: string): string | undefined } }
  }
  if (statusCode === undefined)
    return { code: typeof code === 'string' ? code : 'failed', forGood: false, answered: false }
  const seconds = Number(response?.headers?.get?.('retry-after'))
  return {
    code: `HTTP ${statusCode}`,
    forGood: refusedForGood.has(statusCode),
    answered: statusCode < 500,
    ...(seconds > 0 && { waitMs: Math.ceil(Math.min(seconds * 1_000, longestWaitMs)) }),
  }
}

export function createDeliveries({ deliver, arrived, store, log, now }: DeliveriesParts): Deliveries {
  const { outbox } = store
  const destinations = new Destinations(now)

  /** Whether its server took something else while this waited for its try. */
  const isAlone = (to: string, tries: number) =>
    tries > 1 && destinations.tookSince(to, now() - waitAfter(tries - 1, 0))

  const putOff = async (delivery: Delivery) =>
    outbox.failed(delivery, now() + waitAfter(delivery.tries, Math.random()), 'down')

  const send = async (delivery: Delivery) => {
    const to = destinationOf(delivery.activity)
    let late: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(Object.assign(new Error('too late'), { code: 'timeout' })), patienceMs)
    })
    let id: string | undefined
    try {
      id = await Promise.race([deliver(delivery.activity), tooLate])
      destinations.took(to)
    } catch (error) {
      const { code, forGood, answered, waitMs } = failureOf(error)
      const { type, replyToId } = delivery.activity
      const replaces = type === ActivityTypes.MessageUpdate && replyToId !== undefined
      const alone = !answered && isAlone(to, delivery.tries)
      if (answered) destinations.refused(to)
      else destinations.failed(to, delivery.conversation)
      const most = replaces ? maxTriesToReplace : alone ? maxTriesAlone : maxTries
      const over = forGood || delivery.tries >= most
      const channel = String(delivery.activity.channelId)
      log.warn({
        event: over ? 'delivery-given-up' : 'delivery-failed',
        channel,
        code,
        tries: delivery.tries,
      })
      const wait = waitMs ?? waitAfter(delivery.tries, Math.random())
      return outbox.failed(delivery, over ? undefined : now() + wait, code)
    } finally {
      clearTimeout(late)
    }
    // it is there: whatever fails now must not send it again
    if (id)
      await arrived?.(delivery, id).catch((error: unknown) => log.error({ event: 'arrival-unnoted', error }))
    await outbox.delivered(delivery)
  }

  const busy = new Set<Promise<void>>()
  let free = atOnce
  let looking = false
  let lookAgain = false
  let stopped = false

  const start = (work: () => Promise<void>) => {
    const mine = work()
      .catch((error: unknown) => log.error({ event: 'outbox-failed', error }))
      .finally(() => busy.delete(mine))
    busy.add(mine)
  }
  const sendOne = async (delivery: Delivery) => {
    try {
      await send(delivery)
    } finally {
      free++
      look()
    }
  }
  const takeDue = async () => {
    const due = await outbox.due(free, leaseMs)
    for (const delivery of due) {
      // the last try is a real one
      const goes = delivery.tries >= maxTries || destinations.admits(destinationOf(delivery.activity))
      if (goes) free--
      // there may be more behind it
      else lookAgain = true
      start(() => (goes ? sendOne(delivery) : putOff(delivery)))
    }
  }
  /** Takes what is due; asked while it does, it takes once more. */
  function look(): void {
    lookAgain = looking
    if (looking || stopped || free === 0) return
    looking = true
    start(() =>
      takeDue().finally(() => {
        looking = false
        if (lookAgain) look()
      }),
    )
  }
  let counted = { waiting: 0, dead: 0 }
  const timers = [
    setInterval(look, lookMs).unref(),
    setInterval(() => start(async () => void (counted = await outbox.count())), countMs).unref(),
  ]

  const idle = async () => {
    while (busy.size) await Promise.all(busy)
  }
  return {
    get counted() {
      return counted
    },
    send: look,
    idle,
    stop: async () => {
      stopped = true
      for (const timer of timers) clearInterval(timer)
      await Promise.race([idle(), sleep(goodbyeMs, undefined, { ref: false })])
    },
  }
}
