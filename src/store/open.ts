import type { Store } from './store.ts'

/**
 * Loads only the library that is needed.
 * @throws {Error} for a kind of store that does not exist, or one that cannot be opened
 */
export async function openStore(setting: string, now: () => number = Date.now): Promise<Store> {
  if (setting.startsWith('sqlite:')) {
    const { openSqlite } = await import('./sqlite.ts')
    return openSqlite(setting.slice('sqlite:'.length), now)
  }
  if (/^postgres(ql)?:\/\//.test(setting)) {
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(setting, now)
  }
  throw new Error('STORE must begin with sqlite: or postgres: (for example sqlite:./data/backwise.db)')
}
