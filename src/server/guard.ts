/**
 * What every request passes before a route sees it. restify's own body parser is not used: a body with a broken gzip
 * encoding ends the process there, and its size limit counts compressed bytes.
 */
import type { ServerResponse } from 'node:http'
import { Refusal, pathOf, refuse, type Ask, type Headers } from './http.ts'
import { takeOver } from './passing.ts'
import type { Log } from '../observe.ts'

const maxBytes = 64 * 1024
const maxDepth = 32
const maxKeys = 1_000
/** How long a refused body is still read and thrown away, in milliseconds, so that its sender gets the answer. */
const drainMs = 500

const poisoned = new Set(['__proto__', 'constructor', 'prototype'])

/** Refuses JSON that is too deep, too wide, or that names an object's own machinery. */
function inspect(body: object): void {
  const stack: { value: unknown; depth: number }[] = [{ value: body, depth: 1 }]
  let keys = 0
  for (let item = stack.pop(); item; item = stack.pop()) {
    if (typeof item.value !== 'object' || item.value === null) continue
    if (item.depth > maxDepth) throw new Refusal('BadArgument')
    for (const [name, value] of Object.entries(item.value)) {
      if (++keys > maxKeys || poisoned.has(name)) throw new Refusal('BadArgument')
      stack.push({ value, depth: item.depth + 1 })
    }
  }
}

function parse(text: string): unknown {
  if (text.trim() === '') return undefined
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new Refusal('BadBody')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal('BadBody')
  inspect(body)
  return body
}

/** Answers, then closes the connection: what is left of its body is not worth reading. */
function refuseAndClose(req: Ask, res: ServerResponse, refusal: Refusal): void {
  refuse(res, refusal.code, { Connection: 'close' })
  req.resume()
  setTimeout(() => req.socket.destroy(), drainMs).unref()
}

function read(req: Ask): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const collect = (chunk: Buffer) => {
      bytes += chunk.length
      chunks.push(chunk)
      if (bytes > maxBytes) stop(new Refusal('TooLarge'))
    }
    const stop = (error: Error) => {
      req.off('data', collect)
      reject(error)
    }
    if (Number(req.headers['content-length'] ?? 0) > maxBytes) return stop(new Refusal('TooLarge'))
    req.on('data', collect)
    req.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    req.once('error', stop)
    req.once('close', () => stop(new Error('the caller went away')))
  })
}

async function readBody(req: Ask): Promise<unknown> {
  if (req.headers['content-encoding'] !== undefined) throw new Refusal('UnsupportedEncoding')
  const hasBody =
    req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0
  if (!hasBody) return undefined
  if (req.method !== 'POST') throw new Refusal('MethodNotAllowed')
  if (pathOf(req).endsWith('/upload')) throw new Refusal('UploadsNotOffered')
  if (!/^application\/([\w.-]+\+)?json\b/i.test(req.headers['content-type'] ?? ''))
    throw new Refusal('UnsupportedType')
  return parse(await read(req))
}

const security: Headers = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
}

/**
 * Direct Line is called from the clinics' pages. There are no cookies, so any page may read an answer; what a page may
 * do is decided by its Origin and its token.
 */
const crossOrigin: Headers = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, x-ms-bot-agent, x-requested-with',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Expose-Headers': 'Retry-After',
  'Access-Control-Max-Age': '600',
}

/** Microsoft's client asks for a session id with credentials, which forbids the `*`; the answer is a random number. */
const sessionHeaders = (req: Ask): Headers =>
  pathOf(req).endsWith('/session/getsessionid') && req.headers.origin !== undefined
    ? {
        'Access-Control-Allow-Origin': req.headers.origin,
        'Access-Control-Allow-Credentials': 'true',
        Vary: 'Origin',
      }
    : {}

/** For restify's `pre`: sets the headers, answers preflights, reads the body into `req.body`. */
export function guard(log: Log) {
  return (request: unknown, response: unknown, next: (go?: false) => void): void => {
    const req = request as Ask
    const res = response as ServerResponse
    const directLine = pathOf(req).startsWith('/v3/directline')
    const headers = directLine ? { ...security, ...crossOrigin, ...sessionHeaders(req) } : security
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
    if (directLine && req.method === 'OPTIONS') {
      res.writeHead(204)
      res.end()
      return next(false)
    }
    const goOn = takeOver(res)
    readBody(req).then(
      (body) => {
        req.body = body
        goOn()
        next()
      },
      (error: unknown) => {
        if (error instanceof Refusal) refuseAndClose(req, res, error)
        else log.debug({ event: 'request-cut' })
        next(false)
      },
    )
  }
}
