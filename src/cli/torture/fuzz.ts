/** Hostile requests and activities by the ten thousand: no answer 5xx, no end of the program, no unhandled rejection. */
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { random } from '../searchBench/random.ts'
import { Hostile, type Shot } from './hostile.ts'
import type { Ledger } from './ledger.ts'
import { arrive } from './patient.ts'
import { startProgram, type Program } from './program.ts'
import type { Torment } from './torment.ts'

const atOnce = 8
/** One of so many is no request but bytes. */
const rawEvery = 10
/** How long is waited for an answer: longer than the server gives a request that is not whole. In milliseconds. */
const patienceMs = 20_000
/** Bytes that are not a whole request are not waited for so long, in milliseconds. */
const rawMs = 100
const patients = 20

const status = (code: number) => (code === 501 ? 'status501' : `status${Math.floor(code / 100)}xx`)

function shoot({ url }: Program, agent: Agent, { method, path, headers, body }: Shot): Promise<string> {
  return new Promise((resolve) => {
    const sent = request(url + path, { method, agent, headers, timeout: patienceMs }, (response) => {
      response.resume()
      response.on('close', () => resolve(status(response.statusCode!)))
    })
    sent.on('timeout', () => sent.destroy(new Error('timeout')))
    sent.on('upgrade', (_, socket) => socket.destroy())
    sent.on('error', ({ message }) => resolve(message === 'timeout' ? 'unanswered' : 'closed'))
    sent.end(body)
  })
}

function throwBytes({ url }: Program, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes))
    const end = () => {
      clearTimeout(timer)
      socket.destroy()
      const code = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
      resolve(code ? status(Number(code)) : 'rawClosed')
    }
    const timer = setTimeout(end, rawMs)
    socket.on('data', (data) => (text += data.toString('latin1')))
    socket.on('error', end).on('close', end)
  })
}

/** What the log tells of: faults that were answered, faults that nobody caught. */
function judge({ lines, ended }: Program, ledger: Ledger): void {
  const events = lines.map((line) => /"event":"([\w-]+)"/.exec(line)?.[1] ?? 'unreadable')
  ledger.set('unhandled', events.filter((event) => event === 'unhandled' || event === 'crashed').length)
  ledger.set('failed', events.filter((event) => event === 'request-failed').length)
  ledger.set('turnsFailed', lines.filter((line) => line.includes('"event":"turn"')).length)
  if (ended() !== undefined) ledger.add('exits')
}

export const fuzz: Torment = {
  about: 'hostile requests and activities: none answered 5xx, no exit, no unhandled rejection',
  rounds: { full: 100_000, short: 1_500 },
  zero: ['status5xx', 'exits', 'unhandled', 'unanswered', 'failed', 'turnsFailed'],
  run: async (ledger) => {
    const seed = Date.now() % 1_000_000
    ledger.set('seed', seed)
    const numbers = random(seed)
    const program = await startProgram('sqlite:fuzz.db')
    const known = await Promise.all(Array.from({ length: patients }, () => arrive(program.url)))
    const hostile = new Hostile(numbers, known)
    const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
    const worker = async () => {
      while (ledger.done < ledger.goal && program.ended() === undefined) {
        ledger.step()
        const shot = hostile.shot()
        const code = await (ledger.done % rawEvery ? shoot(program, agent, shot) : throwBytes(program, hostile.raw())) // prettier-ignore
        ledger.add(code)
        if (code === 'status5xx' || code === 'unanswered') process.stderr.write(`fuzz: ${code} for ${JSON.stringify(shot).slice(0, 2_000)}\n`) // prettier-ignore
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    judge(program, ledger)
    agent.destroy()
    for (const line of program.lines.slice(0, 10)) process.stderr.write(`${line}\n`)
    await program.stop()
  },
}
