/** What callers meet while PostgreSQL is out of reach: never a wrong 200, an answer in time, and everything afterwards. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { faultyNetwork, type Fault } from '../store/faultyNetwork.ts'
import { describeWithPostgres, startPostgres, type PostgresServer } from '../store/postgresServer.ts'
import { realTurns } from './realBot.ts'
import { echoTurns, started, until } from './started.ts'
import type { Turns } from '../../src/turn.ts'

describeWithPostgres('fault store: a server whose PostgreSQL', () => {
  let postgres: PostgresServer
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())

  /** A server with a database and a network of its own: most of these tests wait, and they do so together. */
  async function behindNetwork(turnsOf: (store: Store) => Turns = (store) => echoTurns(store)) {
    const network = await faultyNetwork(postgres.port)
    const store = await openStore(network.through(await postgres.database()))
    const server = await started({ store, turns: turnsOf(store) })
    const stop = async () => {
      await server.stop()
      await store.close()
      network.close()
    }
    return { network, server, stop }
  }

  it.concurrent.each<[string, Fault]>([
    ['was cut off', 'cut'],
    ['is silent', 'silent'],
    ['is slow', { slowMs: 3_000 }],
  ])('%s: answers 503 within 3 seconds, and within 5 after it is back, everything once', async (_, fault) => {
    const { network, server, stop } = await behindNetwork()
    const talk = await server.begin()
    const path = `/conversations/${talk.id}/activities`
    const say = (text: string) => {
      const body = { type: 'message', text, channelData: { clientActivityID: text } }
      return server.api('POST', path, { bearer: talk.bearer, body })
    }
    // acknowledged before, with its turn still to be kept
    expect((await say('slow 300')).status).toBe(200)
    network.become(fault)
    const began = performance.now()
    const [refused, ready] = await Promise.all([say('again'), fetch(`${server.url}/readyz`)])
    expect(performance.now() - began).toBeLessThan(3_000)
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'Unavailable' } } })
    expect(refused.headers.get('retry-after')).toBe('3')
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({ status: 'not ready', why: 'the store does not answer' })
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)

    network.become('none')
    const back = performance.now()
    await until(async () => (await say('again')).status === 200 || undefined, 5_000)
    const heard = async () => {
      const { status, body } = await server.api('GET', path, { bearer: talk.bearer })
      return status === 200 ? (body.activities ?? []).map(({ text }) => text) : []
    }
    await until(async () => (await heard()).includes('echo: again') || undefined, 5_000)
    expect(performance.now() - back).toBeLessThan(5_000)
    expect((await heard()).sort()).toEqual(
      ['welcome (no locale)', 'slow 300', 'echo: slow 300', 'again', 'echo: again'].sort(),
    )
    const texts = await heard()
    expect(texts.indexOf('echo: slow 300')).toBeLessThan(texts.indexOf('echo: again'))
    await stop()
  })

  it.concurrent.each<[string, Fault]>([
    ['was cut off', 'cut'],
    ['is silent', 'silent'],
  ])('%s: red-flag advice comes with the refusal, within 3 seconds', async (_, fault) => {
    const { network, server: real, stop } = await behindNetwork(realTurns)
    const talk = await real.begin()
    network.become(fault)
    const began = performance.now()
    const { status, body } = await real.api('POST', `/conversations/${talk.id}/activities`, {
      bearer: talk.bearer,
      body: { type: 'message', text: "I can't feel anything when I wipe" },
    })
    expect(performance.now() - began).toBeLessThan(3_000)
    expect(status).toBe(503)
    const [advice] = body.activities!
    expect(advice!.channelData).toMatchObject({ message: { kind: 'advice', level: 'emergency' } })
    network.become('none')
    await stop()
  })
})
