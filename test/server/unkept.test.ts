/** A red flag said while nothing can be kept: the advice is given all the same. */
import { mkdtempSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, describe, expect, it } from 'vitest'
import type { Message } from '../../src/core/messages.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { StoreUnavailable, type Store } from '../../src/store/store.ts'
import { meaning } from '../transcript.ts'
import { connect, endAll, say } from './microsoftClient.ts'
import { realTurns } from './realBot.ts'
import { page, started, until, type Started } from './started.ts'

let server: Started
let connector: Server | undefined
afterEach(async () => {
  endAll()
  connector?.closeAllConnections()
  connector?.close()
  connector = undefined
  await server.stop()
})

const redFlag = "I can't feel anything when I wipe"
const emergency = 'advice emergency (rule saddle-numbness)'

const breaks = (name: string | symbol, broken?: 'all' | 'turns') =>
  broken === 'all' ? name !== 'changes' : broken === 'turns' && name === 'turn'

/** A store that can lose its database: all of it, or nothing but the writing of turns. */
function breakable(store: Store): Store & { broken?: 'all' | 'turns' } {
  return new Proxy(store, {
    get: (target, name) =>
      breaks(name, (target as { broken?: 'all' }).broken) && typeof Reflect.get(target, name) === 'function'
        ? () => Promise.reject(new StoreUnavailable('gone'))
        : (Reflect.get(target, name) as unknown),
  })
}

const start = async (store = breakable(openSqlite(':memory:'))) => {
  server = await started({ store, turns: realTurns(store) })
  return store
}
const arrive = async () => {
  const { body } = await server.api('POST', '/tokens/generate', { headers: { origin: page } })
  const talk = { id: String(body.conversationId), bearer: String(body.token) }
  const heard = connect(server, { token: talk.bearer })
  await until(() => heard.meanings.length > 0 || undefined)
  return { ...talk, ...heard, path: `/conversations/${talk.id}/activities` }
}
const meaningsOf = (activities: readonly object[] = []) =>
  activities.flatMap((activity) => {
    const { message } = (activity as { channelData?: { message?: Message } }).channelData ?? {}
    return message ? [meaning(message)] : []
  })
const post = (talk: { path: string; bearer: string }, text: string) =>
  server.api('POST', talk.path, {
    bearer: talk.bearer,
    body: { type: 'message', text, channelData: { clientActivityID: text } },
  })

describe('fault store: red-flag advice while the store fails', () => {
  it('comes with the refusal and over the socket when the file is locked; sent again, it is kept once', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'backwise-')), 'backwise.db')
    await start(breakable(openSqlite(path)))
    const talk = await arrive()
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    const began = performance.now()
    const refused = await post(talk, redFlag)
    expect(performance.now() - began).toBeLessThan(3_000)
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'Unavailable' } } })
    expect(refused.headers.get('retry-after')).toBe('3')
    expect(meaningsOf(refused.body.activities)).toEqual([emergency, 'notice not-saved'])
    await until(() => talk.meanings.map(meaning).includes('notice not-saved') || undefined)
    expect(talk.meanings.map(meaning)).toContain(emergency)
    other.exec('ROLLBACK')
    other.close()
    for (let n = 0; n < 2; n++) expect((await post(talk, redFlag)).status).toBe(200)
    const kept = async () => (await server.api('GET', talk.path, { bearer: talk.bearer })).body.activities
    await until(async () => meaningsOf(await kept()).includes(emergency) || undefined)
    expect(meaningsOf(await kept())).toEqual(['notice welcome', emergency])
  })

  it('understands a "yes" by what was asked before, and is read from memory without a log', async () => {
    const store = await start()
    const talk = await arrive()
    await say(talk.client, 'check my symptoms')
    await until(() => talk.meanings.at(-1)!.kind === 'question' || undefined)
    store.broken = 'all'
    const { status, body } = await post(talk, 'yes')
    expect(status).toBe(503)
    expect(meaningsOf(body.activities)[0]).toMatch(/^advice emergency/)
    const again = await post(talk, 'yes')
    expect(again.body.activities).toEqual(body.activities)
    const read = await server.api('GET', talk.path, { bearer: talk.bearer })
    expect(read).toMatchObject({ status: 200, body: { activities: body.activities } })
    store.broken = undefined
    const after = await server.api('GET', talk.path, { bearer: talk.bearer })
    expect(meaningsOf(after.body.activities).at(-1)).toMatch(/^question/)
  })

  it('is given at once when the message was kept and its turn cannot be', async () => {
    const store = await start()
    const talk = await arrive()
    store.broken = 'turns'
    expect((await post(talk, redFlag)).status).toBe(200)
    await until(() => talk.meanings.map(meaning).includes(emergency) || undefined)
    store.broken = undefined
    await until(async () => {
      const { body } = await server.api('GET', talk.path, { bearer: talk.bearer })
      return meaningsOf(body.activities).includes(emergency) || undefined
    }, 5_000)
    expect(talk.meanings.map(meaning)).not.toContain('notice not-saved')
  })

  it('is not made of what is no red flag: only that it was not saved', async () => {
    const store = await start()
    const talk = await arrive()
    store.broken = 'all'
    const { status, body } = await post(talk, 'how long do spasms last?')
    expect(status).toBe(503)
    expect(meaningsOf(body.activities)).toEqual(['notice not-saved'])
    const stranger = await server.api('POST', talk.path, { bearer: 'x.y', body: { type: 'message' } })
    expect(stranger).toMatchObject({ status: 403, body: { error: { code: 'Forbidden' } } })
    expect(stranger.body.activities).toBeUndefined()
  })

  it('goes to Teams through its connector, and to whoever waits for it in the response', async () => {
    const arrived: object[] = []
    connector = createServer(async (req, res) => {
      let body = ''
      for await (const data of req) body += String(data)
      arrived.push(JSON.parse(body) as object)
      res.setHeader('content-type', 'application/json')
      res.end('{"id":"1"}')
    })
    await new Promise<void>((resolve) => connector!.listen(0, '127.0.0.1', resolve))
    const serviceUrl = `http://localhost:${(connector.address() as AddressInfo).port}/`
    const store = await start()
    store.broken = 'all'
    const send = (text: string, more: object = {}) =>
      fetch(`${server.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'message',
          id: text,
          channelId: 'msteams',
          serviceUrl,
          text,
          from: { id: '29:person' },
          recipient: { id: '28:bot' },
          conversation: { id: 'a:conversation' },
          ...more,
        }),
      })
    // Teams sends again what was refused
    for (let n = 0; n < 2; n++) expect((await send(redFlag)).status).toBe(503)
    await until(() => arrived.length === 2 || undefined)
    expect(meaningsOf(arrived)).toEqual([emergency, 'notice not-saved'])
    const waiting = await send(redFlag, { deliveryMode: 'expectReplies', id: 'waits' })
    expect(waiting.status).toBe(200)
    const { activities } = (await waiting.json()) as { activities: object[] }
    expect(meaningsOf(activities)).toEqual([emergency, 'notice not-saved'])
    const harmless = await send('is heat good?', { deliveryMode: 'expectReplies' })
    expect(harmless.status).toBe(503)
    expect(arrived).toHaveLength(2)
    // where others read along, with the same care as ever
    const group = { id: '19:group', conversationType: 'groupChat', isGroup: true }
    await send(redFlag, { conversation: group, id: 'in-group' })
    await until(() => arrived.length === 4 || undefined)
    expect(meaningsOf(arrived.slice(2))).toEqual(['notice group-emergency', 'notice not-saved'])
  })
})
