/** What a store does while its PostgreSQL is locked, slow, silent or gone, and afterwards. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { StoreUnavailable, type Store } from '../../src/store/store.ts'
import { until } from '../server/started.ts'
import { faultyNetwork, type Fault, type FaultyNetwork } from './faultyNetwork.ts'
import { describeWithPostgres, startPostgres, type PostgresServer } from './postgresServer.ts'
import { begin, commit, count, said } from './store.contract.ts'

describeWithPostgres('replicas on one PostgreSQL', () => {
  let server: PostgresServer
  let network: FaultyNetwork
  let url: string
  let [one, two]: Store[] = []
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    url = await server.database()
    network = await faultyNetwork(server.port)
    ;[one, two] = [await openStore(url), await openStore(network.through(url))]
    await one.open('c1', 'directline')
  })
  afterEach(async () => {
    await Promise.all([one!.close(), two!.close()])
    network.close()
  })

  it('go on when the other is lost in the middle of a turn', async () => {
    // its machine is gone: the database is not told, and waits for it
    const lost = two!.turn('c1', 'a', async (_, commitTurn) => {
      network.become('silent')
      return commitTurn({ state: '{"n":99}', replies: [] })
    })
    await expect(lost).rejects.toThrow(StoreUnavailable)
    const began = performance.now()
    await until(() => count(one!, 'c1', 'b').catch(() => undefined), 15_000)
    expect(performance.now() - began).toBeLessThan(12_000)
    expect((await begin(one!, 'c1')).state).toBe('{"n":1}')
  })

  it('wait for a turn of the other only so long, and say so', async () => {
    const frees: (() => void)[] = []
    const held = one!.turn('c1', undefined, () => new Promise<void>((free) => frees.push(free)))
    await until(() => frees.length > 0 || undefined)
    const began = performance.now()
    await expect(count(two!, 'c1')).rejects.toThrow(StoreUnavailable)
    expect(performance.now() - began).toBeLessThan(3_000)
    frees[0]!()
    await held
    expect(await count(two!, 'c1')).toHaveLength(1)
  })

  it.each<[string, Fault, number]>([
    ['was cut', 'cut', 1_000],
    ['is silent', 'silent', 3_000],
    ['is slow', { slowMs: 3_000 }, 3_000],
  ])('fail within 3 seconds when the network %s, and recover within 5', async (_, fault, within) => {
    const warm = Array.from({ length: 10 }, (_turn, n) => two!.receive({ conversation: 'c1', activityId: `w${n}`, activity: said('x') })) // prettier-ignore
    await Promise.all(warm)
    network.become(fault)
    const asked = {
      read: () => two!.entries('c1', 0),
      receive: () => two!.receive({ conversation: 'c1', activityId: 'a', activity: said('x') }),
      turn: () => count(two!, 'c1'),
    }
    const fail = async ([name, ask]: [string, () => Promise<unknown>]) => {
      const began = performance.now()
      await expect(ask(), name).rejects.toThrow(StoreUnavailable)
      expect(performance.now() - began, name).toBeLessThan(within)
    }
    await Promise.all(Object.entries(asked).map(fail))
    const heard: (string | undefined)[] = []
    two!.changes((conversation) => heard.push(conversation))
    await commit(one!, 'c1', undefined, { replies: [said('meanwhile')] })
    network.become('none')
    const began = performance.now()
    await until(() => two!.entries('c1', 0).catch(() => undefined), 5_000)
    // it may have missed something, so it is told to look at everything
    await until(() => heard.length > 0 || undefined, 5_000)
    expect(performance.now() - began).toBeLessThan(5_000)
    heard.length = 0
    await commit(one!, 'c1', undefined, { replies: [said('after')] })
    await until(() => heard.includes('c1') || undefined)
  })

  it('fail within 3 seconds when a table is locked', async () => {
    const holder = server.ask('BEGIN; LOCK TABLE log; SELECT pg_sleep(4); COMMIT', url)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const began = performance.now()
    const arrival = { conversation: 'c1', activityId: 'a', activity: said('x') }
    await expect(one!.receive(arrival)).rejects.toThrow(StoreUnavailable)
    expect(performance.now() - began).toBeLessThan(3_000)
    await holder
    expect(await one!.receive(arrival)).toMatchObject({ sequence: 1, seenBefore: false })
  })
  it('lose nothing that was acknowledged when it crashes, and find it again', async () => {
    const kept = [await count(one!, 'c1'), await count(one!, 'c1')].flat()
    await server.crash()
    await expect(one!.entries('c1', 0)).rejects.toThrow(StoreUnavailable)
    await server.start()
    const began = performance.now()
    expect(await until(() => one!.entries('c1', 0).catch(() => undefined), 5_000)).toEqual(kept)
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})
