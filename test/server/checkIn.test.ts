/** "Ask me in 2 days", after advice to look after it at home: in Teams and on a clinic's page. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Message } from '../../src/core/messages.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { dayMs } from '../../src/core/feedback.ts'
import { meaning } from '../transcript.ts'
import { startConnector, type Connector } from './connector.ts'
import { realTurns } from './realBot.ts'
import { delivered, type Started, started, until } from './started.ts'

let server: Started
let connector: Connector
let store: Store
let passed = 0
const now = () => Date.now() + passed
beforeEach(async () => {
  passed = 0
  connector = await startConnector()
  store = openSqlite(':memory:', now)
  const turns = realTurns(store, { checkInDays: 2, now: () => new Date(now()) })
  server = await started({ store, turns, now })
})
afterEach(async () => {
  await server.stop()
  connector.stop()
})

const mild = ['check my symptoms', 'none', 'none', 'none', 'none', '1 day', '3', 'no']

/** One person of Teams. Answers what is said to them from now on. */
function inTeams() {
  let heard = 0
  let ids = 0
  const conversation = 'a:person'
  const news = async (text: string) => {
    await connector.post(server.url, { id: `1:${++ids}`, text })
    return more()
  }
  const more = async () => {
    await until(() => (connector.said(conversation).length > heard ? true : undefined), 8_000)
    await delivered(store)
    const all = connector.said(conversation)
    return all.slice(heard, (heard = all.length))
  }
  return { say: news, more, count: () => connector.said(conversation).length }
}

async function agreed() {
  const person = inTeams()
  let last: string[] = []
  for (const text of mild) last = await person.say(text)
  expect(last.at(-1)).toBe('advice self-care (rule self-care)')
  expect(JSON.stringify(connector.sent.at(-1))).toContain('Ask me in 2 days')
  expect(await person.say('Ask me in 2 days')).toEqual(['notice check-in-agreed'])
  return person
}

it.each([
  ['It is better', ['notice check-in-better']],
  ["it's worse", ['notice check-in-worse', 'question nerve-signs']],
])(
  'asks once in Teams, and "%s" leads on',
  async (answer, replies) => {
    const person = await agreed()
    passed += 2 * dayMs + 1
    expect(await person.more()).toEqual(['notice check-in'])
    expect(await person.say(answer)).toEqual(replies)
    passed += 30 * dayMs
    const count = person.count()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(person.count()).toBe(count)
  },
  20_000,
)

it('leads pain that lasts to an appointment', async () => {
  const person = await agreed()
  passed += 2 * dayMs + 1
  await person.more()
  expect(await person.say('it is the same')).toEqual(['notice check-in-same', 'question home-care'])
  expect((await person.say('yes')).at(-1)).toMatch(/^advice routine/)
}, 20_000)

it('asks nobody who has been told to get help in the meantime, or has deleted it all', async () => {
  const person = await agreed()
  await person.say("I can't feel anything when I wipe")
  passed += 2 * dayMs + 1
  const count = person.count()
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(person.count()).toBe(count)
}, 20_000)

it('is not offered where it is no advice to look after it at home', async () => {
  const person = inTeams()
  expect(await person.say('check in with me')).toEqual(['notice check-in-not-now'])
})

it("waits for the person on a clinic's page", async () => {
  const { id, bearer } = await server.begin()
  const path = `/conversations/${id}/activities`
  const said = async () =>
    ((await server.api('GET', `${path}?watermark=0`, { bearer })).body.activities ?? []).flatMap(
      (activity) => {
        const { message } = (activity['channelData'] ?? {}) as { message?: Message }
        return message ? [meaning(message)] : []
      },
    )
  for (const text of [...mild, 'Ask me in 2 days']) {
    const before = (await said()).length
    await server.api('POST', path, { bearer, body: { type: 'message', text } })
    await until(async () => (await said()).length > before || undefined, 5_000)
  }
  expect((await said()).at(-1)).toBe('notice check-in-agreed')
  const woken = await store.turn(id, undefined, async ({ state }) => state)
  expect(woken).toContain('"checkIn"')
  passed += 2 * dayMs + 1
  await until(async () => (await store.newest(id)) > 0 && (await entriesOf(id)).includes('check-in'), 8_000)
}, 20_000)

const entriesOf = async (id: string) => JSON.stringify((await store.entries(id, 0)).slice(-1))
