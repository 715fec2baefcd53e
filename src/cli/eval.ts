/** Scores the bot on labelled examples: `npm run --silent eval -- redflags FILE` or `… questions FILE`. */
import { parseArgs } from 'node:util'
import { recogniser } from '../core/redFlags/recogniser.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { askOnce } from './asking.ts'
import { openDefaultDesk } from './desk.ts'
import { evalQuestions } from './evalQuestions.ts'
import { evalRedFlags } from './evalRedFlags.ts'

const usage = `Usage: npm run --silent eval -- redflags [--all] [FILE…]
       npm run --silent eval -- questions [--all] [FILE]

  FILE     labelled examples, one JSON object a line (default: test/data/redflags.dev.jsonl,
           test/data/questions.dev.jsonl); what the labels mean: test/data/README.md and TAXONOMY.md
  --all    also prints the misses of the part that is held back from those who tune
  --help   this text
`

const files = { redflags: 'test/data/redflags.dev.jsonl', questions: 'test/data/questions.dev.jsonl' }

async function report(what: string | undefined, given: readonly string[], all: boolean): Promise<string> {
  if (what === 'redflags')
    return evalRedFlags(given.length > 0 ? given : [files.redflags], recogniser(loadKnowledge()), all)
  if (what !== 'questions') throw new TypeError(`say "redflags" or "questions"\n\n${usage}`)
  const desk = await openDefaultDesk()
  let conversations = 0
  const ask = (text: string) => askOnce(desk, { id: '', text }, `question ${++conversations}`)
  try {
    return await evalQuestions(given[0] ?? files.questions, ask, { all })
  } finally {
    await desk.close()
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  console.log(values.help ? usage : await report(positionals[0], positionals.slice(1), values.all))
} catch (error) {
  console.error(`eval: ${(error as Error).message}`)
  process.exitCode = error instanceof TypeError ? 2 : 1
}
