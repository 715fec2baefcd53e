/**
 * How replicas hear of each other's entries: one connection that listens and rings. What changed is rung after its
 * commit and together with what else changed meanwhile, because a commit that rings holds up every other that does.
 * Nothing is lost when the connection breaks: after it is back, everybody looks at everything.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { Listeners } from './listeners.ts'
import { connection } from './postgresPool.ts'

const channel = 'backwise_changes'
/** How often the connection is tried when nothing rings, and how long it may take to answer, in milliseconds. */
const tryMs = 2_000
const answerMs = 2_000
/** Before it is opened anew, in milliseconds. */
const restMs = 500

export class PostgresBell {
  readonly #url: string
  readonly #listeners = new Listeners()
  readonly #onSilence: () => void
  readonly #changed = new Set<string>()
  #client: pg.Client | undefined
  #ringing = false
  #timer: NodeJS.Timeout | undefined
  #closed = false

  /** @param onSilence called when the connection broke or fell silent */
  constructor(url: string, onSilence: () => void) {
    this.#url = url
    this.#onSilence = onSilence
  }

  /** Listens from now on, for ever. @throws when the first connection fails */
  async start(): Promise<void> {
    await this.#connect()
    this.#timer = setInterval(() => void this.#ring(true), tryMs).unref()
  }

  readonly changes = this.#listeners.add.bind(this.#listeners)

  /** Tells this process at once, and the others soon. */
  ring(conversation: string): void {
    this.#listeners.tell(conversation)
    this.#changed.add(conversation)
    void this.#ring()
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    const client = this.#client
    this.#client = undefined
    await client?.end()
  }

  async #connect(): Promise<void> {
    // nothing is lost with what is rung, so no commit of it needs to reach the disk
    const client = connection(this.#url, {
      options: '-c synchronous_commit=off',
      query_timeout: answerMs,
      connectionTimeoutMillis: answerMs,
    })
    client.on('error', () => void this.#reconnect(client))
    client.on('end', () => void this.#reconnect(client))
    client.on('notification', ({ processId, payload }) => {
      if (processId !== (client as unknown as { processID: number }).processID) this.#listeners.tell(payload)
    })
    this.#client = client
    await client.connect()
    await client.query(`LISTEN ${channel}`)
    this.#listeners.tell(undefined)
    void this.#ring()
  }

  async #reconnect(broken: pg.Client): Promise<void> {
    if (this.#closed || broken !== this.#client) return
    this.#client = undefined
    broken.end().catch(() => {})
    this.#onSilence()
    while (!this.#closed) {
      await sleep(restMs, undefined, { ref: false })
      try {
        return await this.#connect()
      } catch {
        this.#client = undefined
      }
    }
  }

  /** @param anyway also when nothing changed: a connection that does not answer is broken */
  async #ring(anyway = false): Promise<void> {
    const client = this.#client
    if (this.#ringing || !client || !(anyway || this.#changed.size)) return
    this.#ringing = true
    const told = [...this.#changed]
    this.#changed.clear()
    try {
      await client.query({
        name: 'ring',
        text: `SELECT pg_notify('${channel}', c) FROM unnest($1::text[]) c`,
        values: [told],
      })
    } catch {
      for (const conversation of told) this.#changed.add(conversation)
      return void this.#reconnect(client)
    } finally {
      this.#ringing = false
    }
    if (this.#changed.size) void this.#ring()
  }
}
