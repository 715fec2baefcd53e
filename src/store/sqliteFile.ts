/** A SQLite store as a file: whether it is sound, and copies of it while it is in use. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { openSqlite } from './sqlite.ts'
import type { Erasure } from './store.ts'

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

/** A whole copy of the store, made while others read and write it. @throws {Error} when `file` is there already */
export function backUp(path: string, file: string): void {
  if (!existsSync(path)) throw new Error(`there is no store ${path}`)
  if (existsSync(file)) throw new Error(`${file} is there already: name another file`)
  const db = new Database(path)
  // from the first byte on nobody else reads it
  closeSync(openSync(file, 'wx', 0o600))
  try {
    db.exec('PRAGMA busy_timeout = 5000')
    db.prepare('VACUUM INTO ?').run(file)
  } catch (error) {
    rmSync(file)
    throw error
  } finally {
    db.close()
  }
}

/**
 * Puts a backup in the store's place, and erases again what was erased since it was made. What was there is kept beside
 * it, under the name that is answered.
 * @param erasuresOf another copy of the store, newer than the backup, where the store itself is lost
 * @throws {Error} saying what to do: the store is in use, the backup is damaged, nobody knows what was erased
 */
export async function restore(
  path: string,
  backup: string,
  erasuresOf?: string,
): Promise<{ erased: number; replaced?: string }> {
  // prettier-ignore
  if (!existsSync(backup)) throw new Error(`there is no backup ${backup}`)
  if (faultsOrUnreadable(backup)) throw new Error(`the backup ${backup} is damaged: take another`)
  const lists = [path, erasuresOf].filter((file) => file !== undefined && existsSync(file)) as string[]
  if (lists.length === 0)
    throw new Error('nobody knows what was erased since the backup: name a newer copy of the store with --erasures-of FILE, or the backup itself if there is none') // prettier-ignore
  if (existsSync(path)) mustBeFree(path)
  const erasures = (await Promise.all(lists.map(erasuresIn))).flat()

  const replaced = existsSync(path) ? `${path}.replaced-${new Date().toISOString().replaceAll(':', '')}` : undefined // prettier-ignore
  copyFileSync(backup, `${path}.restoring`)
  const store = openSqlite(`${path}.restoring`)
  const erased = await store.replay(erasures)
  await store.close()
  takeIn(`${path}.restoring`)
  if (replaced) renameSync(path, replaced)
  renameSync(`${path}.restoring`, path)
  return { erased, ...(replaced && { replaced }) }
}

/** Its log of writes goes into the file, which is then all there is. */
function takeIn(path: string): void {
  const db = new Database(path)
  db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
  db.close()
  if (existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0)
    throw new Error(`${path}-wal cannot be taken in`)
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true })
}

function faultsOrUnreadable(path: string): boolean {
  try {
    return faultsOf(path).length > 0
  } catch {
    return true
  }
}

/** Nobody else has it open: then its log of writes can be taken into the file. */
function mustBeFree(path: string): void {
  const db = new Database(path)
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE')
  } catch (cause) {
    throw new Error(`the store ${path} is in use: stop the program first`, { cause })
  } finally {
    db.close()
  }
}

async function erasuresIn(path: string): Promise<readonly Erasure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-erasures-'))
  try {
    // a copy of an older release gets its tables there
    const copy = join(folder, 'copy.db')
    copyFileSync(path, copy)
    const store = openSqlite(copy)
    const erasures = await store.erasures()
    await store.close()
    return erasures
  } finally {
    rmSync(folder, { recursive: true })
  }
}
