/** `npm run bench -- search`: how well and how fast search is, beside the JavaScript engines. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { collectionNames } from './collection.ts'
import { makers, ownName } from './engines.ts'
import { mean, pairedInterval, quantile } from './measures.ts'
import type { Job, Quality, Speed } from './worker.ts'

const worker = fileURLToPath(new URL('worker.js', import.meta.url))

async function run<Result>(job: Job): Promise<Result> {
  const memory = '--max-old-space-size=3072'
  const { stdout } = await promisify(execFile)(process.execPath, [memory, worker, JSON.stringify(job)], {
    maxBuffer: 2 ** 26,
  })
  return JSON.parse(stdout) as Result
}

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly string[]) =>
  [row(...head), row(...head.map(() => '---')), ...rows].join('\n')

const score = (value: number) => value.toFixed(3).replace(/^0/, '')
const signed = (value: number) => `${value < 0 ? '-' : '+'}${score(Math.abs(value))}`
/** Ours less the peer's, with the interval of the difference. */
function lead(own: readonly number[], other: readonly number[]): string {
  const [low, high] = pairedInterval(own, other)
  return `${signed(mean(own) - mean(other))} (${signed(low)} to ${signed(high)})`
}

async function qualityOf(
  folder: string,
  names: readonly string[],
  collection: (typeof collectionNames)[number],
): Promise<string> {
  const results = new Map<string, Quality>()
  for (const engine of names) {
    console.error(`${collection}: ${engine} …`)
    results.set(engine, await run<Quality>({ folder, engine, task: { quality: collection } }))
  }
  const own = results.get(ownName)!
  const rows = names.map((name) => {
    const { ndcg, first, slips } = results.get(name)!
    const beside = name === ownName ? ['', ''] : [lead(own.ndcg, ndcg), lead(own.first, first)]
    const kept = `${score(slips)} (${((100 * slips) / mean(ndcg)).toFixed(0)} %)`
    return row(name, score(mean(ndcg)), beside[0]!, score(mean(first)), beside[1]!, kept)
  })
  return `${collection}, ${own.ndcg.length} questions, 95 % intervals of the paired difference:

${table(['engine', 'nDCG@10', 'ours less it', 'P@1', 'ours less it', 'nDCG with slips (of clean)'], rows)}`
}

const milliseconds = (value: number) =>
  value < 0.1 ? value.toFixed(4) : value < 1 ? value.toFixed(3) : value.toFixed(1)
const seconds = (value: number) => (value / 1000).toFixed(1)
const megabytes = (value: number) => (value / 1e6).toFixed(0)

/** So many times each engine is measured, each time after all others, so that a busy minute does not meet one of them only. */
const repeats = 3
/** Indexes of more passages take too long to build to be measured more than once. */
const often = 10_000

async function speedOf(
  folder: string,
  names: readonly string[],
  passages: number,
): Promise<{ text: string; own: number }> {
  const size = passages.toLocaleString('en')
  const times = passages > often ? 1 : repeats
  const results = new Map<string, Speed[]>(names.map((name) => [name, []]))
  for (let time = 1; time <= times; time++)
    for (const [engine, measured] of results) {
      console.error(`${size} passages, ${time} of ${times}: ${engine} …`)
      measured.push(await run<Speed>({ folder, engine, task: { passages } }))
    }
  const middle = (name: string, figure: keyof Speed) =>
    quantile(
      results.get(name)!.map((speed) => speed[figure]!),
      0.5,
    )
  const own = middle(ownName, 'median')
  const peers = names.filter((name) => name !== ownName)
  const fastest = Math.min(...peers.map((name) => middle(name, 'median')))
  const rows = names.map((name) =>
    row(
      name,
      milliseconds(middle(name, 'median')),
      `${(middle(name, 'median') / own).toFixed(1)} x`,
      milliseconds(middle(name, 'p99')),
      milliseconds(middle(name, 'once')),
      seconds(middle(name, 'build')),
      megabytes(middle(name, 'memory')),
      `${middle(name, 'questions')}`,
    ),
  )
  const load = `load ${middle(ownName, 'load').toFixed(1)} ms, ${middle(ownName, 'loadCpu').toFixed(1)} of CPU`
  const text = `${size} passages, the middle one of ${times} runs (ours ${(fastest / own).toFixed(1)} times as fast as the fastest peer; file ${megabytes(middle(ownName, 'file'))} MB, ${load}):

${table(['engine', 'median ms', 'of ours', 'p99 ms', 'asked once, median', 'build, s of CPU', 'memory MB', 'questions'], rows)}`
  return { text, own }
}

export interface SearchBenchOptions {
  /** Without the 100,000 passages. */
  readonly quick: boolean
  /** Beside this engine only. */
  readonly beside: string | undefined
}

/** @throws {Error} when the reference data is not there, or the engine. */
export async function benchSearch(
  data: string | undefined,
  { quick, beside }: SearchBenchOptions,
): Promise<void> {
  const folder = join(data ?? '', 'collections')
  if (data === undefined || !existsSync(folder))
    throw new Error(
      'set REFERENCE_DATA to the folder that holds collections/ (medquad and cranfield: corpus, queries, qrels)',
    )
  const names = makers
    .map(({ name }) => name)
    .filter((name) => beside === undefined || name === ownName || name === beside)
  if (names.length < 2) throw new Error(`there is no engine ${beside}`)
  console.log(
    `Node ${process.version}; settings chosen on one half of the questions, reported on the other.\n`,
  )
  for (const collection of collectionNames) console.log(`${await qualityOf(folder, names, collection)}\n`)
  const sizes = [1000, 10_000, ...(quick ? [] : [100_000])]
  const medians: number[] = []
  for (const passages of sizes) {
    const { text, own } = await speedOf(folder, names, passages)
    console.log(`${text}\n`)
    medians.push(own)
  }
  const growth = Math.log10(medians.at(-1)! / medians[0]!) / Math.log10(sizes.at(-1)! / sizes[0]!)
  console.log(`Our query time grows with the number of passages to the power of ${growth.toFixed(2)}.`)
}
