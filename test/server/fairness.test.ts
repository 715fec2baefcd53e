/** Somebody who sends far more than can be answered, and everybody else. */
import { Agent, request } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { Fairness } from '../../src/server/fairness.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { echoTurns, page, started, until, type Started } from './started.ts'

let server: Started | undefined
afterEach(() => server?.stop())

it('a few go at once, one of each caller in turn, each caller in order', async () => {
  const fairness = new Fairness()
  const taken: string[] = []
  const callers = ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'c']
  const all = callers.map((caller, n) => fairness.ask(caller).then(() => taken.push(`${caller}${n}`)))
  expect(fairness.waiting('a')).toBe(5)
  await all[0]
  expect(fairness.waiting('a')).toBe(3)
  await Promise.all(all)
  expect(taken).toEqual(['a0', 'b5', 'c7', 'a1', 'b6', 'a2', 'a3', 'a4'])
  expect(fairness.waiting('a')).toBe(0)
})

it('threat 26: who floods many conversations waits behind himself, and holds up nobody else', async () => {
  const store = openSqlite(':memory:')
  let running = 0
  let end: (() => void) | undefined
  const over = new Promise<void>((resolve) => (end = resolve))
  const run = () => {
    running++
    return over
  }
  server = await started({ store, turns: { ...echoTurns(store), run }, settings: { proxies: 1 } })
  const { port } = server
  const talks = await Promise.all(Array.from({ length: 20 }, () => server!.begin()))
  await until(() => running === 20 || undefined)
  const agent = new Agent({ keepAlive: true, maxSockets: 400 })
  const say = (n: number, from: string) =>
    new Promise<number>((resolve, reject) => {
      const { id, bearer } = talks[n % 20]!
      const path = `/v3/directline/conversations/${id}/activities`
      const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'x-forwarded-for': from, origin: page } // prettier-ignore
      const sending = request(
        { agent, port, host: '127.0.0.1', method: 'POST', path, headers },
        (response) => {
          response.resume().once('end', () => resolve(response.statusCode!))
        },
      )
      sending.once('error', reject).end('{"type":"message","text":"I cannot feel my legs"}')
    })
  const statuses: number[] = []
  const flood = Array.from({ length: 400 }, (_, n) => say(n, '1.1.1.1').then((status) => statuses.push(status))) // prettier-ignore
  await until(() => statuses.length > 0 || undefined)
  expect(await say(0, '2.2.2.2')).toBe(200)
  expect(statuses.length).toBeLessThan(200)
  await Promise.all(flood)
  expect(new Set(statuses)).toEqual(new Set([200]))
  end?.()
  agent.destroy()
})
