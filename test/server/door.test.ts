import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guardDoor } from '../../src/server/door.ts'
import { run, type Run } from '../program.ts'
import { sendRaw } from './rawRequest.ts'

// the program itself: what these requests end is the process
let program: Run
let url: string
// stands for any fault in the router or in a handler, at once, later and in a promise
const faulty = `
  import { createRequire } from 'node:module'
  const require = createRequire(${JSON.stringify(import.meta.url)})
  const Router = require('restify/lib/router')
  const lookup = Router.prototype.lookup
  const fail = () => { throw new Error('a fault') }
  Router.prototype.lookup = function (req, res) {
    if (req.url === '/fault') fail()
    if (req.url === '/fault-later') return () => setTimeout(fail, 10)
    if (req.url === '/fault-promised') return () => void Promise.reject(new Error('a fault'))
    return lookup.call(this, req, res)
  }
`
beforeAll(async () => {
  program = run({
    STORE: 'sqlite::memory:',
    NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(faulty)}"`,
  })
  url = await program.url
})
afterAll(() => void program.child.kill('SIGKILL'))

const send = async (lines: string[]) =>
  (await sendRaw(Number(new URL(url).port), `${lines.join('\r\n')}\r\n\r\n`, { ms: 3_000 })).text
const isWell = async () => (await fetch(`${url}/healthz`)).status === 200

// prettier-ignore
const hosts = [
  '[', '[[[', 'a b', '%zz', 'a:99999', ':', 'a:b', '/', '\\', '?', '#', 'a]', '::1', '[::1', '@', 'a@b',
  '1.2.3.4.5', '999.1.1.1', 'xn--a', 'a/b', 'a:', 'a, b', '[g]', '\xff', `${'a'.repeat(5_000)}:-1`,
]
const targets = ['http://[/', 'http://a:99999/', 'http://', 'https://x:y/', 'http://a/', '*', 'a', '[', ':']

describe('an offer of HTTP/2', () => {
  const offer = [
    'Connection: close, Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABkAAQAAP__',
  ]

  it('is overlooked, whatever comes with it', async () => {
    expect(await send(['GET /healthz HTTP/1.1', 'Host: x', ...offer, 'X-Sign: \xe9'])).toMatch(
      /^HTTP\/1\.1 200 /,
    )
    const post = ['POST /v3/directline/tokens/generate HTTP/1.1', 'Host: x', 'Content-Type: application/json']
    const open = offer.map((line) => line.replace('close, ', ''))
    const next = '{}GET /healthz HTTP/1.1'
    const sized = await send([
      ...post,
      ...open,
      'Content-Length: 2',
      '',
      next,
      'Host: x',
      'Connection: close',
    ])
    expect(sized.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401', 'HTTP/1.1 200'])
    const chunked = [...post, ...offer, 'Transfer-Encoding: chunked', '', '2', '{}', '0']
    expect(await send(chunked)).toMatch(/^HTTP\/1\.1 401 /)
    expect(await send(['GET / HTTP/1.1', 'Host: [', ...offer])).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('gives nobody more time', async () => {
    const held = sendRaw(
      Number(new URL(url).port),
      `GET /healthz HTTP/1.1\r\nHost: x\r\n${offer.join('\r\n')}\r\n`,
    )
    expect((await held).text).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('an upgrade that is refused', () => {
  it.each(['x', '['])('to Host %s is over, also when its caller never hangs up', async (host) => {
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
    const stream = '/v3/directline/conversations/x/stream?t=x'
    socket.write(
      `GET ${stream} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    )
    await once(socket.resume(), 'end')
    // whoever still holds its end takes what is written, and says nothing
    const over = once(socket, 'error')
    const knocking = setInterval(() => socket.write('x'), 20)
    expect(((await over)[0] as { code: string }).code).toMatch(/EPIPE|ECONNRESET/)
    clearInterval(knocking)
  })
})

describe('a request whose address cannot be read', () => {
  it.each(hosts)('as Host: %s is refused, and nothing else happens', async (host) => {
    const stream = '/v3/directline/conversations/x/stream?t=x'
    for (const [first, ...more] of [
      ['GET /healthz HTTP/1.1'],
      ['GET /webchat HTTP/1.0'],
      ['POST /v3/directline/tokens/generate HTTP/1.1', 'Content-Length: 2'],
      ['POST /nowhere HTTP/1.1', 'Expect: 100-continue', 'Content-Length: 2'],
      [`GET ${stream} HTTP/1.1`, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
    ])
      expect(await send([first!, `Host: ${host}`, ...more]), first).toMatch(/^HTTP\/1\.1 400 /)
    expect(await isWell()).toBe(true)
  })

  it.each(targets)('as target %s is refused, and nothing else happens', async (target) => {
    for (const method of ['GET', 'POST', 'OPTIONS'])
      for (const more of [[], ['Connection: Upgrade', 'Upgrade: websocket']])
        expect(await send([`${method} ${target} HTTP/1.1`, 'Host: x', ...more])).toMatch(/^HTTP\/1\.1 400 /)
    expect(await isWell()).toBe(true)
  })

  it.each(['localhost', '127.0.0.1:3978', '[::1]:3978', 'clinic.example', 'CLINIC-1.example:443', 'a_b'])(
    'is not one as Host: %s',
    async (host) => {
      const text = await send(['GET /healthz HTTP/1.1', `Host: ${host}`, 'Connection: close'])
      expect(text).toMatch(/^HTTP\/1\.1 200 /)
    },
  )
})

/** A request whose body is on its way; called, it sends the rest and answers the status. */
function halfSent(): () => Promise<number> {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': 2 }
  const sending = request(`${url}/v3/directline/tokens/generate`, { method: 'POST', headers })
  sending.write('{')
  return async () => {
    sending.end('}')
    const [{ statusCode }] = (await once(sending, 'response')) as [IncomingMessage]
    return statusCode!
  }
}

describe('a fault nobody foresaw', () => {
  it('leaves nobody waiting for ever', async () => {
    const http = createServer(() => {})
    guardDoor(http, 50)
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    const response = await fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`)
    expect(response.status).toBe(500)
    http.close()
  })

  it.each(['/fault', '/fault-later', '/fault-promised'])(
    'in %s is a 500 for its caller alone',
    async (path) => {
      const others = Promise.all(Array.from({ length: 5 }, () => fetch(`${url}/healthz`)))
      const sending = halfSent()
      const response = await fetch(url + path)
      expect(response.status).toBe(500)
      expect(await response.json()).toMatchObject({ error: { code: 'ServiceError' } })
      for (const { status } of await others) expect(status).toBe(200)
      expect(await sending(), 'who sent no secret').toBe(401)
      expect(program.child.exitCode).toBe(null)
    },
  )
})
