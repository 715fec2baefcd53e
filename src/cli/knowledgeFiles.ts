/** What the knowledge folder may hold: files of its own, of a size and kind that somebody wrote. Nothing else is opened. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isUtf8 } from 'node:buffer'
import { KnowledgeError, type Fault } from '../knowledge/faults.ts'

const mostBytes = 4 * 1024 * 1024

/** @throws {KnowledgeError} naming every file that is a link, too large, or no text */
export function mustBeTexts(folder: string): void {
  const faults: Fault[] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((file) => {
    const message = faultOf(join(folder, file))
    return message === undefined ? [] : [{ file, line: 1, message }]
  })
  if (faults.length > 0) throw new KnowledgeError(faults)
}

function faultOf(path: string): string | undefined {
  const there = lstatSync(path)
  if (there.isDirectory()) return undefined
  if (!there.isFile()) return 'it is a link or a device: put a file here'
  if (there.size > mostBytes) return `it is larger than ${mostBytes / 1024 / 1024} MB: split it`
  const bytes = readFileSync(path)
  return isUtf8(bytes) && !bytes.includes(0)
    ? undefined
    : 'it is no text in UTF-8: take its words over by hand'
}
