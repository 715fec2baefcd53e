import { afterAll, beforeAll } from 'vitest'
import { openPostgres } from '../../src/store/postgres.ts'
import { describeWithPostgres, startPostgres, type PostgresServer } from './postgresServer.ts'
import { storeContract } from './store.contract.ts'

describeWithPostgres('PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  storeContract('PostgreSQL', async (now) => openPostgres(await server.database(), now))
})
