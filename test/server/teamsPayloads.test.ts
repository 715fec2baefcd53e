/** Every kind of thing Teams sends, through the whole server and bot, to a person in the middle of an interview. */
import { describe, expect, it } from 'vitest'
import { teamsServer } from './teamsServer.ts'
import { payloads } from './teamsPayloads.cases.ts'

const teams = teamsServer()

const post = async (conversation: string, activity: object) => {
  const response = await teams.post({
    id: 'f:1',
    timestamp: '2026-06-01T10:00:00.000Z',
    conversation: { id: conversation, conversationType: 'personal', tenantId: '72f988bf' },
    ...activity,
  })
  return { status: response.status, body: (await response.json()) as unknown }
}
const stateOf = (conversation: string) =>
  teams.store.turn(`msteams/${conversation}`, undefined, async ({ state }) => state)

let people = 0
async function interviewed(): Promise<string> {
  const conversation = `a:person${++people}`
  await post(conversation, { id: '1', type: 'installationUpdate', action: 'add' })
  await post(conversation, { id: '2', type: 'message', text: 'check my symptoms' })
  expect(teams.connector.said(conversation)).toEqual([
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
    const replies = teams.connector.said(conversation).slice(3)
    expect(replies).toEqual(said)
    expect(JSON.stringify(body) + JSON.stringify(teams.connector.sent)).not.toMatch(/undefined|\[object/)
    if (!changes) expect(relevant(await stateOf(conversation))).toEqual(relevant(before))
    // delivered again, it is answered again, and runs no second time
    const once = relevant(await stateOf(conversation))
    expect(await post(conversation, activity)).toEqual({ status, body })
    expect(relevant(await stateOf(conversation))).toEqual(once)
    // and the conversation goes on
    await post(conversation, { id: '9', type: 'message', text: 'help' })
    expect(teams.connector.said(conversation)).toContain('notice help')
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
    const [{ path } = { path: '' }] = teams.connector.sent.slice(-1)
    expect(teams.connector.said(conversation).slice(3)).toEqual(['advice emergency (rule saddle-numbness)'])
    expect(path).toMatch(/\/activities\/2$/)
  })

  it('who cannot call is told so below the card, and who wants to print gets the card alone', async () => {
    const conversation = await interviewed()
    const texts = ['I cannot feel anything when I wipe', "I can't call", 'print']
    for (const [n, text] of texts.entries()) await post(conversation, { id: `2${n}`, type: 'message', text })
    const advice = 'advice emergency (rule saddle-numbness)'
    expect(teams.connector.said(conversation).slice(3)).toEqual([
      advice,
      advice,
      'notice cannot-call',
      advice,
    ])
  })

  it('what a person deletes is kept no longer', async () => {
    const conversation = await interviewed()
    await post(conversation, {
      id: '2',
      type: 'messageDelete',
      channelData: { eventType: 'softDeleteMessage' },
    })
    const log = JSON.stringify(await teams.store.entries(`msteams/${conversation}`, 0))
    expect(log).toContain('forgotten')
    expect(log).not.toContain('"text":"check my symptoms"')
  })

  it('a card sent twice is answered once', async () => {
    const conversation = await interviewed()
    const tap = { type: 'message', replyToId: '1:card', value: { question: 'nerve-signs', answers: 'none' } }
    for (const id of ['3', '4', '5']) await post(conversation, { ...tap, id })
    expect(teams.connector.said(conversation).slice(3)).toEqual(['question sudden-signs'])
    expect(replaced(conversation)).toEqual([
      ['/1:card', expect.stringMatching(/Have any of these happened.*You answered: None of these/)],
    ])
  })

  it.each([
    ['late', { question: 'improving', answers: ['no'] }, /Is it getting better\?"/],
    ['late, a closed question', { confirm: 'saddle-numbness', answers: ['no'] }, /numb/],
  ])('a card tapped %s closes, and is not taken', async (_, value, asked) => {
    const conversation = await interviewed()
    await post(conversation, { type: 'message', replyToId: '1:old', value, id: '3' })
    expect(teams.connector.said(conversation).slice(3)).toEqual(['notice expired', 'question nerve-signs'])
    expect(replaced(conversation)).toEqual([['/1:old', expect.stringMatching(asked)]])
    expect(replaced(conversation).join()).not.toContain('You answered')
  })

  it('a closed question is answered by its own card alone, and an old "yes" still raises', async () => {
    const conversation = await interviewed()
    const tap = (confirm: string, answer: string, id: string) =>
      post(conversation, { type: 'message', replyToId: `1:${id}`, value: { confirm, answers: [answer] }, id })
    await post(conversation, {
      type: 'message',
      id: '3',
      text: 'I tripped over the cat this morning and my back is in spasm',
    })
    const asked = teams.connector.said(conversation).at(-1)!
    await tap('saddle-numbness', 'no', '4')
    expect(teams.connector.said(conversation).slice(-2)).toEqual(['notice expired', asked])
    await tap('saddle-numbness', 'yes', '5')
    expect(teams.connector.said(conversation).at(-1)).toBe('advice emergency (rule saddle-numbness)')
  })

  it('a card that cannot be replaced holds up nothing for long', async () => {
    const conversation = await interviewed()
    teams.connector.fail = ({ method }) => (method === 'PUT' ? 404 : undefined)
    await post(conversation, {
      type: 'message',
      replyToId: '1:gone',
      value: { question: 'nerve-signs', answers: 'none' },
    })
    await post(conversation, { type: 'message', id: '4', text: 'none' })
    teams.connector.fail = () => undefined
    expect(teams.connector.said(conversation).slice(3)).toEqual([
      'question sudden-signs',
      'question illness-signs',
    ])
  })
})

/** Cards put in place of others: which, and what they hold. */
const replaced = (conversation: string): [string, string][] =>
  teams.connector.sent
    .filter(({ method, path }) => method === 'PUT' && path.includes(`/${conversation}/`))
    .map(({ path, activity }) => {
      const card = JSON.stringify(activity.attachments)
      expect(card).not.toMatch(/Action\.|Input\./)
      return [path.slice(path.lastIndexOf('/')), card]
    })

/** A state without what the SDK makes anew for each dialog. */
const relevant = (state: string | undefined): unknown => {
  const { dialogs: _, ...rest } = JSON.parse(state ?? '{}') as Record<string, unknown>
  return rest
}
