/** What a page at `origin` gets from a server reached as `host`. */
export interface OriginCase {
  readonly name: string
  /** Listening at 127.0.0.1 in development, unless it says otherwise. */
  readonly settings?: { readonly host?: string; readonly proxies?: number; readonly production?: boolean }
  readonly host: string
  readonly origin: string
  /** Headers of a proxy, or of a page that pretends there is one. */
  readonly forwarded?: { readonly host?: string; readonly proto?: string }
  readonly allowed: boolean
}

const anywhere = { host: '0.0.0.0' }
const proxied = { proxies: 1 }
const production = { production: true }
const https = { host: 'bot.example', proto: 'https' }

// prettier-ignore
export const originCases: readonly OriginCase[] = [
  { name: 'localhost', host: 'localhost:3978', origin: 'http://localhost:3978', allowed: true },
  { name: '127.0.0.1', host: '127.0.0.1:3978', origin: 'http://127.0.0.1:3978', allowed: true },
  { name: '::1', host: '[::1]:3978', origin: 'http://[::1]:3978', allowed: true },
  { name: 'another port of this machine', host: 'localhost:3978', origin: 'http://localhost:8080', allowed: false },
  { name: 'a name that was made to lead here', host: 'evil.com:3978', origin: 'http://evil.com:3978', allowed: false },
  { name: 'the same without a port', host: 'evil.com', origin: 'http://evil.com', allowed: false },
  { name: 'the same over https', host: 'evil.com', origin: 'https://evil.com', allowed: false },
  { name: 'a name that begins like ours', host: 'localhost.evil.com', origin: 'http://localhost.evil.com', allowed: false },
  { name: 'a name that begins with an address', host: '127.0.0.1.nip.io', origin: 'http://127.0.0.1.nip.io', allowed: false },
  { name: 'a page that pretends to be a proxy', host: 'evil.com', origin: 'http://evil.com', forwarded: { host: 'evil.com', proto: 'https' }, allowed: false },
  { name: 'an address it does not listen on', host: '192.168.1.5', origin: 'http://192.168.1.5', allowed: false },

  { name: 'an address, listening everywhere', settings: anywhere, host: '192.168.1.5:3978', origin: 'http://192.168.1.5:3978', allowed: true },
  { name: 'an IPv6 address, listening everywhere', settings: anywhere, host: '[2001:db8::5]', origin: 'http://[2001:db8::5]', allowed: true },
  { name: 'localhost, listening everywhere', settings: anywhere, host: 'localhost', origin: 'http://localhost', allowed: true },
  { name: 'a name, listening everywhere', settings: anywhere, host: 'evil.com', origin: 'http://evil.com', allowed: false },
  { name: 'a name on the list, listening everywhere', settings: anywhere, host: '192.168.1.5', origin: 'https://clinic.example', allowed: true },

  { name: 'a page behind a trusted proxy', settings: proxied, host: '127.0.0.1:3978', origin: 'https://bot.example', forwarded: https, allowed: true },
  { name: 'the same where the proxy passes the Host on', settings: proxied, host: 'bot.example', origin: 'https://bot.example', forwarded: { proto: 'https' }, allowed: true },
  { name: 'another page behind a trusted proxy', settings: proxied, host: '127.0.0.1:3978', origin: 'https://evil.com', forwarded: https, allowed: false },
  { name: 'a page that went around the proxy', settings: proxied, host: 'evil.com:3978', origin: 'http://evil.com:3978', forwarded: { host: 'evil.com:3978', proto: 'https' }, allowed: false },
  { name: 'localhost beside a trusted proxy', settings: proxied, host: 'localhost:3978', origin: 'http://localhost:3978', allowed: true },

  { name: 'localhost in production', settings: production, host: 'localhost:3978', origin: 'http://localhost:3978', allowed: false },
  { name: 'a name in production', settings: production, host: 'evil.com', origin: 'https://evil.com', allowed: false },
  { name: 'a page on the list in production', settings: production, host: 'bot.example', origin: 'https://clinic.example', allowed: true },
  { name: 'a page behind a trusted proxy in production', settings: { ...production, ...proxied }, host: 'x', origin: 'https://bot.example', forwarded: https, allowed: true },
  { name: 'the same without TLS in production', settings: { ...production, ...proxied }, host: 'x', origin: 'http://bot.example', forwarded: { host: 'bot.example', proto: 'http' }, allowed: false },
]
