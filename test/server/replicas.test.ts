/** Two real servers, each a process of its own, on one real PostgreSQL. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { arrive, call, listen, post, type Heard, type Patient } from '../../src/cli/torture/patient.ts'
import { run, type Run } from '../program.ts'
import { describeWithPostgres, startPostgres, type PostgresServer } from '../store/postgresServer.ts'
import { until } from './started.ts'

interface Talk extends Patient {
  heard: Heard[]
}

/** A conversation begun on one replica, with its socket there. */
const begin = async (url: string): Promise<Talk> => {
  const patient = await arrive(url)
  const heard: Heard[] = []
  listen(url, patient.streamUrl, (activities) => heard.push(...activities))
  await until(() => heard.length > 0 || undefined, 5_000)
  return { ...patient, heard }
}

const say = (talk: Talk, url: string, text: string) => post(talk, url, text, text)

describeWithPostgres('two replicas on one PostgreSQL', () => {
  let postgres: PostgresServer
  let store: string
  let replicas: Run[]
  let [a, b]: string[] = []
  beforeAll(async () => {
    postgres = await startPostgres()
    store = await postgres.database()
    replicas = [run({ STORE: store }), run({ STORE: store })]
    ;[a, b] = await Promise.all(replicas.map(({ url }) => url))
  }, 30_000)
  afterAll(async () => {
    for (const { child } of replicas ?? []) child.kill('SIGKILL')
    await postgres.stop()
  })

  it('let a socket on one see what the other answered', async () => {
    const talk = await begin(a!)
    const before = talk.heard.length
    const said = await say(talk, b!, 'how long do back spasms last?')
    const reply = await until(
      () => talk.heard.slice(before).find(({ replyToId }) => replyToId === said),
      5_000,
    )
    expect(reply.from.role).toBe('bot')
    expect(talk.heard.some(({ id, text }) => id === said && text?.startsWith('how long'))).toBe(true)
  })

  it('take the ticket of a stream once, on whichever', async () => {
    const talk = await begin(a!)
    const { streamUrl } = (await call(a!, `/conversations/${talk.id}`, talk.bearer)).body
    const statuses = [a!, b!, a!].map(
      (url) =>
        new Promise((resolve) => {
          const here = String(streamUrl).replace(/^ws:\/\/[^/]+/, url.replace('http', 'ws'))
          const socket = new WebSocket(here, { headers: { origin: url } })
          socket.on('open', () => resolve(101))
          socket.on('unexpected-response', (_, response) => resolve(response.statusCode))
          socket.on('error', () => {})
        }),
    )
    expect((await Promise.all(statuses)).sort()).toEqual([101, 403, 403])
  })

  it('fault pair: lose and double nothing of 200 pairs of messages said at once, and answer in order', async () => {
    const talks = await Promise.all([begin(a!), begin(b!), begin(a!), begin(b!)])
    const questions = ['how long do spasms last', 'what helps a spasm', 'is heat good', 'check my symptoms']
    const pairs = async (talk: Talk) => {
      const asked = new Set<string>()
      for (let pair = 0; pair < 50; pair++) {
        const said = await Promise.all(
          [a!, b!].map((url, n) => say(talk, url, `${questions[(pair + n) % 4]} ${2 * pair + n}`)),
        )
        for (const id of said) asked.add(id)
        await until(
          () => said.every((id) => talk.heard.some(({ replyToId }) => replyToId === id)) || undefined,
          10_000,
        )
      }
      return asked
    }
    const asked = await Promise.all(talks.map(pairs))
    for (const [n, talk] of talks.entries()) {
      const ids = talk.heard.map(({ id }) => id)
      expect(ids).toEqual(ids.toSorted())
      expect(new Set(ids).size).toBe(ids.length)
      expect(asked[n]!.size).toBe(100)
      // the replies to each stand together, in the order the messages were numbered
      const answered = talk.heard.flatMap(({ replyToId }) => (asked[n]!.has(replyToId!) ? [replyToId!] : []))
      const runs = answered.filter((id, index) => id !== answered[index - 1])
      expect(runs).toEqual([...asked[n]!].toSorted())
    }
  }, 60_000)

  it('take over what one was killed over, and go on with its conversations and tokens', async () => {
    const talk = await begin(b!)
    const killed = run({ STORE: store })
    const url = await killed.url
    for (let n = 0; n < 10; n++) {
      const said = say(talk, url, `is heat good ${n}`).catch(() => undefined)
      if (n === 9) killed.child.kill('SIGKILL')
      await said
    }
    const ownId = (n: number) => talk.heard.find(({ text }) => text === `is heat good ${n}`)?.id
    // said again to another replica, as a client does that had no answer
    const again = await say(talk, a!, 'is heat good 9')
    await until(() => talk.heard.some(({ replyToId }) => replyToId === again) || undefined, 10_000)
    for (let n = 0; n < 10; n++) {
      const id = ownId(n)
      expect(talk.heard.filter(({ text }) => text === `is heat good ${n}`)).toHaveLength(1)
      expect(talk.heard.filter(({ replyToId }) => replyToId === id).length, String(n)).toBeGreaterThan(0)
    }
  }, 60_000)
})
