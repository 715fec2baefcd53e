import { openSqlite } from './sqlite.ts'
import type { Store } from './store.ts'

/** @throws {Error} for a kind of store that does not exist, or one that cannot be opened */
export function openStore(setting: string, now: () => number = Date.now): Store {
  if (setting.startsWith('sqlite:')) return openSqlite(setting.slice('sqlite:'.length), now)
  throw new Error('STORE must begin with sqlite: (for example sqlite:./data/backwise.db)')
}
