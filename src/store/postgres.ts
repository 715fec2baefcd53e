/**
 * The store in PostgreSQL, for several replicas. A turn is one transaction: it takes the conversation's advisory lock,
 * reads what is kept, runs, writes, and commits, all on one connection; a replica that is lost in between leaves
 * nothing behind, and no other could have run at the same time. What was acknowledged is on disk (synchronous_commit
 * as the server has it: on). Connections must not be shared between transactions by a pooler, because of LISTEN.
 */
import { createHash } from 'node:crypto'
import { erasuresKeptMs, markOf, toErase } from './erasures.ts'
import { postgresMigrations as migrations } from './migrations/postgres.ts'
import { oneAtATime } from './oneAtATime.ts'
import { postgresAlerts, raiseAlert, sweepAlerts } from './postgresAlerts.ts'
import { PostgresBell } from './postgresBell.ts'
import { PostgresPool, connection, turnStatementMs, type Ask } from './postgresPool.ts'
import { sql } from './postgresStatements.ts'
import {
  earlyMs,
  firstDayKept,
  forgotten,
  furthestTryMs,
  lineNumber,
  numbersLeftOut,
  part,
  type AskedQuestion,
  readActivity,
  type Delivery,
  type Entry,
  type Erasure,
  type Kept,
  type Lesson,
  type Outbox,
  type SectionVotes,
  type Store,
  type Tally,
  type TurnResult,
} from './store.ts'

/** Replicas that start together migrate one after the other; the number only has to be ours. */
const migrationLock = 4_815_162_342
/** How long the first connection may take, in milliseconds. */
const firstConnectionMs = 5_000
/** Conversations swept in one statement. */
const sweepAtOnce = 500
/** How long closing waits for a database that does not answer, in milliseconds. */
const goodbyeMs = 1_000

interface LogRow {
  sequence: number
  at: number
  activity: string
  answers: number | null
}

const toEntry = ({ sequence, at, activity, answers }: LogRow): Entry => ({
  sequence,
  at,
  activity: readActivity(activity),
  ...(answers === null ? {} : { answers }),
})

/** The advisory lock of a conversation. Two that share a number would only wait for each other. */
const lockOf = (conversation: string): bigint =>
  createHash('sha256').update(conversation).digest().readBigInt64BE()

const removeAll = async (ask: Ask, conversations: readonly string[]) => {
  const tables = [sql.removeLog, sql.removeArrivals, sql.removeOutbox, sql.removeQuarantine, sql.removeWakes]
  for (const table of tables) await ask(table, [conversations])
}

const rowOf = ({ day, section, vote }: Tally): string => `${day} ${section} ${vote}`

const learn = async (ask: Ask, { day, question, tallies = [] }: Lesson) => {
  if (question !== undefined) await ask(sql.addQuestion, [day, question])
  // in one order everywhere: two turns that change the same counts wait for each other, never both
  for (const tally of tallies.toSorted((a, b) => (rowOf(a) < rowOf(b) ? -1 : 1)))
    await ask(sql.addTally, [tally.day, tally.section, tally.vote, tally.by])
}

async function migrate(url: string): Promise<void> {
  const client = connection(url, { connectionTimeoutMillis: firstConnectionMs })
  // the failure is told by what was asked
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(`SELECT pg_advisory_lock(${migrationLock})`)
    await client.query('CREATE TABLE IF NOT EXISTS backwise_schema (steps INTEGER NOT NULL)')
    const { rows } = await client.query<{ steps: number }>('SELECT steps FROM backwise_schema')
    const done = rows[0]?.steps ?? 0
    if (!rows.length) await client.query('INSERT INTO backwise_schema VALUES (0)')
    if (done > migrations.length)
      throw new Error('it was written by a newer release: start that release, or use another store')
    for (let step = done; step < migrations.length; step++)
      await client.query(`BEGIN; ${migrations[step]}; UPDATE backwise_schema SET steps = ${step + 1}; COMMIT`)
  } finally {
    client.end().catch(() => {})
  }
}

/** The address without user and password. */
function placeOf(url: string): string {
  const { host, pathname } = URL.canParse(url) ? new URL(url) : { host: '', pathname: '' }
  return `postgres://${host}${pathname}`
}

/**
 * @param url postgres://user:password@host:port/database; the database must exist, its tables are made
 * @throws {Error} saying what to do, when it cannot be reached or was written by a newer release
 */
export async function openPostgres(url: string, now: () => number = Date.now): Promise<Store> {
  const pool = new PostgresPool(url)
  const bell = new PostgresBell(url, () => pool.renew())
  try {
    await migrate(url)
    await bell.start()
  } catch (cause) {
    await Promise.allSettled([bell.close(), pool.close()])
    const reason = cause instanceof Error ? cause.message || (cause as { code?: string }).code : String(cause)
    throw new Error(`the store ${placeOf(url)} cannot be opened: ${reason}`, { cause })
  }
  const once: Ask = (...asked) => pool.use((ask) => ask(...asked))
  const inProcess = oneAtATime()

  /** Runs `work` in a transaction while nothing else of the conversation runs anywhere. */
  const alone = <Result>(conversation: string, work: (ask: Ask) => Promise<Result>) =>
    inProcess(conversation, () =>
      pool.use(async (ask) => {
        await ask(`BEGIN; SELECT pg_advisory_xact_lock(${lockOf(conversation)})`)
        const result = await work(ask)
        await ask('COMMIT')
        return result
      }, turnStatementMs),
    )

  const eraseAll = async (ask: Ask, conversation: string) => {
    await removeAll(ask, [conversation])
    await ask(sql.addErasures, [[markOf(conversation)], [now()]])
  }
  const forget = async (ask: Ask, conversation: string) => {
    await ask(sql.forget, [conversation, now()])
  }

  const begin = async (
    ask: Ask,
    conversation: string,
    activityId?: string,
  ): Promise<{ kept: Kept; received: boolean }> => {
    const [row] = await ask<{ state: string | null; answered: boolean | null; early: boolean }>(sql.begin, [
      conversation,
      activityId ?? null,
      now() - earlyMs,
    ])
    const replies = row?.answered
      ? (await ask<LogRow>(sql.replies, [conversation, activityId])).map(toEntry)
      : undefined
    const kept = {
      ...(row?.state ? { state: row.state } : {}),
      ...(replies && { replies }),
      early: row !== undefined && row.answered !== true && row.early,
    }
    return { kept, received: typeof row?.answered === 'boolean' }
  }

  const commit = async (
    ask: Ask,
    conversation: string,
    activityId: string | undefined,
    { state, replies, said, erase, quarantine, outbox, lesson, forget: gone, alert, wake }: TurnResult,
    received: boolean,
  ): Promise<readonly Entry[]> => {
    const at = now()
    const spoken = received || erase || activityId === undefined || !said ? [] : [said]
    if (quarantine) await ask(sql.putAside, [conversation, at])
    if (erase) await eraseAll(ask, conversation)
    const texts = [...spoken, ...replies].map((line) => JSON.stringify(line))
    const values = [conversation, state, at, activityId ?? null, texts, outbox ?? false, spoken.length]
    const [row] = await ask<{ before: number; answers: number | null }>(sql.commit, values)
    if (!row) throw new Error('the conversation is not open')
    if (lesson) await learn(ask, lesson)
    if (gone !== undefined) await ask(sql.forgetArrival, [conversation, gone, forgotten])
    if (alert) await raiseAlert(ask, alert, at)
    if (wake === 'none') await ask(sql.removeWakes, [[conversation]])
    else if (wake) await ask(sql.setWake, [conversation, wake.due, JSON.stringify(wake.activity)])
    const { before, answers } = row
    return replies.map((activity, index) => ({
      sequence: before + index + 1,
      at,
      activity,
      json: texts[spoken.length + index]!,
      ...(answers === null ? {} : { answers }),
    }))
  }

  const outbox: Outbox = {
    due: async (limit, leaseMs) => {
      const rows = await once<Delivery & { activity: string }>(sql.due, [
        now(),
        now() + leaseMs,
        limit,
        now() + furthestTryMs,
      ])
      return rows.map((row) => ({ ...row, activity: readActivity(row.activity) }))
    },
    delivered: async ({ conversation, sequence }) =>
      void (await once(sql.delivered, [conversation, sequence])),
    failed: async ({ conversation, sequence }, retryAt, code) =>
      void (await once(sql.failed, [conversation, sequence, retryAt ?? null, code])),
    repeat: async (conversation, sequences) =>
      void (await once(sql.repeat, [conversation, sequences, now()])),
    count: async () => (await once<{ waiting: number; dead: number }>(sql.countOutbox))[0]!,
    dead: async () => {
      const rows = await once<Delivery & { activity: string; code: string }>(sql.deadOutbox)
      return rows.map((row) => ({ ...row, activity: readActivity(row.activity) }))
    },
  }

  return {
    open: (conversation, channel) =>
      pool.use(async (ask) => {
        await ask(sql.addConversation, [conversation, channel, now()])
        const [row] = await ask<{ channel: string }>(sql.conversation, [conversation])
        return row?.channel === channel
      }),
    exists: async (conversation) => (await once(sql.conversation, [conversation])).length > 0,
    receive: async ({ conversation, activityId, activity }) => {
      const at = now()
      const values = [conversation, activityId, at, JSON.stringify(activity)]
      const [written] = await once<{ sequence: number }>(sql.receive, values)
      if (written) {
        bell.ring(conversation)
        return { sequence: written.sequence, at, activity, seenBefore: false }
      }
      const [seen] = await once<LogRow | Record<keyof LogRow, null>>(sql.seen, [conversation, activityId])
      if (!seen) throw new Error('the conversation is not open')
      return { ...(seen.activity === null ? { sequence: 0, at, activity } : toEntry(seen)), seenBefore: true }
    },
    turn: async (conversation, activityId, work) => {
      let written = false
      const result = await alone(conversation, async (ask) => {
        const { kept, received } = await begin(ask, conversation, activityId)
        return work(kept, async (turn) => {
          written = true
          return commit(ask, conversation, activityId, turn, received)
        })
      })
      if (written) bell.ring(conversation)
      return result
    },
    unanswered: async ({ conversation, receivedBefore = Number.MAX_SAFE_INTEGER } = {}) => {
      type Row = { conversation: string; activityId: string; activity: string }
      const rows =
        conversation === undefined
          ? await once<Row>(sql.unanswered, [receivedBefore])
          : await once<Row>(sql.unansweredOf, [receivedBefore, conversation])
      return rows.map((row) => ({ ...row, activity: readActivity(row.activity) }))
    },
    entries: async (conversation, after, atMost) => {
      const rows = await once<LogRow>(sql.entries, [conversation, lineNumber(after), atMost ?? null])
      return (atMost === undefined ? rows : part(rows)).map(toEntry)
    },
    newest: async (conversation) =>
      (await once<{ newest: number }>(sql.conversation, [conversation]))[0]?.newest ?? 0,
    changes: (listener) => bell.changes(listener),
    outbox,
    lessons: {
      questions: (since) => once<AskedQuestion>(sql.questions, [since]),
      votes: (since) => once<SectionVotes>(sql.votes, [since]),
    },
    alerts: postgresAlerts(once, now),
    wakes: async (limit, leaseMs) => {
      const rows = await once<{ conversation: string; activity: string }>(sql.wakes, [
        now(),
        now() + leaseMs,
        limit,
      ])
      return rows.map(({ conversation, activity }) => {
        const read = readActivity(activity)
        return { conversation, activityId: String(read['id']), activity: read }
      })
    },
    woken: async ({ conversation, activityId }) => void (await once(sql.endWake, [conversation, activityId])),
    claim: async (conversation, name, until) =>
      (await once(sql.claim, [conversation, name, until])).length > 0,
    claimed: async (conversation, name) => (await once(sql.claimed, [conversation, name])).length > 0,
    tryWrite: async () => void (await once(sql.tryWrite, [now()])),
    secret: (name, make) =>
      pool.use(async (ask) => {
        const read = async () => (await ask<{ value: string }>(sql.secret, [name]))[0]?.value
        const known = await read()
        if (known !== undefined) return known
        await ask(sql.addSecret, [name, make()])
        return (await read())!
      }),
    erase: (conversation) =>
      alone(conversation, (ask) => eraseAll(ask, conversation).then(() => forget(ask, conversation))),
    erasures: () => once<Erasure & object>(sql.erasures),
    replay: async (erasures) => {
      const all = await once<{ conversation: string; touched: number }>(sql.conversations)
      const again = toErase(all, erasures)
      for (const conversation of again)
        await alone(conversation, (ask) => eraseAll(ask, conversation).then(() => forget(ask, conversation)))
      await once(sql.addErasures, [erasures.map(({ mark }) => mark), erasures.map(({ at }) => at)])
      await once(sql.leaveOut, [numbersLeftOut])
      return again.length
    },
    sweep: async (before) => {
      const sweepSome = () =>
        pool.use(async (ask) => {
          await ask('BEGIN')
          const swept = await ask<{ conversation: string }>(sql.sweep, [before, sweepAtOnce])
          await removeAll(ask, swept.map(({ conversation }) => conversation)) // prettier-ignore
          await ask('COMMIT')
          return swept.length
        }, turnStatementMs)
      await once(sql.dropClaims, [now()])
      await sweepAlerts(once, before)
      for (const lessons of [sql.sweepQuestions, sql.sweepVotes]) await once(lessons, [firstDayKept(before)])
      await once(sql.dropErasures, [now() - erasuresKeptMs])
      let swept = 0
      for (let some = await sweepSome(); some > 0; some = await sweepSome()) swept += some
      return swept
    },
    close: async () => {
      const closed = Promise.allSettled([bell.close(), pool.close()])
      let timer: NodeJS.Timeout | undefined
      await Promise.race([closed, new Promise((resolve) => (timer = setTimeout(resolve, goodbyeMs)))])
      clearTimeout(timer)
    },
  }
}
