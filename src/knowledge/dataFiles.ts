/** Puts the JSON files of one kind together: regions by id, vocabulary by file name, wording all in one. */
import { lexiconSchema } from '../core/redFlags/lexicon.ts'
import { regionSchema, type Region } from '../core/regions.ts'
import { wordingSchema } from '../core/wording.ts'
import type { Content } from './artefact.ts'
import type { Fault } from './faults.ts'
import { zodFaults, type JsonFile } from './jsonFile.ts'

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
  return regions
}

/** `vocabulary/<name>.json` is the lexicon's `<name>`. */
export function readLexicon(files: JsonFile[], faults: Fault[]): Content['lexicon'] | undefined {
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
export function readWording(files: JsonFile[], faults: Fault[]): Content['wording'] | undefined {
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
