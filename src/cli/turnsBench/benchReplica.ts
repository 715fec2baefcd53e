/**
 * `npm run bench -- replica`: what a turn of a replica on PostgreSQL costs, by part: the bot, the database, the network
 * between them. By it a clinic can tell how many replicas it needs, and how far its database may be away.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { startPostgres, type PostgresServer } from '../torture/postgresServer.ts'
import { mean, quantile } from '../searchBench/measures.ts'
import { startProgram } from './program.ts'
import { openClient, type Client, type Talk } from './turns.ts'
import { interviewTalks, opening, questionTalks } from './talks.ts'
import { watchNetwork } from './watchedNetwork.ts'

const rounds = 5
/** Talks one after the other, to see how long one person waits. */
const alone = 20
/** Linux counts a process's time in hundredths of a second. */
const tickUs = 10_000

interface Process {
  readonly pid: number
  readonly parent: number
  /** User and system, in microseconds. */
  readonly cpu: number
}

function processes(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      return {
        pid: Number(name),
        parent: Number(fields[1]),
        cpu: tickUs * (Number(fields[11]) + Number(fields[12])),
      }
    } catch {
      return [] // it ended meanwhile
    }
  })
}

/** CPU of the database: its first process and all its children. */
async function databaseCpu(server: PostgresServer): Promise<() => number> {
  const [{ pid }] = (await server.ask(
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'",
  )) as [{ pid: number }]
  const first = processes().find((process) => process.pid === pid)?.parent
  if (first === undefined) throw new Error('the processes of PostgreSQL can be seen on Linux only')
  return () =>
    processes()
      .filter((process) => process.pid === first || process.parent === first)
      .reduce((sum, { cpu }) => sum + cpu, 0)
}

interface Cost {
  readonly bot: number
  readonly database: number
  readonly roundTrips: number
  readonly bytes: number
  /** Of a turn by itself, in milliseconds: in all, and waiting for database and network. */
  readonly alone: number
  readonly waited: number
}

const median = (values: readonly number[]) => quantile(values, 0.5)

/** Of each conversation the first words. */
const open = (client: Client, talks: readonly Talk[]) =>
  client.run(talks.map((talk) => ({ ...talk, texts: [opening] })))

export async function benchReplica(): Promise<void> {
  const server = await startPostgres()
  const url = await server.database()
  const network = await watchNetwork(server.port)
  const program = await startProgram('ours', network.through(url))
  const database = await databaseCpu(server)

  const measure = async (made: () => Talk[], opened: boolean): Promise<Cost> => {
    const client = openClient(program.port)
    const [many, few] = [made(), made().slice(0, alone)]
    if (opened) for (const talks of [many, few]) await open(client, talks)
    const before = { bot: (await program.used()).cpu, database: database(), ...network.passed }
    const turns = (await client.run(many)).length
    const after = { bot: (await program.used()).cpu, database: database(), ...network.passed }
    const times: number[] = []
    const { waited } = network.passed
    for (const talk of few) times.push(...(await client.run([talk])))
    const waitedAlone = (network.passed.waited - waited) / times.length
    client.close()
    const each = (what: keyof typeof before) => (after[what] - before[what]) / turns
    return {
      bot: each('bot'),
      database: each('database'),
      roundTrips: each('roundTrips'),
      bytes: each('bytes'),
      alone: mean(times),
      waited: waitedAlone,
    }
  }

  const costs: Record<'interview' | 'question', Cost[]> = { interview: [], question: [] }
  // the first round is for the compiler
  for (let round = -1; round < rounds; round++)
    for (const [work, made] of [
      ['interview', interviewTalks],
      ['question', questionTalks],
    ] as const) {
      const cost = await measure(made, work === 'interview')
      if (round >= 0) costs[work].push(cost)
    }
  await program.stop()
  network.close()
  await server.stop()

  const row = (what: string, figure: keyof Cost, digits: number) => {
    const cell = (work: keyof typeof costs) => median(costs[work].map((cost) => cost[figure])).toFixed(digits)
    return `| ${what} | ${cell('interview')} | ${cell('question')} |`
  }
  console.log(`| of a turn, on PostgreSQL | an answer in the interview | a question |
| --- | --- | --- |
${row('bot: CPU, us', 'bot', 0)}
${row('database: CPU, us', 'database', 0)}
${row('network: round trips', 'roundTrips', 1)}
${row('network: bytes', 'bytes', 0)}
${row('by itself: ms in all', 'alone', 1)}
${row('of it waiting for the database, ms', 'waited', 1)}`)
}
