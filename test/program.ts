/** The built program, running as `npm start` runs it, on a free port and with its store in memory. */
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export interface Program {
  readonly url: string
  stop(): void
}

export async function startProgram(): Promise<Program> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../dist/src/main.js')], {
    // An empty folder, so that no `.env` of the developer's counts.
    cwd: mkdtempSync(join(tmpdir(), 'backwise-')),
    env: { PATH: process.env.PATH, PORT: '0', STORE: 'sqlite::memory:', LOG_LEVEL: 'warn', REGION: 'uk' },
  })
  let said = ''
  const url = await new Promise<string>((ready, fail) => {
    const read = (data: Buffer) => {
      said += String(data)
      const port = /ready: open http:\/\/localhost:(\d+)/.exec(said)?.[1]
      if (port) ready(`http://localhost:${port}`)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', () => fail(new Error(said)))
  })
  return { url, stop: () => void child.kill('SIGKILL') }
}
