/** A copy of the store while the program runs: `npm run backup -- FILE`. */
import { parseArgs } from 'node:util'
import { writeFileSync } from 'node:fs'
import { loadConfig } from '../config.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { openStore } from '../store/open.ts'
import { backUp } from '../store/sqliteFile.ts'

const usage = `Usage: npm run backup -- FILE | --erasures LIST

  FILE        a whole copy of the SQLite store, made while the program runs
  --erasures  writes the list of what was erased, as JSON; it names nobody

  A store in PostgreSQL is copied by its own tool: pg_dump --format=custom --file=FILE "$STORE"
  Keep the list of erasures with it: it is replayed after pg_restore (npm run restore -- --replay LIST).
`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean' }, erasures: { type: 'string' } },
  })
  const { store: setting } = loadConfig(Object.keys(loadKnowledge().regions))
  const [file] = positionals
  if (values.help || (file === undefined && values.erasures === undefined)) console.log(usage)
  else if (values.erasures !== undefined) {
    const store = await openStore(setting)
    const erasures = await store.erasures()
    await store.close()
    writeFileSync(values.erasures, JSON.stringify(erasures), { mode: 0o600 })
    console.log(`${erasures.length} erasures are listed in ${values.erasures}.`)
  } else if (!setting.startsWith('sqlite:'))
    throw new Error('the store is in PostgreSQL: use pg_dump, see --help') // prettier-ignore
  else {
    backUp(setting.slice('sqlite:'.length), file!)
    console.log(`The store is copied to ${file}. It holds what patients wrote: keep it as safe as the store.`)
  }
} catch (error) {
  console.error(`backup: ${(error as Error).message}`)
  process.exitCode = 1
}
