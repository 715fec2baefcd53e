/**
 * Where each sentence of a source document went: to the sections that carry its fact, or out, with a reason. Sentences
 * are named by number and hash, so the record holds none of the documents' words and still notices any change to them.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Passage } from '../core/retrieval/passages.ts'
import type { Fault } from './faults.ts'
import { nearest, zodFaults, type JsonFile } from './jsonFile.ts'
import { splitSentences } from './sentences.ts'

const entrySchema = z
  .strictObject({
    /** First 12 hexadecimal digits of the SHA-256 of the sentence. */
    hash: z.string().regex(/^[0-9a-f]{12}$/),
    /** Ids of the sections that carry the sentence's fact. */
    sections: z.array(z.string()).default([]),
    /** Why the sentence, or what is left of it, is not carried: `advert`, `heading`, `truncated`, … */
    left: z.string().min(1).optional(),
  })
  .refine(({ sections, left }) => sections.length > 0 || left, {
    message: 'name the sections that carry this sentence, or say in "left" why it is left out',
  })

/** By document; the n-th entry is the n-th sentence. */
export const coverageSchema = z.strictObject({ documents: z.record(z.string(), z.array(entrySchema)) })
export type Coverage = z.infer<typeof coverageSchema>

export const sentenceHash = (sentence: string): string =>
  createHash('sha256').update(sentence).digest('hex').slice(0, 12)

/** Checks the record itself: its form, and that every section it names is there and names the document in turn. */
export function readCoverage(
  file: JsonFile,
  /** Undefined when some could not be read: then only the record's form is checked. */
  passages: readonly Passage[] | undefined,
  faults: Fault[],
): Coverage | undefined {
  const parsed = coverageSchema.safeParse(file.value)
  if (!parsed.success) {
    faults.push(...zodFaults(parsed.error.issues, [file]))
    return undefined
  }
  if (!passages) return parsed.data
  const documentsOf = new Map(passages.map(({ id, documents }) => [id, documents]))
  for (const [document, entries] of Object.entries(parsed.data.documents))
    for (const [n, { sections }] of entries.entries())
      for (const [i, section] of sections.entries()) {
        const named = documentsOf.get(section)
        if (named?.includes(document)) continue
        faults.push({
          file: file.name,
          line: nearest(file, ['documents', document, n, 'sections', i]).line,
          message: named
            ? `sentence ${n + 1} of ${document} is carried by "${section}", which does not name ${document}: add it there`
            : `sentence ${n + 1} of ${document}: there is no section "${section}": correct its id`,
        })
      }
  return parsed.data
}

/** Compares the record with a document's text: one line for each gap. Empty when all is accounted for. */
export function coverageGaps(coverage: Coverage, document: string, text: string): string[] {
  const sentences = splitSentences(text)
  const entries = coverage.documents[document] ?? []
  const gaps = sentences.flatMap((sentence, i) => {
    const hash = sentenceHash(sentence)
    if (!entries[i]) return [`document ${document}, sentence ${i + 1} (${hash}) is not accounted for`]
    if (entries[i].hash !== hash)
      return [
        `document ${document}, sentence ${i + 1} is now ${hash}, and was ${entries[i].hash}: look again where its fact is`,
      ]
    return []
  })
  if (entries.length > sentences.length)
    gaps.push(`document ${document} has ${sentences.length} sentences, and the record ${entries.length}`)
  return gaps
}
