import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Layer of a file, 1 (core) to 4 (shells), as the README's table has it. */
function layerOf(file: string): number {
  if (file.startsWith('src/core/')) return 1
  if (/^src\/(knowledge|store|cards)\//.test(file) || /^src\/(config|observe)\.ts$/.test(file)) return 2
  if (file.startsWith('dialogs/') || file === 'src/turn.ts' || file === 'src/bot.ts') return 3
  if (/^src\/(server|cli|staff)\//.test(file) || file === 'src/main.ts') return 4
  throw new Error(`${file} is in no layer; see "The house" in the README`)
}

const root = resolve(import.meta.dirname, '..')
const files = ['src', 'dialogs']
  .flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((f) => join(top, f)),
  )
  .filter((file) => file.endsWith('.ts') && !file.startsWith('src/widget/'))
  .sort()

const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import|import\()\s*'([^']+)'/g)].map(
    (m) => m[1]!,
  )

const local = (file: string, specifier: string) => relative(root, resolve(root, dirname(file), specifier))
const edge = (file: string) => /^src\/(knowledge|store|cards)\//.exec(file)?.[1]

describe('the house', () => {
  it.each(files)('%s imports only from its own layer or below', (file) => {
    for (const specifier of importsOf(file).filter((s) => s.startsWith('.'))) {
      const target = local(file, specifier)
      expect(layerOf(target), `${file} imports ${target}`).toBeLessThanOrEqual(layerOf(file))
      if (layerOf(file) === 2 && layerOf(target) === 2)
        expect(edge(target), `${file} imports another edge, ${target}`).toBe(edge(file))
    }
  })

  it('has no import cycle', () => {
    const graph = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter((s) => s.startsWith('.'))
          .map((s) => local(file, s)),
      ]),
    )
    const done = new Set<string>()
    const visit = (file: string, path: string[]) => {
      expect(path, `cycle: ${[...path, file].join(' -> ')}`).not.toContain(file)
      if (done.has(file)) return
      for (const next of graph.get(file) ?? []) visit(next, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
  })

  it('keeps each library where it belongs', () => {
    const homes: Record<string, RegExp> = {
      botbuilder:
        /^(dialogs\/|src\/(bot|turn)\.ts|src\/cards\/|src\/server\/|src\/cli\/(desk|turnsBench\/echoBot)\.ts)/,
      restify: /^src\/(server\/|cli\/turnsBench\/echoBot\.ts)/,
      ws: /^src\/(server|cli\/torture)\//,
      libsql: /^src\/store\//,
      pg: /^src\/(store|cli\/torture)\//,
    }
    for (const file of files)
      for (const specifier of importsOf(file)) {
        const home = homes[specifier]
        if (home) expect(file, `${file} imports ${specifier}`).toMatch(home)
        if (specifier.startsWith('botbuilder-dialogs'))
          expect(file, `${file} imports botbuilder-dialogs`).toMatch(/^dialogs\/(botbuilder|waterfalls)\.ts$/)
        expect(specifier, `${file}: dialogs only by the file, its index is slow`).not.toBe(
          'botbuilder-dialogs',
        )
        if (specifier.startsWith('natural'))
          expect(file, `${file} imports natural`).toMatch(/^src\/core\/retrieval\/[\w.]+\.ts$/)
        expect(specifier, `${file}: natural only through its quiet sub-paths`).not.toBe('natural')
      }
  })

  it.each(files.filter((file) => !file.includes('turnsBench/')))('%s loads no whole SDK', (file) => {
    const source = readFileSync(join(root, file), 'utf8')
    expect(source).not.toMatch(
      /^import (?!type )[^;']*? from '(?:botbuilder|botbuilder-core|botframework-connector)'/m,
    )
  })

  it.each(files.filter((file) => file.startsWith('src/core/')))('%s is pure', (file) => {
    const source = readFileSync(join(root, file), 'utf8')
    for (const impure of [/Date\.now|new Date\(\)/, /Math\.random/, /process\./, /from 'node:/, /\bfetch\(/])
      expect(source, `${file} uses ${impure}`).not.toMatch(impure)
  })
})
