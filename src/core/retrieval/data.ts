/** What search and answers read beside the passages, as loaded from `knowledge/retrieval/`. */
import { z } from 'zod'
import { intentsSchema } from '../intent.ts'
import { languagesSchema } from '../language.ts'
import { englishSchema } from './english.ts'
import { pairingsSchema } from './pairings.ts'
import { synonymsSchema } from './synonyms.ts'
import { topicsSchema } from './topics.ts'

export const retrievalSchema = z.strictObject({
  english: englishSchema,
  synonyms: synonymsSchema,
  topics: topicsSchema,
  pairings: pairingsSchema,
  intents: intentsSchema,
  languages: languagesSchema,
})
export type RetrievalData = z.infer<typeof retrievalSchema>
