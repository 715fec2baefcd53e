/** Microsoft's own client, as Web Chat uses it, against the started server. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { connect, endAll, open, say } from './microsoftClient.ts'
import { echoTurns, page, started, until, type Started } from './started.ts'

let server: Started
afterEach(async () => {
  endAll()
  await server.stop()
})

const newToken = async () => {
  const { body } = await server.api('POST', '/tokens/generate', { headers: { origin: page } })
  return { token: String(body.token), conversationId: String(body.conversationId) }
}

const online = 2

it.each([true, false])('holds a conversation, WebSocket %s', async (webSocket) => {
  server = await started()
  const { token, conversationId } = await newToken()
  const { client, texts, states } = connect(server, { token, webSocket, pollingInterval: 200 })
  await until(() => texts.length === 1 || undefined, 4_000)
  expect(await say(client, 'hello')).toMatch(new RegExp(`^${conversationId}\\|\\d{7}$`))
  await until(() => texts.length === 3 || undefined, 4_000)
  expect(texts).toEqual(['welcome (no locale)', 'hello', 'echo: hello'])
  expect(states.at(-1)).toBe(online)
})

it('takes up a cut socket without loss or repetition', async () => {
  server = await started()
  const { token } = await newToken()
  const { client, texts } = connect(server, { token })
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
  const { client, texts } = connect(server, { token })
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
  const first = connect(server, { token })
  await until(() => first.texts.length === 1 || undefined)
  await say(first.client, 'kept')
  await until(() => first.texts.length === 3 || undefined)
  first.client.end()
  const second = connect(server, { token, conversationId, watermark: '2' })
  await until(() => second.texts.length === 2 || undefined)
  expect(second.texts).toEqual(['kept', 'echo: kept'])
})

it('tells a page that its token has expired, and goes on with a new one', async () => {
  server = await started()
  const { token, conversationId } = await newToken()
  const { client, texts, states } = connect(server, { token })
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
