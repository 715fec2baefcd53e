/**
 * Load for a long time: the heap after a collection must not grow. First every memory that is bounded is filled to its
 * bound, so that only what has none would show.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { answered, arrive, call, say } from './patient.ts'
import { secret, startProgram, type Program } from './program.ts'
import { interview } from './script.ts'
import type { Torment } from './torment.ts'

const warmUpSeconds = 60
const sampleMs = 5_000
/** Between two visits of the same person, in milliseconds; four come and go. */
const pauseMs = 500
/** Addresses, conversations and states known at most, and a few more. */
const bounded = { limits: 20_500, states: 2_050 }
const megabyte = 1024 * 1024

/** Somebody who asks a question, goes through an interview, and leaves. */
async function visit({ url }: Program): Promise<void> {
  const patient = await arrive(url)
  for (const [n, text] of interview.entries())
    await answered(patient, () => url, await say(patient, () => url, text, String(n)))
}

async function atOnce(count: number, workers: number, work: () => Promise<unknown>): Promise<void> {
  let left = count
  const worker = async () => {
    while (left-- > 0) await work()
  }
  await Promise.all(Array.from({ length: workers }, worker))
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Growth in a unit of x by least squares. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))]
  const along = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0)
  return along / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
}

const rounds = { full: 1_800, short: 120 }

export const heap: Torment = {
  about: 'seconds of load: the heap after a collection grows by 1 MB/h at most',
  rounds,
  zero: ['failures'],
  atMost: { slopeKbPerHour: 1_024, heapMb: 200 },
  run: async (ledger) => {
    // half a measurement is none
    ledger.restart()
    const program = await startProgram('sqlite:heap.db')
    if (ledger.goal >= rounds.short) {
      let next = 0
      const unknown = () => `/conversations/${String(next++).padStart(22, 'x')}/activities`
      const nobody = () => call(program.url, unknown(), secret, { type: 'message', text: 'x' })
      await atOnce(bounded.limits, 8, nobody)
      await atOnce(bounded.states, 4, () => visit(program))
    }
    const ending = new AbortController()
    const load = async () => {
      while (!ending.signal.aborted) {
        await visit(program).then(
          () => ledger.add('visits'),
          () => ledger.add('failures'),
        )
        await sleep(pauseMs)
      }
    }
    const working = Promise.all([load(), load(), load(), load()])
    await sleep(1_000 * Math.min(warmUpSeconds, ledger.goal / 4))
    const points: [number, number][] = []
    const began = performance.now()
    while (ledger.done < ledger.goal) {
      await sleep(sampleMs)
      points.push([(performance.now() - began) / 3_600_000, (await program.heapBytes()) / megabyte])
      ledger.step(sampleMs / 1_000)
    }
    ending.abort()
    await working
    ledger.most('heapMb', points.at(-1)![1])
    // a few seconds have no slope
    if (ledger.goal >= rounds.short) ledger.add('slopeKbPerHour', Math.round(1_024 * slope(points)))
    ledger.most('turns', await program.metric('backwise_turns_total'))
    await program.stop()
  },
}
