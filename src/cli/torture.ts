/** Hurts the real program until something breaks, and counts: `npm run torture`. */
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Ledger } from './torture/ledger.ts'
import type { Torment, Verdict } from './torture/torment.ts'
import { torments } from './torture/torments.ts'

const usage = `Usage: npm run torture -- [NAME…] [--short] [--fresh]

${Object.entries(torments)
  .map(([name, { about, rounds }]) => `  ${name.padEnd(9)}${rounds.full} ${about}`)
  .join('\n')}

  Without a name, all of them, one after the other. Progress goes to standard error, one line of JSON for each to
  standard output; the exit code is 1 when one did not pass. What was broken off goes on where it was.

  --short   less of each
  --rounds  how many, instead
  --fresh   begins anew
`

async function suffer(name: string, torment: Torment, rounds: number, fresh: boolean): Promise<Verdict> {
  const file = join('data', 'torture', `${name}-${rounds}.json`)
  const ledger = new Ledger(name, rounds, file)
  if (fresh) ledger.restart()
  await torment.run(ledger)
  const { counts, seconds } = ledger
  const passed =
    ledger.done >= rounds &&
    torment.zero.every((what) => !counts[what]) &&
    Object.entries(torment.atMost ?? {}).every(([what, most]) => (counts[what] ?? 0) <= most)
  ledger.finish()
  const zeroes = Object.fromEntries(torment.zero.map((what) => [what, 0]))
  const load = loadavg().map((value) => Math.round(value * 10) / 10)
  return { torture: name, rounds, passed, ...zeroes, ...counts, seconds, load }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    short: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    fresh: { type: 'boolean', default: false },
  },
})
const unknown = positionals.find((name) => !torments[name])
if (values.help) console.log(usage)
else if (unknown !== undefined) {
  console.error(`torture: there is no ${unknown}\n\n${usage}`)
  process.exitCode = 2
} else
  for (const [name, torment] of Object.entries(torments)) {
    if (positionals.length && !positionals.includes(name)) continue
    const { full, short } = torment.rounds
    const rounds = Number(values.rounds ?? (values.short ? short : full))
    const verdict = await suffer(name, torment, rounds, values.fresh)
    console.log(JSON.stringify(verdict))
    if (!verdict.passed) process.exitCode = 1
  }
