/**
 * The pages a browser can open here, and the files they load. Only what lay in the folder at the start is served, by
 * its exact path: nothing in a request is ever turned into a file name.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { fill } from '../core/wording.ts'

// This module runs as dist/src/server/pages.js, and from src/server/pages.ts in tests.
const folder = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? 'pages/' : '../../../src/server/pages/', import.meta.url),
)

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export interface PageValues {
  readonly clinic: string
  /** How to reach the clinic, in a sentence. */
  readonly reception: string
  readonly emergency: { readonly number: string; readonly dial: string }
}

export interface Reply {
  readonly status: 200 | 304
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

interface Asset {
  readonly type: string
  readonly body: Buffer
  readonly tag: string
  readonly cache: string
  /** Made on first use. */
  zipped?: Promise<Buffer>
}

const zip = promisify(gzip)

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign]!)

/** Web Chat writes its style sheets itself, so they need the nonce; nothing comes from anywhere else. */
const policy = (nonce: string, host: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    // Safari did not count a WebSocket to the same host as 'self' before 15.4.
    `connect-src 'self' ws://${host} wss://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const safe = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' }

export interface Ask {
  readonly path: string
  /** The request's headers, names in small letters. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

const read = (name: string): Buffer => readFileSync(`${folder}${name}`)

/** Answers `/`, `/webchat` and `/pages/…`; undefined for a path that is none of ours. */
export function createPages({
  clinic,
  reception,
  emergency,
}: PageValues): (ask: Ask) => Promise<Reply | undefined> {
  const atStart = clinic.charAt(0).toUpperCase() + clinic.slice(1)
  const values = { clinic: atStart, reception, number: emergency.number, dial: emergency.dial }
  const escaped = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, escape(text)]))
  const pages = new Map([
    ['/', read('index.html').toString()],
    ['/webchat', read('webchat.html').toString()],
  ])
  const assets = new Map<string, Asset>()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = contentTypes[extname(name)]
    if (!type) continue
    const body = read(name)
    const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    const path = `/pages/${name.replaceAll('\\', '/')}`
    // The name of a vendored file says its version.
    const cache = path.includes('/vendor/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    assets.set(path, { type, body, tag, cache })
  }

  const page = (html: string, host: string): Reply => {
    const nonce = randomBytes(16).toString('base64')
    return {
      status: 200,
      headers: {
        ...safe,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': policy(nonce, host),
        'Cache-Control': 'no-store',
      },
      body: Buffer.from(fill(html, { ...escaped, nonce })),
    }
  }

  const asset = async (file: Asset, headers: Ask['headers']): Promise<Reply> => {
    const common = { ...safe, 'Content-Type': file.type, 'Cache-Control': file.cache, ETag: file.tag }
    if (headers['if-none-match'] === file.tag) return { status: 304, headers: common, body: Buffer.alloc(0) }
    const vary = { ...common, Vary: 'Accept-Encoding' }
    if (!/\bgzip\b/.test(String(headers['accept-encoding'] ?? '')))
      return { status: 200, headers: vary, body: file.body }
    const body = await (file.zipped ??= zip(file.body, { level: 9 }))
    return { status: 200, headers: { ...vary, 'Content-Encoding': 'gzip' }, body }
  }

  return async ({ path, headers }) => {
    const html = pages.get(path)
    if (html !== undefined) return page(html, hostOf(headers))
    const file = assets.get(path)
    return file && (await asset(file, headers))
  }
}

/** The host as the caller wrote it, when it is one: it goes into a header. */
const hostOf = (headers: Ask['headers']): string =>
  /^[\w.-]+(:\d+)?$|^\[[\da-fA-F:]+\](:\d+)?$/.exec(String(headers['host'] ?? ''))?.[0] ?? 'localhost'
