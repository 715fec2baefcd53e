/** Conversations that asked to be woken: at its time, the activity left with the store arrives like any other. */
import type { Inbox } from './inbox.ts'
import type { Log } from '../observe.ts'
import type { Store } from '../store/store.ts'

/** How often is looked for them, and how long one may take to arrive, in milliseconds. */
const lookMs = 1_000
const leaseMs = 60_000
const atOnce = 50

export interface Wakes {
  /** Wakes whoever is due. */
  look(): Promise<void>
  stop(): void
}

export function createWakes(store: Store, inbox: Inbox, log: Log): Wakes {
  const look = async () => {
    try {
      for (const arrival of await store.wakes(atOnce, leaseMs)) {
        await store.receive(arrival)
        await store.woken(arrival)
        void inbox.run(arrival)
      }
    } catch (error) {
      log.error({ event: 'wakes-failed', error })
    }
  }
  const timer = setInterval(() => void look(), lookMs).unref()
  return { look, stop: () => clearInterval(timer) }
}
