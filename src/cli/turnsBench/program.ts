/** A server in a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Used } from './probe.ts'

const scripts = { ours: '../../main.js', echo: 'echoBot.js' } as const
export type ProgramName = keyof typeof scripts

const place = (script: string) => new URL(script, import.meta.url)

export interface Program {
  readonly port: number
  /** From start to ready, in milliseconds. */
  readonly startMs: number
  used(): Promise<Used>
  stop(): Promise<void>
}

/** @param setting a file of its own by default */
export async function startProgram(name: ProgramName, setting?: string): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-bench-'))
  const store = setting ?? `sqlite:${join(folder, 'backwise.db')}`
  const began = performance.now()
  const child = spawn(
    process.execPath,
    ['--import', place('probe.js').href, fileURLToPath(place(scripts[name]))],
    {
      env: { ...process.env, PORT: '0', STORE: store, NODE_ENV: 'development' },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  )
  const port = await new Promise<number>((resolve, reject) => {
    let said = ''
    // read on to the end: a full pipe would hold up the log
    child.stdout!.on('data', (chunk: Buffer) => {
      if (said.length < 1_000) said += chunk.toString()
      const [, found] = /http:\/\/localhost:(\d+)/.exec(said) ?? []
      if (found) resolve(Number(found))
    })
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready`)))
  })
  const startMs = performance.now() - began
  return {
    port,
    startMs,
    used: async () => {
      const answered = once(child, 'message')
      child.send('used')
      return ((await answered) as [Used])[0]
    },
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill()
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}
