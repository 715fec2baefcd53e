/** A JSON file of the knowledge folder that knows on which line each of its values stands. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import { z } from 'zod'
import type { Fault } from './faults.ts'

export interface JsonFile {
  /** Path relative to the knowledge folder. */
  readonly name: string
  readonly text: string
  readonly tree: Node
  /** Without `source` and `reviewed`, which every file must have. */
  readonly value: Readonly<Record<string, unknown>>
  readonly source: string
  /** As YYYY-MM-DD. */
  readonly reviewed: string
}

type Path = readonly (string | number)[]

const origin = z.object({ source: z.string().trim().min(1), reviewed: z.iso.date() })

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** The deepest value of `path` that is there, and how many steps of the path led to it. */
export function nearest(file: JsonFile, path: Path): { line: number; depth: number } {
  for (let depth = path.length; depth > 0; depth--) {
    const node = findNodeAtLocation(file.tree, path.slice(0, depth))
    if (node) return { line: lineAt(file.text, node.offset), depth }
  }
  return { line: lineAt(file.text, file.tree.offset), depth: 0 }
}

function twiceNamed(tree: Node): Node[] {
  const names = new Set<unknown>()
  return (tree.children ?? []).flatMap((child) => {
    const name = tree.type === 'object' ? child.children?.[0] : undefined
    const again = name && names.has(name.value) ? [name] : []
    if (name) names.add(name.value)
    return [...again, ...twiceNamed(child)]
  })
}

/** Reads and checks one file; what is wrong goes to `faults`, and then the result is undefined. */
export function readJsonFile(folder: string, name: string, faults: Fault[]): JsonFile | undefined {
  if (!existsSync(join(folder, name))) {
    faults.push({ file: name, line: 1, message: 'there is no such file: put it back' })
    return undefined
  }
  const text = readFileSync(join(folder, name), 'utf8')
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { disallowComments: true })
  // What follows the first error is mostly its echo.
  const found = errors.slice(0, 1).map(({ error, offset }) => ({
    file: name,
    line: lineAt(text, offset),
    message: `not valid JSON (${printParseErrorCode(error)}): check commas, quotes and brackets here and just above`,
  }))
  if (!tree || found.length > 0) {
    faults.push(
      ...(found.length > 0 ? found : [{ file: name, line: 1, message: 'empty: remove or fill it' }]),
    )
    return undefined
  }
  if (tree.type !== 'object') {
    faults.push({ file: name, line: 1, message: 'must hold one JSON object: begin with { and end with }' })
    return undefined
  }
  for (const key of twiceNamed(tree))
    faults.push({
      file: name,
      line: lineAt(text, key.offset),
      message: `"${String(key.value)}" stands twice in the same object: keep one`,
    })

  const { source, reviewed, ...value }: Record<string, unknown> = JSON.parse(text)
  const checked = origin.safeParse({ source, reviewed })
  const file = { name, text, tree, value, ...(checked.data ?? { source: '', reviewed: '' }) }
  for (const issue of checked.error?.issues ?? [])
    faults.push({
      file: name,
      line: nearest(file, issue.path as Path).line,
      message:
        issue.path[0] === 'source'
          ? '"source" is missing or empty: say where this comes from'
          : '"reviewed" must be the day a person last checked this file, as "YYYY-MM-DD"',
    })
  return file
}

/** One fault a zod issue, at the line of the value in whichever of `files` holds most of its path. */
export function zodFaults(
  issues: z.core.$ZodIssue[],
  files: readonly JsonFile[],
  prefix: Path = [],
): Fault[] {
  return issues.map((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
    const path = [...prefix, ...(issue.path as Path), ...unknown]
    const best = files.map((file) => ({ file, ...nearest(file, path) })).sort((a, b) => b.depth - a.depth)[0]
    const where = path.length > 0 ? `"${path.join('.')}": ` : ''
    return { file: best?.file.name ?? '.', line: best?.line ?? 1, message: where + issue.message }
  })
}
