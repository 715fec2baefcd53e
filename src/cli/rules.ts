/** `npm run rules`: the questions, rules and texts as Markdown, for the clinician who signs them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadHazards } from '../knowledge/hazards.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { knowledgeFolder } from '../knowledge/places.ts'
import { signOffSheet, type Labels } from './signOffSheet.ts'

const help = `Usage: npm run --silent rules > rules.md

  Prints what a clinician signs, as Markdown: the questions with their options and red flags, the
  rules from the most urgent to self-care with their sources, the red flags, the numbers to call
  that nobody has confirmed yet, the advice texts with their sources and review dates, the
  words of the chat on a clinic's page, and the hazard log with the tests that prove its controls.
  All of it is read from the program and its knowledge, so it cannot differ from what is said.

  --help   this text
`

const widgetLabels = (): Labels =>
  JSON.parse(readFileSync(join(knowledgeFolder, 'widget/en.json'), 'utf8')) as Labels

function run(args: string[]): number {
  try {
    const { values } = parseArgs({ args, options: { help: { type: 'boolean', default: false } } })
    console.log(values.help ? help : signOffSheet(loadKnowledge(), loadHazards(), widgetLabels()))
    return 0
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`)
    return 2
  }
}

process.exitCode = run(process.argv.slice(2))
