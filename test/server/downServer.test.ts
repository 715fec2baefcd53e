/** The outbox where one server of several is down, by a clock of the test's own. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '../../src/observe.ts'
import { createDeliveries, type Deliveries } from '../../src/server/deliveries.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { until } from './started.ts'

const takes = async () => {}
const fails = () => Promise.reject(Object.assign(new Error('failed'), { statusCode: 503 }))

describe('one server that is down', () => {
  let now: number
  let deliveries: Deliveries
  let store: Store
  /** By server, what becomes of a reply sent there. */
  let servers: Record<string, (text: string) => Promise<void>>
  let sent: string[]

  beforeEach(() => {
    now = 1_000_000
    sent = []
    store = openSqlite(':memory:', () => now)
    const deliver = async ({ serviceUrl, text }: { serviceUrl?: string; text?: string }) => {
      sent.push(`${serviceUrl} ${text}`)
      await servers[serviceUrl!]!(text!)
      return undefined
    }
    deliveries = createDeliveries({ deliver, store, log: createLog('silent'), now: () => now })
  })
  afterEach(async () => {
    await deliveries.stop()
    await store.close()
  })

  const reply = async (conversation: string, serviceUrl: string, ...texts: string[]) => {
    await store.open(conversation, 'msteams')
    await store.turn(
      conversation,
      undefined,
      (_, commit) =>
      commit({ state: '{}', replies: texts.map((text) => ({ type: 'message', text, serviceUrl })), outbox: true }), // prettier-ignore
    )
  }
  /** Time passes, and what is due is sent. */
  const pass = async (ms: number) => {
    now += ms
    deliveries.send()
    await deliveries.idle()
  }
  const to = (server: string) => sent.filter((one) => one.startsWith(server))

  it('takes no place from replies to others, and gets its own in order when it is back', async () => {
    const held: (() => void)[] = []
    servers = {
      // keeps its callers waiting
      slow: () => new Promise((_, reject) => held.push(() => reject(new Error('failed')))),
      well: takes,
    }
    for (let n = 0; n < 60; n++) await reply(`slow-${n}`, 'slow', `${n}-one`, `${n}-two`)
    now += 1
    await reply('well', 'well', 'to somebody else')
    deliveries.send()
    await until(() => held.length === 20 || undefined)
    for (const fail of held.splice(0)) fail()
    await until(() => to('well').length === 1 || undefined)
    expect(to('slow')).toHaveLength(20)

    // one tries it for all
    now += 1_500
    deliveries.send()
    await until(() => held.length > 0 || undefined)
    // the others are looked at, and put off
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(held).toHaveLength(1)
    servers.slow = takes
    sent = []
    held.pop()!()
    for (let n = 0; n < 8; n++) await pass(60_000)
    expect(await store.outbox.count()).toEqual({ waiting: 0, dead: 0 })
    expect(sent).toHaveLength(120)
    for (let n = 0; n < 60; n++)
      expect(sent.filter((one) => one.startsWith(`slow ${n}-`))).toEqual([`slow ${n}-one`, `slow ${n}-two`])
  })

  it('is waited for about an hour, and then given up', async () => {
    servers = { down: fails }
    for (let n = 0; n < 4; n++) await reply(`down-${n}`, 'down', `${n}`)
    const began = now
    while ((await store.outbox.count()).waiting > 0) await pass(30_000)
    expect(await store.outbox.count()).toEqual({ waiting: 0, dead: 4 })
    expect((now - began) / 60_000).toBeGreaterThan(45)
    expect((now - began) / 60_000).toBeLessThan(90)
    // most of the tries are spared
    expect(sent.length).toBeLessThan(4 * 18)
  })

  it('that takes all replies but one holds up those behind it for a quarter of an hour at most', async () => {
    servers = { well: (text) => (text === 'refused' ? fails() : takes()) }
    await reply('odd', 'well', 'refused', 'behind it')
    const began = now
    for (let n = 0; !to('well').includes('well behind it'); n++) {
      await reply(`other-${n}`, 'well', 'other')
      await pass(15_000)
    }
    expect((now - began) / 60_000).toBeGreaterThan(5)
    expect((now - began) / 60_000).toBeLessThan(20)
    expect(await store.outbox.count()).toEqual({ waiting: 0, dead: 1 })
  })
})
