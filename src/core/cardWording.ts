/** The labels around what is said ("Send", "What to do"), as loaded from `knowledge/wording/cards.json`. */
import { z } from 'zod'

const phrase = z.string().min(1)
export const cardWordingSchema = z.strictObject({
  steps: phrase,
  because: phrase,
  worse: phrase,
  sources: phrase,
  /** Fills `{where}`: a section that says the same. */
  alsoIn: phrase,
  /** Above the answers to a question, in text. */
  answers: phrase,
  /** Above what can be said next, in text. */
  options: phrase,
  /** Above questions that can be asked instead. */
  suggestions: phrase,
  /** Fills `{step}` and `{of}`. */
  progress: phrase,
  /** Fills `{number}`. */
  phone: phrase,
  send: phrase,
  /** The two buttons under an answer, as they are read aloud. */
  helped: phrase,
  notHelped: phrase,
  /** When Send is pressed with nothing ticked. */
  nothingTicked: phrase,
})
export type CardWording = z.infer<typeof cardWordingSchema>
