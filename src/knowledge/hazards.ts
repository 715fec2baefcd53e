/** The hazard log: what can go wrong, what is done about it, and which tests prove that. The bot itself never reads it. */
import { z } from 'zod'
import { isRedFlag, redFlags, type RedFlag } from '../core/triage/flags.ts'
import { KnowledgeError, type Fault } from './faults.ts'
import { nearest, readJsonFile, zodFaults, type JsonFile } from './jsonFile.ts'
import { knowledgeFolder } from './places.ts'

const words = z.string().trim().min(1)

/** `test/redFlags.test.ts > what a message affirms`: a file, then the titles of its describes and its test. */
const testName = words.regex(
  /^test\/[\w/.-]+\.(?:test\.ts|txt) > \S/,
  'name a test as "test/file.test.ts > describe > test", or a transcript as "test/transcripts/file.txt > title"',
)

const controlSchema = z
  .strictObject({
    what: words,
    /** What proves it. */
    tests: z.array(testName).min(1).optional(),
    /** Who sees to it, where no test can. */
    by: words.optional(),
  })
  .refine(({ tests, by }) => (tests === undefined) !== (by === undefined), {
    message: 'name the "tests" that prove this control or, where none can, "by" whom it is seen to',
  })

const hazardSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'an id is small letters and hyphens'),
  hazard: words,
  flags: z
    .array(z.custom<RedFlag>((id) => typeof id === 'string' && isRedFlag(id), 'no such red flag'))
    .default([]),
  cause: words,
  effect: words,
  /** An id of the scale. */
  severity: words,
  controls: z.array(controlSchema).min(1),
  /** What is left when every control works, in words. */
  residual: words,
})

const hazardLogSchema = z.strictObject({
  scale: z.strictObject({
    source: words,
    /** The worst first. */
    severities: z.array(z.strictObject({ id: words, means: words })).min(2),
  }),
  hazards: z.array(hazardSchema).min(1),
})
export type Hazard = z.infer<typeof hazardSchema>
export type HazardLog = z.infer<typeof hazardLogSchema> & {
  readonly source: string
  readonly reviewed: string
}

export const hazardFile = 'hazards.json'

/** Checks the log by itself: its form, ids of their own, severities of its scale, and a hazard for every red flag. */
export function readHazards(file: JsonFile, faults: Fault[]): HazardLog | undefined {
  const parsed = hazardLogSchema.safeParse(file.value)
  if (!parsed.success) {
    faults.push(...zodFaults(parsed.error.issues, [file]))
    return undefined
  }
  const { scale, hazards } = parsed.data
  const fail = (path: (string | number)[], message: string) =>
    faults.push({ file: file.name, line: nearest(file, path).line, message })

  const severities = scale.severities.map(({ id }) => id)
  for (const [n, { id, severity }] of hazards.entries()) {
    if (hazards.findIndex((other) => other.id === id) < n)
      fail(['hazards', n, 'id'], `hazard "${id}" stands twice: keep one`)
    if (!severities.includes(severity))
      fail(
        ['hazards', n, 'severity'],
        `"${severity}" is not on the scale, which has ${severities.join(', ')}`,
      )
  }
  const covered = new Set(hazards.flatMap(({ flags }) => flags))
  for (const { id } of redFlags)
    if (!covered.has(id))
      fail(['hazards'], `no hazard names the red flag "${id}": write what may go wrong with it`)
  return { ...parsed.data, source: file.source, reviewed: file.reviewed }
}

/** @throws {KnowledgeError} naming every fault as `file:line`. */
export function loadHazards(folder: string = knowledgeFolder): HazardLog {
  const faults: Fault[] = []
  const file = readJsonFile(folder, hazardFile, faults)
  const log = file && readHazards(file, faults)
  if (!log || faults.length > 0) throw new KnowledgeError(faults)
  return log
}
