/** The labelled sets that come with the bot, by name: `redflags.dev` is `test/data/redflags.dev.jsonl`. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const folder = 'test/data'
const ending = '.jsonl'
export const kinds = ['redflags', 'questions'] as const
export type Kind = (typeof kinds)[number]

/** What the words after `eval` ask for: a kind and files, or sets of one kind alone. */
export function readWanted([first, ...rest]: readonly string[]): { kind?: Kind; given: readonly string[] } {
  const named = kinds.find((kind) => first === kind)
  if (named) return { kind: named, given: rest }
  const kind = kinds.find((one) => first?.startsWith(`${one}.`))
  return kind ? { kind, given: [first!, ...rest] } : { given: rest }
}

/** The file of that path, or the set of that name ("redflags.dev", "dev"). @throws {Error} naming the sets there are. */
export function labelledFile(kind: Kind, given: string): string {
  const own = [given, `${given}${ending}`, `${kind}.${given}${ending}`].map((name) => join(folder, name))
  const file = [given, ...own].find((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
  if (file !== undefined) return file
  const names = existsSync(folder) ? readdirSync(folder) : []
  const sets = names
    .filter((name) => name.startsWith(`${kind}.`) && name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
  throw new Error(`there is no file or set ${given}; the sets of ${folder} are ${sets.join(', ')}`)
}
