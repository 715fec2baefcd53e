/** One engine over one collection, in a process of its own, so that memory is its own: prints one line of JSON for `benchSearch`. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { buildIndex } from '../../core/retrieval/buildIndex.ts'
import {
  cut,
  readCollection,
  shuffled,
  type CollectionName,
  type Document,
  type Question,
} from './collection.ts'
import { makers, openEngine, ownName, searchable, tuning, type Engine } from './engines.ts'
import { mean, ndcg, precisionAt1, quantile, withSlips } from './measures.ts'

/** What is asked of the process, as its only argument. */
export interface Job {
  readonly folder: string
  readonly engine: string
  readonly task: { readonly quality: CollectionName } | { readonly passages: number }
}

export interface Quality {
  readonly ndcg: readonly number[]
  readonly first: readonly number[]
  /** nDCG with one slip in each long word. */
  readonly slips: number
}

export interface Speed {
  /** In milliseconds. */
  readonly median: number
  readonly p99: number
  /** Median of the first time each question is asked. */
  readonly once: number
  /** CPU time, because the machine may be busy; in milliseconds. */
  readonly build: number
  /** Ours only: reading the file and making views on it; in milliseconds, and how much of it is CPU time. */
  readonly load?: number
  readonly loadCpu?: number
  /** Ours only: in bytes. */
  readonly file?: number
  /** In bytes, after a collection of garbage: what V8 and array buffers hold more than before. */
  readonly memory: number
  readonly questions: number
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
const memory = (): number => {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
/** What was made, in how many milliseconds, and how many of CPU time. */
const timed = async <T>(work: () => T | Promise<T>): Promise<[made: T, time: number, cpu: number]> => {
  const [began, before] = [performance.now(), process.cpuUsage()]
  const made = await work()
  const [time, { user, system }] = [performance.now() - began, process.cpuUsage(before)]
  return [made, time, (user + system) / 1000]
}

const maker = (name: string) => {
  const found = makers.find((one) => one.name === name)
  if (!found) throw new Error(`there is no engine ${name}`)
  return found
}

async function quality({ folder, engine }: Job, name: CollectionName): Promise<Quality> {
  // the order of the file tells an engine that breaks ties by it which answer comes first
  const { documents, questions } = shuffled(readCollection(folder, name))
  const { search } = await maker(engine).make(documents)
  const reported = questions.filter(({ half }) => half === 'reported on')
  const rankings = reported.map(({ text }) => search(text))
  return {
    ndcg: rankings.map((ranking, n) => ndcg(ranking, reported[n]!.grades)),
    first: rankings.map((ranking, n) => precisionAt1(ranking, reported[n]!.grades)),
    slips: mean(reported.map(({ text, grades }, n) => ndcg(search(withSlips(text, n + 1), true), grades))),
  }
}

/** Built, written and read again, as the server does. */
async function ours(documents: readonly Document[]): Promise<[Engine, Partial<Speed>]> {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-search-'))
  const path = join(folder, 'index')
  const [, , build] = await timed(() => writeFileSync(path, buildIndex(searchable(documents), { tuning })))
  const before = memory()
  const [engine, load, loadCpu] = await timed(() => openEngine(readFileSync(path), documents.length))
  const figures = { build, load, loadCpu, file: statSync(path).size, memory: memory() - before }
  rmSync(folder, { recursive: true })
  return [engine, figures]
}

async function peers(engine: string, documents: readonly Document[]): Promise<[Engine, Partial<Speed>]> {
  const before = memory()
  const [made, , build] = await timed(() => maker(engine).make(documents))
  return [made, { build, memory: memory() - before }]
}

/** All questions are asked so many times, or for so long: the slow engines take a third of a second a question. */
const rounds = 10
/** In milliseconds. */
const longest = 10_000
const warmUp = 2000

async function speed({ folder, engine: name }: Job, passages: number): Promise<Speed> {
  const cuts = cut(readCollection(folder, 'medquad').documents, passages)
  const [engine, figures] = await (name === ownName ? ours(cuts) : peers(name, cuts))
  const { questions } = readCollection(folder, 'medquad')
  const half = (which: Question['half']) => questions.filter((question) => question.half === which)
  // as in a server that runs for a while; with other questions than those that are timed
  const warm = performance.now() + warmUp
  const others = half('chosen on')
  for (let n = 0; performance.now() < warm; n++) engine.search(others[n % others.length]!.text)
  const reported = half('reported on')
  const times: number[] = []
  const end = performance.now() + longest
  for (let n = 0; n < rounds * reported.length && performance.now() < end; n++) {
    const { text } = reported[n % reported.length]!
    const began = performance.now()
    engine.search(text)
    times.push(performance.now() - began)
  }
  return {
    build: 0,
    memory: 0,
    ...figures,
    median: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    once: quantile(times.slice(0, reported.length), 0.5),
    questions: Math.min(times.length, reported.length),
  }
}

const job = JSON.parse(process.argv[2]!) as Job
const result =
  'quality' in job.task ? await quality(job, job.task.quality) : await speed(job, job.task.passages)
console.log(JSON.stringify(result))
