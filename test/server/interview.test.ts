/** The whole bot over Direct Line, with Microsoft's client: what a patient meets. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { meaning } from '../transcript.ts'
import { connect, endAll, open, say, type Heard } from './microsoftClient.ts'
import { realTurns } from './realBot.ts'
import { page, started, until, type Started } from './started.ts'

let server: Started
afterEach(async () => {
  endAll()
  await server.stop()
})

const begin = async (path: string, port = 0) => {
  const store = openSqlite(path)
  server = await started({ store, turns: realTurns(store), settings: { port } })
}
const newStore = () => join(mkdtempSync(join(tmpdir(), 'backwise-')), 'backwise.db')

const arrive = async (): Promise<Heard> => {
  const { body } = await server.api('POST', '/tokens/generate', { headers: { origin: page } })
  const heard = connect(server, { token: String(body.token) })
  await until(() => heard.meanings.length > 0 || undefined)
  return heard
}

/** Says it, and waits for the answer; what the last message means. */
const ask = async ({ client, meanings }: Heard, text: string): Promise<string> => {
  const before = meanings.length
  await say(client, text)
  await until(() => meanings.length > before || undefined, 5_000)
  // Microsoft's client hands on what came together one after the other
  await new Promise((resolve) => setTimeout(resolve, 50))
  return meaning(meanings.at(-1)!)
}

/** What a healthy person with a mild spasm answers, by question. */
const mild: Readonly<Record<string, string>> = {
  'question duration': 'since yesterday',
  'question severity': '4',
  'question recurrence': 'no',
}

it('takes an interview to self-care through cut sockets and a restart in the middle', async () => {
  const path = newStore()
  await begin(path)
  const { port } = server
  const heard = await arrive()
  let said = await ask(heard, 'check my symptoms')
  for (let question = 1; said.startsWith('question'); question++) {
    expect(question).toBeLessThanOrEqual(9)
    if (question === 2) open.at(-1)!.terminate()
    if (question === 4) {
      await server.stop()
      await server.store.close()
      await begin(path, port)
    }
    said = await ask(heard, mild[said] ?? 'none of these')
  }
  expect(said).toMatch(/^advice self-care/)
  const asked = heard.meanings.filter(({ kind }) => kind === 'question').map(meaning)
  expect(new Set(asked).size).toBe(asked.length)
})

it('sends a red flag in the middle of an interview to emergency care on that turn', async () => {
  await begin(newStore())
  const heard = await arrive()
  expect(await ask(heard, 'how long do spasms last?')).toBe('answer')
  await ask(heard, 'check my symptoms')
  expect(await ask(heard, "I can't feel anything when I wipe")).toBe(
    'advice emergency (rule saddle-numbness)',
  )
})

it.each([
  ['us', '911'],
  ['atlantis', '999'],
  [undefined, '999'],
])('gives readers of a page made for %s the number %s', async (region, number) => {
  await begin(newStore())
  const { body: token } = await server.api('POST', '/tokens/generate', { headers: { origin: page } })
  const bearer = String(token.token)
  const { body: begun } = await server.api('POST', '/conversations', { bearer, body: { region } })
  const talk = `/conversations/${String(begun.conversationId)}/activities`
  const said = { type: 'message', text: "I can't feel anything when I wipe" }
  await server.api('POST', talk, { bearer, body: said })
  const texts = await until(async () => {
    const { body } = await server.api('GET', talk, { bearer })
    const bots = (body.activities as { text?: string; from: { role: string } }[]).filter(
      ({ from }) => from.role === 'bot',
    )
    return bots.length > 1 ? bots.map(({ text }) => text) : undefined
  })
  expect(texts[0]).toContain(`call ${number}`)
  expect(texts[1]).toContain(`Call ${number} now`)
})
