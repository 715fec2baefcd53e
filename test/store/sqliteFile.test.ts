/** Backup and restore of the SQLite store, by the commands an operator types. */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { faultsOf } from '../../src/store/sqliteFile.ts'
import { commit } from './store.contract.ts'

const command = (folder: string, name: 'backup' | 'restore', ...args: string[]) =>
  spawnSync(process.execPath, [resolve(import.meta.dirname, `../../dist/src/cli/${name}.js`), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, STORE: 'sqlite:backwise.db' },
    encoding: 'utf8',
  })

const begin = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-backup-'))
  const path = join(folder, 'backwise.db')
  const store = openSqlite(path)
  for (const conversation of ['kept', 'erased']) {
    await store.open(conversation, 'directline')
    await commit(store, conversation, 'a', { state: `{"${conversation}":1}`, replies: [{ text: `canary ${conversation}` }] }) // prettier-ignore
  }
  return { folder, path, store }
}

/** The same files as they would be after the program has ended: nobody has them open. */
const afterTheEnd = (folder: string) => {
  const copy = mkdtempSync(join(tmpdir(), 'backwise-backup-'))
  cpSync(folder, copy, { recursive: true })
  return { folder: copy, path: join(copy, 'backwise.db') }
}

it('copies the store while it is open, and brings nothing back that was erased since', async () => {
  const running = await begin()
  const { store } = running
  expect(command(running.folder, 'backup', 'copy.db')).toMatchObject({ status: 0, stderr: '' })
  expect(statSync(join(running.folder, 'copy.db')).mode & 0o077).toBe(0)
  await commit(store, 'kept', 'b', { replies: [{ text: 'after the backup' }] })
  await store.erase('erased')
  expect(command(running.folder, 'restore', 'copy.db')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('is in use: stop the program first') as string,
  })
  await store.close()
  const { folder, path } = afterTheEnd(running.folder)

  const restored = command(folder, 'restore', 'copy.db')
  expect(restored).toMatchObject({ status: 0, stderr: '' })
  expect(restored.stdout).toMatch(/1 conversations were erased again/)
  expect(faultsOf(path)).toEqual([])
  expect(readFileSync(path).includes('canary erased')).toBe(false)
  const after = openSqlite(path)
  expect((await after.entries('kept', 0)).map(({ activity }) => activity.text)).toEqual(['canary kept'])
  expect(await after.entries('erased', 0)).toEqual([])
  expect(await after.exists('erased')).toBe(true)
  await after.close()
  const replaced = readdirSync(folder).find((name) => name.includes('replaced'))!
  expect(restored.stdout).toContain(replaced)
  expect(faultsOf(join(folder, replaced))).toEqual([])
})

it('wants to know what was erased when the store is lost', async () => {
  const running = await begin()
  expect(command(running.folder, 'backup', 'copy.db').status).toBe(0)
  await running.store.erase('erased')
  expect(command(running.folder, 'backup', 'newer.db').status).toBe(0)
  await running.store.close()
  const { folder, path } = afterTheEnd(running.folder)
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  expect(command(folder, 'restore', 'copy.db').stderr).toMatch(/nobody knows what was erased/)
  expect(existsSync(path)).toBe(false)
  expect(command(folder, 'restore', 'copy.db', '--erasures-of', 'newer.db').status).toBe(0)
  const after = openSqlite(path)
  expect(await after.entries('erased', 0)).toEqual([])
  await after.close()
})

it('lists what was erased and replays the list', async () => {
  const { folder, store } = await begin()
  await store.erase('erased')
  expect(command(folder, 'backup', '--erasures', 'list.json').status).toBe(0)
  expect(readFileSync(join(folder, 'list.json'), 'utf8')).toMatch(/^\[\{"mark":"[0-9a-f]{64}","at":\d+\}\]$/)
  expect(command(folder, 'restore', '--replay', 'list.json')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/erased again/) as string,
  })
  await store.close()
})

it('refuses a backup that is damaged, and one that would overwrite', async () => {
  const { folder, store } = await begin()
  await store.close()
  writeFileSync(join(folder, 'damaged.db'), 'no database')
  expect(command(folder, 'restore', 'damaged.db').stderr).toMatch(/is damaged: take another/)
  expect(command(folder, 'backup', 'damaged.db').stderr).toMatch(/is there already/)
  expect(command(folder, 'restore', 'missing.db').stderr).toMatch(/there is no backup/)
  expect(readdirSync(folder).filter((name) => /restor|replaced|missing/.test(name))).toEqual([])
})
