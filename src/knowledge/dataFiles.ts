/** Puts the JSON files of one kind together: regions by id, vocabulary by file name, all wording in one. */
import { lexiconSchema } from '../core/redFlags/lexicon.ts'
import { retrievalSchema } from '../core/retrieval/data.ts'
import { regionSchema, type Region } from '../core/regions.ts'
import { wordingSchema } from '../core/wording.ts'
import type { Content } from './artefact.ts'
import type { Fault } from './faults.ts'
import { nearest, zodFaults, type JsonFile } from './jsonFile.ts'
import { phraseFaults } from './phraseFaults.ts'

export function readRegions(files: JsonFile[], faults: Fault[]): Record<string, Region> {
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
  const words = new Set(Object.values(regions).flatMap((region) => Object.keys(region.words)))
  for (const file of files) {
    const region = Object.values(regions).find(({ id }) => `regions/${id}.json` === file.name)
    const missing = [...words].filter((word) => region && !(word in region.words))
    if (missing.length > 0)
      faults.push({
        file: file.name,
        line: nearest(file, ['words']).line,
        message: `"words" lacks what other regions have: ${missing.join(', ')}`,
      })
  }
  return regions
}

/** `vocabulary/<name>.json` is the lexicon's `<name>`, with its source and review date. */
export function readLexicon(files: JsonFile[], faults: Fault[]): Content['lexicon'] | undefined {
  const byName = new Map(files.map((file) => [file.name.replace(/^vocabulary\/|\.json$/g, ''), file]))
  const parsed = lexiconSchema.safeParse(
    Object.fromEntries(
      [...byName].map(([name, { value, source, reviewed }]) => [name, { ...value, source, reviewed }]),
    ),
  )
  for (const issue of parsed.error?.issues ?? []) {
    const file = byName.get(String(issue.path[0]))
    if (file) faults.push(...zodFaults([{ ...issue, path: issue.path.slice(1) }], [file]))
    else faults.push({ file: 'vocabulary', line: 1, message: issue.message })
  }
  if (parsed.success) faults.push(...phraseFaults(byName, parsed.data))
  return parsed.data
}

/** `retrieval/<name>.json` is the retrieval data's `<name>`. */
export function readRetrieval(files: JsonFile[], faults: Fault[]): Content['retrieval'] | undefined {
  const byName = new Map(files.map((file) => [file.name.replace(/^retrieval\/|\.json$/g, ''), file]))
  const parsed = retrievalSchema.safeParse(
    Object.fromEntries([...byName].map(([name, { value }]) => [name, value])),
  )
  for (const issue of parsed.error?.issues ?? []) {
    const file = byName.get(String(issue.path[0]))
    if (file) faults.push(...zodFaults([{ ...issue, path: issue.path.slice(1) }], [file]))
    else
      faults.push({ file: `retrieval/${String(issue.path[0] ?? '')}.json`, line: 1, message: issue.message })
  }
  return parsed.data
}

/** All files of `wording/` together; the same text in two of them is a fault. */
export function readWording(files: JsonFile[], faults: Fault[]): Content['wording'] | undefined {
  const whole: Branch = {}
  for (const file of files) graft(whole, file.value, file, [], faults)
  const parsed = wordingSchema.safeParse(whole)
  if (!parsed.success) faults.push(...zodFaults(parsed.error.issues, files))
  return parsed.data
}

type Branch = Record<string, unknown>
const isBranch = (value: unknown): value is Branch =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function graft(onto: Branch, from: Branch, file: JsonFile, path: readonly string[], faults: Fault[]): void {
  for (const [key, value] of Object.entries(from)) {
    const there = onto[key]
    if (isBranch(there) && isBranch(value)) graft(there, value, file, [...path, key], faults)
    else if (there === undefined) onto[key] = isBranch(value) ? structuredClone(value) : value
    else
      faults.push({
        file: file.name,
        line: nearest(file, [...path, key]).line,
        message: `"${[...path, key].join('.')}" stands in another file of this folder too: keep one`,
      })
  }
}
