/**
 * A small client of Direct Line 3.0. It keeps one conversation going for as long as its tab lives:
 *
 * - a token by the page's Origin, renewed before it ends, also after the device slept;
 * - a WebSocket that is opened again from the number seen last, and questions over HTTP where sockets do not pass;
 * - an outbox: what is said is kept until the server has it. Each message has an id of its own, by which the server
 *   knows one that comes a second time. So nothing is lost and nothing doubled.
 */
import type { Kept } from './kept.ts'
import type { Settings } from './settings.ts'

export interface Activity {
  readonly type: string
  readonly id?: string
  readonly timestamp?: string
  readonly name?: string
  readonly text?: string
  readonly speak?: string
  readonly value?: unknown
  readonly from?: { readonly role?: string }
  readonly channelData?: {
    readonly clientActivityID?: string
    readonly message?: unknown
    readonly shown?: string
  }
}

export type Connection = 'connecting' | 'online' | 'reconnecting' | 'offline' | 'unreached' | 'refused'

export interface Hooks {
  /** @param anew the first of a conversation taken up again: what it holds was said before */
  activities(list: readonly Activity[], anew: boolean): void
  typing(): void
  connection(state: Connection): void
  /** The message was refused for good. */
  refused(clientId: string): void
  /** Another conversation has begun, because the one before cannot go on, or another tab has it. */
  begun(why: 'ended' | 'tab'): void
  /** What is kept has changed. */
  keep(): void
}

/** Times in milliseconds. The server's tokens live 30 minutes and can be renewed within 24 hours. */
const renewAfter = 15 * 60_000
const pollEvery = 2_000
const answerAfter = 300
const pollFor = 30_000
const silentFor = 45_000
const checkEvery = 5_000
const longestPause = 8_000

class Refused extends Error {
  readonly status: number
  readonly pause: number
  readonly answer: Partial<Answer>
  constructor(status: number, retryAfter: string | null, answer: Partial<Answer>) {
    super(`refused with ${status}`)
    this.status = status
    this.answer = answer
    this.pause = Math.min(Number(retryAfter ?? 0) * 1_000, 5_000)
  }
}

interface Said {
  readonly type: string
  readonly channelData: { readonly clientActivityID: string }
}

interface Session {
  readonly conversationId: string
  readonly token: string
  readonly streamUrl?: string
}

interface Answer extends Session {
  readonly activities?: Activity[]
  readonly ticket?: string
  readonly expires_in: number
}

export const sequenceOf = (id: string | undefined): number => Number(id?.split('|')[1]) || 0

/** Said while the server could not keep it: advice to get help, and that the message must be sent again. */
export const isUnsaved = (id: string | undefined): boolean =>
  id?.split('|')[1]?.startsWith('unsaved-') === true

export class DirectLine {
  readonly #base: string
  readonly #kept: Kept
  readonly #hooks: Hooks
  readonly #readers: Pick<Settings, 'lang' | 'region'>
  #watermark = 0
  readonly #unsaved = new Set<string | undefined>()
  #started: boolean
  #anew: boolean
  #socket: WebSocket | undefined
  #heard = 0
  #noSocket = 0
  #failures = 0
  #stopped = false
  #sending = false
  #wake: (() => void) | undefined
  #release: (() => void) | undefined
  /** Ends the waiting for the socket's end. */
  #letGo: (() => void) | undefined
  readonly #timer: ReturnType<typeof setInterval>

  /** @param kept is changed in place: conversation, token, outbox */
  constructor(bot: string, kept: Kept, readers: Pick<Settings, 'lang' | 'region'>, hooks: Hooks) {
    this.#base = `${bot}/v3/directline`
    this.#kept = kept
    this.#hooks = hooks
    this.#readers = readers
    this.#started = kept.conversation !== undefined
    this.#anew = this.#started
    this.#timer = setInterval(() => this.#check(), checkEvery)
    addEventListener('online', this.#nudge)
    addEventListener('offline', this.#nudge)
    document.addEventListener('visibilitychange', this.#nudge)
    void this.#run()
  }

  send(said: Said): void {
    this.#kept.outbox = [...(this.#kept.outbox ?? []), said]
    this.#hooks.keep()
    if (this.#socket || this.#wake) void this.#flush()
    this.#wake?.()
  }

  /** Asks for a ticket that outlives the tab. False when none was given. */
  async askTicket(): Promise<boolean> {
    try {
      const { ticket, expires_in } = await this.#call('POST', '/tokens/remember', {})
      Object.assign(this.#kept, { ticket, until: Date.now() + expires_in * 1_000 })
      return true
    } catch {
      return false
    }
  }

  /** From now on the ticket is good for nobody, also where a copy of it was kept. */
  giveBackTicket(): void {
    const { ticket } = this.#kept
    delete this.#kept.ticket
    delete this.#kept.until
    if (ticket) this.#call('POST', '/tokens/forget', {}, ticket).catch(() => {})
  }

  stop(): void {
    this.#stopped = true
    clearInterval(this.#timer)
    removeEventListener('online', this.#nudge)
    removeEventListener('offline', this.#nudge)
    document.removeEventListener('visibilitychange', this.#nudge)
    this.#drop()
    this.#wake?.()
    this.#release?.()
  }

  async #run(): Promise<void> {
    if (this.#started && !(await this.#claim())) this.#forget('tab')
    while (!this.#stopped) {
      try {
        const url = await this.#connect()
        this.#failures = 0
        this.#hooks.connection('online')
        void this.#flush()
        if (this.#noSocket < 2) await this.#listen(url)
        else await this.#poll()
      } catch (error) {
        this.#failures++
        if (error instanceof Refused && this.#started && [401, 403, 404].includes(error.status)) {
          this.#forget('ended')
          continue
        }
        if (error instanceof Refused && error.status === 403) {
          console.error(`Backwise: set ALLOWED_ORIGINS so that it holds ${location.origin}.`)
          this.stop()
          return this.#hooks.connection('refused')
        }
      }
      if (this.#stopped) return
      this.#tellDown()
      // Not all at the same moment, when a server comes back.
      await this.#pause(Math.min(300 * 1.6 ** this.#failures, longestPause) * (0.7 + Math.random() * 0.6))
    }
  }

  #tellDown(): void {
    const { onLine } = navigator
    this.#hooks.connection(!onLine ? 'offline' : this.#failures > 5 ? 'unreached' : 'reconnecting')
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), ms)
      this.#wake = () => {
        clearTimeout(timer)
        this.#wake = undefined
        resolve()
      }
    })
  }

  /** A second tab that was made from this one has the same storage; the conversation belongs to the first. */
  async #claim(): Promise<boolean> {
    const { locks } = navigator
    const name = `backwise ${this.#kept.conversation}`
    if (!locks) return true
    const held = new Promise<void>((resolve) => (this.#release = resolve))
    return new Promise((resolve) => {
      // After a reload the page before may hold it a moment longer.
      const signal = AbortSignal.timeout(1_000)
      locks
        .request(name, { signal }, () => {
          resolve(true)
          return held
        })
        .catch(() => resolve(false))
    })
  }

  #forget(why: 'ended' | 'tab'): void {
    this.#release?.()
    const { outbox } = this.#kept
    for (const name of ['conversation', 'token', 'at', 'ticket', 'until', 'seen', 'outbox'] as const)
      delete this.#kept[name]
    if (why === 'ended') this.#kept.outbox = outbox
    this.#started = false
    this.#anew = false
    this.#watermark = 0
    this.#hooks.begun(why)
  }

  async #call(method: string, path: string, body?: unknown, token = this.#kept.token): Promise<Answer> {
    const response = await fetch(this.#base + path, {
      method,
      headers: {
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: 'omit',
      signal: AbortSignal.timeout(15_000),
    })
    if (!response.ok) {
      const answer: Partial<Answer> = await response.json().catch(() => ({}))
      throw new Refused(response.status, response.headers.get('Retry-After'), answer)
    }
    return response.json()
  }

  #take({ conversationId, token }: Session): void {
    Object.assign(this.#kept, { conversation: conversationId, token, at: Date.now() })
    this.#hooks.keep()
  }

  async #renew(): Promise<void> {
    const { token, ticket } = this.#kept
    const renew = (bearer: string | undefined) => this.#call('POST', '/tokens/refresh', {}, bearer)
    try {
      this.#take(await renew(token ?? ticket))
    } catch (error) {
      if (!(error instanceof Refused) || !token || !ticket) throw error
      this.#take(await renew(ticket))
    }
  }

  /** Begins the conversation or takes it up. @returns where its stream is */
  async #connect(): Promise<string> {
    const { conversation, at = 0 } = this.#kept
    if (this.#started) {
      if (Date.now() - at > renewAfter) await this.#renew()
      const session = await this.#call('GET', `/conversations/${conversation}?watermark=${this.#watermark}`)
      this.#take(session)
      return session.streamUrl!
    }
    delete this.#kept.token
    this.#take(await this.#call('POST', '/tokens/generate', {}))
    const { lang, region } = this.#readers
    const session = await this.#call('POST', '/conversations', { locale: lang, region })
    this.#take(session)
    this.#started = true
    void this.#claim()
    return session.streamUrl!
  }

  /** Until the socket closes. */
  #listen(url: string): Promise<void> {
    return new Promise((resolve) => {
      const socket = new WebSocket(url)
      let opened = false
      this.#socket = socket
      this.#heard = Date.now()
      socket.addEventListener('open', () => {
        opened = true
        this.#noSocket = 0
      })
      socket.addEventListener('message', ({ data }) => {
        if (this.#socket !== socket) return
        this.#heard = Date.now()
        if (data) this.#hear(JSON.parse(data) as Partial<Answer>)
      })
      socket.addEventListener('close', ({ reason }) => {
        if (this.#socket === socket) {
          this.#socket = undefined
          if (!opened) this.#noSocket++
          if (reason === 'collision') this.#forget('tab')
        }
        resolve()
      })
      this.#letGo = resolve
    })
  }

  /** Asks again and again, where sockets do not pass; after a while a socket is tried once more. */
  async #poll(): Promise<void> {
    const until = Date.now() + pollFor
    while (!this.#stopped && Date.now() < until) {
      const path = `/conversations/${this.#kept.conversation}/activities?watermark=${this.#watermark}`
      const before = this.#watermark
      this.#hear(await this.#call('GET', path))
      // what was heard may not be all of it
      if (this.#watermark === before) await this.#pause(pollEvery)
    }
    this.#noSocket = 1
  }

  #hear({ activities = [] }: Partial<Answer>): void {
    if (activities.some(({ type }) => type === 'typing')) this.#hooks.typing()
    const fresh = activities.filter(({ id }) =>
      isUnsaved(id) ? !this.#unsaved.has(id) : sequenceOf(id) > this.#watermark,
    )
    for (const { id } of fresh) if (isUnsaved(id)) this.#unsaved.add(id)
    this.#watermark = Math.max(this.#watermark, ...fresh.map(({ id }) => sequenceOf(id)))
    const acknowledged = new Set(fresh.map(({ channelData }) => channelData?.clientActivityID))
    this.#kept.outbox = (this.#kept.outbox as Said[] | undefined)?.filter(
      ({ channelData }) => !acknowledged.has(channelData.clientActivityID),
    )
    if (fresh.length === 0) return
    this.#hooks.activities(fresh, this.#anew)
    this.#anew = false
    this.#hooks.keep()
  }

  /** One after the other, in the order they were said. */
  async #flush(): Promise<void> {
    if (this.#sending || !this.#started) return
    this.#sending = true
    let renewed = false
    try {
      for (let said = this.#first(); said && !this.#stopped; said = this.#first()) {
        try {
          await this.#call('POST', `/conversations/${this.#kept.conversation}/activities`, said)
        } catch (error) {
          if (!(error instanceof Refused)) throw error
          const { status } = error
          // the socket may have brought it, too
          this.#hear(error.answer)
          if ((status === 401 || status === 403) && !renewed) {
            renewed = true
            await this.#renew()
          } else if (status === 429 || status >= 500)
            await new Promise((resolve) => setTimeout(resolve, error.pause || 1_500))
          else if (status === 404) throw error
          else {
            this.#shift(said)
            this.#hooks.refused(said.channelData.clientActivityID)
          }
          continue
        }
        this.#shift(said)
      }
      // Where nothing is pushed, the answer is asked for as soon as it may be there.
      if (!this.#socket) setTimeout(() => this.#wake?.(), answerAfter)
    } catch {
      // The connection is gone: its end brings the next one, and that sends what is left.
      this.#drop()
      this.#wake?.()
    } finally {
      this.#sending = false
    }
  }

  #first = (): Said | undefined => this.#kept.outbox?.[0] as Said | undefined

  #shift(said: Said): void {
    this.#kept.outbox = this.#kept.outbox?.filter((other) => other !== said)
    this.#hooks.keep()
  }

  /** Lets go of a socket without waiting for it: on a dead line its goodbye never comes. */
  #drop(): void {
    const socket = this.#socket
    if (!socket) return
    this.#socket = undefined
    socket.close()
    this.#letGo?.()
  }

  #check(): void {
    if (this.#socket && Date.now() - this.#heard > silentFor) this.#drop()
    else if (this.#socket && Date.now() - (this.#kept.at ?? 0) > renewAfter) {
      this.#kept.at = Date.now()
      this.#renew().catch(() => this.#drop())
    }
  }

  #nudge = (event: Event): void => {
    if (event.type === 'offline') {
      this.#drop()
      this.#hooks.connection('offline')
    } else if (document.visibilityState === 'visible') {
      this.#check()
      this.#wake?.()
    }
  }
}
