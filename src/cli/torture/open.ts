/** Many conversations open at once, each with its socket, each person writing every half minute. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import type { Ledger } from './ledger.ts'
import { arrive, listen, post, type Patient } from './patient.ts'
import { startProgram, type Program } from './program.ts'
import { interview } from './script.ts'
import type { Torment } from './torment.ts'

/** Between two messages of a person, on average, in milliseconds. */
const thinkMs = 30_000
const openAtOnce = 16
const megabyte = 1024 * 1024
/** An answer that takes longer will not come, in milliseconds. */
const lostMs = 20_000

interface Client {
  readonly patient: Patient
  readonly socket: WebSocket
  /** By the id of the message they wait for. */
  readonly waiting: Map<string, () => void>
  readonly seen: Set<string>
}

async function open({ url }: Program): Promise<Client> {
  const patient = await arrive(url)
  const waiting = new Map<string, () => void>()
  const seen = new Set<string>()
  const socket = listen(url, patient.streamUrl, (activities) => {
    for (const { replyToId } of activities) {
      if (!replyToId) continue
      seen.add(replyToId)
      waiting.get(replyToId)?.()
    }
  })
  await new Promise((resolve) => socket.once('open', resolve))
  return { patient, socket, waiting, seen }
}

/** Says something; answers how long the first word of the reply took, in milliseconds. */
async function ask(
  { patient, waiting, seen }: Client,
  url: string,
  text: string,
  mark: string,
): Promise<number> {
  const began = performance.now()
  const id = await post(patient, url, text, mark)
  if (!seen.has(id))
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no answer')), lostMs)
      waiting.set(id, () => {
        clearTimeout(timer)
        resolve()
      })
    })
  waiting.delete(id)
  seen.delete(id)
  return performance.now() - began
}

async function talk(
  client: Client,
  url: string,
  until: number,
  times: number[],
  ledger: Ledger,
): Promise<void> {
  const think = (ms: number) => sleep(Math.min(ms, Math.max(0, until - performance.now())))
  await think(Math.random() * thinkMs)
  for (let n = 0; performance.now() < until; n++) {
    await ask(client, url, interview[n % interview.length]!, String(n)).then(
      (ms) => times.push(ms),
      () => ledger.add('errors'),
    )
    await think(thinkMs * (0.5 + Math.random()))
  }
}

export const open1000 = torment(1_000, 300)
export const open5000 = torment(5_000, 500)

function torment(conversations: number, p99Ms: number): Torment {
  return {
    about: `conversations open over WebSocket: answered in ${p99Ms} ms (p99) in 512 MB`,
    rounds: { full: conversations, short: conversations / 10 },
    zero: ['errors', 'closed'],
    atMost: { p99Ms, memoryMb: 512 },
    run: async (ledger) => {
      // sockets do not outlive the process that opened them
      ledger.restart()
      const program = await startProgram('sqlite:open.db')
      const clients: Client[] = []
      const openSome = async () => {
        while (ledger.done < ledger.goal) {
          ledger.step()
          clients.push(await open(program))
        }
      }
      await Promise.all(Array.from({ length: openAtOnce }, openSome))
      ledger.most('sockets', await program.metric('backwise_sockets'))
      for (const { socket } of clients) socket.once('close', () => ledger.add('closed'))

      const times: number[] = []
      const seconds = ledger.goal >= 1_000 ? 120 : ledger.goal / 10
      const until = performance.now() + 1_000 * seconds
      const cpuSeconds = () => program.metric('process_cpu_seconds')
      const cpuBefore = await cpuSeconds()
      const talking = Promise.all(clients.map((client) => talk(client, program.url, until, times, ledger)))
      while (performance.now() < until) {
        await sleep(1_000)
        ledger.most('memoryMb', (await program.metric('process_resident_memory_bytes')) / megabyte)
        ledger.step(0)
      }
      await talking
      for (const { socket } of clients) socket.removeAllListeners('close').terminate()
      times.sort((a, b) => a - b)
      ledger.add('messages', times.length)
      // how busy the machine is changes this less than the times
      ledger.most('cpuUsOfMessage', (1e6 * ((await cpuSeconds()) - cpuBefore)) / times.length)
      ledger.most('p50Ms', times[Math.floor(times.length / 2)] ?? 0)
      ledger.most('p99Ms', times[Math.floor(times.length * 0.99)] ?? Infinity)
      await program.stop()
    },
  }
}
