/** What search and answers read beside the passages, as loaded from `knowledge/retrieval/`. */
import { z } from 'zod'
import { englishSchema } from './english.ts'
import { synonymsSchema } from './synonyms.ts'
import { topicsSchema } from './topics.ts'

export const retrievalSchema = z.strictObject({
  english: englishSchema,
  synonyms: synonymsSchema,
  topics: topicsSchema,
})
export type RetrievalData = z.infer<typeof retrievalSchema>
