/** The words and rules the recogniser reads with, as loaded from `knowledge/vocabulary/`. */
import { z } from 'zod'

export const lexiconSchema = z.strictObject({})
export type Lexicon = z.infer<typeof lexiconSchema>
