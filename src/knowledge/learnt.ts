/** What was learnt is learnt again only when something it was learnt from has changed: the material, or the program that reads it. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What was learnt, and the SHA-256 of all it was learnt from. */
export type Learnt<T> = T & { readonly from: string }

export interface Lessons<T> {
  readonly material: unknown
  /** Folders of the program, beside this one, and which of their files have no part in it. */
  readonly folders: readonly string[]
  readonly apart?: RegExp
  readonly learn: () => T
}

/** `earlier`: what was learnt the last time, if anything. */
export function learnUnlessSame<T extends object>(
  earlier: Learnt<T> | undefined,
  { material, folders, apart = /^$/, learn }: Lessons<T>,
): Learnt<T> {
  const sources = createHash('sha256').update(JSON.stringify(material))
  for (const folder of folders.map((name) => join(import.meta.dirname, name)))
    for (const file of readdirSync(folder).sort())
      if (/\.[jt]s$/.test(file) && !apart.test(file)) sources.update(readFileSync(join(folder, file)))
  const from = sources.digest('hex')
  return earlier?.from === from ? earlier : { ...learn(), from }
}
