import { chmodSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { sqliteMigrations } from '../../src/store/migrations/sqlite.ts'
import { openStore } from '../../src/store/open.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { until } from '../server/started.ts'
import { commit, storeContract } from './store.contract.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'backwise-store-'))

storeContract('in-memory SQLite', async (now) => openSqlite(':memory:', now))
storeContract('SQLite file', async (now) => openSqlite(join(folder(), 'deep', 'backwise.db'), now))

describe('a SQLite file', () => {
  it('holds everything after it was closed and opened again', async () => {
    const setting = `sqlite:${join(folder(), 'backwise.db')}`
    const before = await openStore(setting)
    await before.open('c1', 'directline')
    await before.receive({ conversation: 'c1', activityId: 'a', activity: { text: 'kept' } })
    const key = await before.secret('key', () => 'made')
    await before.close()

    const after = await openStore(setting)
    expect(await after.unanswered()).toMatchObject([{ activityId: 'a', activity: { text: 'kept' } }])
    expect(await after.secret('key', () => 'other')).toBe(key)
    await after.close()
  })

  it('can be read by nobody else on the machine', async () => {
    const path = join(folder(), 'deep', 'backwise.db')
    const store = openSqlite(path)
    await store.open('c1', 'directline')
    for (const file of ['', '-wal', '-shm']) expect(statSync(path + file).mode & 0o777, file).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
    await store.close()
  })

  it('lets two processes write in turn', async () => {
    const path = join(folder(), 'backwise.db')
    const [one, two] = [openSqlite(path), openSqlite(path)]
    await one.open('c1', 'directline')
    for (let n = 0; n < 20; n++)
      await (n % 2 ? one : two).receive({ conversation: 'c1', activityId: String(n), activity: { n } })
    expect((await one.entries('c1', 0)).map((entry) => entry.activity.n)).toEqual([...Array(20).keys()])
  })

  it('opens a conversation again that was swept, by whichever process', async () => {
    const path = join(folder(), 'backwise.db')
    const [one, two] = [openSqlite(path), openSqlite(path)]
    for (const sweeper of [one, two]) {
      await one.open('c1', 'directline')
      expect(await sweeper.sweep(Date.now() + 1_000)).toBe(1)
      const turn = () => commit(one, 'c1', undefined, { replies: [{ text: 'on' }] })
      if (sweeper === two) await expect(turn()).rejects.toThrow('not open')
      await one.open('c1', 'directline')
      expect((await turn())[0]!.sequence).toBe(1)
    }
  })

  it.each(['sqlite:/proc/nowhere/backwise.db', 'sqlite:/dev/null/backwise.db'])(
    'says what to do when %s cannot be written',
    async (setting) => {
      await expect(openStore(setting)).rejects.toThrow(
        /cannot be written: make the folder .* writable, or set STORE/,
      )
    },
  )

  it('holds no word in any of its files after an erasure or a sweep', async () => {
    const place = folder()
    let now = 1_000
    const store = openSqlite(join(place, 'backwise.db'), () => now)
    const found = (word: string) =>
      readdirSync(place).filter((name) => readFileSync(join(place, name)).includes(word))
    const names = ['one', 'two', 'three', 'four', 'five', 'six']
    for (const name of names) await store.open(name, 'directline')
    // rows of many sizes, mixed, so that pages are split and rearranged
    for (let n = 0; n < 600; n++) {
      const conversation = names[(n * 7) % 6]!
      const text = `canary-${conversation} ${'x'.repeat((n * n * 31) % (n % 10 ? 300 : 9_000))}`
      const activityId = String(n)
      await store.receive({ conversation, activityId, activity: { text } })
      await commit(store, conversation, activityId, { state: `{"${text}":1}`, replies: [{ text }] })
    }
    expect(found('canary-one')).toEqual(['backwise.db', 'backwise.db-wal'])
    await store.erase('one')
    expect(found('canary-one')).not.toContain('backwise.db-wal')
    await until(() => found('canary-one').length === 0 || undefined, 4_000)

    now = 2_000
    await commit(store, 'two', undefined, { replies: [{ text: 'canary-two' }] })
    await store.sweep(2_000)
    await store.close()
    for (const name of names) expect(found(`canary-${name}`).length, name).toBe(name === 'two' ? 1 : 0)
  })

  it('refuses a file that is no database, or one of a newer release', () => {
    const path = join(folder(), 'text.db')
    writeFileSync(path, 'this is not a database, it is a text of some length')
    chmodSync(path, 0o600)
    expect(() => openSqlite(path)).toThrow(/cannot be opened as a SQLite database/)
    const newer = join(folder(), 'newer.db')
    const db = new Database(newer)
    db.exec('PRAGMA user_version = 999')
    db.close()
    expect(() => openSqlite(newer)).toThrow(/newer release/)
  })

  it('refuses a kind of store it does not know', async () => {
    await expect(openStore('mysql://x')).rejects.toThrow(/STORE must begin with sqlite: or postgres:/)
  })

  it('takes over what the first release wrote', async () => {
    const path = join(folder(), 'old.db')
    const db = new Database(path)
    db.exec(`${sqliteMigrations[0]}; PRAGMA user_version = 1`)
    db.exec(`INSERT INTO conversations VALUES ('c1', 'directline', '{"n":7}', 3, 5)`)
    db.exec(`INSERT INTO arrivals VALUES ('c1', 'a0', 2, 4, 1)`)
    db.exec(
      `INSERT INTO log VALUES ('c1', 3, 5, '{"text":"reply"}', 'a0'), ('c1', 2, 4, '{"text":"said"}', NULL)`,
    )
    db.close()
    const store = openSqlite(path)
    expect(await store.entries('c1', 0)).toEqual([
      { sequence: 2, at: 4, activity: { text: 'said' } },
      { sequence: 3, at: 5, activity: { text: 'reply' }, answers: 2 },
    ])
    expect([await store.open('c1', 'directline'), await store.open('c1', 'msteams')]).toEqual([true, false])
    const [reply] = await commit(store, 'c1', 'a', { replies: [{ text: 'on' }], outbox: true })
    expect(reply!.sequence).toBe(4)
    expect(await store.outbox.count()).toEqual({ waiting: 1, dead: 0 })
  })
})
