import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkSync } from 'recheck'
import { describe, expect, it } from 'vitest'
import { parseAst } from 'vitest/node'
import { judged } from './regularExpressions.judged.ts'

// The checker in plain JavaScript: the faster ones need Java, or a program that not every machine has.
process.env['RECHECK_BACKEND'] = 'pure'

interface Found {
  readonly where: string
  readonly pattern: string
  readonly flags: string
}

const root = join(import.meta.dirname, '..')
const files = ['src', 'dialogs']
  .flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((file) => join(top, file)),
  )
  .filter((file) => file.endsWith('.ts'))

/** Every regular expression written in a file; those put together from strings are not seen. */
function expressionsIn(file: string): Found[] {
  const found: Found[] = []
  JSON.stringify(
    parseAst(readFileSync(join(root, file), 'utf8'), { lang: 'ts' }),
    (_, value: { regex?: { pattern: string; flags: string } } | null) => {
      if (value?.regex) found.push({ where: file, ...value.regex })
      return typeof value === 'bigint' || value instanceof RegExp ? undefined : value
    },
  )
  return found
}

const all = new Map<string, Found>(
  files.flatMap(expressionsIn).map((found) => [`/${found.pattern}/${found.flags}`, found] as const),
)

describe('regular expressions', () => {
  it('are found', () => expect(all.size).toBeGreaterThan(100))

  it('take time in proportion to the text', { timeout: 240_000 }, () => {
    const slow = [...all]
      .filter(([written]) => !(written in judged))
      .map(([written, { where, pattern, flags }]) => {
        const verdict = checkSync(pattern, flags, { timeout: 60_000 })
        return `${verdict.status}${'complexity' in verdict ? `, ${verdict.complexity?.summary}` : ''}: ${written} in ${where}`
      })
      .filter((verdict) => !verdict.startsWith('safe'))
    expect(slow).toEqual([])
  })

  it('that were judged before are still there', () => {
    expect(Object.keys(judged).filter((written) => !all.has(written))).toEqual([])
  })
})
