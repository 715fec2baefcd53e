/**
 * Direct Line tokens and stream tickets: a payload and its HMAC-SHA-256, with a key kept in the store, so that any
 * process of the clinic can check them and they outlive a restart. One conversation each.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Life of a token, in seconds; Microsoft's client renews it every 15 minutes. */
const tokenSeconds = 1_800
/** How long after it was made a token can be exchanged for a new one by its holder, in seconds. */
const renewSeconds = 24 * 3_600
/** How long a person who wants it can take the conversation up again on the same device, in seconds. */
const rememberSeconds = 30 * 24 * 3_600
/** Microsoft's client opens its stream at once; a ticket lives this long, in seconds. */
const ticketSeconds = 60

export interface Grant {
  readonly conversation: string
  readonly user: string
  /** Milliseconds since 1970. */
  readonly expires: number
}

/** Good for one thing only: a new token of its conversation. */
export interface Renewal extends Grant {
  /** By which it is taken back. */
  readonly id: string
}

export interface Ticket {
  readonly conversation: string
  /** Entries up to this sequence number are known to the client. */
  readonly after: number
  /** When the socket it opens must close: the end of the token it was given for. Milliseconds since 1970. */
  readonly until: number
}

/** `lapsed`: no longer good for anything but being renewed. */
export type ReadToken =
  { readonly kind: 'valid' | 'lapsed' | 'expired'; readonly grant: Grant } | { readonly kind: 'forged' }

export const randomId = (): string => randomBytes(16).toString('base64url')
export const randomKey = (): string => randomBytes(32).toString('hex')

export class Tokens {
  readonly #key: Buffer
  readonly #now: () => number

  /** @param key from `randomKey` */
  constructor(key: string, now: () => number) {
    this.#key = Buffer.from(key, 'hex')
    this.#now = now
  }

  issue(conversation: string, user: string): { readonly token: string; readonly expires_in: number } {
    const token = this.#seal('token', { c: conversation, u: user, t: this.#now() })
    return { token, expires_in: tokenSeconds }
  }

  read(token: string): ReadToken {
    const payload = this.#open('token', token)
    if (!payload) return { kind: 'forged' }
    const { c, u, t } = payload as { c: string; u: string; t: number }
    const seconds = (this.#now() - t) / 1_000
    const grant = { conversation: c, user: u, expires: t + tokenSeconds * 1_000 }
    if (seconds < tokenSeconds) return { kind: 'valid', grant }
    return { kind: seconds < renewSeconds ? 'lapsed' : 'expired', grant }
  }

  remember(conversation: string, user: string): { readonly ticket: string; readonly expires_in: number } {
    const e = this.#now() + rememberSeconds * 1_000
    const ticket = this.#seal('remember', { c: conversation, u: user, e, n: randomId() })
    return { ticket, expires_in: rememberSeconds }
  }

  /** What a renewal is good for; undefined when it is forged or late. Whether it was taken back, the store knows. */
  readRemember(sealed: string): Renewal | undefined {
    const payload = this.#open('remember', sealed) as
      { c: string; u: string; e: number; n: string } | undefined
    if (!payload || payload.e <= this.#now()) return undefined
    return { conversation: payload.c, user: payload.u, expires: payload.e, id: payload.n }
  }

  ticket({ conversation, after, until }: Ticket): string {
    const expires = this.#now() + ticketSeconds * 1_000
    return this.#seal('ticket', { c: conversation, a: after, l: until, e: expires, n: randomId() })
  }

  /** What the ticket is good for; undefined when it is forged or late. Good for once: its id is claimed by its user. */
  readTicket(sealed: string): (Ticket & { readonly id: string; readonly expires: number }) | undefined {
    const payload = this.#open('ticket', sealed) as
      { c: string; a: number; l: number; e: number; n: string } | undefined
    if (!payload || payload.e <= this.#now()) return undefined
    const { c: conversation, a: after, l: until, e: expires, n: id } = payload
    return { conversation, after, until, expires, id }
  }

  #mac(purpose: string, payload: string): Buffer {
    return createHmac('sha256', this.#key).update(`${purpose}.${payload}`).digest()
  }

  #seal(purpose: string, value: object): string {
    const payload = Buffer.from(JSON.stringify(value)).toString('base64url')
    return `${payload}.${this.#mac(purpose, payload).toString('base64url')}`
  }

  #open(purpose: string, sealed: string): unknown {
    const [payload, mac, more] = sealed.split('.')
    if (!payload || !mac || more !== undefined || sealed.length > 1_000) return undefined
    const given = Buffer.from(mac, 'base64url')
    const right = this.#mac(purpose, payload)
    // base64 has several spellings of the same bytes; only ours is taken
    if (given.toString('base64url') !== mac || given.length !== right.length) return undefined
    return timingSafeEqual(given, right)
      ? JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
      : undefined
  }
}

const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()

/** Compares two secrets without telling by its time how much was right. */
export function sameSecret(given: string, right: string): boolean {
  return timingSafeEqual(digest(given), digest(right))
}
