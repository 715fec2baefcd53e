/**
 * The store in one SQLite file, the default.
 *
 * Durability: WAL with synchronous=NORMAL. What was acknowledged survives a crash or kill of the process; a power cut may
 * lose the last moments but never damages the file. FULL costs one disk flush a turn (about a hundred turns a second
 * instead of thousands), and a message lost with the power is sent again by its person, who never got an answer.
 *
 * Erasing: secure_delete overwrites what is deleted, but the write-ahead log keeps older pages until it is truncated, and
 * a page that SQLite once rearranged may keep scraps of rows in its gap until VACUUM writes the file anew. The first is
 * done at once; the second takes about 10 ms a megabyte, so it follows within seconds, once for all that was erased.
 */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'libsql'
import { migrations } from './migrations.ts'
import type { Arrival, Entry, Store, StoredActivity, TurnResult } from './store.ts'

/** How long a writer waits for another process's lock, in milliseconds. */
const busyMs = 2_000

/** How long after an erasure the file is written anew, in milliseconds. */
const vacuumAfterMs = 2_000
/** After it, it rests for so many times as long as it took: nobody can keep the store busy by erasing. */
const vacuumRest = 20

interface LogRow {
  sequence: number
  at: number
  activity: string
  answers: number | null
}

const toEntry = (row: LogRow): Entry => ({
  sequence: row.sequence,
  at: row.at,
  activity: JSON.parse(row.activity) as StoredActivity,
  ...(row.answers === null ? {} : { answers: row.answers }),
})

// mkdirSync's own `recursive` never returns where a parent cannot be made, as under /proc
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

function makeWritable(path: string): void {
  const folder = dirname(resolve(path))
  try {
    makeFolder(folder)
    accessSync(`${folder}/.`, constants.W_OK)
  } catch (cause) {
    throw new Error(
      `the store ${path} cannot be written: make the folder ${folder} writable, or set STORE to another place`,
      { cause },
    )
  }
}

function migrate(db: Database.Database, path: string): void {
  // libsql's pragma() and get() differ in shape between versions; a table-valued pragma does not
  const { version } = db.prepare('SELECT user_version AS version FROM pragma_user_version').get() as {
    version: number
  }
  if (version > migrations.length)
    throw new Error(
      `the store ${path} was written by a newer release: start that release, or use another store`,
    )
  for (let step = version; step < migrations.length; step++)
    db.exec(`BEGIN IMMEDIATE; ${migrations[step]}; PRAGMA user_version = ${step + 1}; COMMIT`)
}

function open(path: string): Database.Database {
  if (path !== ':memory:') makeWritable(path)
  try {
    const db = new Database(path)
    db.exec(
      `PRAGMA busy_timeout = ${busyMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON`,
    )
    migrate(db, path)
    return db
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith('the store ')) throw cause
    throw new Error(`the store ${path} cannot be opened as a SQLite database`, { cause })
  }
}

/** Takes what was deleted out of the files: from the log at once, from the pages' gaps a little later. */
class Scrubber {
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

/**
 * @param path a file, whose folder is made when missing, or `:memory:`
 * @throws {Error} saying what to do, when the file cannot be written or was written by a newer release
 */
export function openSqlite(path: string, now: () => number = Date.now): Store {
  const db = open(path)
  const scrubber = new Scrubber(db)

  const addConversation = db.prepare(
    'INSERT INTO conversations (conversation, channel, touched) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const channelOf = db.prepare('SELECT channel FROM conversations WHERE conversation = ?')
  const nextSequence = db.prepare(
    'UPDATE conversations SET newest = newest + 1, touched = ? WHERE conversation = ? RETURNING newest',
  )
  const setState = db.prepare('UPDATE conversations SET state = ?, touched = ? WHERE conversation = ?')
  const stateOf = db.prepare('SELECT state FROM conversations WHERE conversation = ?')
  const newestOf = db.prepare('SELECT newest FROM conversations WHERE conversation = ?')

  const addLine = db.prepare(
    'INSERT INTO log (conversation, sequence, at, activity, answers) VALUES (?, ?, ?, ?, ?)',
  )
  const lines = 'SELECT l.sequence, l.at, l.activity, a.sequence AS answers FROM log l LEFT JOIN arrivals a'
  const joined = 'ON a.conversation = l.conversation AND a.activity_id = l.answers'
  const linesAfter = db.prepare(
    `${lines} ${joined} WHERE l.conversation = ? AND l.sequence > ? ORDER BY l.sequence`,
  )
  const lineAt = db.prepare(`${lines} ${joined} WHERE l.conversation = ? AND l.sequence = ?`)
  const repliesTo = db.prepare(
    `${lines} ${joined} WHERE l.conversation = ? AND l.answers = ? ORDER BY l.sequence`,
  )

  const arrivalOf = db.prepare(
    'SELECT sequence, answered FROM arrivals WHERE conversation = ? AND activity_id = ?',
  )
  const addArrival = db.prepare(
    'INSERT INTO arrivals (conversation, activity_id, sequence, received) VALUES (?, ?, ?, ?)',
  )
  const setAnswered = db.prepare(
    `INSERT INTO arrivals (conversation, activity_id, received, answered) VALUES (?, ?, ?, 1)
     ON CONFLICT DO UPDATE SET answered = 1`,
  )
  const openArrivals = db.prepare(
    `SELECT a.conversation, a.activity_id, l.activity FROM arrivals a
     JOIN log l ON l.conversation = a.conversation AND l.sequence = a.sequence
     WHERE a.answered = 0 ORDER BY a.received, a.conversation, a.sequence`,
  )

  const getSecret = db.prepare('SELECT value FROM secrets WHERE name = ?')
  const addSecret = db.prepare('INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING')

  const append = (conversation: string, activity: StoredActivity, answers?: string): Entry => {
    const at = now()
    const row = nextSequence.get(at, conversation) as { newest: number } | undefined
    if (!row) throw new Error('the conversation is not open')
    addLine.run(conversation, row.newest, at, JSON.stringify(activity), answers ?? null)
    const answered =
      answers === undefined
        ? undefined
        : (arrivalOf.get(conversation, answers) as { sequence: number | null } | undefined)?.sequence
    return { sequence: row.newest, at, activity, ...(typeof answered === 'number' && { answers: answered }) }
  }

  const transaction = <Args extends unknown[], Result>(work: (...args: Args) => Result) => {
    const run = db.transaction(work as (...args: unknown[]) => unknown)
    return (...args: Args) => run.immediate(...args) as Result
  }

  const receive = transaction((arrival: Arrival) => {
    const { conversation, activityId, activity } = arrival
    const seen = arrivalOf.get(conversation, activityId) as { sequence: number | null } | undefined
    if (seen) {
      const line = seen.sequence === null ? undefined : lineAt.get(conversation, seen.sequence)
      return { ...(line ? toEntry(line as LogRow) : { sequence: 0, at: now(), activity }), seenBefore: true }
    }
    const entry = append(conversation, activity)
    addArrival.run(conversation, activityId, entry.sequence, now())
    return { ...entry, seenBefore: false }
  })

  const commit = transaction(({ conversation, activityId, state, replies }: TurnResult) => {
    const { changes } = setState.run(state, now(), conversation)
    if (!changes) throw new Error('the conversation is not open')
    if (activityId !== undefined) setAnswered.run(conversation, activityId, now())
    return replies.map((reply) => append(conversation, reply, activityId))
  })

  const erase = transaction((conversation: string) => {
    for (const table of ['log', 'arrivals'])
      db.prepare(`DELETE FROM ${table} WHERE conversation = ?`).run(conversation)
    // the counter stays until the sweep: an open client goes on reading after the number it has
    db.prepare('UPDATE conversations SET state = NULL, touched = ? WHERE conversation = ?').run(
      now(),
      conversation,
    )
  })

  const sweep = transaction((before: number) => {
    const stale = 'conversation IN (SELECT conversation FROM conversations WHERE touched < ?)'
    for (const table of ['log', 'arrivals']) db.prepare(`DELETE FROM ${table} WHERE ${stale}`).run(before)
    return db.prepare('DELETE FROM conversations WHERE touched < ?').run(before).changes
  })

  const begin = (conversation: string, activityId?: string) => {
    const found = stateOf.get(conversation) as { state: string | null } | undefined
    const seen =
      activityId === undefined
        ? undefined
        : (arrivalOf.get(conversation, activityId) as { answered: number } | undefined)
    return {
      ...(found?.state ? { state: found.state } : {}),
      ...(seen?.answered
        ? { replies: (repliesTo.all(conversation, activityId) as LogRow[]).map(toEntry) }
        : {}),
    }
  }

  return {
    open: async (conversation, channel) => {
      if (addConversation.run(conversation, channel, now()).changes) return true
      return (channelOf.get(conversation) as { channel: string }).channel === channel
    },
    exists: async (conversation) => channelOf.get(conversation) !== undefined,
    receive: async (arrival) => receive(arrival),
    begin: async (conversation, activityId) => begin(conversation, activityId),
    commit: async (result) => commit(result),
    unanswered: async () =>
      (openArrivals.all() as { conversation: string; activity_id: string; activity: string }[]).map(
        (row) => ({
          conversation: row.conversation,
          activityId: row.activity_id,
          activity: JSON.parse(row.activity) as StoredActivity,
        }),
      ),
    entries: async (conversation, after) => (linesAfter.all(conversation, after) as LogRow[]).map(toEntry),
    newest: async (conversation) =>
      (newestOf.get(conversation) as { newest: number } | undefined)?.newest ?? 0,
    secret: async (name, make) => {
      addSecret.run(name, (getSecret.get(name) as { value: string } | undefined)?.value ?? make())
      return (getSecret.get(name) as { value: string }).value
    },
    erase: async (conversation) => {
      erase(conversation)
      scrubber.scrub()
    },
    sweep: async (before) => {
      const swept = sweep(before)
      if (swept) scrubber.scrub()
      return swept
    },
    close: async () => {
      scrubber.finish()
      db.close()
    },
  }
}
