/** Puts a backup in the store's place, and erases again what was erased since: `npm run restore -- FILE`. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { loadConfig } from '../config.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { openStore } from '../store/open.ts'
import { restore } from '../store/sqliteFile.ts'

const usage = `Usage: npm run restore -- FILE [--erasures-of COPY] | --replay LIST

  FILE           a backup of the SQLite store; the program must be stopped
  --erasures-of  a newer copy of the store, for the list of what was erased, where the store itself is lost
  --replay       erases again what the list names (npm run backup -- --erasures LIST), in the store as it is:
                 for PostgreSQL, after pg_restore --clean --if-exists --dbname="$STORE" FILE
`

const list = z.array(z.object({ mark: z.string(), at: z.number() }))

function readList(path: string): z.infer<typeof list> {
  try {
    return list.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new Error(`${path} cannot be read as a list of erasures (npm run backup -- --erasures LIST)`, { cause }) // prettier-ignore
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean' }, 'erasures-of': { type: 'string' }, replay: { type: 'string' } },
  })
  const { store: setting } = loadConfig(Object.keys(loadKnowledge().regions))
  const [file] = positionals
  if (values.help || (file === undefined && values.replay === undefined)) console.log(usage)
  else if (values.replay !== undefined) {
    const erasures = readList(values.replay)
    const store = await openStore(setting)
    const erased = await store.replay(erasures)
    await store.close()
    console.log(`${erased} conversations were erased again.`)
  } else if (!setting.startsWith('sqlite:'))
    throw new Error('the store is in PostgreSQL: use pg_restore, see --help') // prettier-ignore
  else {
    const { erased, replaced } = await restore(setting.slice('sqlite:'.length), file!, values['erasures-of'])
    console.log(`The store is restored from ${file}; ${erased} conversations were erased again.`)
    if (replaced) console.log(`What was there is kept as ${replaced}: delete it when all is well.`)
  }
} catch (error) {
  console.error(`restore: ${(error as Error).message}`)
  process.exitCode = 1
}
