/** Scores the bot on labelled examples: `npm run --silent eval -- redflags FILE` or `… questions FILE`. */
import { parseArgs } from 'node:util'
import { recogniser } from '../core/redFlags/recogniser.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { askOnce } from './asking.ts'
import { openDefaultDesk } from './desk.ts'
import { evalQuestions } from './evalQuestions.ts'
import { evalRedFlags } from './evalRedFlags.ts'
import { labelledFile, readWanted } from './labelledSets.ts'

const usage = `Usage: npm run --silent eval -- redflags [--all] [FILE…]
       npm run --silent eval -- questions [--all] [FILE]

  FILE     labelled examples, one JSON object a line, or the name of a set in test/data: "redflags.dev",
           which is the default, or "questions.dev"; what the labels mean: test/data/README.md and TAXONOMY.md
  --all    also prints the misses of the part that is held back from those who tune
  --help   this text
`

async function report(wanted: readonly string[], all: boolean): Promise<string> {
  const { kind, given } = readWanted(wanted)
  if (!kind) throw new TypeError(`say "redflags" or "questions"\n\n${usage}`)
  const files = (given.length > 0 ? given : ['dev']).map((name) => labelledFile(kind, name))
  if (kind === 'redflags') return evalRedFlags(files, recogniser(loadKnowledge()), all)
  const desk = await openDefaultDesk()
  let conversations = 0
  const ask = (text: string) => askOnce(desk, { id: '', text }, `question ${++conversations}`)
  try {
    return await evalQuestions(files[0]!, ask, { all })
  } finally {
    await desk.close()
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  console.log(values.help ? usage : await report(positionals, values.all))
} catch (error) {
  console.error(`eval: ${(error as Error).message}`)
  process.exitCode = error instanceof TypeError ? 2 : 1
}
