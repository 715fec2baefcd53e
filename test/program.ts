/** The built program as a process of its own, as `npm start` runs it after the build. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'

const program = resolve(import.meta.dirname, '../dist/src/main.js')
const running: ChildProcess[] = []
afterAll(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

export interface Run {
  child: ChildProcess
  output: () => string
  errors: () => string
  exited: Promise<number | null>
  /** Where it listens, once it says so. */
  url: Promise<string>
}

/** Runs in an empty folder, so that no `.env` of the developer's counts. */
export function run(
  env: Record<string, string>,
  folder = mkdtempSync(join(tmpdir(), 'backwise-')),
  main = program,
): Run {
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'warn', ...env },
  })
  running.push(child)
  const text = { output: '', errors: '' }
  child.stderr.on('data', (data) => (text.errors += String(data)))
  const url = new Promise<string>((ready, fail) => {
    child.stdout.on('data', (data) => {
      text.output += String(data)
      const port = /ready: open http:\/\/localhost:(\d+)/.exec(text.output)?.[1]
      if (port) ready(`http://127.0.0.1:${port}`)
    })
    child.on('exit', () => fail(new Error(text.errors)))
  })
  url.catch(() => {})
  const exited = new Promise<number | null>((done) => child.on('exit', done))
  return { child, output: () => text.output, errors: () => text.errors, exited, url }
}

export interface Program {
  readonly url: string
  stop(): void
}

/** The program with its store in memory, ready. */
export async function startProgram(): Promise<Program> {
  const { child, url } = run({ STORE: 'sqlite::memory:' })
  return { url: (await url).replace('127.0.0.1', 'localhost'), stop: () => void child.kill('SIGKILL') }
}
