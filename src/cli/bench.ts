/** Measures the speeds the README shows: `npm run bench`. Absolute times are of this machine, at this moment. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { recogniser } from '../core/redFlags/recogniser.ts'
import { readExampleFile } from '../knowledge/examples.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { knowledgeFolder } from '../knowledge/places.ts'
import { benchStore } from './benchStore.ts'
import { benchWidget } from './benchWidget.ts'
import { openDefaultDesk } from './desk.ts'
import { benchSearch } from './searchBench/benchSearch.ts'
import { benchReplica } from './turnsBench/benchReplica.ts'
import { benchTurns } from './turnsBench/benchTurns.ts'

const usage = `Usage: npm run bench [-- store [STORE] | search [--quick] [--beside ENGINE] | widget | turns | replica]

  Prints how fast the bot is on this machine: 1,000 messages through "ask --jsonl", the time from start to
  ready, and the CPU time of a whole turn (heard, judged, answered, committed to a store in memory), and the
  time to recognise red flags.

  store: what a store costs, without the bot; a SQLite file, or the one whose address follows.

  search: beside six JavaScript engines, or the one named (--beside ENGINE), on the collections in the folder
  REFERENCE_DATA: quality, slips, speed, memory. 15 minutes; --quick leaves the 100,000 passages out.

  widget: the chat on a clinic's page beside Web Chat, in Chromium as a slow phone. Two minutes.

  turns: the started server beside a plain echo bot of botbuilder and restify, over HTTP: CPU of a turn, turns
  a second, start, memory. 2 minutes.

  replica: what a turn on PostgreSQL costs, by part: bot, database, network. One minute, on Linux.
`

interface Figure {
  readonly what: string
  readonly measured: string
  readonly goal: string
}

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const milliseconds = (ms: number) => `${ms.toFixed(2)} ms`
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

const messages = [
  'how long do back spasms last',
  'should I use ice or heat first?',
  'can i take ibuprofen for it',
  'my back is in spasm since yesterday, no numbness',
  "I can't feel anything when I wipe",
  'is it ok to walk with a back spasm',
  'check my symptoms',
  'what does a physiotherapist do for spasms',
  'how much does a massage gun cost',
  'thanks',
] as const

async function askThousand(): Promise<Figure> {
  const lines = Array.from({ length: 1000 }, (_, i) =>
    JSON.stringify({ id: i, text: messages[i % messages.length] }),
  )
  const began = performance.now()
  const child = spawn(process.execPath, [script('ask.js'), '--jsonl'], { stdio: ['pipe', 'pipe', 'inherit'] })
  let answered = 0
  child.stdout.on('data', (chunk: Buffer) => (answered += chunk.toString().split('\n').length - 1))
  child.stdin.end(`${lines.join('\n')}\n`)
  await new Promise((resolve) => child.on('close', resolve))
  if (answered !== 1000) throw new Error(`ask --jsonl answered ${answered} of 1000 lines`)
  return {
    what: '1,000 messages, `ask --jsonl`',
    measured: seconds(performance.now() - began),
    goal: '< 10 s',
  }
}

async function startUp(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-bench-'))
  const times: number[] = []
  for (let run = 0; run < 5; run++) {
    const began = performance.now()
    const child = spawn(process.execPath, [script('../main.js')], {
      env: { ...process.env, PORT: '0', STORE: `sqlite:${join(folder, `${run}.db`)}` },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('http://') && resolve())
      child.on('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)))
    })
    times.push(performance.now() - began)
    child.removeAllListeners('exit')
    child.kill()
    await new Promise((resolve) => child.on('exit', resolve))
  }
  rmSync(folder, { recursive: true })
  return { what: 'start to ready, median of 5', measured: seconds(median(times)), goal: '< 3 s' }
}

async function turnCpu(what: string, texts: readonly string[]): Promise<Figure> {
  const desk = await openDefaultDesk()
  const turns = 1000
  let conversations = 0
  const run = async (count: number) => {
    for (let i = 0; i < count; i++) {
      if (i % texts.length === 0) conversations++
      await desk.say(`bench-${conversations}`, texts[i % texts.length]!)
    }
  }
  await run(turns / 2)
  const before = process.cpuUsage()
  await run(turns)
  const { user, system } = process.cpuUsage(before)
  await desk.close()
  return { what, measured: milliseconds((user + system) / turns / 1000), goal: '< 2 ms' }
}

function recognising(): Figure[] {
  const { recognise } = recogniser(loadKnowledge())
  const texts = readExampleFile(join(knowledgeFolder, 'examples/everyday.jsonl')).map(({ text }) => text)
  const time = (text: string) => {
    const began = performance.now()
    recognise(text)
    return performance.now() - began
  }
  for (let round = 0; round < 3; round++) texts.forEach(time)
  const story = texts.join(' ').slice(0, 4000)
  const hostile = 'no numb leg pee. '.repeat(4000).slice(0, 65_536)
  const often = (text: string) => median(Array.from({ length: 21 }, () => time(text)))
  return [
    {
      what: 'red flags of a message, median',
      measured: milliseconds(median(texts.map(time))),
      goal: '<= 0.15 ms',
    },
    { what: 'red flags of 4,000 characters', measured: milliseconds(often(story)), goal: '<= 5 ms' },
    { what: 'red flags of a hostile 64 KB', measured: milliseconds(often(hostile)), goal: '<= 50 ms' },
  ]
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    quick: { type: 'boolean', default: false },
    beside: { type: 'string' },
  },
})
if (values.help) console.log(usage)
else if (positionals[0] === 'store') for (const line of await benchStore(positionals[1])) console.log(line)
else if (positionals[0] === 'widget') await benchWidget()
else if (positionals[0] === 'turns') await benchTurns()
else if (positionals[0] === 'replica') await benchReplica()
else if (positionals[0] === 'search') {
  try {
    await benchSearch(process.env['REFERENCE_DATA'], { quick: values.quick, beside: values.beside })
  } catch (error) {
    console.error(`bench search: ${(error as Error).message}`)
    process.exitCode = 1
  }
} else {
  const figures = [
    await askThousand(),
    await startUp(),
    await turnCpu('CPU of a turn, a question', messages.slice(0, 3)),
    await turnCpu('CPU of a turn, an interview', [
      'check my symptoms',
      'none',
      'none',
      'none',
      'none',
      '1 day',
      '4',
      'no',
    ]),
    ...recognising(),
  ]
  console.log(`Node ${process.version}\n\n| | measured | goal |\n|---|---|---|`)
  for (const { what, measured, goal } of figures) console.log(`| ${what} | ${measured} | ${goal} |`)
}
