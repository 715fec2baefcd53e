/** How every route answers and refuses: JSON, fixed texts, one boundary for errors. */
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Log } from '../observe.ts'
import { takeOver } from './passing.ts'
import { StoreUnavailable } from '../store/store.ts'

/** What a caller did wrong, with the only text it is ever told. */
const refusals = {
  BadArgument: [400, 'A value in the request is not valid.'],
  BadBody: [400, 'The body must be one JSON object.'],
  MissingProperty: [400, 'A required property is missing.'],
  Unauthorized: [401, 'Send a valid token or secret as a bearer.'],
  Forbidden: [403, 'This is not allowed with that token or from that origin.'],
  TokenExpired: [403, 'The token has expired. Renew it.'],
  NotFound: [404, 'There is nothing here.'],
  MethodNotAllowed: [405, 'That method is not offered here.'],
  TooLarge: [413, 'The body is too large. The limit is 64 KB.'],
  UnsupportedEncoding: [415, 'Send the body without Content-Encoding.'],
  UnsupportedType: [415, 'Send the body as application/json.'],
  UploadsNotOffered: [415, 'Files cannot be uploaded here. Send text.'],
  TooManyRequests: [429, 'Too many requests. Wait a little and try again.'],
  ServiceError: [500, 'Something went wrong on our side.'],
  Unavailable: [503, 'The service is busy. Try again in a few seconds.'],
} as const satisfies Record<string, readonly [number, string]>

export type RefusalCode = keyof typeof refusals
export type Headers = Readonly<Record<string, string>>

/** Thrown by a handler to answer with one of the fixed refusals. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly headers: Headers
  constructor(code: RefusalCode, headers: Headers = {}) {
    super(code)
    this.code = code
    this.headers = headers
  }
}

export const answer = (res: ServerResponse, status: number, body: unknown, headers: Headers = {}): void =>
  answerJson(res, status, JSON.stringify(body), headers)

export function answerJson(res: ServerResponse, status: number, json: string, headers: Headers = {}): void {
  res.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(json),
    'Cache-Control': 'no-store',
    ...headers,
  })
  res.end(json)
}

/** @param more what stands in the body beside the error */
export function refuse(res: ServerResponse, code: RefusalCode, headers: Headers = {}, more = {}): void {
  if (res.headersSent || res.destroyed) return
  const [status, message] = refusals[code]
  answer(res, status, { error: { code, message }, ...more }, headers)
}

/** Refuses an upgrade: there is no response yet, only the socket. */
export function refuseSocket(socket: Duplex, code: RefusalCode): void {
  const [status] = refusals[code]
  // a caller that keeps its own side open would hold the socket for ever
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** A request whose body was read by the guard; `params` are the path's. */
export interface Ask extends IncomingMessage {
  params: Readonly<Record<string, string>>
  body?: unknown
}

export type Handler = (req: Ask, res: ServerResponse) => Promise<void>

/** Our own failure, by its kind. */
export function refuseFailed(res: ServerResponse, error: unknown, more = {}): void {
  if (error instanceof StoreUnavailable) refuse(res, 'Unavailable', { 'Retry-After': '3' }, more)
  else refuse(res, 'ServiceError', {}, more)
}

/** The one boundary: a refusal is answered, anything else is logged and answered without a word of it. */
export function handle(log: Log, handler: Handler): (req: unknown, res: unknown) => Promise<void> {
  return async (req, res) => {
    const response = res as ServerResponse
    takeOver(response)
    try {
      await handler(req as Ask, response)
    } catch (error) {
      if (error instanceof Refusal) return refuse(response, error.code, error.headers)
      log.error({ event: 'request-failed', error })
      refuseFailed(response, error)
    }
  }
}

export const pathOf = (req: IncomingMessage): string => (req.url ?? '/').split('?', 1)[0]!

export const queryOf = (req: IncomingMessage): URLSearchParams =>
  new URLSearchParams((req.url ?? '').split('?').slice(1).join('?'))

/** The bearer of the Authorization header, undefined when there is none. */
export const bearerOf = (req: IncomingMessage): string | undefined =>
  /^Bearer\s+(\S+)\s*$/i.exec(req.headers.authorization ?? '')?.[1]

export const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(address)

/** What proxies say of whom they speak for, the one nearest to us last. */
export const forwardedFor = (req: IncomingMessage): string[] =>
  String(req.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean)

/**
 * The caller's address: the one that the outermost proxy of ours saw. What stands before it the caller wrote.
 * @param proxies how many of ours there are
 */
export function addressOf(req: IncomingMessage, proxies: number): string {
  const forwarded = proxies > 0 ? forwardedFor(req) : []
  return forwarded[Math.max(0, forwarded.length - proxies)] || req.socket.remoteAddress || 'unknown'
}

const isHost = (host: string | undefined): host is string =>
  host !== undefined && /^[\w.:[\]-]{1,255}$/.test(host)

/** Scheme and host as the caller wrote them: `http://localhost:3978`. */
export function originOf(req: IncomingMessage, proxies: number): string {
  const forwarded = (name: string) =>
    proxies > 0
      ? String(req.headers[name] ?? '')
          .split(',')[0]!
          .trim()
      : ''
  const scheme = forwarded('x-forwarded-proto').toLowerCase() === 'https' ? 'https' : 'http'
  const host = [forwarded('x-forwarded-host'), req.headers.host].find(isHost) ?? 'localhost'
  return `${scheme}://${host}`
}
