/** Every kind of thing Teams sends, through the whole server and bot, to a person in the middle of an interview. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { startConnector, type Connector } from './connector.ts'
import { realTurns } from './realBot.ts'
import { started, until, type Started } from './started.ts'
import { payloads } from './teamsPayloads.cases.ts'

let server: Started
let connector: Connector
let store: Store
beforeAll(async () => {
  connector = await startConnector()
  store = openSqlite(':memory:')
  server = await started({ store, turns: realTurns(store) })
})
afterAll(async () => {
  await server.stop()
  connector.stop()
})

const post = async (conversation: string, activity: object) => {
  const response = await fetch(`${server.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: 'f:1',
      timestamp: '2026-06-01T10:00:00.000Z',
      channelId: 'msteams',
      serviceUrl: connector.serviceUrl,
      from: { id: '29:person', name: 'Person' },
      recipient: { id: '28:bot', name: 'Backwise' },
      conversation: { id: conversation, conversationType: 'personal', tenantId: '72f988bf' },
      ...activity,
    }),
  })
  await until(async () => (await store.outbox.count()).waiting === 0 || undefined)
  return { status: response.status, body: (await response.json()) as unknown }
}
const stateOf = (conversation: string) =>
  store.turn(`msteams/${conversation}`, undefined, async ({ state }) => state)

let people = 0
async function interviewed(): Promise<string> {
  const conversation = `a:person${++people}`
  await post(conversation, { id: '1', type: 'installationUpdate', action: 'add' })
  await post(conversation, { id: '2', type: 'message', text: 'check my symptoms' })
  expect(connector.said(conversation)).toEqual([
    'notice welcome',
    'notice interview-begins',
    'question nerve-signs',
  ])
  return conversation
}

describe('what Teams sends', () => {
  it.each(Object.entries(payloads))('%s', async (_, { activity, said = [], response, changes }) => {
    const conversation = await interviewed()
    const before = await stateOf(conversation)
    const { status, body } = await post(conversation, activity)
    expect(status).toBe(200)
    if (response) expect(body).toMatchObject(response)
    const replies = connector.said(conversation).slice(3)
    expect(replies).toEqual(said)
    expect(JSON.stringify(body) + JSON.stringify(connector.sent)).not.toMatch(/undefined|\[object/)
    if (!changes) expect(relevant(await stateOf(conversation))).toEqual(relevant(before))
    // delivered again, it is answered again, and runs no second time
    const once = relevant(await stateOf(conversation))
    expect(await post(conversation, activity)).toEqual({ status, body })
    expect(relevant(await stateOf(conversation))).toEqual(once)
    // and the conversation goes on
    await post(conversation, { id: '9', type: 'message', text: 'help' })
    expect(connector.said(conversation)).toContain('notice help')
  })

  it('an edit comes under the id of the message it edits, and is heard each time', async () => {
    const conversation = await interviewed()
    for (const [second, text] of ['none', 'none of it', 'I cannot feel anything when I wipe'].entries())
      await post(conversation, {
        id: '2',
        type: 'messageUpdate',
        text,
        timestamp: `2026-06-01T10:00:0${second}.000Z`,
      })
    const [{ path } = { path: '' }] = connector.sent.slice(-1)
    expect(connector.said(conversation).slice(3)).toEqual(['advice emergency (rule saddle-numbness)'])
    expect(path).toMatch(/\/activities\/2$/)
  })

  it('a card sent twice is answered once', async () => {
    const conversation = await interviewed()
    const tap = { type: 'message', replyToId: '1:card', value: { question: 'nerve-signs', answers: 'none' } }
    for (const id of ['3', '4', '5']) await post(conversation, { ...tap, id })
    expect(connector.said(conversation).slice(3)).toEqual(['question sudden-signs'])
  })
})

/** A state without what the SDK makes anew for each dialog. */
const relevant = (state: string | undefined): unknown => {
  const { dialogs: _, ...rest } = JSON.parse(state ?? '{}') as Record<string, unknown>
  return rest
}
