/**
 * `npm run bench -- turns`: our started server, with its file store, beside a plain echo bot in the same minutes. They take
 * turns, and each figure is the median over the rounds, so that what else the machine does falls on both.
 */
import { cpus, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { interviewTalks, opening, questionTalks } from './talks.ts'
import { openClient } from './turns.ts'
import { startProgram, type Program, type ProgramName } from './program.ts'
import { mean, quantile } from '../searchBench/measures.ts'

/** The program and what is said to it. */
const works = ['echo', 'interview', 'question'] as const
type Work = (typeof works)[number]
const programOf = (work: Work): ProgramName => (work === 'echo' ? 'echo' : 'ours')

/** Starts and waits to be fair to each: the order of a round is turned round every other time. */
const starts = 5
const restMs = 5_000
const rounds = 7

interface Round {
  /** Of a turn, in microseconds. */
  readonly cpu: number
  readonly perSecond: number
  /** In milliseconds. */
  readonly p50: number
  readonly p99: number
}

const median = (values: readonly number[]) => quantile(values, 0.5)
const alternately = <T>(list: readonly T[], round: number) => (round % 2 ? list.toReversed() : list)

async function atRest(): Promise<Record<ProgramName, { start: number; memory: number }>> {
  const times: Record<ProgramName, number[]> = { echo: [], ours: [] }
  const memory: Record<ProgramName, number[]> = { echo: [], ours: [] }
  for (let round = 0; round < starts; round++)
    for (const name of alternately(['echo', 'ours'] as const, round)) {
      const program = await startProgram(name)
      times[name].push(program.startMs)
      await sleep(restMs)
      memory[name].push((await program.used()).memory)
      await program.stop()
    }
  const of = (name: ProgramName) => ({ start: median(times[name]), memory: median(memory[name]) })
  return { echo: of('echo'), ours: of('ours') }
}

async function measure(program: Program, work: Work): Promise<Round> {
  // a server closes connections that rested for five seconds
  const client = openClient(program.port)
  const said = work === 'question' ? questionTalks() : interviewTalks()
  if (work === 'interview') await client.run(said.map((talk) => ({ ...talk, texts: [opening] })))
  const before = await program.used()
  const began = performance.now()
  const times = await client.run(said)
  const ms = performance.now() - began
  const after = await program.used()
  client.close()
  return {
    cpu: (after.cpu - before.cpu) / times.length,
    perSecond: (1_000 * times.length) / ms,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  }
}

async function underLoad(): Promise<Record<Work, readonly Round[]>> {
  const programs = { echo: await startProgram('echo'), ours: await startProgram('ours') }
  const results: Record<Work, Round[]> = { echo: [], interview: [], question: [] }
  // the first round is for the compiler
  for (let round = -1; round < rounds; round++)
    for (const work of alternately(works, round)) {
      const name = programOf(work)
      const result = await measure(programs[name], work)
      if (round >= 0) results[work].push(result)
      console.error(`${work}: ${result.cpu.toFixed(0)} us, ${result.perSecond.toFixed(0)} turns/s`)
    }
  for (const program of Object.values(programs)) await program.stop()
  return results
}

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`
const times = (ratio: number) => `${ratio.toFixed(2)}x`

export async function benchTurns(): Promise<void> {
  const loadBefore = loadavg()[0]!
  const rest = await atRest()
  const measured = await underLoad()

  const of = (work: Work, figure: keyof Round) => median(measured[work].map((round) => round[figure]))
  /** Median over the rounds of ours by the echo of the same round. */
  const ratio = (work: Work, figure: keyof Round) =>
    median(measured[work].map((round, n) => round[figure] / measured.echo[n]![figure]))
  const turns = (what: string, figure: keyof Round, digits: number, goal: string) => {
    const cell = (work: Work) => of(work, figure).toFixed(digits)
    const beside = (work: Work) => `${cell(work)} (${times(ratio(work, figure))})`
    return row(what, cell('echo'), beside('interview'), beside('question'), goal)
  }
  const resting = (what: string, figure: 'start' | 'memory', unit: number, goal: string) => {
    const { echo, ours } = rest
    const beside = `${(ours[figure] / unit).toFixed(0)} (${times(ours[figure] / echo[figure])})`
    return row(what, (echo[figure] / unit).toFixed(0), beside, '', goal)
  }
  const load = mean([loadBefore, loadavg()[0]!]).toFixed(1)
  console.log(`Node ${process.version}, ${cpus().length} cores, load ${load} (the bench itself about 2).
Echo: botbuilder, restify and MemoryStorage. Ours: the whole server, its SQLite file included.

${row('', 'echo', 'ours, interview answer', 'ours, question', 'goal')}
${row(...Array<string>(5).fill('---'))}
${turns('CPU of a turn, us', 'cpu', 0, '<= 1.0x')}
${turns('turns/s, 32 connections', 'perSecond', 0, '>= 1.0x')}
${turns('median, ms', 'p50', 1, '')}
${turns('p99, ms', 'p99', 1, '<= 1.0x')}
${resting('ready after start, ms', 'start', 1, '<= 1.3x')}
${resting('memory at rest, MB', 'memory', 1e6, '<= 1.3x')}`)
}
