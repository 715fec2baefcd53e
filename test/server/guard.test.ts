import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendRaw } from './rawRequest.ts'
import { secret, started, type Started } from './started.ts'

let server: Started
let talk: { id: string; bearer: string }
beforeAll(async () => {
  server = await started()
  talk = await server.begin()
})
afterAll(() => server.stop())

type Options = Parameters<typeof sendRaw>[2]
const raw = (bytes: string | Buffer, options?: Options) => sendRaw(server.port, bytes, options)

const post = (
  headers: string,
  body: string | Buffer,
  path = `/v3/directline/conversations/${talk.id}/activities`,
) =>
  Buffer.concat([
    Buffer.from(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${talk.bearer}\r\n${headers}\r\n\r\n`,
    ),
    Buffer.from(body),
  ])
const json = 'Content-Type: application/json'

const say = (body: string) =>
  fetch(`${server.url}/v3/directline/conversations/${talk.id}/activities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${talk.bearer}`, 'content-type': 'application/json' },
    body,
  })

/** The process is alive, and says so. */
const isWell = async () => (await fetch(`${server.url}/healthz`)).status === 200

describe('threat 25: a document sent to the server', () => {
  const documents: Readonly<Record<string, [type: string, body: Buffer]>> = {
    'a zip bomb': ['application/zip', gzipSync(Buffer.alloc(1e7)).subarray(0, 60_000)],
    'a PDF': ['application/pdf', Buffer.from('%PDF-1.7')],
    'deep XML': ['application/xml', Buffer.from('<a>'.repeat(10_000))],
    'a form': ['multipart/form-data; boundary=x', Buffer.from('--x\r\n\r\nx\r\n--x--')],
  }
  it.each(Object.entries(documents))('%s is refused with a reason, unread', async (_, [type, body]) => {
    const talkUrl = `/v3/directline/conversations/${talk.id}`
    for (const path of [`${talkUrl}/upload`, `${talkUrl}/activities`, '/api/messages', '/knowledge']) {
      const { text } = await raw(post(`Content-Type: ${type}\r\nContent-Length: ${body.length}`, body, path))
      expect(text).toMatch(/^HTTP\/1\.1 415 [\s\S]*"code":"(UploadsNotOffered|UnsupportedType)"/)
    }
    expect(await isWell()).toBe(true)
  })
})

describe('threat 23: somebody who would be of the staff', () => {
  it('finds nothing to sign in to, nor a cookie to steal', async () => {
    for (const place of [
      'staff',
      'admin',
      'login',
      'signin',
      'api/staff',
      'editor',
      'console',
      'audit',
      'knowledge',
    ])
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        const response = await fetch(`${server.url}/${place}`, { method })
        expect([404, 405], `${method} /${place}`).toContain(response.status)
        expect(response.headers.get('set-cookie')).toBeNull()
      }
    for (const place of ['', 'webchat', 'privacy', 'widget/builder', 'healthz', 'metrics'])
      expect((await fetch(`${server.url}/${place}`)).headers.get('set-cookie'), place).toBeNull()
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded'])(
    "cannot have another's browser send %s for them",
    async (type) => {
      for (const path of ['/api/messages', '/v3/directline/tokens/generate'])
        expect(
          (
            await raw(
              post(`Origin: https://evil.example\r\nContent-Type: ${type}\r\nContent-Length: 2`, '{}', path),
            )
          ).text,
        ).toMatch(/^HTTP\/1\.1 415 /)
    },
  )

  it('cannot put any page in a frame of theirs', async () => {
    for (const place of ['', 'webchat', 'privacy', 'terms', 'widget/builder', 'healthz', 'nowhere'])
      expect((await fetch(`${server.url}/${place}`)).headers.get('content-security-policy'), place).toContain(
        "frame-ancestors 'none'",
      )
  })
})

describe('threat 15: a request that ends other servers', () => {
  it.each(['/v3/directline/tokens/generate', '/api/messages', '/nowhere', '/'])(
    'with a broken gzip body to %s is refused unread',
    async (path) => {
      for (const encoding of ['gzip', 'GZIP', 'deflate', 'br', 'identity', 'x'])
        expect(
          (await raw(post(`${json}\r\nContent-Encoding: ${encoding}\r\nContent-Length: 7`, 'notgzip', path)))
            .text,
        ).toMatch(/^HTTP\/1\.1 415 [\s\S]*UnsupportedEncoding/)
      expect(await isWell()).toBe(true)
    },
  )

  it('with a compressed bomb is refused unread', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000, 'a'))
    const { text } = await raw(
      post(`${json}\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}`, bomb),
    )
    expect(text).toMatch(/^HTTP\/1\.1 415 /)
  })
})

describe('threat 14: a body that is too large', () => {
  it.each([
    ['declared', 'Content-Length: 70000', 'x', undefined],
    ['declared beyond all measure', 'Content-Length: 99999999999999', 'x', undefined],
    ['sent in chunks without end', 'Transfer-Encoding: chunked', '', `4000\r\n${'x'.repeat(0x4000)}\r\n`],
  ])('and %s is refused, and the connection closed', async (_, length, body, more) => {
    const { text, ms } = await raw(post(`${json}\r\n${length}`, body), { more, every: 10, ms: 4_000 })
    expect(text).toMatch(/^HTTP\/1\.1 413 [\s\S]*TooLarge/)
    expect(text).toMatch(/connection: close/i)
    expect(ms).toBeLessThan(3_000)
  })

  it('takes one just small enough', async () => {
    const text = 'x'.repeat(64 * 1024 - 40)
    expect((await say(JSON.stringify({ type: 'message', text }))).status).toBe(200)
    expect((await say(JSON.stringify({ type: 'message', text: text + 'x'.repeat(40) }))).status).toBe(413)
  })

  it('does not take the rest of a body that is longer than it says for a request', async () => {
    const { text } = await raw(post(`${json}\r\nContent-Length: 2`, '{}GET /healthz'), { ms: 1_000 })
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(text).not.toMatch(/200 OK/)
  })
})

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
const wide = (keys: number) => `{${Array.from({ length: keys }, (_, n) => `"k${n}":1`).join()}}`

describe('threat 16: a body that is hostile', () => {
  it.each([
    ['broken', '{"type":'],
    ['a list', '[1]'],
    ['a number', '7'],
    ['null', 'null'],
    ['33 deep', `{"type":"message","value":${nested(32)}}`],
    ['30,000 deep', '['.repeat(30_000)],
    ['30,000 deep and closed', `{"value":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
    ['1,001 keys wide', `{"type":"message","value":${wide(1_000)}}`],
    ['__proto__', '{"type":"message","__proto__":{"polluted":1}}'],
    ['__proto__ deep inside', '{"type":"message","channelData":{"a":[{"__proto__":{"polluted":1}}]}}'],
    ['constructor', '{"type":"message","value":{"constructor":{"prototype":{"polluted":1}}}}'],
  ])('%s is refused', async (_, body) => {
    const response = await say(body)
    expect(response.status).toBe(400)
    expect(Object.keys((await response.json()) as object)).toEqual(['error'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('30 deep and 900 keys wide is no attack', async () => {
    expect((await say(`{"type":"message","value":${nested(29)}}`)).status).toBe(200)
    expect((await say(`{"type":"message","value":${wide(900)}}`)).status).toBe(200)
  })

  it('of another type is refused', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', ''])
      expect(
        (await raw(post(`Content-Type: ${type}\r\nContent-Length: 2\r\nConnection: close`, '{}'))).text,
      ).toMatch(/^HTTP\/1\.1 415 /)
  })
})

describe('a path that is no route', () => {
  const escapes = [
    '..',
    '%2e%2e',
    '%2E%2e',
    '..%2f',
    '%2e%2e%2f',
    '..%5c',
    '%252e%252e',
    '..;',
    '....//',
    '.%00.',
  ]
  const targets = [
    'package.json',
    'etc/passwd',
    '.env',
    'src/main.ts',
    'data/backwise.db',
    'pages/../../../package.json',
  ]
  it('threat 22: finds nothing outside the pages, however it is written', async () => {
    for (const escape of escapes)
      for (const target of targets)
        for (const before of ['/pages/', '/', '/webchat/']) {
          const { text } = await raw(
            `GET ${before}${escape}/${escape}/${escape}/${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
          )
          expect(text.split('\r\n')[0], `${before}${escape}`).toMatch(/^HTTP\/1\.1 (404|400) /)
        }
  })

  it.each([
    '/nowhere',
    '//evil.example/',
    '/v3',
    '/v3/directline',
    '/%',
    '/%ff',
    '/api/messages/x',
    '*',
    'http://evil.example/',
  ])('%s is answered like any other, and quickly', async (path) => {
    const { text } = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(text).toMatch(/^HTTP\/1\.1 (404|400) /)
    expect(text).not.toMatch(/restify|node_modules|Error:/i)
  })

  it('has the pages, with headers that keep scripts of others out', async () => {
    for (const path of ['/', '/webchat']) {
      const { status, headers } = await fetch(server.url + path)
      expect(status).toBe(200)
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('threat 9: serves no secret', async () => {
    const tokenKey = await server.store.secret('token-key', () => 'x')
    const names = [...(await (await fetch(server.url)).text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(
      (m) => m[1]!,
    )
    expect(names.length).toBeGreaterThan(2)
    for (const path of ['/', '/webchat', ...names]) {
      const text = await (await fetch(server.url + path)).text()
      for (const kept of [secret, tokenKey]) expect(text.includes(kept), path).toBe(false)
    }
  })
})
