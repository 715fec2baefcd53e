/** Labelled messages: what people type, and which red flags it affirms. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { z } from 'zod'
import { isRedFlag, redFlag, type RedFlag } from '../core/triage/flags.ts'
import { printFault, type Fault } from './faults.ts'

export const exampleSchema = z
  .object({
    id: z.string(),
    text: z.string(),
    expect: z.enum(['emergency', 'urgent', 'none']),
    flags: z.array(z.string().refine(isRedFlag, 'is no red flag; see src/core/triage/flags.ts')),
    /** How it is put: `colloquial`, `negated`, `typo`, … */
    kind: z.string(),
  })
  .refine(
    ({ expect, flags }) => {
      const levels = flags.map((flag) => redFlag(flag as RedFlag).level)
      // Two urgent flags together may be an emergency; an emergency is never less.
      return expect === 'none'
        ? flags.length === 0
        : flags.length > 0 && (expect === 'emergency' || !levels.includes('emergency'))
    },
    {
      path: ['expect'],
      message: 'does not fit the flags: none has no flags, and an emergency flag makes an emergency',
    },
  )
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

/** Retold from a real person's post, or written in that manner. */
export const isPost = (id: string): boolean => /^(retold|seen-posts)-/.test(id)

/** One JSON object a line; faults name the line. */
export function readExamples(file: string, text: string, faults: Fault[]): Example[] {
  const lines = new Map<string, number>()
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
    if (!read.success) return fail(`${issue!.path.join('.')}: ${issue!.message}`)
    const before = lines.get(read.data.id)
    if (before !== undefined) return fail(`has the id ${read.data.id} of line ${before}: give it its own`)
    lines.set(read.data.id, at + 1)
    return [read.data]
  })
}

/** @throws {Error} naming the file when it cannot be read, or its first faulty lines. */
export function readExampleFile(file: string): Example[] {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Error(`there is no file ${file}`)
  const faults: Fault[] = []
  const examples = readExamples(file, readFileSync(file, 'utf8'), faults)
  if (faults.length > 0)
    throw new Error(
      `${file} has ${faults.length} lines that are no labelled message; the first:\n${faults.slice(0, 5).map(printFault).join('\n')}`,
    )
  return examples
}
