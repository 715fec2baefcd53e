/** The titles of the tests in a file, read from its source: `describe > test`, and each describe by itself. */
import { readFileSync } from 'node:fs'
import { parseAst } from 'vitest/node'
import { readTranscripts } from './transcript.ts'

type Node = { readonly type: string } & Readonly<Record<string, unknown>>
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** A title holds its placeholders as they are written: `%s hides nothing`, `the ${name} store`. What is skipped for good is not there. */
export function titlesOf(file: string): Set<string> {
  if (file.endsWith('.txt')) return new Set(readTranscripts(file).map(({ title }) => title))
  const source = readFileSync(file, 'utf8')
  const titles = new Set<string>()
  const walk = (node: Node, path: readonly string[]) => {
    const call = titled(node, source)
    if (call?.skipped) return
    const here = call ? [...path, call.title] : path
    if (call) titles.add(here.join(' > '))
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, here)
  }
  walk(parseAst(source, { lang: 'ts' }) as unknown as Node, [])
  return titles
}

/** `it('…')`, `describe.each(rows)('…')`, `describeInBrowser('…')` and the like. */
function titled(node: Node, source: string): { title: string; skipped: boolean } | undefined {
  if (node.type !== 'CallExpression') return undefined
  const [first] = node.arguments as Node[]
  const title = first && textOf(first, source)
  const names = namesOf(node.callee as Node)
  if (title === undefined || !/^(?:describe(?:InBrowser)?|it|test)$/.test(names[0] ?? '')) return undefined
  return { title, skipped: names.some((name) => name === 'skip' || name === 'todo') }
}

function textOf(node: Node, source: string): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type !== 'TemplateLiteral') return undefined
  return source.slice((node.start as number) + 1, (node.end as number) - 1)
}

/** `it.skipIf(x).each(rows)` -> it, skipIf, each. */
function namesOf(callee: Node): string[] {
  switch (callee.type) {
    case 'Identifier':
      return [callee.name as string]
    case 'MemberExpression':
      return [...namesOf(callee.object as Node), ...namesOf(callee.property as Node)]
    case 'CallExpression':
      return namesOf(callee.callee as Node)
    default:
      return []
  }
}
