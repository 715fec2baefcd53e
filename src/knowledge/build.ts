/**
 * Turns the knowledge folder into one checked artefact. Nothing is left out silently: every fault of every file is
 * gathered, and one error names them all.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Passage } from '../core/retrieval/passages.ts'
import { lexiconSchema } from '../core/redFlags/lexicon.ts'
import { regionSchema, type Region } from '../core/regions.ts'
import { wordingSchema } from '../core/wording.ts'
import { sourceSchema, type Content } from './artefact.ts'
import { readArticle } from './article.ts'
import { KnowledgeError, type Fault } from './faults.ts'
import { readJsonFile, zodFaults, type JsonFile } from './jsonFile.ts'

export interface Built {
  readonly content: Content
  /** When each file was last reviewed, as YYYY-MM-DD. */
  readonly reviewed: ReadonlyMap<string, string>
}

/** @throws {KnowledgeError} naming every fault as `file:line: what is wrong and what to do`. */
export function buildKnowledge(folder: string): Built {
  const faults: Fault[] = []
  const reviewed = new Map<string, string>()
  const read = (name: string): JsonFile[] => {
    const file = readJsonFile(folder, name, faults)
    return file ? [file] : []
  }

  const documents = readDocuments(read('documents.json'), faults)
  const passages = readArticles(folder, documents && new Set(documents.map(({ id }) => id)), faults, reviewed)
  const regions = readRegions(filesIn(folder, 'regions', '.json').flatMap(read), faults)
  const lexicon = readLexicon(filesIn(folder, 'vocabulary', '.json').flatMap(read), faults)
  const wording = readWording(filesIn(folder, 'wording', '.json').flatMap(read), faults)

  if (faults.length > 0 || !documents || !lexicon || !wording) throw new KnowledgeError(faults)
  return { content: { documents, passages, lexicon, wording, regions }, reviewed }
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
  return parsed.data.documents
}

function readArticles(
  folder: string,
  /** Undefined when the list itself is faulty: then each article's share of it is not checked. */
  documents: ReadonlySet<string> | undefined,
  faults: Fault[],
  reviewed: Map<string, string>,
): Passage[] {
  return filesIn(folder, 'articles', '.md').flatMap((file) => {
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
}

function readRegions(files: JsonFile[], faults: Fault[]): Record<string, Region> {
  const regions: Record<string, Region> = {}
  for (const file of files) {
    const parsed = regionSchema.safeParse(file.value)
    if (!parsed.success) {
      faults.push(...zodFaults(parsed.error.issues, [file]))
      continue
    }
    if (`regions/${parsed.data.id}.json` !== file.name)
      faults.push({
        file: file.name,
        line: 1,
        message: `the file must be named ${parsed.data.id}.json, like its id`,
      })
    regions[parsed.data.id] = parsed.data
  }
  return regions
}

/** `vocabulary/<name>.json` is the lexicon's `<name>`. */
function readLexicon(files: JsonFile[], faults: Fault[]): Content['lexicon'] | undefined {
  const byName = new Map(files.map((file) => [file.name.replace(/^vocabulary\/|\.json$/g, ''), file]))
  const parsed = lexiconSchema.safeParse(
    Object.fromEntries([...byName].map(([name, { value }]) => [name, value])),
  )
  for (const issue of parsed.error?.issues ?? []) {
    const file = byName.get(String(issue.path[0]))
    if (file) faults.push(...zodFaults([{ ...issue, path: issue.path.slice(1) }], [file]))
    else faults.push({ file: `vocabulary/${String(issue.path[0] ?? '')}`, line: 1, message: issue.message })
  }
  return parsed.data
}

/** All files of `wording/` together; the same key in two of them is a fault. */
function readWording(files: JsonFile[], faults: Fault[]): Content['wording'] | undefined {
  const notices: Record<string, unknown> = {}
  for (const file of files) {
    const own = (file.value['notices'] ?? {}) as Record<string, unknown>
    for (const [key, text] of Object.entries(own)) {
      if (key in notices)
        faults.push(
          ...zodFaults(
            [{ code: 'custom', path: ['notices', key], message: 'stands in another file too', input: text }],
            [file],
          ),
        )
      notices[key] = text
    }
  }
  const parsed = wordingSchema.safeParse(Object.assign({}, ...files.map(({ value }) => value), { notices }))
  if (!parsed.success) faults.push(...zodFaults(parsed.error.issues, files))
  return parsed.data
}
