/**
 * Which pages may use the bot. A page of its own is one that was opened from it, so its Origin and the request's Host
 * agree. That alone proves nothing: a name of somebody else's can be made to lead here (DNS rebinding), and then agrees
 * too. So the host must also be one that nobody else can name: the one it listens on, an address in place of a name, or
 * what a trusted proxy says it was called by over https. Any other belongs on the list of allowed origins.
 */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { originOf } from './http.ts'

export interface OriginSettings {
  /** Origins of pages that may use the bot, `https://clinic.example`. */
  readonly allowedOrigins: readonly string[]
  /** The name or address it listens on. */
  readonly host: string
  /** How many proxies of ours a request passes; what they say of it is believed. */
  readonly proxies: number
  /** Pages of its own count only when a trusted proxy served them over https. */
  readonly production: boolean
}

const wildcards = new Set(['0.0.0.0', '::'])
const loopback = new Set(['localhost', '127.0.0.1', '::1'])

/** @param hostname of a URL: an IPv6 address is in brackets */
function isListenedOn(hostname: string, host: string): boolean {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  return loopback.has(bare) || bare === host.toLowerCase() || (wildcards.has(host) && isIP(bare) !== 0)
}

function isOwn(origin: URL, req: IncomingMessage, { host, proxies, production }: OriginSettings): boolean {
  const called = originOf(req, proxies)
  if (!URL.canParse(called)) return false
  const own = new URL(called)
  if (origin.host !== own.host) return false
  // with https, the page proved to the browser that the name is the proxy's
  if (proxies > 0 && origin.protocol === 'https:' && own.protocol === 'https:') return true
  return !production && isListenedOn(own.hostname, host)
}

/** A program sends no Origin: it is let in by its secret. */
export function isAllowedOrigin(req: IncomingMessage, settings: OriginSettings): boolean {
  const { origin } = req.headers
  if (origin === undefined) return true
  if (!URL.canParse(origin) || !/^https?:\/\//.test(origin)) return false
  return settings.allowedOrigins.includes(origin) || isOwn(new URL(origin), req, settings)
}
