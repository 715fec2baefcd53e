/**
 * Takes what was deleted out of SQLite's files. secure_delete overwrites what is deleted, but the write-ahead log keeps older pages until it is truncated, and
 * a page that SQLite once rearranged may keep scraps of rows in its gap until VACUUM writes the file anew. The first is
 * done at once; the second takes about 10 ms a megabyte, so it follows within seconds, once for all that was erased.
 */
import type Database from 'libsql'

/** How long after an erasure the file is written anew, in milliseconds. */
const vacuumAfterMs = 2_000
/** After it, it rests for so many times as long as it took: nobody can keep the store busy by erasing. */
const vacuumRest = 20

export class Scrubber {
  readonly #db: Database.Database
  readonly #truncate: Database.Statement
  #timer: NodeJS.Timeout | undefined
  #notBefore = 0

  constructor(db: Database.Database) {
    this.#db = db
    this.#truncate = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  scrub(): void {
    this.#try(() => this.#truncate.all())
    const wait = Math.max(vacuumAfterMs, this.#notBefore - performance.now())
    this.#timer ??= setTimeout(() => this.#vacuum(), wait).unref()
  }

  /** Does what is still due. */
  finish(): void {
    if (this.#timer) this.#vacuum()
  }

  #vacuum(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const began = performance.now()
    this.#try(() => {
      this.#db.exec('VACUUM')
      this.#truncate.all()
    })
    this.#notBefore = performance.now() + vacuumRest * (performance.now() - began)
  }

  #try(work: () => void): void {
    try {
      work()
    } catch {
      // locked or full: the deleting itself is done, and the next erasure or sweep tries again
    }
  }
}
