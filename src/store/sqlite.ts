/**
 * The store in one SQLite file, the default.
 *
 * Durability: WAL with synchronous=NORMAL, and the log of writes flushed to the disk some 100 ms later. What was
 * acknowledged survives a crash or kill of the process; a power cut may take its last tenths of a second, and never
 * damages the file. FULL would hold up every turn for a flush of the disk, the whole process with it.
 */
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import { erasuresKeptMs, markOf, toErase } from './erasures.ts'
import { Flusher, flushFile } from './flusher.ts'
import { groupCommit } from './groupCommit.ts'
import { Listeners } from './listeners.ts'
import { sqliteMigrations as migrations } from './migrations/sqlite.ts'
import { oneAtATime } from './oneAtATime.ts'
import { Scrubber } from './scrubber.ts'
import { sqliteAlerts } from './sqliteAlerts.ts'
import {
  StoreUnavailable,
  earlyMs,
  firstDayKept,
  forgotten,
  furthestTryMs,
  lineNumber,
  numbersLeftOut,
  part,
  readActivity,
  type Arrival,
  type AskedQuestion,
  type Delivery,
  type DeliveryId,
  type Entry,
  type Erasure,
  type Kept,
  type Lesson,
  type Lessons,
  type Outbox,
  type SectionVotes,
  type Store,
  type StoredActivity,
  type TurnResult,
} from './store.ts'
import { together } from './together.ts'

/** How long is waited for another process's lock in all, and between two looks at it, in milliseconds. */
const busyMs = 2_000
const lookAgainMs = 20

/** So many conversations are known to be there without a look. */
const knownAtMost = 10_000

/** What is removed with a conversation. */
const ofConversations = ['log', 'arrivals', 'outbox', 'quarantine', 'wakes']

interface LogRow {
  sequence: number
  at: number
  activity: string
  answers: number | null
}

const toEntry = (row: LogRow): Entry => ({
  sequence: row.sequence,
  at: row.at,
  activity: readActivity(row.activity),
  ...(row.answers === null ? {} : { answers: row.answers }),
})

// mkdirSync's own `recursive` never returns where a parent cannot be made, as under /proc
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, 0o700)
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
    // nobody else on this machine reads what patients said; SQLite gives its log of writes the same rights
    if (path !== ':memory:' && !existsSync(path)) closeSync(openSync(path, 'a', 0o600))
    const db = new Database(path)
    db.exec(
      `PRAGMA busy_timeout = ${busyMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON`,
    )
    migrate(db, path)
    // from here on a lock is waited for without holding up the rest of the process
    db.exec('PRAGMA busy_timeout = 0')
    return db
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith('the store ')) throw cause
    throw new Error(`the store ${path} cannot be opened as a SQLite database`, { cause })
  }
}

const isBusy = (error: unknown) => /SQLITE_(BUSY|LOCKED)|database is locked/.test(String(error))
const isFailing = (error: unknown) =>
  /SQLITE_(FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)|disk is full|disk I\/O|malformed|not a database|readonly/.test(
    `${String((error as { code?: unknown }).code)} ${String(error)}`,
  )

/** Does it as soon as no other process holds the file. @throws {StoreUnavailable} */
async function patiently<Result>(work: () => Result): Promise<Result> {
  const end = performance.now() + busyMs
  for (;;) {
    try {
      return work()
    } catch (cause) {
      if (isFailing(cause) || (isBusy(cause) && performance.now() > end))
        throw new StoreUnavailable('the SQLite file is locked, full or damaged', { cause })
      if (!isBusy(cause)) throw cause
      await sleep(lookAgainMs)
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
  // what each turn asks for comes as arrays: to make objects of rows takes a tenth of a turn's time here
  const setState = db
    .prepare(
      'UPDATE conversations SET state = ?, touched = ?, newest = newest + ? WHERE conversation = ? RETURNING newest',
    )
    .raw()
  const keptOf = db
    .prepare(
      `SELECT c.state, a.answered, EXISTS (SELECT 1 FROM arrivals b WHERE b.answered = 0
       AND b.conversation = c.conversation AND (a.sequence IS NULL OR b.sequence < a.sequence)
       AND b.received > ?) AS waits
     FROM conversations c LEFT JOIN arrivals a ON a.conversation = c.conversation AND a.activity_id = ?
     WHERE c.conversation = ?`,
    )
    .raw()
  const newestOf = db.prepare('SELECT newest FROM conversations WHERE conversation = ?')

  const addLine = db.prepare(
    'INSERT INTO log (conversation, sequence, at, activity, answers) VALUES (?, ?, ?, ?, ?)',
  )
  const lines = 'SELECT l.sequence, l.at, l.activity, a.sequence AS answers FROM log l LEFT JOIN arrivals a'
  const joined = 'ON a.conversation = l.conversation AND a.activity_id = l.answers'
  const linesAfter = db.prepare(
    `${lines} ${joined} WHERE l.conversation = ? AND l.sequence > ? ORDER BY l.sequence LIMIT ?`,
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
  const setAnswered = db
    .prepare(
      `INSERT INTO arrivals (conversation, activity_id, sequence, received, answered) VALUES (?, ?, ?, ?, 1)
     ON CONFLICT DO UPDATE SET answered = 1 RETURNING sequence`,
    )
    .raw()
  const stillOpen = `SELECT a.conversation, a.activity_id AS activityId, l.activity FROM arrivals a
     JOIN log l ON l.conversation = a.conversation AND l.sequence = a.sequence WHERE a.answered = 0`
  const openArrivals = db.prepare(
    `${stillOpen} AND a.received < ? ORDER BY a.received, a.conversation, a.sequence`,
  )
  const openArrivalsOf = db.prepare(
    `${stillOpen} AND a.conversation = ? AND a.received < ? ORDER BY a.sequence`,
  )

  const addDelivery = db.prepare(
    'INSERT INTO outbox (conversation, sequence, due) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const heads = db.prepare(
    `SELECT o.conversation, o.sequence, o.tries, l.activity FROM outbox o
     JOIN log l ON l.conversation = o.conversation AND l.sequence = o.sequence
     WHERE (o.due <= ? OR o.due > ?) AND NOT EXISTS (SELECT 1 FROM outbox p
       WHERE p.conversation = o.conversation AND p.sequence < o.sequence AND p.due IS NOT NULL)
     ORDER BY o.due LIMIT ?`,
  )
  const takeDelivery = db.prepare(
    'UPDATE outbox SET due = ?, tries = tries + 1 WHERE conversation = ? AND sequence = ?',
  )
  const dropDelivery = db.prepare('DELETE FROM outbox WHERE conversation = ? AND sequence = ?')
  const failDelivery = db.prepare(
    'UPDATE outbox SET due = ?, error = ? WHERE conversation = ? AND sequence = ?',
  )
  const countDeliveries = db.prepare(
    'SELECT count(due) AS waiting, count(*) - count(due) AS dead FROM outbox',
  )

  const deadOnes = db.prepare(
    `SELECT o.conversation, o.sequence, o.tries, o.error AS code, l.activity FROM outbox o
     JOIN log l ON l.conversation = o.conversation AND l.sequence = o.sequence
     WHERE o.due IS NULL ORDER BY l.at, o.conversation, o.sequence`,
  )

  const forget = db.prepare(
    `UPDATE log SET activity = ? WHERE conversation = ? AND sequence =
       (SELECT sequence FROM arrivals WHERE conversation = ? AND activity_id = ?)`,
  )
  const setWake = db.prepare(
    `INSERT INTO wakes (conversation, due, activity) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET due = excluded.due, activity = excluded.activity`,
  )
  const dropWake = db.prepare('DELETE FROM wakes WHERE conversation = ?')
  const endWake = db.prepare("DELETE FROM wakes WHERE conversation = ? AND activity ->> '$.id' = ?")
  const anyWake = db.prepare('SELECT 1 FROM wakes WHERE due <= ? LIMIT 1')
  const giveWakes = db.prepare(
    `UPDATE wakes SET due = ? WHERE conversation IN
       (SELECT conversation FROM wakes WHERE due <= ? ORDER BY due LIMIT ?) RETURNING conversation, activity`,
  )

  const putAside = db.prepare(
    'INSERT INTO quarantine SELECT conversation, ?, state FROM conversations WHERE conversation = ? ON CONFLICT DO NOTHING',
  )
  const addErasure = db.prepare(
    'INSERT INTO erasures (mark, at) VALUES (?, ?) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)',
  )
  const dropErasures = db.prepare('DELETE FROM erasures WHERE at < ?')
  const allErasures = db.prepare('SELECT mark, at FROM erasures')
  const allConversations = db.prepare('SELECT conversation, touched FROM conversations')

  const addClaim = db.prepare(
    'INSERT INTO claims (conversation, name, until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const getClaim = db.prepare('SELECT 1 FROM claims WHERE conversation = ? AND name = ?')
  const tryWrite = db.prepare(
    "INSERT INTO claims (conversation, name, until) VALUES ('', 'written', ?) ON CONFLICT DO UPDATE SET until = excluded.until",
  )
  const dropClaims = db.prepare('DELETE FROM claims WHERE until < ?')

  const addQuestion = db.prepare(
    `INSERT INTO questions (day, question, count) VALUES (?, ?, 1)
     ON CONFLICT DO UPDATE SET count = count + 1`,
  )
  const addTally = db.prepare(
    `INSERT INTO votes (day, section, vote, count) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  )
  const questionsSince = db.prepare(
    `SELECT question, sum(count) AS count FROM questions WHERE day >= ?
     GROUP BY question ORDER BY 2 DESC, question`,
  )
  // what takes back a thumb whose day was swept counts for nothing
  const votesSince = db.prepare(
    `SELECT section, sum(CASE vote WHEN 'up' THEN count ELSE 0 END) AS up,
       sum(CASE vote WHEN 'down' THEN count ELSE 0 END) AS down
     FROM votes WHERE day >= ? AND count > 0 GROUP BY section ORDER BY 3 DESC, section`,
  )

  const getSecret = db.prepare('SELECT value FROM secrets WHERE name = ?')
  const addSecret = db.prepare('INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING')

  /** Channels of conversations; only the sweep takes one away. */
  const channels = new Map<string, string>()
  const channelKnown = (conversation: string): string | undefined => {
    const remembered = channels.get(conversation)
    if (remembered !== undefined) return remembered
    const known = (channelOf.get(conversation) as { channel: string } | undefined)?.channel
    if (known === undefined) return undefined
    if (channels.size >= knownAtMost) channels.clear()
    channels.set(conversation, known)
    return known
  }
  const notOpen = (conversation: string) => {
    channels.delete(conversation)
    return new Error('the conversation is not open')
  }

  const write = (
    conversation: string,
    sequence: number,
    activity: StoredActivity,
    answers?: string,
  ): Entry => {
    const at = now()
    const json = JSON.stringify(activity)
    addLine.run(conversation, sequence, at, json, answers ?? null)
    return { sequence, at, activity, json }
  }

  // libsql's own would hide what went wrong: on a full disk SQLite has rolled back by itself already
  const transaction =
    <Args extends unknown[], Result>(work: (...args: Args) => Result) =>
    (...args: Args): Result => {
      db.exec('BEGIN IMMEDIATE')
      try {
        const result = work(...args)
        db.exec('COMMIT')
        return result
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK')
        throw error
      }
    }

  const alerts = sqliteAlerts(db, { patiently, transaction }, now)
  const inGroup = groupCommit({ transact: (work) => transaction(work)(), patiently })

  const receive = (arrival: Arrival) => {
    const { conversation, activityId, activity } = arrival
    const seen = arrivalOf.get(conversation, activityId) as { sequence: number | null } | undefined
    if (seen) {
      const line = seen.sequence === null ? undefined : lineAt.get(conversation, seen.sequence)
      return { ...(line ? toEntry(line as LogRow) : { sequence: 0, at: now(), activity }), seenBefore: true }
    }
    const row = nextSequence.get(now(), conversation) as { newest: number } | undefined
    if (!row) throw notOpen(conversation)
    const entry = write(conversation, row.newest, activity)
    addArrival.run(conversation, activityId, entry.sequence, now())
    return { ...entry, seenBefore: false }
  }

  const removeAll = (conversation: string) => {
    for (const table of ofConversations)
      db.prepare(`DELETE FROM ${table} WHERE conversation = ?`).run(conversation)
    addErasure.run(markOf(conversation), now())
  }

  const learn = ({ day, question, tallies = [] }: Lesson) => {
    if (question !== undefined) addQuestion.run(day, question)
    for (const tally of tallies) addTally.run(tally.day, tally.section, tally.vote, tally.by)
  }

  const commit = (
    conversation: string,
    activityId: string | undefined,
    result: TurnResult,
    received: boolean,
  ): readonly Entry[] => {
    const { state, replies } = result
    const said = received || result.erase || activityId === undefined ? undefined : result.said
    const added = replies.length + (said ? 1 : 0)
    if (result.quarantine) putAside.run(now(), conversation)
    const row = setState.get(state, now(), added, conversation) as [newest: number] | undefined
    if (!row) throw notOpen(conversation)
    if (result.erase) removeAll(conversation)
    const before = row[0] - replies.length
    if (said) write(conversation, before, said)
    const seen =
      activityId === undefined
        ? undefined
        : (setAnswered.get(conversation, activityId, said ? before : null, now()) as [number | null])
    const answers = seen?.[0] ?? undefined
    const entries = replies.map((reply, n) => ({
      ...write(conversation, before + n + 1, reply, activityId),
      ...(answers !== undefined && { answers }),
    }))
    for (const { sequence } of result.outbox ? entries : []) addDelivery.run(conversation, sequence, now())
    if (result.lesson) learn(result.lesson)
    if (result.forget !== undefined) forget.run(forgotten, conversation, conversation, result.forget)
    if (result.alert) alerts.raise(result.alert)
    if (result.wake === 'none') dropWake.run(conversation)
    else if (result.wake) setWake.run(conversation, result.wake.due, JSON.stringify(result.wake.activity))
    return entries
  }

  const eraseOne = (conversation: string) => {
    removeAll(conversation)
    // the counter stays until the sweep: an open client goes on reading after the number it has
    setState.get(null, now(), 0, conversation)
  }
  const erase = transaction(eraseOne)

  const sweep = transaction((before: number) => {
    const stale = 'conversation IN (SELECT conversation FROM conversations WHERE touched < ?)'
    for (const table of ofConversations) db.prepare(`DELETE FROM ${table} WHERE ${stale}`).run(before)
    dropClaims.run(now())
    dropErasures.run(now() - erasuresKeptMs)
    db.prepare('DELETE FROM alerts WHERE at < ?').run(before)
    db.prepare('DELETE FROM alert_copies WHERE reference NOT IN (SELECT reference FROM alerts)').run()
    const lessons = ['questions', 'votes'].map(
      (table) => db.prepare(`DELETE FROM ${table} WHERE day < ?`).run(firstDayKept(before)).changes,
    )
    const conversations = db.prepare('DELETE FROM conversations WHERE touched < ?').run(before).changes
    return { conversations, removed: conversations > 0 || lessons.some(Boolean) }
  })

  const replay = transaction((erasures: readonly Erasure[]) => {
    const again = toErase(allConversations.all() as { conversation: string; touched: number }[], erasures)
    for (const conversation of again) eraseOne(conversation)
    for (const { mark, at } of erasures) addErasure.run(mark, at)
    db.prepare('UPDATE conversations SET newest = newest + ?').run(numbersLeftOut)
    return again.length
  })

  const due = transaction((limit: number, leaseMs: number): readonly Delivery[] =>
    (
      heads.all(now(), now() + furthestTryMs, limit) as (DeliveryId & { activity: string; tries: number })[]
    ).map((row) => {
      takeDelivery.run(now() + leaseMs, row.conversation, row.sequence)
      return { ...row, activity: readActivity(row.activity), tries: row.tries + 1 }
    }),
  )

  // a statement that returns rows and finds the file locked stays open, and blocks every later commit
  const wakes = transaction((limit: number, leaseMs: number): readonly Arrival[] =>
    (giveWakes.all(now() + leaseMs, now(), limit) as { conversation: string; activity: string }[]).map(
      ({ conversation, activity }) => {
        const read = readActivity(activity)
        return { conversation, activityId: String(read['id']), activity: read }
      },
    ),
  )

  const repeat = transaction((conversation: string, sequences: readonly number[]) => {
    for (const sequence of sequences) addDelivery.run(conversation, sequence, now())
  })

  const begin = (conversation: string, activityId?: string): { kept: Kept; received: boolean } => {
    const row = keptOf.get(now() - earlyMs, activityId ?? null, conversation) as
      [state: string | null, answered: number | null, waits: number] | undefined
    const [state, marked, waits] = row ?? []
    const answered = marked === 1
    const kept = {
      ...(state ? { state } : {}),
      ...(answered ? { replies: (repliesTo.all(conversation, activityId) as LogRow[]).map(toEntry) } : {}),
      early: activityId !== undefined && !answered && waits === 1,
    }
    return { kept, received: typeof marked === 'number' }
  }

  const unanswered: (...only: Parameters<Store['unanswered']>) => readonly Arrival[] = ({
    conversation,
    receivedBefore = Number.MAX_SAFE_INTEGER,
  } = {}) => {
    const rows = (
      conversation === undefined
        ? openArrivals.all(receivedBefore)
        : openArrivalsOf.all(conversation, receivedBefore)
    ) as { conversation: string; activityId: string; activity: string }[]
    return rows.map((row) => ({ ...row, activity: readActivity(row.activity) }))
  }

  const inTurn = oneAtATime()
  const beginning = together()
  const listeners = new Listeners()
  const flusher = path === ':memory:' ? undefined : new Flusher(flushFile(`${path}-wal`))
  const grew = (conversation: string) => {
    flusher?.written()
    listeners.tell(conversation)
  }

  const eraseAndScrub = (conversation: string) => {
    erase(conversation)
    scrubber.scrub()
  }

  const outbox: Outbox = {
    due: (limit, leaseMs) => patiently(() => due(limit, leaseMs)),
    delivered: ({ conversation, sequence }) => patiently(() => void dropDelivery.run(conversation, sequence)),
    failed: ({ conversation, sequence }, retryAt, code) =>
      patiently(() => void failDelivery.run(retryAt ?? null, code, conversation, sequence)),
    repeat: (conversation, sequences) => patiently(() => repeat(conversation, sequences)),
    count: () =>
      patiently(() => {
        // get() adds a field of its own
        const { waiting, dead } = countDeliveries.get() as { waiting: number; dead: number }
        return { waiting, dead }
      }),
    dead: () =>
      patiently(() =>
        (deadOnes.all() as (DeliveryId & { activity: string; tries: number; code: string })[]).map((row) => ({
          ...row,
          activity: readActivity(row.activity),
        })),
      ),
  }

  const lessons: Lessons = {
    questions: (since) =>
      patiently(() =>
        (questionsSince.all(since) as AskedQuestion[]).map(({ question, count }) => ({ question, count })),
      ),
    votes: (since) =>
      patiently(() =>
        (votesSince.all(since) as SectionVotes[]).map(({ section, up, down }) => ({ section, up, down })),
      ),
  }

  return {
    open: async (conversation, channel) => {
      const there = await patiently(() => channelKnown(conversation))
      if (there !== undefined) return there === channel
      // others begin in the same moment, or go on
      return inGroup(
        () =>
          addConversation.run(conversation, channel, now()).changes > 0 ||
          channelKnown(conversation) === channel,
      )
    },
    exists: (conversation) => patiently(() => channelOf.get(conversation) !== undefined),
    receive: async (arrival) => {
      const entry = await inGroup(() => receive(arrival))
      if (!entry.seenBefore) grew(arrival.conversation)
      return entry
    },
    turn: (conversation, activityId, work) =>
      inTurn(conversation, async () => {
        await beginning()
        const { kept, received } = await patiently(() => begin(conversation, activityId))
        return work(kept, async (result) => {
          const entries = await inGroup(() => commit(conversation, activityId, result, received))
          if (result.erase) scrubber.scrub()
          grew(conversation)
          return entries
        })
      }),
    unanswered: (only) => patiently(() => unanswered(only)),
    entries: (conversation, after, atMost) =>
      patiently(() => {
        const rows = linesAfter.all(conversation, lineNumber(after), atMost ?? -1) as LogRow[]
        return (atMost === undefined ? rows : part(rows)).map(toEntry)
      }),
    newest: (conversation) =>
      patiently(() => (newestOf.get(conversation) as { newest: number } | undefined)?.newest ?? 0),
    changes: (listener) => listeners.add(listener),
    outbox,
    lessons,
    alerts,
    wakes: (limit, leaseMs) => patiently(() => (anyWake.get(now()) ? wakes(limit, leaseMs) : [])),
    woken: ({ conversation, activityId }) => patiently(() => void endWake.run(conversation, activityId)),
    claim: (conversation, name, until) =>
      patiently(() => addClaim.run(conversation, name, until).changes > 0),
    claimed: (conversation, name) => patiently(() => getClaim.get(conversation, name) !== undefined),
    tryWrite: () => inGroup(() => void tryWrite.run(now())),
    secret: (name, make) =>
      patiently(() => {
        addSecret.run(name, (getSecret.get(name) as { value: string } | undefined)?.value ?? make())
        flusher?.written()
        return (getSecret.get(name) as { value: string }).value
      }),
    erase: (conversation) => inTurn(conversation, () => patiently(() => eraseAndScrub(conversation))),
    erasures: () => patiently(() => (allErasures.all() as Erasure[]).map(({ mark, at }) => ({ mark, at }))),
    replay: async (erasures) => {
      const again = await patiently(() => replay(erasures))
      if (again) scrubber.scrub()
      return again
    },
    sweep: async (before) => {
      const { conversations, removed } = await patiently(() => sweep(before))
      channels.clear()
      if (removed) scrubber.scrub()
      return conversations
    },
    close: async () => {
      flusher?.stop()
      scrubber.finish()
      db.close()
    },
  }
}
