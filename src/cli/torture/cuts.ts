/** Cuts the socket after any number of bytes; the client comes back with the last watermark it has. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import type { Ledger } from './ledger.ts'
import { answered, arrive, call, listen, read, say } from './patient.ts'
import { startProgram, type Program } from './program.ts'
import type { Torment } from './torment.ts'

/** Longer than any answer of the bot, and than the handshake. */
const bytesAtMost = 6_000
const patients = 4
const questions = ['how long do spasms last', 'is heat good', 'can i go to work', 'which exercises help']

interface Scissors {
  readonly port: number
  /** False: whatever is opened from now on stays open. */
  cutting: boolean
  close(): void
}

/** A network to `port` that ends each connection after a random number of bytes from the server. */
async function scissors(port: number, onCut: () => void): Promise<Scissors> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const bot = connect(port, '127.0.0.1')
    let left = found.cutting ? 1 + Math.floor(Math.random() * bytesAtMost) : Infinity
    for (const [from, to] of [
      [client, bot],
      [bot, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
    client.pipe(bot)
    bot.on('data', (data: Buffer) => {
      client.write(data.subarray(0, left))
      left -= data.length
      if (left > 0 || client.destroyed) return
      onCut()
      client.destroySoon()
      bot.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const found: Scissors = {
    port: (server.address() as AddressInfo).port,
    cutting: true,
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
  return found
}

async function suffer({ url }: Program, network: Scissors, ledger: Ledger): Promise<void> {
  const patient = await arrive(url)
  const heard: string[] = []
  let watermark = '0'
  const ending = new AbortController()
  let socket: WebSocket | undefined
  const stayConnected = async () => {
    while (!ending.signal.aborted) {
      const { body } = await call(url, `/conversations/${patient.id}?watermark=${watermark}`, patient.bearer)
      const cut = String(body['streamUrl']).replace(/:\d+\//, `:${network.port}/`)
      const opened = listen(`http://127.0.0.1:${network.port}`, cut, (activities, mark) => {
        heard.push(...activities.filter(({ type }) => type !== 'typing').map(({ id }) => id))
        watermark = mark ?? watermark
      })
      socket = opened
      await new Promise((resolve) => opened.once('close', resolve))
    }
  }
  const staying = stayConnected()
  for (let n = 0; ledger.done < ledger.goal; n++) {
    const id = await say(patient, () => url, `${questions[n % questions.length]} ${n}`, String(n))
    await answered(patient, () => url, id)
  }
  network.cutting = false
  const written = (await read(patient, url)).map(({ id }) => id)
  for (let n = 0; n < 500 && heard.at(-1) !== written.at(-1); n++) await sleep(10)
  ending.abort()
  socket?.terminate()
  await staying
  ledger.add('messages', written.length)
  ledger.add('lost', written.filter((id) => !heard.includes(id)).length)
  ledger.add('doubled', heard.length - new Set(heard).size)
  if (heard.some((id, n) => n > 0 && id < heard[n - 1]!)) ledger.add('disordered')
}

export const cuts: Torment = {
  about: 'socket cuts at any byte: nothing lost, nothing doubled, in order',
  rounds: { full: 1_000, short: 60 },
  zero: ['lost', 'doubled', 'disordered'],
  run: async (ledger) => {
    const program = await startProgram('sqlite:cuts.db')
    const network = await scissors(Number(new URL(program.url).port), () => ledger.step())
    await Promise.all(Array.from({ length: patients }, () => suffer(program, network, ledger)))
    network.close()
    await program.stop()
  },
}
