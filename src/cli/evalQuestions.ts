/** Scores the answers to labelled questions and prints a table, with the misses. */
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { isHeldBack } from '../knowledge/examples.ts'
import { shareInWords } from './wilson.ts'

const rowSchema = z.object({
  id: z.string(),
  kind: z.string(),
  text: z.string(),
  expect: z.enum(['answer', 'unsure', 'smalltalk', 'escalate']),
  level: z.enum(['emergency', 'urgent']).optional(),
  must: z.array(z.array(z.string())),
  mustNot: z.array(z.string()),
  sources: z.array(z.string()),
})
type Row = z.infer<typeof rowSchema>

/** What `ask --jsonl` prints for one message, as far as it is scored. */
export interface Asked {
  readonly action: 'escalate' | 'confirm' | 'answer' | 'unsure' | 'smalltalk' | 'triage' | 'command'
  readonly level: string
  readonly text: string
  readonly sources: readonly { readonly document: string }[]
  readonly ms?: number
}

/** So many development questions had been read before a third was held back. */
const readBefore = 7

/** As the labels were made: no case, single blanks, straight quotes, one blank at each end. */
const plain = (text: string): string =>
  ` ${text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ').trim().toLowerCase()} `

interface Scored {
  readonly row: Row
  readonly asked: Asked
  readonly right: boolean
  readonly noise: readonly string[]
  readonly lacks: readonly string[]
}

function score(row: Row, asked: Asked): Scored {
  const text = plain(asked.text)
  const has = (part: string) => text.includes(plain(part).slice(1, -1)) || text.includes(part.toLowerCase())
  const noise = row.mustNot.filter(has)
  const lacks = row.must.filter((group) => !group.some(has)).map((group) => group.join('|'))
  const sourced = asked.sources.some((source) => row.sources.includes(source.document))
  const right = {
    answer: asked.action === 'answer' && lacks.length === 0 && sourced,
    unsure: asked.action === 'unsure',
    smalltalk: asked.action === 'smalltalk',
    escalate: asked.action === 'escalate' && asked.level === row.level,
  }[row.expect]
  return { row, asked, right: right && noise.length === 0, noise, lacks }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const labels = {
  answer: 'answerable: right facts, right source',
  unsure: 'out of scope: refused',
  smalltalk: 'small talk',
  escalate: 'red flags escalated at the right level',
}

/**
 * Asks every question of a file of labelled examples and answers the report, ready to print. The misses of the
 * held-back part are shown only with `all`. @throws {Error} naming the line that is not as it should be.
 */
export async function evalQuestions(
  file: string,
  ask: (text: string) => Promise<Asked>,
  options: { readonly all?: boolean } = {},
): Promise<string> {
  if (!existsSync(file)) throw new Error(`there is no file ${file}`)
  const lines = readFileSync(file, 'utf8').split('\n')
  const rows = lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    try {
      return [rowSchema.parse(JSON.parse(line))]
    } catch (cause) {
      throw new Error(`${file}:${at + 1} is no labelled question`, { cause })
    }
  })
  const scored: (Scored & { readonly ms: number })[] = []
  for (const row of rows) {
    const start = performance.now()
    const asked = await ask(row.text)
    scored.push({ ...score(row, asked), ms: asked.ms ?? performance.now() - start })
  }

  const table = (title: string, part: typeof scored): string[] => [
    `${title}: ${part.length} questions`,
    ...Object.entries(labels).map(([expect, label]) => {
      const own = part.filter(({ row }) => row.expect === expect)
      return `  ${label.padEnd(40)} ${shareInWords(own.filter(({ right }) => right).length, own.length)}`
    }),
    `  ${'answers with noise'.padEnd(40)} ${part.filter(({ noise }) => noise.length > 0).length}`,
    `  ${'words in an answer, median'.padEnd(40)} ${median(
      part
        .filter(({ asked }) => asked.action === 'answer')
        .map(({ asked }) => asked.text.split(/\s+/).length),
    )}`,
    `  ${'ms a question, median'.padEnd(40)} ${median(part.map(({ ms }) => ms)).toFixed(2)}`,
  ]
  const misses = scored.filter(({ row, right }) => !right && (options.all || !isHeldBack(row.id, readBefore)))
  return [
    ...table(
      'Seen while building',
      scored.filter(({ row }) => !isHeldBack(row.id, readBefore)),
    ),
    ...table(
      'Held back',
      scored.filter(({ row }) => isHeldBack(row.id, readBefore)),
    ),
    ...(misses.length === 0 ? [] : [options.all ? 'Misses:' : 'Misses of the part seen while building:']),
    ...misses.map(
      ({ row, asked, lacks, noise }) =>
        `  ${row.id} ${row.kind}: "${row.text}"\n    expected ${row.expect}, got ${asked.action}: ${asked.text}` +
        (lacks.length > 0 ? `\n    lacks ${lacks.join(' and ')}` : '') +
        (noise.length > 0 ? `\n    noise ${noise.join(', ')}` : ''),
    ),
  ].join('\n')
}
