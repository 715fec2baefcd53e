/**
 * What a store costs: `npm run bench -- store [STORE]`. A turn as the server runs it (receive, begin, commit), without
 * the bot, so that it can be compared with the turn of the bot that plain `bench` shows.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'

const conversations = 200
const atOnce = 32
const turnsInAll = 4_000

/** As large as those of an interview. */
const state = JSON.stringify({ facts: 'x'.repeat(1_500) })
const reply = { type: 'message', text: 'y'.repeat(400), channelData: { message: 'z'.repeat(600) } }

async function turn(store: Store, conversation: string, activityId: string): Promise<void> {
  await store.receive({ conversation, activityId, activity: { type: 'message', text: 'my back hurts' } })
  await store.turn(conversation, activityId, (_, commit) => commit({ state, replies: [reply, reply] }))
}

interface Cost {
  readonly perSecond: number
  readonly cpuMs: number
  readonly medianMs: number
  readonly p99Ms: number
}

async function measure(store: Store, turns: number, workers: number): Promise<Cost> {
  const times: number[] = []
  let next = 0
  const cpu = process.cpuUsage()
  const began = performance.now()
  const worker = async () => {
    for (let n = next++; n < turns; n = next++) {
      const started = performance.now()
      await turn(store, `bench${n % conversations}`, `${began}-${n}`)
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  const ms = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  const sorted = times.toSorted((a, b) => a - b)
  return {
    perSecond: (1_000 * turns) / ms,
    cpuMs: (user + system) / 1_000 / turns,
    medianMs: sorted[Math.floor(sorted.length / 2)]!,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)]!,
  }
}

/** @param setting the store to measure, best an empty one; a SQLite file of its own by default */
export async function benchStore(setting?: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-bench-'))
  const store = await openStore(setting ?? `sqlite:${join(folder, 'backwise.db')}`)
  try {
    for (let n = 0; n < conversations; n++) await store.open(`bench${n}`, 'bench')
    await measure(store, 500, atOnce)
    const alone = await measure(store, turnsInAll / 4, 1)
    const together = await measure(store, turnsInAll, atOnce)
    for (let n = 0; n < conversations; n++) await store.erase(`bench${n}`)
    const row = (what: string, { perSecond, cpuMs, medianMs, p99Ms }: Cost) =>
      `| ${what} | ${perSecond.toFixed(0)} | ${cpuMs.toFixed(2)} | ${medianMs.toFixed(2)} | ${p99Ms.toFixed(2)} |`
    return [
      '| store, without the bot | turns/s | CPU of a turn, ms | median ms | p99 ms |',
      '| --- | --- | --- | --- | --- |',
      row('one after the other', alone),
      row(`${atOnce} at once`, together),
    ]
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
