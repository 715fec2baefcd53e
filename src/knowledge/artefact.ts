/**
 * What the program reads at run time: everything in `knowledge/`, checked, as JSON with its hash. What is ready to be searched is large
 * arrays, and lies in bytes of its own (typedArrays.ts), whose hash the JSON holds.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { retrievalSchema } from '../core/retrieval/data.ts'
import { documentSchema, passageSchema, type Passage } from '../core/retrieval/passages.ts'
import type { EnglishIndex } from '../core/retrieval/english.ts'
import type { Classifier } from '../core/retrieval/classifier.ts'
import { lexiconSchema } from '../core/redFlags/lexicon.ts'
import type { LexiconIndex } from '../core/redFlags/lexiconIndex.ts'
import type { Opinions } from '../core/redFlags/recogniser.ts'
import { regionSchema } from '../core/regions.ts'
import { adviceTextsSchema } from '../core/triage/adviceText.ts'
import { wordingSchema } from '../core/wording.ts'
import type { SmallTalkLearnt } from '../core/smallTalk.ts'
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
  readonly englishIndex: EnglishIndex
  readonly searchIndex: Uint8Array<ArrayBuffer>
  readonly classifier: Learnt<Classifier>
  readonly smallTalk: Learnt<SmallTalkLearnt>
  readonly opinions: Learnt<Opinions>
}

export type Knowledge = Content &
  Prepared & {
    /** SHA-256 of everything else, in hexadecimal. */
    readonly hash: string
  }

const longestOpening = 100
const opening = /^\{"hash":"([0-9a-f]{64})",/
/** Other letters are escaped: so every letter is a byte, and the text takes half the memory while it is read. */
const notAscii = /[\u0080-\uffff]/g
const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
const hashOf = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

export interface Artefact {
  /** The hash first, over everything that follows it; ASCII. */
  readonly text: string
  readonly arrays: Uint8Array<ArrayBuffer>
}

/** Index and classifier were made of the ways to ask, and nothing else reads them: a third of all texts. */
const withoutAsked = (passage: Passage): Passage => ({ ...passage, asked: [] })

/** What is made of the content, and all the rest. */
export function parted<Whole extends Prepared>({
  lexiconIndex,
  englishIndex,
  searchIndex,
  classifier,
  smallTalk,
  opinions,
  ...rest
}: Whole): { prepared: Prepared; rest: Omit<Whole, keyof Prepared> } {
  return { prepared: { lexiconIndex, englishIndex, searchIndex, classifier, smallTalk, opinions }, rest }
}

export function writeArtefact(knowledge: Omit<Knowledge, 'hash'>): Artefact & { hash: string } {
  const { prepared, rest: content } = parted(knowledge)
  const { tree, bytes } = detach(prepared)
  const passages = content.passages.map(withoutAsked)
  const json = JSON.stringify({ arrays: hashOf(bytes), ...content, passages, packed: tree })
  const hashed = `${json.slice(1).replace(notAscii, escaped)}\n`
  const hash = hashOf(hashed)
  return { hash, text: `{"hash":"${hash}",${hashed}`, arrays: bytes }
}

/**
 * A text whose hash is right was written by `writeArtefact` from checked content, so it is not checked again.
 * @throws {Error} when it is no artefact, or was changed after it was built.
 */
export function readArtefact(written: Buffer, bytes: Uint8Array<ArrayBuffer>): Knowledge {
  const [start, hash] = opening.exec(written.toString('latin1', 0, longestOpening)) ?? []
  const { arrays, packed, ...content } =
    start !== undefined && hash === hashOf(written.subarray(start.length))
      ? (JSON.parse(written.toString('latin1')) as Content & {
          hash: string
          arrays: string
          packed: unknown
        })
      : {}
  if (arrays !== hashOf(bytes)) throw new Error('it was changed or cut after it was built')
  return { ...content, ...(attach(packed, bytes) as object) } as Knowledge
}
