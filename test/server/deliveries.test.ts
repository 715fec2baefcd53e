/** Replies on their way to another server: a connector such as Teams has, that fails as it is told. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { waitAfter } from '../../src/server/deliveries.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { echoTurns, started, until, type Started } from './started.ts'

let server: Started
let store: Store
let connector: Server
let serviceUrl: string
/** Texts that arrived, in order. */
let arrived: string[]
/** How often the connector was called. */
let asked: number
/** What the connector answers to a text for the first time; all else it takes. */
let answers: Map<string, (res: ServerResponse) => void>

beforeEach(async () => {
  arrived = []
  answers = new Map()
  asked = 0
  connector = createServer(async (req: IncomingMessage, res) => {
    let body = ''
    asked++
    for await (const data of req) body += String(data)
    const text = String((JSON.parse(body) as { text?: string }).text)
    const answer = answers.get(text) ?? (/blocked/.test(text) ? status(403) : undefined)
    answers.delete(text)
    if (answer) return answer(res)
    arrived.push(text)
    res.setHeader('content-type', 'application/json')
    res.end('{"id":"1"}')
  })
  await new Promise<void>((resolve) => connector.listen(0, '127.0.0.1', resolve))
  serviceUrl = `http://localhost:${(connector.address() as AddressInfo).port}/_connector`
  store = openSqlite(':memory:')
  server = await started({ store, turns: echoTurns(store) })
})
afterEach(async () => {
  await server.stop()
  connector.closeAllConnections()
  connector.close()
})

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (res: ServerResponse) => {
    // restify's own writeHead, in the same process, answers nothing
    res.writeHead(code, headers)
    res.end('{}')
  }
const hangUp = (res: ServerResponse) => void res.destroy()

let said = 0
const say = async (text: string, conversation = 'a:conversation') => {
  const response = await fetch(`${server.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'message',
      id: `a${++said}`,
      channelId: 'msteams',
      serviceUrl,
      text,
      from: { id: '29:person' },
      recipient: { id: '28:bot' },
      conversation: { id: conversation },
    }),
  })
  return response.status
}
const settled = () => until(async () => (await store.outbox.count()).waiting === 0 || undefined, 8_000)

describe('a reply to another server', () => {
  it('is sent again when that server answers 500 or 429 or hangs up, and arrives once, before the next', async () => {
    const failures = { 'answers 500': status(500), 'answers 429': status(429, { 'retry-after': '1' }), 'hangs up': hangUp } // prettier-ignore
    const began = performance.now()
    for (const [name, answer] of Object.entries(failures)) answers.set(`echo: ${name}`, answer)
    const conversations = Object.keys(failures).map(async (name) => {
      expect(await say(name, name)).toBe(200)
      expect(await say(`${name}, and on`, name)).toBe(200)
    })
    await Promise.all(conversations)
    await settled()
    expect(performance.now() - began).toBeGreaterThan(700)
    for (const name of Object.keys(failures))
      expect(arrived.filter((text) => text.includes(name))).toEqual([
        `echo: ${name}`,
        `echo: ${name}, and on`,
      ])
    expect(await store.outbox.count()).toEqual({ waiting: 0, dead: 0 })
  })

  it('is given up when that server refuses it for good, and holds up nothing', async () => {
    await say('to somebody who blocked the bot')
    await say('two')
    await settled()
    expect(arrived).toEqual(['echo: two'])
    expect(asked).toBe(2)
    expect(await store.outbox.count()).toEqual({ waiting: 0, dead: 1 })
    expect(server.lines.join('\n')).toMatch(/delivery-given-up.*HTTP 403/)
    expect(server.lines.join('\n')).not.toMatch(/blocked the bot/)
  })

  it('does not wait for those of another conversation', async () => {
    let held: ServerResponse | undefined
    answers.set('echo: held', (res) => (held = res))
    const both = [say('held', 'a:slow'), say('quick', 'a:quick')]
    await until(() => (held && arrived.includes('echo: quick')) || undefined, 500)
    status(200)(held!)
    await Promise.all(both)
  })

  it('is sent after a restart when the process was lost before it', async () => {
    await server.stop()
    await store.open('msteams/a:conversation', 'msteams')
    const reference = { channelId: 'msteams', serviceUrl, conversation: { id: 'a:conversation' } }
    const reply = { type: 'message', text: 'kept', from: { id: '28:bot' }, recipient: { id: '29:person' } }
    await store.turn('msteams/a:conversation', undefined, (_, commit) =>
      commit({ state: '{}', replies: [{ ...reply, ...reference }], outbox: true }),
    )
    server = await started({ store, turns: echoTurns(store) })
    await settled()
    expect(arrived).toEqual(['kept'])
  })

  it('waits longer after each try, five minutes at most, and never just as long as others', () => {
    const waits = Array.from({ length: 12 }, (_, n) => waitAfter(n + 1, 0.5))
    expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000])
    expect(Math.max(...waits)).toBe(300_000)
    expect(waitAfter(1, 0)).toBeLessThan(waitAfter(1, 1))
    // the store takes whole milliseconds
    expect(waitAfter(1, 0.123_456_7) % 1).toBe(0)
  })
})
