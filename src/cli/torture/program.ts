/** The built bot as a process of its own, as `npm start` runs it, to be killed, stopped and watched. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// This module runs as dist/src/cli/torture/program.js, and from src/cli/torture/program.ts in tests.
const project = new URL(import.meta.url.endsWith('.ts') ? '../../../' : '../../../../', import.meta.url)
const main = fileURLToPath(new URL('dist/src/main.js', project))

/** Prints its heap after a collection whenever it is asked by a signal. */
const tellHeap = `process.on('SIGUSR2', () => { gc(); gc(); process.stdout.write('heap ' + process.memoryUsage().heapUsed + '\\n') })`

export interface Program {
  readonly url: string
  /** From its start to its first word, in milliseconds. */
  readonly readyMs: number
  /** Undefined while it runs. */
  readonly ended: () => number | NodeJS.Signals | undefined
  /** Lines of its log. */
  readonly lines: readonly string[]
  kill(): Promise<void>
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>
  /** Of the heap, after a collection. */
  heapBytes(): Promise<number>
  /** A value of /metrics; the sum when it has labels. */
  metric(name: string): Promise<number>
}

/** What opens Direct Line for programs. */
export const secret = 'torture-torture-torture'

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'backwise-torture-'))

/** @throws {Error} with what it wrote, when it ends before it is ready */
export async function startProgram(store: string, folder = newFolder()): Promise<Program> {
  const began = performance.now()
  const watching = ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(tellHeap)}`]
  const child = spawn(process.execPath, [...watching, main], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      STORE: store,
      LOG_LEVEL: 'error',
      DIRECTLINE_SECRET: secret,
      NEW_CONVERSATIONS_PER_MINUTE: '1000000',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const lines: string[] = []
  let errors = ''
  let ended: number | NodeJS.Signals | undefined
  const exited = new Promise<number | null>((resolve) =>
    child.once('exit', (code, signal) => {
      ended = code ?? signal ?? 'SIGKILL'
      running.delete(child)
      resolve(code)
    }),
  )
  child.stderr.on('data', (data) => (errors += String(data)))
  const heaps: ((bytes: number) => void)[] = []
  let rest = ''
  const url = await new Promise<string>((resolve, reject) => {
    void exited.then(() => reject(new Error(`the program ended before it was ready: ${errors}`)))
    child.stdout.on('data', (data) => {
      const parts = (rest + String(data)).split('\n')
      rest = parts.pop()!
      for (const line of parts) {
        const port = /ready: open http:\/\/localhost:(\d+)/.exec(line)?.[1]
        const heap = /^heap (\d+)$/.exec(line)?.[1]
        if (port) resolve(`http://127.0.0.1:${port}`)
        else if (heap) heaps.shift()?.(Number(heap))
        else lines.push(line)
      }
    })
  })

  return {
    url,
    readyMs: performance.now() - began,
    ended: () => ended,
    lines,
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    stop: () => {
      child.kill('SIGTERM')
      return exited
    },
    heapBytes: () => {
      child.kill('SIGUSR2')
      return new Promise((resolve) => heaps.push(resolve))
    },
    metric: async (name) => {
      const text = await (await fetch(`${url}/metrics`)).text()
      const values = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`)) // prettier-ignore
      return values.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
    },
  }
}
