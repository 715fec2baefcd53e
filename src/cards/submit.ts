/** How a tap on a card comes back, whatever card it was: the one place that knows what buttons and lists send. */
import { z } from 'zod'

/** Without `question` and `confirm` on buttons that say something on their own ("Print"). */
export interface Submit {
  readonly question?: string
  /** The sign that a closed question asks about. */
  readonly confirm?: string
  /** Option values or labels, as many as were ticked. */
  readonly answers: readonly string[]
}

const text = z.string().max(4000)
const submitSchema = z.object({
  question: z.string().max(100).optional(),
  confirm: z.string().max(100).optional(),
  answers: z.union([text, z.array(text).max(50)]),
})

/** Undefined for a value that no card of ours sends. */
export function readSubmit(value: unknown): Submit | undefined {
  const read = submitSchema.safeParse(value)
  if (!read.success) return undefined
  const { question, confirm, answers } = read.data
  // A list to tick sends the values as one text with commas. A suggested question may hold a comma of its own.
  const listed = typeof answers !== 'string' ? answers : question ? answers.split(',') : [answers]
  const said = listed.map((answer) => answer.trim()).filter(Boolean)
  if (said.length === 0) return undefined
  return { ...(question && { question }), ...(confirm && { confirm }), answers: said }
}
