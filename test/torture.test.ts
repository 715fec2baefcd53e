/** A few rounds of each torture. In full they take an hour: `npm run torture`. */
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasPostgres } from '../src/cli/torture/postgresServer.ts'
import { torments } from '../src/cli/torture/torments.ts'
import type { Verdict } from '../src/cli/torture/torment.ts'

const cli = resolve(import.meta.dirname, '../dist/src/cli/torture.js')

async function torture(name: string, rounds: number): Promise<Verdict> {
  const args = [cli, name, '--rounds', String(rounds)]
  const child = spawn(process.execPath, args, { cwd: mkdtempSync(join(tmpdir(), 'backwise-')) })
  let [output, errors] = ['', '']
  child.stdout.on('data', (data) => (output += String(data)))
  child.stderr.on('data', (data) => (errors += String(data)))
  await new Promise((done) => child.on('close', done))
  expect(output, errors).not.toBe('')
  return JSON.parse(output) as Verdict
}

/** How fast it was says nothing while other tests run beside it. */
function expectUnharmed(name: string, verdict: Verdict, rounds: number): void {
  expect(verdict.rounds).toBe(rounds)
  const harm = torments[name]!.zero.map((what) => [what, verdict[what]])
  expect(harm).toEqual(torments[name]!.zero.map((what) => [what, 0]))
}

const unharmed = (name: string, rounds: number) => async () =>
  expectUnharmed(name, await torture(name, rounds), rounds)

// what is measured here is harm, not time: they may stand in each other's way
describe.concurrent('a few rounds of torture', () => {
  const seconds = 30_000
  it(
    'fault kill: kill -9 in the middle of an interview loses and doubles no answer',
    unharmed('kill', 2),
    seconds,
  )
  it('fault cut: a WebSocket cut at any byte loses and doubles nothing', unharmed('cuts', 40), seconds)
  it(
    'fault fuzz: hostile requests and activities are answered, and end nothing',
    unharmed('fuzz', 800),
    seconds,
  )
  it(
    'fault open: a few of 1,000 and 5,000 open conversations have no errors',
    unharmed('open1000', 50),
    seconds,
  )
  it('fault load: a few seconds of 30 minutes of load fail nobody', unharmed('heap', 5), seconds)
  it.skipIf(!hasPostgres && !process.env.CI)(
    'fault again: each activity delivered 1-3 times to replicas that are killed is run once',
    unharmed('again', 60),
    seconds,
  )
  it.skipIf(!hasPostgres && !process.env.CI)(
    'fault pair: two messages of one conversation at once on two replicas are both answered, in order',
    unharmed('replicas', 30),
    seconds,
  )
})
