/** What was said and can never be answered: it ends, is counted, and holds up nothing. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, expect, it } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { echoTurns, started, until, type Started } from './started.ts'

let server: Started
afterEach(() => server.stop())

const key = 'msteams/a:conversation'
const arrival = (activityId: string) => ({
  conversation: key,
  activityId,
  activity: {
    type: 'message',
    id: activityId,
    text: activityId,
    channelId: 'msteams',
    serviceUrl: 'http://localhost:9',
    conversation: { id: 'a:conversation' },
    from: { id: '29:person' },
    recipient: { id: '28:bot' },
  },
})
const given = async () => /given_up_total\{why="(\w+)"\} 1/.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1] // prettier-ignore
const waiting = async (store: Store) => (await store.unanswered()).map(({ activityId }) => activityId)

it.each([
  ['forgotten', `'{"type":"forgotten"}'`],
  ['damaged', 'substr(activity, 1, 20)'],
])('a message whose words are %s before its turn ends without an answer', async (why, words) => {
  const path = join(mkdtempSync(join(tmpdir(), 'backwise-given-up-')), 'backwise.db')
  const store = openSqlite(path)
  await store.open(key, 'msteams')
  for (const id of ['gone', 'there']) await store.receive(arrival(id))
  const db = new Database(path)
  db.exec(`UPDATE log SET activity = ${words} WHERE sequence = 1`)
  db.close()
  const heard: unknown[] = []
  const turns = echoTurns(store, async ({ activity }) => void heard.push(activity.text))
  server = await started({ store, turns })
  await until(async () => (await waiting(store)).length === 0 || undefined)
  expect(heard).toEqual(['there'])
  expect(await given()).toBe(why)
})

it('a message whose turn fails by itself for a minute ends with an apology', async () => {
  const store = openSqlite(':memory:')
  const turns = echoTurns(store)
  const failing = { ...turns, run: () => Promise.reject(new Error('for ever')) }
  server = await started({ store, turns: failing })
  const talk = await server.begin()
  const body = { type: 'message', text: 'never' }
  const path = `/conversations/${talk.id}/activities`
  expect((await server.api('POST', path, { bearer: talk.bearer, body })).status).toBe(200)
  const failures = () => server.lines.filter((line) => line.includes('turn-failed')).length
  // the welcome, then what was said
  for (const left of [1, 0]) {
    const before = failures()
    await until(() => failures() > before || undefined, 4_000)
    expect(await waiting(store)).toHaveLength(left + 1)
    server.pass(60_000)
    await until(async () => (await waiting(store)).length === left || undefined, 4_000)
  }
  const { body: read } = await server.api('GET', path, { bearer: talk.bearer })
  expect(read.activities?.map(({ text }) => text)).toContain('sorry')
  expect(server.lines.join('\n')).toMatch(/arrival-given-up.*failed/)
})
