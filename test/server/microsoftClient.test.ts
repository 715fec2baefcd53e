/** Microsoft's own client, as Web Chat uses it, against the started server. */
import { createRequire } from 'node:module'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openSqlite } from '../../src/store/sqlite.ts'
import { echoTurns, page, started, until, type Started } from './started.ts'

const require = createRequire(import.meta.url)
const open: WebSocket[] = []
/** A socket as browsers have it, which a test can cut. */
class BrowserSocket extends WebSocket {
  constructor(url: string) {
    super(url, { origin: page })
    open.push(this)
  }
}
Object.assign(globalThis, { XMLHttpRequest: require('xhr2') as unknown, WebSocket: BrowserSocket })
const { DirectLine } = await import('botframework-directlinejs')

type Client = InstanceType<typeof DirectLine>
let server: Started
const clients: Client[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.end()
  open.splice(0)
  await server.stop()
})

interface Heard {
  client: Client
  texts: string[]
  states: number[]
}

function connect(options: object): Heard {
  const client = new DirectLine({ domain: `${server.url}/v3/directline`, ...options })
  // its wait before the next try is 3 to 15 seconds; a test has less time
  Object.assign(client, { getRetryDelay: () => 50 })
  clients.push(client)
  const texts: string[] = []
  const states: number[] = []
  const hear = (activity: object) => void texts.push((activity as { text?: string }).text ?? '…')
  // `end()` is told to listeners as an error
  client.activity$.subscribe(hear, () => {})
  client.connectionStatus$.subscribe((state) => states.push(state))
  return { client, texts, states }
}

const newToken = async () => {
  const { body } = await server.api('POST', '/tokens/generate', { headers: { origin: page } })
  return { token: String(body.token), conversationId: String(body.conversationId) }
}

const say = (client: Client, text: string) =>
  new Promise<string>((resolve, reject) =>
    client.postActivity({ type: 'message', from: { id: 'me' }, text } as never).subscribe(resolve, reject),
  )

const online = 2

it.each([true, false])('holds a conversation, WebSocket %s', async (webSocket) => {
  server = await started()
  const { token, conversationId } = await newToken()
  const { client, texts, states } = connect({ token, webSocket, pollingInterval: 200 })
  await until(() => texts.length === 1 || undefined, 4_000)
  expect(await say(client, 'hello')).toMatch(new RegExp(`^${conversationId}\\|\\d{7}$`))
  await until(() => texts.length === 3 || undefined, 4_000)
  expect(texts).toEqual(['welcome (no locale)', 'hello', 'echo: hello'])
  expect(states.at(-1)).toBe(online)
})

it('takes up a cut socket without loss or repetition', async () => {
  server = await started()
  const { token } = await newToken()
  const { client, texts } = connect({ token })
  await until(() => texts.length === 1 || undefined)
  for (const text of ['one', 'two', 'three']) {
    open.at(-1)!.terminate()
    await say(client, text)
  }
  await until(() => texts.includes('echo: three') || undefined, 5_000)
  expect(texts).toEqual([
    'welcome (no locale)',
    'one',
    'echo: one',
    'two',
    'echo: two',
    'three',
    'echo: three',
  ])
})

it('goes on after a restart of the server, with the token it had', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'backwise-')), 'backwise.db')
  const begin = async (port: number) => {
    const store = openSqlite(path)
    return started({ store, turns: echoTurns(store), settings: { port } })
  }
  server = await begin(0)
  const { port } = server
  const { token } = await newToken()
  const { client, texts } = connect({ token })
  await until(() => texts.length === 1 || undefined)
  await say(client, 'before')
  await until(() => texts.includes('echo: before') || undefined)
  await server.stop()
  await server.store.close()

  server = await begin(port)
  await say(client, 'after')
  await until(() => texts.includes('echo: after') || undefined, 5_000)
  expect(texts).toEqual(['welcome (no locale)', 'before', 'echo: before', 'after', 'echo: after'])
})

it('resumes a conversation from the watermark a page kept', async () => {
  server = await started()
  const { token, conversationId } = await newToken()
  const first = connect({ token })
  await until(() => first.texts.length === 1 || undefined)
  await say(first.client, 'kept')
  await until(() => first.texts.length === 3 || undefined)
  first.client.end()
  const second = connect({ token, conversationId, watermark: '2' })
  await until(() => second.texts.length === 2 || undefined)
  expect(second.texts).toEqual(['kept', 'echo: kept'])
})

it('tells a page that its token has expired, and goes on with a new one', async () => {
  server = await started()
  const { token, conversationId } = await newToken()
  const { client, texts, states } = connect({ token })
  await until(() => texts.length === 1 || undefined)
  server.pass(1_800_000)
  await expect(say(client, 'late')).resolves.toBe('retry')
  const expiredToken = 3
  expect(states.at(-1)).toBe(expiredToken)
  const renewed = await server.api('POST', '/tokens/refresh', { bearer: token })
  const bearer = String(renewed.body.token)
  const resumed = await server.api('GET', `/conversations/${conversationId}?watermark=2`, { bearer })
  client.reconnect({ conversationId, token: bearer, streamUrl: String(resumed.body.streamUrl) })
  await until(async () => (await say(client, 'again')) !== 'retry' || undefined)
  await until(() => texts.includes('echo: again') || undefined, 5_000)
})
