/**
 * The chat for clinics' pages, as the build left it in `dist/widget`: `/widget.js`, which knows this clinic's settings
 * and may change, and `/widget/<version>/…`, which never does. Pages of any origin may load them; what they may do with
 * the bot is decided by its list of origins.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contentTypes, immutable, staticFile, type Ask, type Reply, type StaticFile } from './staticFile.ts'

// This module runs as dist/src/server/widgetFiles.js, and from src/server/widgetFiles.ts in tests.
const project = new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url)
export const builtWidget = fileURLToPath(new URL('dist/widget', project))

/** What the widget shows before it has spoken with the bot; a page's `data-` attributes go before it. */
export interface WidgetSettings {
  readonly clinic: string
  readonly phone?: string
  readonly hours?: string
  /** Where the clinic is, as a region id: tells the emergency number. */
  readonly region: string
}

export interface Widget {
  /** Folder of the present files. */
  readonly version: string
  /** Of the present loader, for the `integrity` attribute. */
  readonly integrity: string
  readonly files: (ask: Ask) => Promise<Reply | undefined>
}

const anywhere = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' }
const type = contentTypes['.js']!
/** Five minutes: a new release reaches every page soon, and a busy page asks seldom. */
const short = 'public, max-age=300'

/** JSON that stays one string of a script, whatever is in it. */
const literal = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** @throws {Error} when the widget has not been built */
export function createWidgetFiles({ clinic, phone, hours, region }: WidgetSettings): Widget {
  if (!existsSync(join(builtWidget, 'current')))
    throw new Error(`there is no widget in ${builtWidget}: run npm run build`)
  const version = readFileSync(join(builtWidget, 'current'), 'utf8').trim()
  const read = (folder: string, name: string) => readFileSync(join(builtWidget, folder, name))
  const loader = read(version, 'widget.js')
  const settings = { clinic, region, ...(phone && { phone }), ...(hours && { hours }) }
  const own = loader.toString().replace(/\(\{\}\)\s*$/, () => `(${literal(settings)})\n`)

  const files = new Map<string, StaticFile>([
    ['/widget.js', staticFile(Buffer.from(own), { type, cache: short, more: anywhere })],
  ])
  const versions = readdirSync(builtWidget).filter((name) => statSync(join(builtWidget, name)).isDirectory())
  for (const folder of versions)
    for (const name of ['widget.js', 'panel.js'])
      files.set(
        `/widget/${folder}/${name}`,
        staticFile(read(folder, name), { type, cache: immutable, more: anywhere }),
      )
  return {
    version,
    integrity: `sha384-${createHash('sha384').update(loader).digest('base64')}`,
    files: async ({ path, headers }) => files.get(path)?.(headers),
  }
}
