/**
 * Connections to PostgreSQL, and how long anything may take on them. A caller learns within `patienceMs` that the
 * database is locked, slow or gone. One connection that broke or fell silent speaks for all of them: those of before are
 * given up, so that the first call after the database is back finds a new one.
 */
import pg from 'pg'
import { StoreUnavailable } from './store.ts'

/** For one piece of work, waiting for a connection included, in milliseconds. */
const patienceMs = 2_500
/** The server gives up a statement, or a lock it waits for, a little before its caller does. In milliseconds. */
const statementMs = 2_000
/** A statement has at least so long, however long its connection was waited for, in milliseconds. */
const leastMs = 300
/** Each statement of a turn has so long, in milliseconds: nobody waits for its connection. */
export const turnStatementMs = patienceMs
/** A replica that is lost in the middle of a turn holds its conversation for so long, in milliseconds. */
const lostTurnMs = 4_000
const connectionsAtMost = 10

/** Classes of trouble that pass: connection, conflict, resources, locks, shutdown, system. */
const passing = /^(08|25|40|53|55|57|58)/

export interface Statement {
  /** The server keeps a plan under this name. */
  readonly name: string
  readonly text: string
}

export type Ask = <Row extends pg.QueryResultRow>(
  statement: Statement | string,
  values?: unknown[],
) => Promise<Row[]>

/** Numbers as numbers: none of ours is beyond 2^53. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
} as unknown as pg.CustomTypesConfig

/** A connection that nothing limits, for what is done once. */
export const connection = (url: string, options: pg.ClientConfig = {}): pg.Client =>
  new pg.Client({ connectionString: url, application_name: 'backwise', keepAlive: true, types, ...options })

function asUnavailable(cause: unknown): unknown {
  if (cause instanceof pg.DatabaseError && !passing.test(cause.code ?? '')) return cause
  return new StoreUnavailable('PostgreSQL does not answer, or not now', { cause })
}

const ignore = () => {}

export class PostgresPool {
  readonly #url: string
  #pool: pg.Pool

  constructor(url: string) {
    this.#url = url
    this.#pool = this.#make()
  }

  #make(): pg.Pool {
    const pool = new pg.Pool({
      connectionString: this.#url,
      application_name: 'backwise',
      keepAlive: true,
      types,
      max: connectionsAtMost,
      idleTimeoutMillis: 60_000,
      connectionTimeoutMillis: patienceMs,
      statement_timeout: statementMs,
      idle_in_transaction_session_timeout: lostTurnMs,
    })
    // an idle connection was cut: the next call opens another
    pool.on('error', ignore)
    return pool
  }

  /** Gives up every connection there is; work that runs on one ends by itself. */
  renew(): void {
    const old = this.#pool
    this.#pool = this.#make()
    old.end().catch(ignore)
  }

  /**
   * @param statementLeastMs how long each statement has at least; the first may take all there is
   * @throws {StoreUnavailable} when the database does not answer in time; its own error for a fault of ours
   */
  async use<Result>(work: (ask: Ask) => Promise<Result>, statementLeastMs = leastMs): Promise<Result> {
    const pool = this.#pool
    const end = performance.now() + patienceMs
    const client = await pool.connect().catch((error: unknown) => {
      throw asUnavailable(error)
    })
    // without a listener, a cut while nothing is asked would end the process
    client.on('error', ignore)
    const ask: Ask = async (statement, values) => {
      // the types know it of connections only
      const limit: object = { query_timeout: Math.max(statementLeastMs, end - performance.now()) }
      const named = typeof statement === 'string' ? { text: statement } : statement
      try {
        return (await client.query({ ...named, values, ...limit })).rows
      } catch (error) {
        if (!(error instanceof pg.DatabaseError) && pool === this.#pool) this.renew()
        throw asUnavailable(error)
      }
    }
    let failed = true
    try {
      const result = await work(ask)
      failed = false
      return result
    } finally {
      client.off('error', ignore)
      // closing it rolls back what was begun on it
      client.release(failed)
    }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }
}
