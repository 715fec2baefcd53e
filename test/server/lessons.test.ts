/** What the staff learn from, over HTTP: thumbs under answers, and questions without an answer. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Services } from '../../dialogs/services.ts'
import type { Answer, Message, Notice } from '../../src/core/messages.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { realTurns } from './realBot.ts'
import { started, until, type Started } from './started.ts'

interface Said {
  id: string
  type: string
  from: { role: string }
  channelData?: { message?: Message }
  suggestedActions?: { actions: { title: string }[] }
  attachments?: { content: unknown }[]
}

let server: Started
afterEach(() => server.stop())
const begin = async (changes: Partial<Services> = {}) => {
  const store = openSqlite(':memory:')
  server = await started({ store, turns: realTurns(store, changes) })
}

const kindOf = ({ channelData }: Said) => channelData?.message?.kind

/** One person. Says things, and hears what is said to them. */
async function person() {
  const { id, bearer } = await server.begin()
  const path = `/conversations/${id}/activities`
  const heard = async (): Promise<Said[]> =>
    ((await server.api('GET', path, { bearer })).body.activities as unknown as Said[]).filter(
      ({ from }) => from.role === 'bot',
    )
  await until(async () => (await heard()).length > 0)
  const send = async (activity: object) => {
    const { body } = await server.api('POST', path, { bearer, body: activity })
    // ids sort in the order of what was said
    return (await until(async () => (await heard()).findLast((said) => said.id > String(body.id)), 5_000))!
  }
  return {
    id,
    heard,
    send,
    say: (text: string) => send({ type: 'message', text }),
    ask: async (text: string) => {
      await send({ type: 'message', text })
      return (await heard()).findLast((said) => kindOf(said) === 'answer')!
    },
  }
}

const event = (answer: string | undefined, feedback: string) => ({
  type: 'event',
  name: 'feedback',
  value: { feedback, answer },
})
const noticeOf = ({ channelData }: Said) => (channelData!.message as Notice).notice
const sectionsOf = ({ channelData }: Said) => (channelData!.message as Answer).sections!
const votes = async () => Object.fromEntries((await server.store.lessons.votes(0)).map((row) => [row.section, [row.up, row.down]])) // prettier-ignore
const questions = async () => (await server.store.lessons.questions(0)).map(({ question }) => question)
const privacyNotices = async () => {
  const { say, heard } = await person()
  await say('privacy')
  return (await heard()).map(noticeOf)
}
/** Every object of a card. */
const nodes = (node: unknown): Record<string, unknown>[] =>
  typeof node === 'object' && node !== null
    ? [node as Record<string, unknown>, ...Object.values(node).flatMap(nodes)]
    : []

describe('a thumb under an answer', () => {
  beforeEach(() => begin())

  it('is counted for its sections, once an answer, the last one', async () => {
    const { ask, send } = await person()
    const answer = await ask('should I use ice or heat?')
    const [section] = sectionsOf(answer)
    expect(noticeOf(await send(event(answer.id, 'up')))).toBe('feedback')
    expect(await votes()).toMatchObject({ [section!]: [1, 0] })
    await send(event(answer.id, 'up'))
    expect(await votes()).toMatchObject({ [section!]: [1, 0] })
    await send(event(answer.id, 'down'))
    await send({ type: 'message', value: { feedback: 'down', answer: answer.id } })
    expect(await votes()).toMatchObject({ [section!]: [0, 1] })
    const other = await person()
    await other.send(event((await other.ask('should I use ice or heat?')).id, 'down'))
    expect(await votes()).toMatchObject({ [section!]: [0, 2] })
  })

  it('can be given with the buttons on the card, which say what they mean', async () => {
    const { ask, send } = await person()
    const answer = await ask('how long do spasms last?')
    const buttons = nodes(answer.attachments).flatMap(({ selectAction }) =>
      selectAction ? [selectAction as { title: string; data: object }] : [],
    )
    expect(buttons.map(({ title }) => title)).toEqual(['This helped', 'This did not help'])
    expect(noticeOf(await send({ type: 'message', value: buttons[1]!.data }))).toBe('feedback')
    for (const section of sectionsOf(answer)) expect(await votes()).toMatchObject({ [section]: [0, 1] })
  })

  it('leaves the question that waits as it was, and its answers in reach', async () => {
    const { ask, say, send, heard } = await person()
    await say('check my symptoms')
    await until(async () => (await heard()).at(-1)?.channelData?.message?.kind === 'question')
    const answer = await ask('should I use ice or heat?')
    const asked = await until(async () =>
      (await heard()).findLast(({ channelData }) => channelData?.message?.kind === 'question'),
    )
    await send(event(answer.id, 'up'))
    const next = await say('none of these')
    expect(next.channelData?.message).toMatchObject({ kind: 'question' })
    expect(next.channelData?.message).not.toMatchObject({
      question: (asked.channelData!.message as { question: string }).question,
    })
  })

  it('does not answer "shall I delete everything?"', async () => {
    const { ask, say, send } = await person()
    const answer = await ask('should I use ice or heat?')
    await say('delete my data')
    const thanks = await send(event(answer.id, 'up'))
    expect(thanks.suggestedActions?.actions.map(({ title }) => title)).toContain('Yes, delete it')
    expect(noticeOf(await say('yes'))).toBe('deleted')
  })

  it.each([
    ['an answer that never was', '9999'],
    ['the answer of somebody else', 'theirs'],
    ['what the person sent themselves', 'forged'],
  ])('counts nothing for %s', async (_, which) => {
    const { ask, send, id } = await person()
    const mine = await ask('should I use ice or heat?')
    const other = await person()
    const theirs = await other.ask('should I use ice or heat?')
    const message = { kind: 'answer', text: 'x', sections: ['forged'], sources: [], score: 1 }
    await send({ type: 'message', text: 'hello', channelData: { message } })
    const ids: Record<string, string> = { '9999': `${id}|0009999`, theirs: theirs.id, forged: 'forged' }
    await send(event(ids[which], 'down'))
    expect(mine.id).not.toBe(ids[which])
    expect(await votes()).toEqual({})
  })

  it('never swallows words that come with it', async () => {
    const { send } = await person()
    const said = await send({
      type: 'message',
      text: "I can't feel anything when I wipe",
      value: { feedback: 'up' },
    })
    expect(said.channelData?.message).toMatchObject({ kind: 'advice', level: 'emergency' })
  })
})

describe('in Teams, a thumb', () => {
  let connector: Server
  let sent: { text?: string }[]
  beforeEach(async () => {
    await begin()
    sent = []
    connector = createServer((req, res) => {
      let body = ''
      req.on('data', (data) => (body += data))
      req.on('end', () => {
        sent.push(JSON.parse(body) as { text?: string })
        res.setHeader('content-type', 'application/json')
        res.end('{"id":"1"}')
      })
    })
    await new Promise<void>((resolve) => connector.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => {
    connector.closeAllConnections()
    connector.close()
  })

  const post = async (changes: object) => {
    const { port } = connector.address() as AddressInfo
    const response = await fetch(`${server.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        channelId: 'msteams',
        serviceUrl: `http://localhost:${port}/`,
        from: { id: '29:person' },
        recipient: { id: '28:bot' },
        conversation: { id: 'a:conversation', conversationType: 'personal' },
        ...changes,
      }),
    })
    return response.status
  }

  it.each([
    [
      'of its own',
      {
        type: 'invoke',
        name: 'message/submitAction',
        replyToId: 'of-teams',
        value: { actionName: 'feedback', actionValue: { reaction: 'dislike', feedback: '{}' } },
      },
    ],
    ['on the card', { value: { feedback: 'down', answer: 'of-teams' } }],
  ])('%s is counted for the last answer and thanked for', async (_, thumb) => {
    expect(await post({ id: 'a1', text: 'should I use ice or heat?' })).toBe(200)
    expect(await post({ id: 'a2', ...thumb })).toBe(200)
    await until(() => sent.at(-1)?.text?.startsWith('Thank you'))
    expect(Object.values(await votes())[0]).toEqual([0, 1])
  })
})

describe('a question without an answer', () => {
  const question = 'can I keep a parrot in the conservatory?'

  it('is kept masked, with nothing that tells whose it was', async () => {
    await begin()
    const { say, id } = await person()
    const text = `My name is Zebulon Canary, call 020 7946 0000 or zeb@canary.example. ${question}`
    expect((await say(text)).channelData?.message).toMatchObject({ kind: 'unsure' })
    const [kept] = await questions()
    expect(kept).toBe(`My name is [name], call [number] or [address] ${question}`)
    expect(JSON.stringify(await server.store.lessons.questions(0))).not.toMatch(
      new RegExp(`canary|zeb|7946|${id}`, 'i'),
    )
    await say('delete my data')
    await say('yes')
    expect(await questions()).toEqual([kept])
    await server.store.sweep(new Date('2026-06-02').getTime())
    expect(await questions()).toEqual([])
  })

  it.each([
    ['is answered', 'should I use ice or heat?'],
    ['names a sign of danger', 'can I play tennis when I cannot pee?'],
    ['asks about one in general', 'can a harp cause numbness between the legs?'],
    ['is gibberish', 'asdf qwer zxcv jkl'],
    ['is small talk', 'thank you'],
    ['tells a story', `${'we talked of nothing else at work but parrots '.repeat(3)}`],
  ])('is not kept when it %s', async (_, text) => {
    await begin()
    const { say } = await person()
    await say(text)
    expect(await questions()).toEqual([])
  })

  it('is not kept while an emergency stands, nor where the clinic keeps none', async () => {
    await begin()
    const { say } = await person()
    await say("I can't feel anything when I wipe")
    await say(question)
    expect(await questions()).toEqual([])
    await server.stop()
    await begin({ keepsQuestions: false })
    await (await person()).say(question)
    expect(await questions()).toEqual([])
  })

  it('is told of in the privacy notice, only where it is kept', async () => {
    await begin()
    expect(await privacyNotices()).toEqual(['welcome', 'privacy', 'privacy-questions'])
    await server.stop()
    await begin({ keepsQuestions: false })
    expect(await privacyNotices()).toEqual(['welcome', 'privacy'])
  })
})
