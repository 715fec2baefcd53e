/**
 * Brings what was committed from the system's memory to the disk, a moment later and beside everything else: in WAL mode
 * with synchronous=NORMAL SQLite itself would only do so at a checkpoint, minutes later on a quiet day. Costs no turn any
 * time, and bounds what a power cut can take to the moments before it.
 */
import { open } from 'node:fs/promises'

/** How long after a commit it is brought to the disk, together with all before it, in milliseconds. */
export const flushMs = 100

export class Flusher {
  readonly #flush: () => Promise<void>
  #timer: NodeJS.Timeout | undefined

  /** @param flush settles when everything written is on the disk */
  constructor(flush: () => Promise<void>) {
    this.#flush = flush
  }

  /** Something was committed. */
  written(): void {
    this.#timer ??= setTimeout(() => {
      // a disk that fails now shows itself in the next commit
      this.#flush().catch(() => {})
      this.#timer = undefined
    }, flushMs).unref()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}

/** Flushes what any process wrote to the file. */
export const flushFile = (path: string) => async (): Promise<void> => {
  const file = await open(path, 'r+')
  try {
    await file.datasync()
  } finally {
    await file.close()
  }
}
