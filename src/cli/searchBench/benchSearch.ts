/** `npm run bench -- search`: how well and how fast search is, beside the JavaScript engines. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { collectionNames } from './collection.ts'
import { makers, ownName } from './engines.ts'
import { mean, pairedInterval } from './measures.ts'
import type { Job, Quality, Speed } from './worker.ts'

const names = makers.map(({ name }) => name)
const peers = names.filter((name) => name !== ownName)
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

async function qualityOf(folder: string, collection: (typeof collectionNames)[number]): Promise<string> {
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

async function speedOf(folder: string, passages: number, size: string): Promise<[string, Speed]> {
  const results = new Map<string, Speed>()
  for (const engine of names) {
    console.error(`${size} passages: ${engine} …`)
    // the slow ones take a third of a second a question there
    const slow = engine !== ownName && passages > 10_000
    const task = { passages, questions: slow ? 30 : 300, rounds: slow ? 1 : 10 }
    results.set(engine, await run<Speed>({ folder, engine, task }))
  }
  const own = results.get(ownName)!
  const fastest = Math.min(...peers.map((name) => results.get(name)!.median))
  const rows = names.map((name) => {
    const { median, p99, once, build, memory, questions } = results.get(name)!
    const times = `${(median / own.median).toFixed(1)} x`
    return row(
      name,
      milliseconds(median),
      times,
      milliseconds(p99),
      milliseconds(once),
      seconds(build),
      megabytes(memory),
      `${questions}`,
    )
  })
  const text = `${size} passages (ours ${(fastest / own.median).toFixed(1)} times as fast as the fastest peer; file ${megabytes(own.file!)} MB, load ${own.load!.toFixed(1)} ms):

${table(['engine', 'median ms', 'of ours', 'p99 ms', 'asked once, median', 'build s', 'memory MB', 'questions'], rows)}`
  return [text, own]
}

/** @throws {Error} when the reference data is not there. */
export async function benchSearch(data: string | undefined, quick: boolean): Promise<void> {
  const folder = join(data ?? '', 'collections')
  if (data === undefined || !existsSync(folder))
    throw new Error(
      'set REFERENCE_DATA to the folder that holds collections/ (medquad and cranfield: corpus, queries, qrels)',
    )
  console.log(
    `Node ${process.version}; settings chosen on one half of the questions, reported on the other.\n`,
  )
  for (const collection of collectionNames) console.log(`${await qualityOf(folder, collection)}\n`)
  const sizes = [1000, 10_000, ...(quick ? [] : [100_000])]
  const medians: number[] = []
  for (const passages of sizes) {
    const [text, own] = await speedOf(folder, passages, passages.toLocaleString('en'))
    console.log(`${text}\n`)
    medians.push(own.median)
  }
  const growth = Math.log10(medians.at(-1)! / medians[0]!) / Math.log10(sizes.at(-1)! / sizes[0]!)
  console.log(`Our query time grows with the number of passages to the power of ${growth.toFixed(2)}.`)
}
