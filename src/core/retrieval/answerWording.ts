/** Sentences around an answer, as loaded from `knowledge/wording/answers.json`. */
import { z } from 'zod'

const text = z.string().min(1)

export const answerWordingSchema = z.strictObject({
  /** Before the closest section there is. */
  closest: text,
  /** Nothing found, and nothing to name. */
  unsure: text,
  /** `{what}` is the word that no section answers for. */
  about: text,
  /** The same by kind of topic, with who could help; the kinds of `knowledge/retrieval/topics.json`. */
  kinds: z.record(z.string(), text),
  /** Between such a refusal and what the articles say on the rest. */
  known: text,
  /** What can be asked instead, when nothing is near. */
  suggestions: z.array(text).min(1),
})
export type AnswerWording = z.infer<typeof answerWordingSchema>
