/**
 * Turns the knowledge folder into one checked artefact. Nothing is left out silently: every fault of every file is
 * gathered, and one error names them all.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Passage } from '../core/retrieval/passages.ts'
import { compile, type Rules } from '../core/redFlags/recognise.ts'
import { indexLexicon, type LexiconIndex } from '../core/redFlags/lexiconIndex.ts'
import { sourceSchema, type Content } from './artefact.ts'
import { readAdvice } from './advice.ts'
import { readArticle } from './article.ts'
import { withAsked } from './asked.ts'
import { readCoverage, type Coverage } from './coverage.ts'
import { readLexicon, readRegions, readRetrieval, readWording } from './dataFiles.ts'
import { readElsewhere, type Elsewhere } from './elsewhere.ts'
import { isHeldBack, readExamples, type Example } from './examples.ts'
import { KnowledgeError, type Fault } from './faults.ts'
import { hazardFile, readHazards } from './hazards.ts'
import { readSmallTalk, type TalkMessages } from './smallTalk.ts'
import { nearest, readJsonFile, zodFaults, type JsonFile } from './jsonFile.ts'

export interface Built {
  readonly content: Content
  readonly lexiconIndex: LexiconIndex
  /** What the second opinion learns from. */
  readonly lessons: readonly Example[]
  /** Messages about what no article holds; those held back are there to measure with. */
  readonly elsewhere: Elsewhere
  readonly talk: TalkMessages
  /** Where each sentence of the source documents went; kept out of the artefact. */
  readonly coverage: Coverage
  /** When each file was last reviewed, as YYYY-MM-DD. */
  readonly reviewed: ReadonlyMap<string, string>
}

/** @throws {KnowledgeError} naming every fault as `file:line: what is wrong and what to do`. */
export function buildKnowledge(folder: string): Built {
  const faults: Fault[] = []
  const reviewed = new Map<string, string>()
  const read = (name: string): JsonFile[] => {
    const file = readJsonFile(folder, name, faults)
    if (!file) return []
    reviewed.set(name, file.reviewed)
    return [file]
  }

  const documents = readDocuments(read('documents.json'), faults)
  const passages = readArticles(folder, documents && new Set(documents.map(({ id }) => id)), faults, reviewed)
  const regions = readRegions(filesIn(folder, 'regions', '.json').flatMap(read), faults)
  const lexicon = readLexicon(filesIn(folder, 'vocabulary', '.json').flatMap(read), faults)
  const retrieval = readRetrieval(filesIn(folder, 'retrieval', '.json').flatMap(read), faults)
  const wording = readWording(filesIn(folder, 'wording', '.json').flatMap(read), faults)

  const textsIn = (kind: string, ending: string) =>
    filesIn(folder, kind, ending).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  const examples = textsIn('examples', '.jsonl').flatMap(({ name, text }) => readExamples(name, text, faults))
  const elsewhere = readElsewhere(textsIn('elsewhere', '.txt').map(({ text }) => text))
  const talk = readSmallTalk(textsIn('smallTalk', '.txt'), faults)
  const texts = textsIn('advice', '.md')
  const advice = readAdvice(texts, Object.values(regions), faults)
  for (const [file, day] of advice.reviewed) reviewed.set(file, day)

  // A faulty article lacks sections only because it could not be read: that would be told twice.
  const whole = !faults.some(({ file }) => file.startsWith('articles/'))
  const coverage = read('coverage.json').map((file) =>
    readCoverage(file, whole ? passages : undefined, faults),
  )[0]
  for (const file of read(hazardFile)) readHazards(file, faults)

  if (faults.length > 0 || !documents || !lexicon || !wording || !retrieval || !coverage)
    throw new KnowledgeError(faults)
  const content = { documents, passages, lexicon, wording, retrieval, advice: advice.advice, regions }
  const lexiconIndex = indexLexicon(lexicon)
  const asked = passages.flatMap((passage) => passage.asked)
  return {
    content,
    lexiconIndex,
    lessons: [
      ...examples.filter(({ id }) => !isHeldBack(id)),
      ...ordinary([...asked, ...elsewhere.seen], retrieval.intents, compile(lexicon, lexiconIndex)),
    ],
    elsewhere,
    talk,
    coverage,
    reviewed,
  }
}

/** Questions and wishes that people put in general: they affirm nothing, as far as the rules can tell. */
function ordinary(
  questions: readonly string[],
  { commands, smallTalk }: Content['retrieval']['intents'],
  { recognise }: Rules,
): Example[] {
  const texts = [...questions, ...Object.values(commands).flat(), ...Object.values(smallTalk).flat()].filter(
    (text) => recognise(text).mentions.length === 0,
  )
  return texts.map((text) => ({ id: '', text, expect: 'none', flags: [], kind: 'ordinary' }))
}

/** Names relative to the knowledge folder, in an order that is the same on every machine. */
function filesIn(folder: string, kind: string, ending: string): string[] {
  if (!existsSync(join(folder, kind))) return []
  return readdirSync(join(folder, kind))
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => `${kind}/${file}`)
}

function readDocuments(files: JsonFile[], faults: Fault[]): Content['documents'] | undefined {
  const parsed = z.strictObject({ documents: z.array(sourceSchema).min(1) }).safeParse(files[0]?.value)
  if (!parsed.success) {
    if (files.length > 0) faults.push(...zodFaults(parsed.error.issues, files))
    return undefined
  }
  const { documents } = parsed.data
  for (const [n, { id }] of documents.entries())
    if (documents.findIndex((other) => other.id === id) < n)
      faults.push({
        file: 'documents.json',
        line: nearest(files[0]!, ['documents', n, 'id']).line,
        message: `document ${id} stands twice: keep one`,
      })
  return documents
}

function readArticles(
  folder: string,
  /** Undefined when the list itself is faulty: then each article's share of it is not checked. */
  documents: ReadonlySet<string> | undefined,
  faults: Fault[],
  reviewed: Map<string, string>,
): Passage[] {
  const articles = filesIn(folder, 'articles', '.md').flatMap((file) => {
    const article = readArticle(file, readFileSync(join(folder, file), 'utf8'), faults)
    if (!article) return []
    reviewed.set(file, article.reviewed)
    for (const passage of article.passages) {
      const line = article.lines.get(passage.id)!
      const named = [...passage.documents, ...passage.ranges.flatMap((range) => range.documents)]
      for (const document of new Set(named))
        if (documents && !documents.has(document))
          faults.push({
            file,
            line,
            message: `"${passage.section}" names document ${document}, which documents.json does not have: add it there or correct it`,
          })
        else if (!passage.documents.includes(document))
          faults.push({
            file,
            line,
            message: `"${passage.section}" gives a range from ${document}: add ${document} to its documents`,
          })
    }
    return article.passages
  })
  return filesIn(folder, 'asked', '.md').reduce(
    (passages, file) => withAsked(passages, file, readFileSync(join(folder, file), 'utf8'), faults),
    articles,
  )
}
