/** Hostile requests, made of right ones by a seeded hand: values swapped, keys added, text of every kind, broken frames. */
import { secret } from './program.ts'
import type { Patient } from './patient.ts'

export interface Shot {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Deep enough to be refused, and to end a program that would walk it by recursion. */
const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const long = 'I cannot feel my legs '.repeat(2_500)

const texts = [
  '', ' ', '\u0000', '\u202eabc\u202c', '\u200b'.repeat(300), 'ı̇ﬁ①Ⅳ', '👩‍👩‍👧‍👦'.repeat(200), '\ud800', '\udfff\ud83d', 'a'.repeat(5_000),
  '0'.repeat(4_000), 'no '.repeat(1_300), '%s%n%x', '${7*7}{{7*7}}', '<script>alert(1)</script>', "'; DROP TABLE log; --", '../../../etc/passwd',
  'I c a n n o t  p e e', 'I can’t feel anything when I wipe', 'check my symptoms', 'go back', 'start over', 'delete my data', 'yes', 'none', 'why?',
  'no,no,no', 'saddle-numbness', '1e999', '-0', 'NaN', '\r\nSet-Cookie: a=b', 'ＤＥＬＥＴＥ　ＭＹ　ＤＡＴＡ', 'help\u2028help', long,
] // prettier-ignore

const values: readonly unknown[] = [
  null, true, 0, -1, 1.5, 1e308, 2 ** 53, '', 'x', [], {}, [[]], [null], { a: 1 }, 'x'.repeat(10_000), '\u0000', 'directline', 'msteams', 'urn:backwise:directline',
  'http://169.254.169.254/', 'https://smba.trafficmanager.net.evil.example/', 'constructor', '__proto__', ['yes'], { question: 'start', answers: ['yes'] },
  { question: 'saddle-numbness', answers: 'yes,no' }, { answers: [{}] }, Array.from({ length: 2_000 }, () => 0),
] // prettier-ignore

const keys = ['type', 'id', 'text', 'value', 'from', 'conversation', 'channelId', 'channelData', 'serviceUrl', 'membersAdded', 'recipient', 'name', 'locale', 'entities', 'attachments', 'deliveryMode', 'replyToId', 'timestamp', 'localTimestamp', 'action', '__proto__', 'constructor', 'toString', 'x'] // prettier-ignore
const types = ['message', 'event', 'invoke', 'conversationUpdate', 'typing', 'endOfConversation', 'installationUpdate', 'messageReaction', 'command', 'trace', '', 'x'] // prettier-ignore
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD', 'TRACE', 'LOCK']
const contentTypes = ['application/json', 'application/json; charset=utf-16', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/problem+json', ''] // prettier-ignore
const oddHeaders = ['Content-Encoding: gzip', 'Transfer-Encoding: chunked', 'Expect: 100-continue', 'Origin: null', 'X-Forwarded-For: 1.2.3.4', 'Cookie: a=b', 'Range: bytes=0-1', 'Upgrade: h2c', 'If-None-Match: *'] // prettier-ignore

export class Hostile {
  readonly #random: () => number
  readonly #patients: readonly Patient[]

  constructor(random: () => number, patients: readonly Patient[]) {
    this.#random = random
    this.#patients = patients
  }

  #below(n: number): number {
    return Math.floor(this.#random() * n)
  }
  #one<T>(of: readonly T[]): T {
    return of[this.#below(of.length)]!
  }

  #text(): string {
    const words = Array.from({ length: 1 + this.#below(3) }, () => this.#one(texts)).join(' ')
    const characters = Array.from({ length: this.#below(40) }, () => String.fromCodePoint(this.#below(0x11_0000))) // prettier-ignore
    return this.#below(3) ? words : characters.join('')
  }

  #activity(): object {
    const activity: Record<string, unknown> = {
      type: this.#below(4) ? 'message' : this.#one(types),
      id: `${this.#below(1e9)}`,
      text: this.#text(),
      channelId: 'emulator',
      serviceUrl: 'http://localhost:1/',
      deliveryMode: 'expectReplies',
      from: { id: 'person' },
      recipient: { id: 'bot' },
      conversation: { id: `c${this.#below(200)}` },
      ...(this.#below(4) ? {} : { value: this.#one(values) }),
    }
    for (let n = this.#below(2) * this.#below(4); n > 0; n--) {
      const key = this.#one(keys)
      if (this.#below(5) === 0) delete activity[key]
      // replies to another server would only wait for it
      else if (key !== 'deliveryMode') Object.defineProperty(activity, key, { value: this.#one(values), enumerable: true, configurable: true, writable: true }) // prettier-ignore
    }
    return activity
  }

  #body(): string {
    const json = JSON.stringify(this.#activity())
    switch (this.#below(40)) {
      case 0:
        return json.slice(0, this.#below(json.length))
      case 1:
        return this.#text()
      case 2:
        return deep(this.#one([10, 31, 40, 20_000]))
      case 3:
        return json.replaceAll('"', this.#one(['"', "'", '\u0000', '""']))
      default:
        return json
    }
  }

  #bearer({ bearer }: Patient): string | undefined {
    if (this.#below(5)) return bearer
    const at = this.#below(bearer.length)
    const forged = bearer.slice(0, at) + this.#one(['A', '.', '=', '']) + bearer.slice(at + 1)
    return this.#one([this.#one(this.#patients).bearer, secret, forged, '', undefined, 'x'.repeat(7_000)])
  }

  /** A request that is one, whatever it carries. */
  shot(): Shot {
    const patient = this.#one(this.#patients)
    const { id } = patient
    const target = this.#one([id, id, id, id, id, id, id, id, id, 'x', '%00', encodeURIComponent(this.#one(texts.slice(0, 5))), '..%2f..'].filter((t) => t !== '')) // prettier-ignore
    const mark = this.#one(['', '?watermark=0', '?watermark=-1', '?watermark=1e9', '?t=x.y', '?%', '?watermark=' + '9'.repeat(30)]) // prettier-ignore
    const path = this.#one([
      '/api/messages', '/api/messages', '/api/messages', '/v3/directline/tokens/generate', '/v3/directline/tokens/refresh', '/v3/directline/conversations',
      `/v3/directline/conversations/${target}`, `/v3/directline/conversations/${target}/activities${mark}`, `/v3/directline/conversations/${target}/activities`,
      `/v3/directline/conversations/${id}/activities`, `/v3/directline/conversations/${target}/upload`, '/v3/directline/session/getsessionid', '/healthz', '/readyz', '/metrics',
      '/', '/webchat', '/pages/demo.js', '/pages/..%2fserver.ts', `/${target}`,
    ]) // prettier-ignore
    const posts = /messages|activities|tokens|conversations$/.test(path)
    const method = this.#below(12) === 0 ? this.#one(methods) : posts ? 'POST' : 'GET'
    const bearer = path === '/api/messages' ? undefined : this.#bearer(patient)
    const odd = this.#below(30) ? [] : [this.#one(oddHeaders).split(': ') as [string, string]]
    const body = method === 'POST' || this.#below(40) === 0 ? this.#body() : undefined
    return {
      method,
      path,
      headers: {
        ...(body !== undefined && { 'Content-Type': this.#below(40) ? 'application/json' : this.#one(contentTypes) }), // prettier-ignore
        ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
        ...Object.fromEntries(odd),
      },
      ...(body !== undefined && { body }),
    }
  }

  /** Bytes that may be no request at all. */
  raw(): Buffer {
    const { method, path, headers, body = '' } = this.shot()
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    const length = this.#one([`Content-Length: ${Buffer.byteLength(body)}\r\n`, 'Content-Length: 5\r\n', 'Content-Length: -1\r\n', 'Content-Length: 9e9\r\n', 'Transfer-Encoding: chunked\r\n', '']) // prettier-ignore
    const upgrade = this.#below(3) ? '' : 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n' // prettier-ignore
    const bytes = Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: x\r\n${lines.join('')}${upgrade}${length}\r\n${body}`) // prettier-ignore
    for (let n = this.#below(6); n > 0; n--)
      bytes[this.#below(Math.min(bytes.length, 400))] = this.#below(256)
    return bytes
  }
}
