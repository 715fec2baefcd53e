/**
 * A real PostgreSQL, started and stopped by whoever needs one, in a folder of its own. Its binaries are looked for in
 * `POSTGRES_BIN`, on the PATH, and where Debian puts them.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'

const debian = '/usr/lib/postgresql'
const folders = [
  ...(process.env['POSTGRES_BIN'] ? [process.env['POSTGRES_BIN']] : []),
  ...(process.env['PATH'] ?? '').split(delimiter),
  ...(existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : []),
]
const binaries = folders.find((folder) =>
  ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
)
/** Whether there is one on this machine. */
export const hasPostgres = binaries !== undefined

/** PostgreSQL refuses to run as root. */
const nobody = 65_534
const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}

export interface PostgresServer {
  readonly port: number
  /** The address of a new, empty database. */
  database(): Promise<string>
  /** Asks as the superuser, in the database of the address, or in that of the server. */
  ask(text: string, url?: string): Promise<Record<string, unknown>[]>
  /** Kills it at once, as a crash would, or starts it again on the same port. */
  crash(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })

export async function startPostgres(): Promise<PostgresServer> {
  if (!binaries) throw new Error('there is no PostgreSQL: install it, or set POSTGRES_BIN')
  const folder = mkdtempSync(join(tmpdir(), 'backwise-postgres-'))
  if (user.uid) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const made = spawnSync(
    join(binaries, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'backwise',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-locale',
      '--no-sync',
      '--no-instructions',
    ],
    { ...user, cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`)

  const port = await freePort()
  const address = (database: string) => `postgres://backwise@127.0.0.1:${port}/${database}`
  let server: ChildProcess | undefined
  let databases = 0

  const ask: PostgresServer['ask'] = async (text, url = address('postgres')) => {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }
  const start = async () => {
    const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'fsync=off']
    const flags = [...settings, 'max_connections=60'].flatMap((setting) => ['-c', setting])
    let said = ''
    server = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], { ...user, cwd: folder })
    server.stderr!.on('data', (text) => (said += String(text)))
    const end = performance.now() + 10_000
    for (;;) {
      try {
        return void (await ask('SELECT 1'))
      } catch (cause) {
        if (performance.now() > end || server.exitCode !== null)
          throw new Error(`PostgreSQL does not start: ${said}`, { cause })
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }
  /** SIGQUIT: no goodbye to anybody, no writing down; the next start recovers. */
  const crash = async () => {
    const dying = server!
    const ended = new Promise((resolve) => dying.once('exit', resolve))
    dying.kill('SIGQUIT')
    const timer = setTimeout(() => dying.kill('SIGKILL'), 3_000)
    if (dying.exitCode === null && dying.signalCode === null) await ended
    clearTimeout(timer)
  }
  process.once('exit', () => server?.kill('SIGQUIT'))
  await start()

  return {
    port,
    ask,
    start,
    crash,
    database: async () => {
      const name = `test${++databases}`
      await ask(`CREATE DATABASE ${name}`)
      return address(name)
    },
    stop: async () => {
      await crash()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
