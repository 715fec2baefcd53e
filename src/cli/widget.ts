/**
 * Bundles the chat for clinics' pages: `dist/widget/<version>/widget.js` (the loader) and `panel.js` beside it. The
 * version is a hash of both, so what lies under one version never changes; earlier ones stay for pages that name them.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build, transform, type BuildOptions, type Plugin } from 'esbuild'
import type { Region } from '../core/regions.ts'
import { knowledgeFolder } from '../knowledge/places.ts'
import { builtWidget } from '../server/widgetFiles.ts'

const usage = `Usage: node dist/src/cli/widget.js [--quiet]

  Bundles src/widget into dist/widget and prints the sizes. Fails when they are above the budget.
`

/** Bytes after gzip, as promised to clinics: before the first click, and after it. */
const budget = { 'widget.js': 3 * 1024, 'panel.js': 40 * 1024 } as const

const source = join(knowledgeFolder, '../src/widget')

const smallCss: Plugin = {
  name: 'small css as text',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true })
      return { contents: code.trim(), loader: 'text' }
    }),
}

async function bundle(file: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(source, file)],
    bundle: true,
    write: false,
    minify: true,
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none',
    plugins: [smallCss],
    ...options,
  })
  return outputFiles![0]!.text
}

/** What to call in an emergency, by region. */
function numbers(): Record<string, string> {
  const folder = join(knowledgeFolder, 'regions')
  const regions = readdirSync(folder)
    .toSorted()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Pick<Region, 'id' | 'emergency'>)
  return Object.fromEntries(regions.map(({ id, emergency }) => [id, emergency.number]))
}

const hash = (algorithm: string, text: string, encoding: 'hex' | 'base64') =>
  createHash(algorithm).update(text).digest(encoding)

async function run(quiet: boolean): Promise<void> {
  const regionNumbers = JSON.stringify(numbers())
  const panel = await bundle('panel.tsx', { format: 'iife', define: { regionNumbers } })
  const define = {
    panelIntegrity: JSON.stringify(`sha256-${hash('sha256', panel, 'base64')}`),
    panelPath: '"/widget/VERSION/panel.js"',
    regionNumbers,
  }
  const unversioned = await bundle('loader.ts', { format: 'esm', define })
  const version = hash('sha256', panel + unversioned, 'hex').slice(0, 12)
  // A function, so that nothing of it leaks into the page, and the server can put a clinic's settings at its end.
  const loader = `(function(served){${unversioned.trim().replace('VERSION', version)}})({})\n`

  const folder = join(builtWidget, version)
  mkdirSync(folder, { recursive: true })
  const files = { 'widget.js': loader, 'panel.js': panel }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  writeFileSync(join(builtWidget, 'current'), version)

  for (const [name, most] of Object.entries(budget)) {
    const size = gzipSync(files[name as keyof typeof files], { level: 9 }).length
    if (!quiet) console.log(`${name}: ${size} bytes gzip, at most ${most}`)
    if (size > most) throw new Error(`${name} is ${size} bytes after gzip; at most ${most} are promised`)
  }
}

const { values } = parseArgs({ options: { help: { type: 'boolean' }, quiet: { type: 'boolean' } } })
if (values.help) console.log(usage)
else await run(values.quiet ?? false)
