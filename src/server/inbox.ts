/**
 * What was received and acknowledged is run here, in order for each conversation. A turn that fails to be kept is tried
 * again; one cut off by a crash is run after the restart.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Adapter } from './adapter.ts'
import { asReceived } from './activities.ts'
import type { Streams } from './stream.ts'
import type { Log } from '../observe.ts'
import type { Arrival } from '../store/store.ts'
import type { Turns } from '../turn.ts'

/** Waits before the further tries, in milliseconds: a locked or full store may recover. */
const retryMs = [250, 1_000, 3_000, 10_000]
/** A turn that takes longer shows that somebody is writing. */
const typingMs = 1_000
/** How long turns may go on after the server was told to stop. */
const lastTurnsMs = 7_000

export interface Inbox {
  /** Conversations with a turn running or waiting. */
  readonly busy: number
  /** Runs the turn of a received arrival; settles when it is over. */
  run(arrival: Arrival): Promise<void>
  /** Settles when nothing is running any more, or has not ended in time: that is run after the restart. */
  idle(): Promise<void>
}

export function createInbox(parts: { adapter: Adapter; turns: Turns; streams: Streams; log: Log }): Inbox {
  const { adapter, turns, streams, log } = parts
  const last = new Map<string, Promise<void>>()
  const stopping = new AbortController()

  const runOnce = async ({ conversation, activity }: Arrival) => {
    const typing = setTimeout(() => streams.typing(conversation), typingMs)
    try {
      await adapter.runReceived(asReceived(activity), (context) =>
        turns.run(context, async (replies) => {
          clearTimeout(typing)
          if (context.activity.channelId === 'directline') streams.wake(conversation)
          else for (const reply of replies) await context.sendActivity(structuredClone(reply.activity))
        }),
      )
    } finally {
      clearTimeout(typing)
    }
  }

  const runTillKept = async (arrival: Arrival) => {
    for (const wait of [...retryMs, 0]) {
      try {
        return await runOnce(arrival)
      } catch (error) {
        log.error({ event: 'turn-failed', channel: String(arrival.activity.channelId), error })
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => {})
        if (wait === 0 || stopping.signal.aborted) return
      }
    }
  }

  return {
    get busy() {
      return last.size
    },
    run: (arrival) => {
      const mine = (last.get(arrival.conversation) ?? Promise.resolve()).then(() => runTillKept(arrival))
      last.set(arrival.conversation, mine)
      void mine.then(() => {
        if (last.get(arrival.conversation) === mine) last.delete(arrival.conversation)
      })
      return mine
    },
    idle: async () => {
      stopping.abort()
      await Promise.race([Promise.all(last.values()), sleep(lastTurnsMs, undefined, { ref: false })])
    },
  }
}
