/**
 * What the program reads at run time: everything in `knowledge/`, checked, as JSON with its hash. What is ready to be searched is large
 * arrays, and lies in bytes of its own (typedArrays.ts), whose hash the JSON holds.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { retrievalSchema } from '../core/retrieval/data.ts'
import { documentSchema, passageSchema } from '../core/retrieval/passages.ts'
import type { Classifier } from '../core/retrieval/classifier.ts'
import { lexiconSchema } from '../core/redFlags/lexicon.ts'
import type { LexiconIndex } from '../core/redFlags/lexiconIndex.ts'
import type { Opinions } from '../core/redFlags/recogniser.ts'
import { regionSchema } from '../core/regions.ts'
import { adviceTextsSchema } from '../core/triage/adviceText.ts'
import { wordingSchema } from '../core/wording.ts'
import type { Learnt } from './learnt.ts'
import { attach, detach } from './typedArrays.ts'

export const sourceSchema = documentSchema.extend({
  /** Who publishes it, and where to find it. */
  source: z.string().trim().min(1),
})

export const contentSchema = z.strictObject({
  documents: z.array(sourceSchema),
  passages: z.array(passageSchema),
  lexicon: lexiconSchema,
  wording: wordingSchema,
  retrieval: retrievalSchema,
  advice: adviceTextsSchema,
  regions: z.record(z.string(), regionSchema),
})
export type Content = z.infer<typeof contentSchema>

/** What is made of the content when it is built, ready to be searched. */
export interface Prepared {
  readonly lexiconIndex: LexiconIndex
  readonly searchIndex: Uint8Array<ArrayBuffer>
  readonly classifier: Learnt<Classifier>
  readonly opinions: Learnt<Opinions>
}

export type Knowledge = Content &
  Prepared & {
    /** SHA-256 of everything else, in hexadecimal. */
    readonly hash: string
  }

const opening = /^\{"hash":"([0-9a-f]{64})",/
const hashOf = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

export interface Artefact {
  /** The hash first, over everything that follows it. */
  readonly text: string
  readonly arrays: Uint8Array<ArrayBuffer>
}

export function writeArtefact({
  lexiconIndex,
  searchIndex,
  classifier,
  opinions,
  ...content
}: Omit<Knowledge, 'hash'>): Artefact & { hash: string } {
  const { tree, bytes } = detach({ lexiconIndex, searchIndex, classifier, opinions })
  const rest = `${JSON.stringify({ arrays: hashOf(bytes), ...content, packed: tree }).slice(1)}\n`
  const hash = hashOf(rest)
  return { hash, text: `{"hash":"${hash}",${rest}`, arrays: bytes }
}

/**
 * A text whose hash is right was written by `writeArtefact` from checked content, so it is not checked again.
 * @throws {Error} when it is no artefact, or was changed after it was built.
 */
export function readArtefact({ text, arrays: bytes }: Artefact): Knowledge {
  const [start, hash] = opening.exec(text) ?? []
  const { arrays, packed, ...content } =
    start !== undefined && hash === hashOf(text.slice(start.length))
      ? (JSON.parse(text) as Content & { hash: string; arrays: string; packed: unknown })
      : {}
  if (arrays !== hashOf(bytes)) throw new Error('it was changed or cut after it was built')
  return { ...content, ...(attach(packed, bytes) as object) } as Knowledge
}
