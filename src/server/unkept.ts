/**
 * While the store fails, what a person wrote is still heard: advice to get help soon goes out at once, by every way
 * that is open, although nothing of it can be kept. The client is told all the same that its message was not taken.
 */
import { asReceived, toWire } from './activities.ts'
import type { Adapter } from './adapter.ts'
import { goesOut } from './deliveries.ts'
import type { Streams } from './stream.ts'
import { randomId } from './tokens.ts'
import type { Log } from '../observe.ts'
import type { Arrival, StoredActivity } from '../store/store.ts'
import type { Turns } from '../turn.ts'

/** So many conversations' advice is held for those who ask for it, the oldest given up first. */
const conversationsAtMost = 1_000
/** Of one conversation. */
const messagesAtMost = 20

export interface Unkept {
  /**
   * Hears what cannot be kept, once however often it is sent, and brings what is said to whoever listens.
   * @param lost not even the message is kept; else only its turn
   */
  hear(arrival: Arrival, lost: boolean): Promise<readonly StoredActivity[]>
  /** What was said so, for a client that reads while the log cannot be read. */
  said(conversation: string): Promise<readonly StoredActivity[]>
}

export interface UnkeptParts {
  readonly adapter: Adapter
  readonly turns: Turns
  readonly streams: Streams
  readonly log: Log
  readonly now: () => number
}

export function createUnkept({ adapter, turns, streams, log, now }: UnkeptParts): Unkept {
  /** By conversation, then by activity. */
  const heard = new Map<string, Map<string, Promise<readonly StoredActivity[]>>>()

  const onTheWire = (conversation: string, replies: readonly StoredActivity[]) =>
    toWire(conversation, replies.map((activity) => ({ sequence: 0, at: now(), activity }))) // prettier-ignore
      .map((activity) => ({ ...activity, id: `${conversation}|unsaved-${randomId()}` }))

  const bring = async (arrival: Arrival, lost: boolean) => {
    try {
      const received = asReceived(arrival.activity)
      const replies = await turns.runUnkept(adapter.contextOf(received), lost)
      if (received.channelId === 'directline') {
        const activities = onTheWire(arrival.conversation, replies)
        streams.show(arrival.conversation, activities)
        return activities
      }
      const failed = (error: unknown) => log.error({ event: 'unkept-undelivered', error })
      const deliver = async () => {
        for (const reply of replies) await adapter.deliver(reply)
      }
      // nobody waits for another server: the caller is to be answered in time
      if (goesOut(received)) void deliver().catch(failed)
      return replies
    } catch (error) {
      log.error({ event: 'unkept-failed', error })
      return []
    }
  }

  return {
    hear: (arrival, lost) => {
      if (arrival.activity.type !== 'message') return Promise.resolve([])
      const ofConversation = heard.get(arrival.conversation) ?? new Map<string, Promise<never[]>>()
      const before = ofConversation.get(arrival.activityId)
      if (before) return before
      const brought = bring(arrival, lost)
      heard.delete(arrival.conversation)
      heard.set(arrival.conversation, ofConversation.set(arrival.activityId, brought))
      if (ofConversation.size > messagesAtMost) ofConversation.delete(ofConversation.keys().next().value!)
      if (heard.size > conversationsAtMost) heard.delete(heard.keys().next().value!)
      return brought
    },
    said: async (conversation) => (await Promise.all(heard.get(conversation)?.values() ?? [])).flat(),
  }
}
