/**
 * The WebSocket side of Direct Line: one socket a conversation, fed from the log after the number its client knows.
 * A wake-up only says "look"; what is sent is always read from the store, so a cut loses and doubles nothing.
 */
import type { WebSocket } from 'ws'
import { toWire } from './activities.ts'
import { RateLimit } from './rateLimit.ts'
import type { Ticket } from './tokens.ts'
import { lengthAtOnce, linesAtOnce, type Store, type StoredActivity } from '../store/store.ts'

/** Close codes of RFC 6455. */
const normal = 1000
const goingAway = 1001
const policy = 1008

/** Frames a client may send in a minute; Microsoft's sends three, all empty. */
const maxFramesPerMinute = 120
const pingMs = 20_000
/** A client that gave no sign of life for so long, or did not take what it was sent, is gone. */
const silentMs = 65_000
const tickMs = 500
/** How long after the log could not be read it is looked at again, in milliseconds. */
const lookAgainMs = 2_000
/** How long a client may take to say goodbye when the server stops. */
const goodbyeMs = 1_000

interface Stream {
  readonly socket: WebSocket
  readonly conversation: string
  readonly frames: RateLimit
  after: number
  until: number
  pinged: number
  heard: number
  sending: boolean
  /** When what is on its way to the client was given to the network: what follows waits until it is gone. */
  sent: number | undefined
  again: boolean
}

export class Streams {
  readonly #store: Store
  readonly #now: () => number
  readonly #open = new Map<string, Stream>()
  readonly #timer: NodeJS.Timeout
  readonly #stopHearing: () => void

  constructor(store: Store, now: () => number) {
    this.#store = store
    this.#now = now
    this.#stopHearing = store.changes((conversation) => this.#wake(conversation))
    this.#timer = setInterval(() => this.#tick(), tickMs).unref()
  }

  get size(): number {
    return this.#open.size
  }

  open(socket: WebSocket, { conversation, after, until }: Ticket): void {
    const now = this.#now()
    const frames = new RateLimit(maxFramesPerMinute, this.#now)
    const times = { until, pinged: now, heard: now }
    const idle = { sending: false, sent: undefined, again: false }
    const stream: Stream = { socket, conversation, frames, after, ...times, ...idle }
    this.#open.get(conversation)?.socket.close(normal, 'collision')
    this.#open.set(conversation, stream)

    const hear = () => {
      stream.heard = this.#now()
      if (!frames.take('frame')) socket.close(policy, 'too many frames')
    }
    socket.on('message', (_, isBinary) => {
      hear()
      if (isBinary) socket.close(policy, 'text frames only')
    })
    socket.on('ping', hear)
    socket.on('pong', hear)
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      if (this.#open.get(conversation) === stream) this.#open.delete(conversation)
    })
    void this.#send(stream)
  }

  /** Something was written to the conversation's log, or, unless it is named, perhaps to any. */
  #wake(conversation: string | undefined): void {
    const named = conversation === undefined ? this.#open.values() : [this.#open.get(conversation)]
    for (const stream of named) if (stream) void this.#send(stream)
  }

  /** Shows the person that an answer is on its way; it is never kept. */
  typing(conversation: string): void {
    const activity = {
      type: 'typing',
      from: { id: 'backwise', role: 'bot' },
      conversation: { id: conversation },
    }
    const timestamp = new Date(this.#now()).toISOString()
    this.#open
      .get(conversation)
      ?.socket.send(JSON.stringify({ activities: [{ ...activity, channelId: 'directline', timestamp }] }))
  }

  /** Shows what is in no log. */
  show(conversation: string, activities: readonly StoredActivity[]): void {
    if (activities.length) this.#open.get(conversation)?.socket.send(JSON.stringify({ activities }))
  }

  /** The token was renewed: the socket may stay open until `until`. */
  extend(conversation: string, until: number): void {
    const stream = this.#open.get(conversation)
    if (stream) stream.until = Math.max(stream.until, until)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#stopHearing()
    for (const { socket } of this.#open.values()) {
      socket.close(goingAway, 'restarting')
      setTimeout(() => socket.terminate(), goodbyeMs).unref()
    }
  }

  async #send(stream: Stream): Promise<void> {
    const { socket, conversation } = stream
    stream.again = true
    if (stream.sending) return
    stream.sending = true
    try {
      while (stream.again && socket.readyState === socket.OPEN) {
        stream.again = false
        const entries = await this.#store.entries(conversation, stream.after, linesAtOnce)
        // what is read at once may not be all
        if (entries.length === linesAtOnce) stream.again = true
        stream.after = entries.at(-1)?.sequence ?? stream.after
        const activities = toWire(conversation, entries)
        if (activities.length === 0) continue
        const text = JSON.stringify({ activities, watermark: String(stream.after) })
        if (text.length > lengthAtOnce / 2) stream.again = true
        stream.sent = this.#now()
        await new Promise<void>((gone) => socket.send(text, () => gone()))
      }
    } catch {
      // The store could not be read. The socket stays: advice given meanwhile needs it.
      setTimeout(() => void this.#send(stream), lookAgainMs).unref()
    } finally {
      stream.sending = false
      stream.sent = undefined
    }
  }

  #tick(): void {
    const now = this.#now()
    for (const stream of this.#open.values()) {
      const { socket } = stream
      if (now >= stream.until) socket.close(policy, 'the token has expired')
      else if (now - Math.min(stream.heard, stream.sent ?? now) > silentMs) socket.terminate()
      else if (now - stream.pinged >= pingMs) {
        stream.pinged = now
        socket.send('')
        socket.ping()
        // a wake-up from another replica can be lost with its network
        void this.#send(stream)
      }
    }
  }
}
