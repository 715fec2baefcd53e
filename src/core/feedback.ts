/** A thumb under an answer: what a client sends, and how a changed mind is counted. */
import { z } from 'zod'

export type Vote = 'up' | 'down'
export const dayMs = 24 * 3_600_000

/** In days since 1970. */
export const dayOf = (at: Date): number => Math.floor(at.getTime() / dayMs)

export interface Thumb {
  readonly vote: Vote
  /** The answer, as the client names it: the id of its activity, or the sections it was made of. */
  readonly answer?: string
  /** What was written beside the thumb. */
  readonly words?: string
}

const ours = z.object({ feedback: z.enum(['up', 'down']), answer: z.string().max(500).optional() })
/** Of Teams' own thumbs; its `message/submitAction`. */
const teams = z.object({
  actionName: z.literal('feedback'),
  actionValue: z.object({
    reaction: z.enum(['like', 'dislike']),
    /** JSON again: `{"feedbackText":"…"}`. */
    feedback: z.string().max(20_000).optional().catch(undefined),
  }),
})

function remarkIn(feedback: string): string | undefined {
  try {
    const read = z.object({ feedbackText: z.string() }).safeParse(JSON.parse(feedback))
    return read.data?.feedbackText
  } catch {
    return undefined
  }
}

/** Undefined for what is no thumb. */
export function readThumb(value: unknown): Thumb | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  // taps of all other kinds pass here too
  if (!('feedback' in value || 'actionName' in value)) return undefined
  const own = ours.safeParse(value)
  if (own.success) {
    const { feedback: vote, answer } = own.data
    return answer === undefined ? { vote } : { vote, answer }
  }
  const theirs = teams.safeParse(value)
  if (!theirs.success) return undefined
  const { reaction, feedback = '' } = theirs.data.actionValue
  const vote = reaction === 'like' ? 'up' : 'down'
  const words = remarkIn(feedback)
  return words ? { vote, words } : { vote }
}

/** How a card names the answer it stands under: by the sections it was made of. */
export const nameOf = (sections: readonly string[]): string => sections.join(' + ')
