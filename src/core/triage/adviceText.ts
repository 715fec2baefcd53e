/**
 * The advice texts as a clinician writes them, one Markdown file for each rule and each action:
 *
 *     ---
 *     title: This is an emergency
 *     source: nhs-back-pain
 *     reviewed: 2026-11-22
 *     call: emergency, clinic
 *     ---
 *     ## Instruction
 *     Go to {emergencyDepartment} now.
 *
 *     ## Why
 *     ## Steps          (a list; each line begins with "- ")
 *     ## Worse
 *     ## Besides        (a list, added when something more urgent leads)
 *     ## Steps for another      (and Title, Instruction, Why, Worse, Besides: where a writer who asks for somebody else
 *                                must be told in other words)
 *
 * A rule's file may leave out what its action's file (`action-<action>.md`) says already.
 */
import { z } from 'zod'
import { isGuideline, type Guideline } from './guidelines.ts'

/** Lines of a region, and the clinic's own phone. */
export const callIds = ['emergency', 'healthLine', 'crisisLine', 'poisonLine', 'clinic'] as const
export type CallId = (typeof callIds)[number]

const words = z.string().trim().min(1)
const guideline = z.custom<Guideline>((id) => typeof id === 'string' && isGuideline(id), {
  error: 'is no source: see src/core/triage/guidelines.ts',
})

const said = {
  title: words.optional(),
  instruction: words.optional(),
  why: words.optional(),
  steps: z.array(words).optional(),
  worse: words.optional(),
  besides: z.array(words).optional(),
}

export const adviceTextSchema = z.strictObject({
  ...said,
  source: z.array(guideline).min(1),
  /** When a clinician last read it, as YYYY-MM-DD. */
  reviewed: z.iso.date(),
  call: z.array(z.enum(callIds)).optional(),
  forAnother: z.strictObject(said).optional(),
})
export type AdviceText = z.infer<typeof adviceTextSchema>

/** By rule id, and `action-<action>`. */
export const adviceTextsSchema = z.record(z.string(), adviceTextSchema)
export type AdviceTexts = z.infer<typeof adviceTextsSchema>

export interface AdviceFault {
  /** Counted from 1. */
  readonly line: number
  readonly message: string
}

const lists = new Set(['steps', 'besides'])
const sections = new Set(['instruction', 'why', 'worse', ...lists])

/** The text for one who asks for somebody else. */
export const addressed = ({ forAnother, ...text }: AdviceText, another: boolean): AdviceText =>
  another ? { ...text, ...forAnother } : text

/** Reads one file. What is wrong goes to `faults`, and then there is no text. */
export function parseAdvice(markdown: string, faults: AdviceFault[]): AdviceText | undefined {
  const before = faults.length
  const lines = markdown.replace(/^\uFEFF/, '').split(/\r?\n/)
  const end = lines.indexOf('---', 1)
  if (lines[0] !== '---' || end < 0) {
    faults.push({
      line: 1,
      message: 'must begin with a line ---, then "source:" and "reviewed:", then a line ---',
    })
    return undefined
  }
  const front: Record<string, string | string[]> = {}
  const forAnother: Record<string, string | string[]> = {}
  let found = front
  const at: Record<string, number> = {}
  for (const [i, line] of lines.slice(1, end).entries()) {
    const [, key, value] = /^(\w+):(.*)$/.exec(line) ?? []
    if (key === undefined || value === undefined)
      faults.push({ line: i + 2, message: `"${line}" is no "name: value"` })
    else {
      at[key] = i + 2
      found[key] =
        key === 'source' || key === 'call' ? value.split(',').map((part) => part.trim()) : value.trim()
    }
  }
  let section: string | undefined
  for (const [i, line] of lines.entries()) {
    if (i <= end || line.trim() === '') continue
    const [, name, another] = /^## (\w+)( for another)?\s*$/.exec(line) ?? []
    const heading = name?.toLowerCase()
    if (heading !== undefined) {
      found = another ? forAnother : front
      if (!sections.has(heading) && !(another && heading === 'title'))
        faults.push({ line: i + 1, message: `there is no section "${line.slice(3)}"` })
      section = heading
      at[section] = i + 1
      if (lists.has(section)) found[section] = []
    } else if (section === undefined) {
      faults.push({ line: i + 1, message: 'text before the first "## " section' })
    } else if (lists.has(section)) {
      if (!line.startsWith('- '))
        faults.push({ line: i + 1, message: 'each line of this list begins with "- "' })
      ;(found[section] as string[]).push(line.replace(/^- /, '').trim())
    } else {
      found[section] = found[section] === undefined ? line.trim() : `${String(found[section])} ${line.trim()}`
    }
  }
  const whole = Object.keys(forAnother).length > 0 ? { ...front, forAnother } : front
  const checked = adviceTextSchema.safeParse(whole)
  for (const issue of checked.error?.issues ?? [])
    faults.push({ line: at[String(issue.path[0])] ?? 1, message: `${issue.path.join('.')} ${issue.message}` })
  return faults.length === before ? checked.data : undefined
}
