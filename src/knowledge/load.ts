/** Reads the built knowledge. A few milliseconds: a right hash stands for all the checks made when it was built. */
import { readFileSync } from 'node:fs'
import { readArtefact, type Knowledge } from './artefact.ts'
import { arraysBeside, artefactPath } from './places.ts'

/** @throws {Error} when there is none, or it was changed by hand; the message says what to run. */
export function loadKnowledge(path: string = artefactPath): Knowledge {
  try {
    return readArtefact(readFileSync(path), readFileSync(arraysBeside(path)))
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is none' : (cause as Error).message
    throw new Error(`cannot load the knowledge from ${path}: ${reason}; run "npm run build"`, { cause })
  }
}
