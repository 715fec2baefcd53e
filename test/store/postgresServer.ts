/** PostgreSQL for the tests. */
import { describe } from 'vitest'
import { hasPostgres } from '../../src/cli/torture/postgresServer.ts'

export { startPostgres, type PostgresServer } from '../../src/cli/torture/postgresServer.ts'

if (!hasPostgres && !process.env.CI)
  console.warn('Skipped, no PostgreSQL here: set POSTGRES_BIN to the folder of initdb and postgres.')

/** Skips without PostgreSQL; in CI the start fails instead. */
export const describeWithPostgres = describe.skipIf(!hasPostgres && !process.env.CI)
