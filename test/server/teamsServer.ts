/** The whole server and bot, and the connector it answers to, for a file of tests. */
import { afterAll, beforeAll } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { startConnector, type Connector } from './connector.ts'
import { realTurns } from './realBot.ts'
import { delivered, started, type Started } from './started.ts'

export interface TeamsServer {
  readonly connector: Connector
  readonly store: Store
  /** Posts an activity, and waits until everything it led to is sent. */
  post(activity: object): Promise<Response>
}

/** Starts before the tests of the file, and stops after them. */
export function teamsServer(): TeamsServer {
  const teams = {} as TeamsServer
  let server: Started
  beforeAll(async () => {
    const connector = await startConnector()
    const store = openSqlite(':memory:')
    server = await started({ store, turns: realTurns(store) })
    const post = async (activity: object) => {
      const response = await connector.post(server.url, activity)
      await delivered(store)
      return response
    }
    Object.assign(teams, { connector, store, post })
  })
  afterAll(async () => {
    await server.stop()
    teams.connector.stop()
  })
  return teams
}
