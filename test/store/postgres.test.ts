import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { postgresMigrations } from '../../src/store/migrations/postgres.ts'
import { openStore } from '../../src/store/open.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import type { Store } from '../../src/store/store.ts'
import { until } from '../server/started.ts'
import { describeWithPostgres, startPostgres, type PostgresServer } from './postgresServer.ts'
import { begin, commit, count, said, storeContract } from './store.contract.ts'

describeWithPostgres('PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  storeContract('PostgreSQL', async (now) => openPostgres(await server.database(), now))

  describe('two replicas on one PostgreSQL', () => {
    let [one, two]: Store[] = []
    beforeEach(async () => {
      const url = await server.database()
      // started at once, as a compose file does
      ;[one, two] = await Promise.all([openStore(url), openStore(url)])
      await one!.open('c1', 'directline')
    })
    afterEach(() => Promise.all([one!.close(), two!.close()]))

    it('never run two turns of a conversation at once', async () => {
      let running = 0
      const turn = (store: Store, n: number) =>
        store.turn('c1', String(n), async ({ state }, commitTurn) => {
          expect(++running).toBe(1)
          const next = Number(state ?? 0) + 1
          await new Promise((resolve) => setTimeout(resolve, 1))
          running--
          return commitTurn({ state: String(next), replies: [said(String(next))] })
        })
      for (let pair = 0; pair < 100; pair++)
        await Promise.all([turn(one!, 2 * pair), turn(two!, 2 * pair + 1)])
      expect((await begin(one!, 'c1')).state).toBe('200')
      expect((await one!.entries('c1', 0)).map(({ activity }) => Number(activity.text))).toEqual(
        Array.from({ length: 200 }, (_, n) => n + 1),
      )
    })

    it('run an activity that reaches both only once, with the same replies', async () => {
      const arrival = { conversation: 'c1', activityId: 'a', activity: said('hello') }
      for (let n = 0; n < 50; n++) {
        const activityId = String(n)
        const received = await Promise.all(
          [one!, two!].map((store) => store.receive({ ...arrival, activityId })),
        )
        expect(received.map(({ seenBefore }) => seenBefore).sort()).toEqual([false, true])
        const replies = await Promise.all([one!, two!].map((store) => count(store, 'c1', activityId)))
        expect(replies[0]).toEqual(replies[1])
      }
      expect((await begin(one!, 'c1')).state).toBe('{"n":50}')
    })

    it('number what arrives on both at once without a gap', async () => {
      const arrivals = Array.from({ length: 100 }, (_, n) =>
        (n % 2 ? one! : two!).receive({ conversation: 'c1', activityId: String(n), activity: said('x') }),
      )
      const numbers = (await Promise.all(arrivals)).map(({ sequence }) => sequence)
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1))
      expect(await one!.newest('c1')).toBe(100)
    })

    it('tell each other of new entries', async () => {
      const heard: (string | undefined)[] = []
      two!.changes((conversation) => heard.push(conversation))
      await commit(one!, 'c1', undefined, { replies: [said('one')] })
      await until(() => heard.includes('c1') || undefined)
    })

    it('never give out a delivery twice', async () => {
      const replies = Array.from({ length: 20 }, (_, n) => said(String(n)))
      for (let n = 0; n < 20; n++) {
        await one!.open(`o${n}`, 'msteams')
        await commit(one!, `o${n}`, undefined, { replies: replies.slice(0, 2), outbox: true })
      }
      const given = await Promise.all([1, 2, 3, 4].map((n) => (n % 2 ? one! : two!).outbox.due(10, 5_000)))
      const names = given.flat().map(({ conversation, sequence }) => `${conversation} ${sequence}`)
      expect(new Set(names).size).toBe(names.length)
    })
  })

  it('takes over what the first release wrote', async () => {
    const url = await server.database()
    await server.ask(`${postgresMigrations[0]}; CREATE TABLE backwise_schema (steps INTEGER NOT NULL)`, url)
    await server.ask(`INSERT INTO backwise_schema VALUES (1)`, url)
    await server.ask(`INSERT INTO conversations VALUES ('c1', 'directline', '{"n":7}', 3, 5)`, url)
    const store = await openStore(url)
    const [reply] = await count(store, 'c1', 'a')
    expect(reply).toMatchObject({ sequence: 4, activity: said('8') })
    expect(await store.claim('c1', 'x', 1)).toBe(true)
    await store.close()
  })

  it('of a newer release is refused, and one that is not there is named without its password', async () => {
    const url = await server.database()
    await (await openStore(url)).close()
    await server.ask('UPDATE backwise_schema SET steps = 999', url)
    await expect(openStore(url)).rejects.toThrow(/newer release/)
    const nowhere = 'postgres://somebody:canary@127.0.0.1:1/backwise'
    await expect(openStore(nowhere)).rejects.toThrow(
      /^the store postgres:\/\/127\.0\.0\.1:1\/backwise cannot/,
    )
  })
})
