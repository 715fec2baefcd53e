/**
 * Takes over knowledge that was built anew while the program runs: whole and at once, between two turns, or not at all.
 * What cannot be read, is of another release, or fails when it is tried is refused, and what was there goes on.
 */
import { unwatchFile, watchFile } from 'node:fs'
import { contentSchema, parted, type Knowledge } from '../knowledge/artefact.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { artefactPath } from '../knowledge/places.ts'

/** How often is looked, in milliseconds. */
const lookMs = 1_000

export interface Following<Made> {
  readonly current: Made
  stop(): void
}

export interface FollowParts<Made> {
  readonly first: Knowledge
  /** Makes of it what the program runs on. */
  readonly make: (knowledge: Knowledge) => Made
  /** @throws {Error} when what is made of new knowledge is not fit to run on */
  readonly trial: (made: Made, knowledge: Knowledge) => void
  readonly taken: (hash: string) => void
  readonly refused: (error: unknown) => void
  readonly path?: string
  /** In milliseconds. */
  readonly every?: number
}

export function followKnowledge<Made>(parts: FollowParts<Made>): Following<Made> {
  const { first, make, trial, taken, refused, path = artefactPath, every = lookMs } = parts
  let { hash } = first
  let current = make(first)

  const look = () => {
    try {
      const { prepared, rest } = parted(loadKnowledge(path))
      const { hash: found, ...content } = rest
      if (found === hash) return
      const knowledge = { ...contentSchema.parse(content), hash: found, ...prepared }
      const made = make(knowledge)
      trial(made, knowledge)
      current = made
      hash = found
    } catch (error) {
      return refused(error)
    }
    taken(hash)
  }
  watchFile(path, { interval: every, persistent: false }, look)
  return {
    get current() {
      return current
    },
    stop: () => unwatchFile(path, look),
  }
}
