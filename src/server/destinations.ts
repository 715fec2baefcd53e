/**
 * Which other servers take replies at the moment. One that fails in several conversations, with nothing taken in between,
 * is left alone for a while, longer each time; after it one reply tries it for all. So a server that is down, or keeps
 * every caller waiting, takes no place from replies that go elsewhere.
 */
import type { StoredActivity } from '../store/store.ts'

/** So many conversations in a row speak for their server; fewer may be their own fault. */
const failuresAtMost = 3
/** How long it is left alone at first, and at most, in milliseconds. */
const firstRestMs = 1_000
const longestRestMs = 30_000
/** So many are known, the oldest forgotten first. */
const knownAtMost = 1_000

interface Destination {
  /** Conversations that failed since something was taken. */
  readonly failed: Set<string>
  rests: number
  until: number
  trying: boolean
  tookAt: number
}

/** The connector a reply goes to; what has none, as e-mail, by its channel. */
export const destinationOf = ({ serviceUrl, channelId }: StoredActivity): string =>
  String(serviceUrl ?? channelId)

export class Destinations {
  readonly #now: () => number
  readonly #known = new Map<string, Destination>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Whether a reply may be sent there now. Who asks and may, tells how it ended. */
  admits(name: string): boolean {
    const known = this.#known.get(name)
    if (!known || known.failed.size < failuresAtMost) return true
    // a clock that was set back holds up nothing
    const rests = known.until > this.#now() && known.until - this.#now() <= longestRestMs
    if (known.trying || rests) return false
    return (known.trying = true)
  }

  took(name: string): void {
    this.#of(name).tookAt = this.#now()
    this.#answers(name)
  }

  /** It answers, if with a refusal. */
  refused(name: string): void {
    this.#answers(name)
  }

  failed(name: string, conversation: string): void {
    const known = this.#of(name)
    if (known.failed.size < failuresAtMost) known.failed.add(conversation)
    if (known.failed.size < failuresAtMost) return
    // those that were on their way together fail together
    if (!known.trying && known.until > this.#now()) return
    known.trying = false
    known.until = this.#now() + Math.min(longestRestMs, firstRestMs * 2 ** known.rests++)
  }

  /** Whether it took something after a time, in milliseconds since 1970. */
  tookSince(name: string, at: number): boolean {
    return (this.#known.get(name)?.tookAt ?? 0) > at
  }

  #answers(name: string): void {
    const known = this.#known.get(name)
    if (!known) return
    known.failed.clear()
    Object.assign(known, { rests: 0, until: 0, trying: false })
  }

  #of(name: string): Destination {
    const known = this.#known.get(name)
    if (known) return known
    if (this.#known.size >= knownAtMost) this.#known.delete(this.#known.keys().next().value!)
    const made: Destination = { failed: new Set(), rests: 0, until: 0, trying: false, tookAt: 0 }
    this.#known.set(name, made)
    return made
  }
}
