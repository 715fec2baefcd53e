/** Labelled messages: what people type, and which red flags it affirms. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { isRedFlag } from '../core/triage/flags.ts'
import { printFault, type Fault } from './faults.ts'

export const exampleSchema = z.object({
  id: z.string(),
  text: z.string(),
  expect: z.enum(['emergency', 'urgent', 'none']),
  flags: z.array(z.string().refine(isRedFlag, 'is no red flag; see src/core/triage/flags.ts')),
  /** How it is put: `colloquial`, `negated`, `typo`, … */
  kind: z.string(),
})
export type Example = z.infer<typeof exampleSchema>

/**
 * A third of every file, chosen by a hash of the id, is held back: nothing is tuned on it or learnt from it, so its figures
 * are the honest ones. Ids that begin with `seen-` are there to learn from only, those with `held-` to measure only.
 * @param readBefore the development examples d001 to this one had been read before that third was set aside
 */
export const isHeldBack = (id: string, readBefore = 17): boolean =>
  id.startsWith('held-') ||
  (!id.startsWith('seen-') &&
    !(/^d\d+$/.test(id) && Number(id.slice(1)) <= readBefore) &&
    createHash('sha256').update(id).digest()[0]! % 3 === 0)

/** One JSON object a line; faults name the line. */
export function readExamples(file: string, text: string, faults: Fault[]): Example[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return []
    const fail = (message: string) => {
      faults.push({ file, line: at + 1, message })
      return []
    }
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      return fail('is not JSON; each line is {"id","text","expect","flags","kind"}')
    }
    const read = exampleSchema.safeParse(value)
    const issue = read.error?.issues[0]
    return read.success ? [read.data] : fail(`${issue!.path.join('.')}: ${issue!.message}`)
  })
}

/** @throws {Error} naming the file when it cannot be read, or its first faulty lines. */
export function readExampleFile(file: string): Example[] {
  if (!existsSync(file)) throw new Error(`there is no file ${file}`)
  const faults: Fault[] = []
  const examples = readExamples(file, readFileSync(file, 'utf8'), faults)
  if (faults.length > 0)
    throw new Error(
      `${file} has ${faults.length} lines that are no labelled message; the first:\n${faults.slice(0, 5).map(printFault).join('\n')}`,
    )
  return examples
}
