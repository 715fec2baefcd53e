import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TurnContext } from 'botbuilder'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { echo, echoTurns, started, type Started } from './started.ts'

let server: Started
/** A connector such as Teams has: keeps what the bot sends to it. */
let connector: Server
let sent: { path: string; type?: string; text?: string }[]
let serviceUrl: string
let runs: number

beforeEach(async () => {
  sent = []
  runs = 0
  connector = createServer((req, res) => {
    let body = ''
    req.on('data', (data) => (body += data))
    req.on('end', () => {
      const { type, text } = JSON.parse(body) as { type?: string; text?: string }
      sent.push({ path: req.url!, type, text })
      res.setHeader('content-type', 'application/json')
      res.end('{"id":"1"}')
    })
  })
  await new Promise<void>((resolve) => connector.listen(0, '127.0.0.1', resolve))
  serviceUrl = `http://localhost:${(connector.address() as AddressInfo).port}/_connector`
})
afterEach(async () => {
  await server.stop()
  connector.closeAllConnections()
  connector.close()
})

let takesMs = 0
const counting = async (context: TurnContext) => {
  runs++
  await new Promise((done) => setTimeout(done, takesMs))
  await echo(context)
}

const begin = async (settings: NonNullable<Parameters<typeof started>[0]>['settings'] = {}) => {
  const store = openSqlite(':memory:')
  server = await started({ store, turns: echoTurns(store, counting), settings })
}

const activity = (changes: object = {}) => ({
  type: 'message',
  id: 'a1',
  channelId: 'msteams',
  serviceUrl,
  text: 'hello',
  from: { id: '29:person', name: 'Somebody' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:conversation' },
  ...changes,
})

const post = async (body: object, headers: Record<string, string> = {}) => {
  const response = await fetch(`${server.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, text: await response.text() }
}

describe('without an app id', () => {
  it('answers an emulator on this machine, through its connector', async () => {
    await begin()
    expect((await post(activity())).status).toBe(200)
    expect(sent).toEqual([
      {
        path: '/_connector/v3/conversations/a%3Aconversation/activities/a1',
        type: 'message',
        text: 'echo: hello',
      },
    ])
  })

  it('shows that it is writing where an answer takes longer than a second, and only there', async () => {
    await begin()
    await post(activity())
    takesMs = 1_300
    await post(activity({ id: 'a2' })).finally(() => (takesMs = 0))
    await expect.poll(() => sent.map(({ type }) => type)).toEqual(['message', 'typing', 'message'])
  })

  it('threat 7: runs the bot once for an activity delivered twice, and sends the same replies', async () => {
    await begin()
    await post(activity())
    expect((await post(activity({ text: 'changed' }))).status).toBe(200)
    expect(runs).toBe(1)
    expect(sent.map(({ text }) => text)).toEqual(['echo: hello', 'echo: hello'])
  })

  it.each(['directline', 'alerts', 'text'])('threat 4: lets nobody speak for %s', async (channelId) => {
    await begin()
    expect((await post(activity({ channelId }))).status).toBe(403)
    expect(runs).toBe(0)
  })

  it("threat 4: takes no part of a conversation's name for a channel", async () => {
    await begin()
    await post(activity({ conversation: { id: 'a/b' } }))
    expect(
      (await post(activity({ id: 'a2', channelId: 'msteams/a', conversation: { id: 'b' } }))).status,
    ).toBe(400)
    await server.store.open('msteams/taken', 'other')
    expect((await post(activity({ id: 'a3', conversation: { id: 'taken' } }))).status).toBe(403)
    expect(runs).toBe(1)
  })

  it('answers in the response where the caller expects replies', async () => {
    await begin()
    const { status, text } = await post(activity({ deliveryMode: 'expectReplies' }))
    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({ activities: [{ text: 'echo: hello' }] })
    expect(sent).toEqual([])
  })

  it('answers an invoke that the bot has nothing to say to', async () => {
    await begin()
    expect(await post(activity({ type: 'invoke', name: 'other/thing' }))).toEqual({ status: 200, text: '{}' })
  })

  it.each([
    'http://169.254.169.254/latest',
    'https://evil.example',
    'http://localhost.evil.example',
    'http://localhost@evil.example',
    'http://127.0.0.1.nip.io',
    'http://10.0.0.1',
    'file:///etc/passwd',
    'urn:backwise:directline',
    'https://smba.trafficmanager.net/teams',
    '',
  ])('threat 3: never calls %s', async (url) => {
    await begin()
    expect((await post(activity({ serviceUrl: url }))).status).toBe(403)
    expect(runs).toBe(0)
  })

  it('refuses callers that come through a proxy or from a page, and our own channel', async () => {
    await begin()
    for (const headers of [{ 'x-forwarded-for': '1.2.3.4' }, { origin: 'https://evil.example' }])
      expect((await post(activity(), headers as unknown as Record<string, string>)).status).toBe(403)
    expect((await post(activity({ channelId: 'directline' }))).status).toBe(403)
    expect(runs).toBe(0)
  })

  it.each([
    ['no serviceUrl', { serviceUrl: undefined }],
    ['no conversation', { conversation: undefined }],
    ['no type', { type: undefined }],
    ['text that is a list', { text: ['x'] }],
    ['a name that is no string', { type: 'invoke', name: { x: 1 } }],
    ['a conversation that is text', { conversation: 'x' }],
    ['new members that are no list', { type: 'conversationUpdate', membersAdded: {} }],
    ['a new member that is nobody', { type: 'conversationUpdate', membersAdded: [null] }],
  ])('refuses an activity with %s', async (_, changes) => {
    await begin()
    expect((await post(activity(changes))).status).toBe(400)
    expect(runs).toBe(0)
  })

  it('is not there in production', async () => {
    await begin({ production: true })
    expect(await post(activity())).toMatchObject({ status: 404 })
    expect(runs).toBe(0)
  })
})
