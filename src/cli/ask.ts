/** Asks the bot from the command line, through the same turn as everywhere else. Leaves the clinic's store alone. */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { toText } from '../cards/plainText.ts'
import { askOnce, readLine } from './asking.ts'
import { openDefaultDesk } from './desk.ts'

const usage = `Usage: npm run --silent ask -- [--jsonl] [QUESTION…]

  QUESTION…   prints the answer to one question
  (nothing)   opens a conversation here; an empty line or Ctrl+D ends it
  --jsonl     reads lines {"id":"…","text":"…"} from standard input, each a conversation of its own,
              and writes one line of JSON for each, in order
  --help      this text
`

async function answerOne(text: string): Promise<void> {
  const desk = await openDefaultDesk()
  for (const message of await desk.say('question', text))
    console.log(`${toText(message, desk.cardWording)}\n`)
  await desk.close()
}

async function answerLines(): Promise<void> {
  const desk = await openDefaultDesk()
  let number = 0
  for await (const line of createInterface({ input: process.stdin })) {
    number++
    if (line.trim() === '') continue
    const request = readLine(line)
    const result =
      'error' in request ? { line: number, ...request } : await askOnce(desk, request, `line ${number}`)
    if (!process.stdout.write(`${JSON.stringify(result)}\n`))
      await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  await desk.close()
}

async function converse(): Promise<void> {
  const desk = await openDefaultDesk()
  const print = (messages: Awaited<ReturnType<typeof desk.say>>) => {
    for (const message of messages) console.log(`\n${toText(message, desk.cardWording)}`)
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '\n> ' })
  print(await desk.arrive('terminal'))
  lines.prompt()
  for await (const line of lines) {
    if (line.trim() === '') break
    print(await desk.say('terminal', line))
    lines.prompt()
  }
  lines.close()
  await desk.close()
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { jsonl: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  if (values.help) console.log(usage)
  else if (values.jsonl) await answerLines()
  else if (positionals.length > 0) await answerOne(positionals.join(' '))
  else await converse()
} catch (error) {
  const misuse = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  console.error(`ask: ${(error as Error).message}${misuse ? `\n\n${usage}` : ''}`)
  process.exitCode = misuse ? 2 : 1
}
