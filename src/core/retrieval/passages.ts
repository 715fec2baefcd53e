/** The unit that is searched and quoted: one section of an article, with the documents it rests on. */
import { z } from 'zod'

export const passageSchema = z.strictObject({
  /** `<article>/<section>`, e.g. `how-long/one-spasm`. */
  id: z.string(),
  article: z.string(),
  title: z.string(),
  section: z.string(),
  /** The section's sentences, in order, plain text. */
  sentences: z.array(z.string()).min(1),
  /** Ids of the documents the section rests on: `000` … `004`, or a guideline such as `nhs-back-pain`. */
  documents: z.array(z.string()).min(1),
  /**
   * Where documents give different figures: what the figure is a range of ("one spasm", "the whole bout"), the range
   * in words, the documents that give it.
   */
  ranges: z.array(
    z.strictObject({ of: z.string(), range: z.string(), documents: z.array(z.string()).min(1) }),
  ),
  /** Other ways patients ask for this section; searched with low weight, never shown. */
  asked: z.array(z.string()),
  /** The first words of the answer to some of these: "Yes, gently." */
  verdicts: z.record(z.string(), z.string()),
})
export type Passage = z.infer<typeof passageSchema>

export const documentSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** When a person last checked what is taken from it, as YYYY-MM-DD. */
  reviewed: z.iso.date(),
})
export type Document = z.infer<typeof documentSchema>
