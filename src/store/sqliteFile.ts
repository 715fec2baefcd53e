/** A SQLite store as a file: whether it is sound, and copies of it while it is in use. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'

/** What SQLite finds wrong with a copy of the file and its log of writes; empty when all is well. */
export function faultsOf(path: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-check-'))
  try {
    const copy = join(folder, 'copy.db')
    for (const suffix of ['', '-wal'])
      if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix)
    const db = new Database(copy)
    const rows = db.prepare('SELECT integrity_check AS found FROM pragma_integrity_check').all() as { found: string }[] // prettier-ignore
    db.close()
    return rows.map(({ found }) => found).filter((found) => found !== 'ok')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
