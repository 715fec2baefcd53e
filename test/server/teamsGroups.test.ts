/** Where everybody reads along: nothing about anybody's health is asked, kept or repeated. */
import { expect, it } from 'vitest'
import { teamsServer } from './teamsServer.ts'

const teams = teamsServer()

let groups = 0
const bot = { id: '28:bot', name: 'Backwise' }
const mention = { type: 'mention', mentioned: bot, text: '<at>Backwise</at>' }

/** What is said to one thing said in a group of its own, and everything that was sent there. */
async function inGroup(activity: object, kind: object = { isGroup: true, conversationType: 'groupChat' }) {
  const conversation = `19:group${++groups}@thread.v2`
  await teams.post({
    id: '1',
    recipient: bot,
    conversation: { id: conversation, ...kind },
    entities: [mention],
    ...activity,
  })
  const { connector, store } = teams
  const sent = connector.sent.filter(({ path }) => path.includes(`/${conversation}/`))
  const log = JSON.stringify(await store.entries(`msteams/${conversation}`, 0))
  const state = await store.turn(`msteams/${conversation}`, undefined, async (kept) => kept.state ?? '{}')
  return {
    said: connector.said(conversation),
    sent: JSON.stringify(sent),
    state: JSON.parse(state) as object,
    log,
  }
}
const say = (text: string) => inGroup({ text: `<at>Backwise</at> ${text}` })

it.each([
  ['how long do back spasms last?', 'answer'],
  ['should I use ice or heat?', 'answer'],
  ['can spasms cause numbness?', 'answer'],
  ['can you tell me a recipe for bread?', 'notice group-unsure'],
  ['check my symptoms', 'notice group-private'],
  ['my back hurts', 'notice group-private'],
  ['it hurts me a lot, and I sleep badly', 'notice group-private'],
  ['start over', 'notice group-private'],
  ['hello', 'notice group-help'],
  ['how are you?', 'notice group-help'],
  ['', 'notice group-help'],
  ['help', 'notice group-help'],
  ['privacy', 'notice privacy'],
  ['delete my data', 'notice deleted'],
  ["I can't feel anything when I wipe", 'notice group-emergency'],
  ['I have chest pain and my back hurts', 'notice group-emergency'],
  ['I do not want to live any more with this back', 'notice group-emergency'],
  ['mi espalda me duele mucho', 'notice language'],
])('"%s" gets %s', async (text, reply) => {
  const { said, sent, state, log } = await say(text)
  expect(said).toEqual([reply])
  if (reply === 'notice group-emergency' || reply === 'notice group-private') {
    expect(sent).toContain('call 999')
    expect(sent).toContain('https://teams.microsoft.com/l/chat/0/0?users=28%3Abot')
    const words = (text.toLowerCase().match(/[a-z']{4,}/g) ?? []).filter((word) => !/^(back|have|this|more|want|with)$/.test(word)) // prettier-ignore
    for (const word of words) expect(sent.toLowerCase(), word).not.toContain(`${word} `)
  }
  expect(sent).not.toMatch(/"kind":"(question|confirm|advice)"|Check my symptoms|suggestedActions/)
  expect(JSON.stringify(state)).toContain('"signs":{}')
  expect(log).not.toContain('</at>')
})

it.each([
  ['a channel', { conversationType: 'channel', isGroup: true }],
  ['a channel that does not say it is a group', { conversationType: 'channel' }],
])('is the same in %s', async (_, kind) => {
  expect((await inGroup({ text: '<at>Backwise</at> I cannot pee' }, kind)).said).toEqual([
    'notice group-emergency',
  ])
})

it('is welcomed with what it may be asked, and not asked about symptoms', async () => {
  const activity = { type: 'conversationUpdate', membersAdded: [bot, { id: '29:person' }] }
  expect((await inGroup(activity)).said).toEqual(['notice group-help'])
})

it.each([
  ['tapped on a card brought here', { text: '', value: { question: 'nerve-signs', answers: ['none'] } }, 'notice group-private'], // prettier-ignore
  ['tapped as a sign of danger', { text: '', value: { question: 'nerve-signs', answers: ['bladder-bowel/leaks'] } }, 'notice group-emergency'], // prettier-ignore
  ['written by editing', { type: 'messageUpdate', text: 'my bladder leaks since yesterday' }, 'notice group-emergency'], // prettier-ignore
])('keeps nothing %s', async (_, activity, reply) => {
  const { said, state } = await inGroup(activity)
  expect(said).toEqual([reply])
  expect(JSON.stringify(state)).toContain('"signs":{}')
})
