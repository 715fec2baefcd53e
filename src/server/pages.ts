/**
 * The pages a browser can open here, and the files they load. Only what lay in the folder at the start is served, by
 * its exact path: nothing in a request is ever turned into a file name.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  contentTypes,
  immutable,
  safe,
  staticFile,
  type Ask,
  type Reply,
  type StaticFile,
} from './staticFile.ts'
import type { Widget } from './widgetFiles.ts'
import { fill } from '../core/wording.ts'

// This module runs as dist/src/server/pages.js, and from src/server/pages.ts in tests.
const folder = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? 'pages/' : '../../../src/server/pages/', import.meta.url),
)

export interface PageValues {
  readonly clinic: string
  readonly phone?: string
  readonly hours?: string
  /** How to reach the clinic, in a sentence. */
  readonly reception: string
  readonly emergency: { readonly number: string; readonly dial: string }
  /** Where the clinic is, as a region id. */
  readonly region: string
  /** How long an untouched conversation is kept; 30 days when left out. */
  readonly retentionDays?: number
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign]!)

/** Nothing comes from anywhere else. Only Web Chat needs a nonce: it writes its style sheets itself. */
const policy = (style: string, host: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${style}`,
    "img-src 'self' data: blob:",
    // Safari did not count a WebSocket to the same host as 'self' before 15.4.
    `connect-src 'self' ws://${host} wss://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const read = (name: string): Buffer => readFileSync(`${folder}${name}`)

/** Web Chat alone takes 4 MB, and most clinics never ask for it. */
function whenAsked(make: () => StaticFile): StaticFile {
  let made: StaticFile | undefined
  return (headers) => (made ??= make())(headers)
}

const own = () => "'self'"
const withNonce = (nonce: string) => `'self' 'nonce-${nonce}'`

/** Answers `/`, `/webchat`, `/widget/builder`, `/privacy`, `/terms` and `/pages/…`; undefined for a path that is none of ours. */
export function createPages(
  { clinic, phone = '', hours = '', reception, emergency, region, retentionDays = 30 }: PageValues,
  { version, integrity }: Pick<Widget, 'version' | 'integrity'>,
): (ask: Ask) => Promise<Reply | undefined> {
  const atStart = clinic.charAt(0).toUpperCase() + clinic.slice(1)
  const { number, dial } = emergency
  const days = String(retentionDays)
  const values = { days, clinic: atStart, phone, hours, reception, number, dial, region, version, integrity }
  const escaped = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, escape(text)]))
  const masthead = read('masthead.html').toString()
  const html = (name: string) => read(name).toString().replace('{masthead}', masthead)
  const pages = new Map([
    ['/', { html: html('index.html'), style: own }],
    ['/widget/builder', { html: html('builder.html'), style: own }],
    ['/privacy', { html: html('privacy.html'), style: own }],
    ['/terms', { html: html('terms.html'), style: own }],
    ['/webchat', { html: html('webchat.html'), style: withNonce }],
  ])
  const assets = new Map<string, StaticFile>()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = contentTypes[extname(name)]
    if (!type) continue
    const path = `/pages/${name.replaceAll('\\', '/')}`
    // The name of a vendored file says its version.
    const cache = path.includes('/vendor/') ? immutable : 'no-cache'
    assets.set(
      path,
      whenAsked(() => staticFile(read(name), { type, cache })),
    )
  }

  const page = (text: string, style: (nonce: string) => string, host: string): Reply => {
    const nonce = randomBytes(16).toString('base64')
    return {
      status: 200,
      headers: {
        ...safe,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': policy(style(nonce), host),
        'Cache-Control': 'no-store',
      },
      body: Buffer.from(fill(text, { ...escaped, nonce })),
    }
  }

  return async ({ path, headers }) => {
    const found = pages.get(path)
    if (found) return page(found.html, found.style, hostOf(headers))
    return assets.get(path)?.(headers)
  }
}

/** The host as the caller wrote it, when it is one: it goes into a header. */
const hostOf = (headers: Ask['headers']): string =>
  /^[\w.-]+(:\d+)?$|^\[[\da-fA-F:]+\](:\d+)?$/.exec(String(headers['host'] ?? ''))?.[0] ?? 'localhost'
