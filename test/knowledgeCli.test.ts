import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { knowledgeFolder } from '../src/knowledge/places.ts'

const cli = join(import.meta.dirname, '../dist/src/cli/knowledge.js')
const run = (...args: string[]) => spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' })

let temp: string
beforeAll(() => {
  temp = mkdtempSync(join(tmpdir(), 'knowledge-cli-'))
})
afterAll(() => rmSync(temp, { recursive: true }))

it('writes the artefact once, and leaves it alone while nothing changes', () => {
  const out = join(temp, 'new/knowledge.json')
  expect(run('build', '--out', out).stdout).toMatch(
    /^Wrote .*\n.*\d+ articles, \d+ sections.*\n\s*sha256 [0-9a-f]{64}/,
  )
  utimesSync(out, 1, 1)
  const again = run('build', '--out', out, '--quiet')
  expect(again).toMatchObject({ status: 0, stdout: '', stderr: '' })
  expect(statSync(out).mtimeMs).toBe(1000)
})

it('fault knowledge: prints faults as file:line and exits 1', () => {
  const folder = join(temp, 'faulty')
  cpSync(knowledgeFolder, folder, { recursive: true })
  writeFileSync(join(folder, 'articles/x.md'), '---\ntitle: X\nreviewed: 2026-01-01\n---\n## X\n\nText.\n')
  const { status, stderr } = run('build', '--folder', folder, '--out', join(temp, 'never.json'))
  expect(status).toBe(1)
  expect(stderr).toContain('articles/x.md:5: "X" names no source')
  expect(stderr).not.toContain('    at ')
})

it('lists the numbers nobody has confirmed', () => {
  const { status, stdout } = run('check')
  expect(status).toBe(0)
  expect(stdout).toContain('uk: emergency: 999 999')
})

it.each([[['frobnicate']], [['build', '--loud']], [[]]])(
  'takes %j for misuse: exit 2 and the help',
  (args) => {
    const { status, stderr } = run(...args)
    expect(status).toBe(2)
    expect(stderr).toContain('Usage: npm run knowledge')
  },
)

it('explains itself', () => {
  expect(run('--help')).toMatchObject({ status: 0, stderr: '' })
})
