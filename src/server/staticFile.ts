/** A file that is sent as it is: zipped to those who can read that, and not again to those who have it. */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

export interface Ask {
  readonly path: string
  /** The request's headers, names in small letters. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface Reply {
  readonly status: 200 | 304
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export const safe = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' }

/** For what never changes under its address. */
export const immutable = 'public, max-age=31536000, immutable'

export const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export type StaticFile = (headers: Ask['headers']) => Promise<Reply>

const zip = promisify(gzip)

interface Looks {
  readonly type: string
  readonly cache: string
  readonly more?: Readonly<Record<string, string>>
}

export function staticFile(body: Buffer, { type, cache, more }: Looks): StaticFile {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const common = { ...safe, 'Content-Type': type, 'Cache-Control': cache, ETag: tag, ...more }
  const vary = { ...common, Vary: 'Accept-Encoding' }
  let zipped: Promise<Buffer> | undefined
  return async (headers) => {
    if (headers['if-none-match'] === tag) return { status: 304, headers: common, body: Buffer.alloc(0) }
    if (!/\bgzip\b/.test(String(headers['accept-encoding'] ?? '')))
      return { status: 200, headers: vary, body }
    zipped ??= zip(body, { level: 9 })
    return { status: 200, headers: { ...vary, 'Content-Encoding': 'gzip' }, body: await zipped }
  }
}
