import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '../src/core/feedback.ts'
import { knowledgeFolder } from '../src/knowledge/places.ts'
import { openStore } from '../src/store/open.ts'
import type { Tally } from '../src/store/store.ts'

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

it('threat 25: opens no document that is a link, huge, packed or no text, and says why', () => {
  const folder = join(temp, 'imported')
  mkdirSync(join(folder, 'articles'), { recursive: true })
  symlinkSync('/etc/passwd', join(folder, 'articles/link.md'))
  writeFileSync(join(folder, 'articles/huge.md'), Buffer.alloc(1024 ** 3 / 128, 'x'))
  writeFileSync(join(folder, 'articles/bomb.zip'), gzipSync(Buffer.alloc(1e6)))
  writeFileSync(join(folder, 'articles/paper.pdf'), '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')
  writeFileSync(join(folder, 'articles/deep.xml'), `${'<a>'.repeat(1e5)}\0`)
  const { status, stderr } = run('build', '--folder', folder, '--out', join(temp, 'never.json'))
  expect(status).toBe(1)
  for (const [file, reason] of [
    ['link.md', 'it is a link'],
    ['huge.md', 'it is larger than 4 MB'],
    ['bomb.zip', 'it is no text'],
    ['paper.pdf', 'it is no text'],
    ['deep.xml', 'it is no text'],
  ])
    expect(stderr).toContain(`articles/${file}:1: ${reason}`)
  expect(stderr).not.toContain('root:')
  expect(existsSync(join(temp, 'never.json'))).toBe(false)
})

it('lists the numbers nobody has confirmed, what that means and what to do', () => {
  const { status, stdout } = run('check')
  expect(status).toBe(0)
  expect(stdout).toMatch(
    /^number not confirmed \(\d+\): .*nobody at a clinic.*write the day in its "confirmed"/m,
  )
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

const gapsOf = (store: string, ...args: string[]) =>
  spawnSync(process.execPath, [cli, 'gaps', ...args], {
    encoding: 'utf8',
    cwd: temp,
    env: { PATH: process.env.PATH, STORE: store },
  })
const filled = async (): Promise<string> => {
  const setting = `sqlite:${join(mkdtempSync(join(temp, 'store-')), 'backwise.db')}`
  const store = await openStore(setting)
  await store.open('c1', 'directline')
  const day = dayOf(new Date())
  const asked: [string, number, number][] = [
    ['can I fly to Spain with a bad back?', day, 2],
    ['is flying ok', day - 1, 1],
    ['flying long haul', day - 1, 1],
    ['do you know a good plumber', day - 3, 1],
    ['can my parrot talk', day - 3, 1],
  ]
  for (const [question, on, times] of asked)
    for (let n = 0; n < times; n++)
      await store.turn('c1', undefined, (_, commit) =>
        commit({ state: '{}', replies: [], lesson: { day: on, question } }),
      )
  const tallies: Tally[] = [
    { day, section: 'heat-and-ice/no-such', vote: 'down', by: 1 },
    { day, section: 'how-long/no-such', vote: 'up', by: 1 },
  ]
  await store.turn('c1', undefined, (_, commit) =>
    commit({ state: '{}', replies: [], lesson: { day, tallies } }),
  )
  await store.close()
  return setting
}

describe('gaps', () => {
  it('prints groups of questions, the largest first, and the sections with thumbs down', async () => {
    const { status, stdout, stderr } = gapsOf(await filled())
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^6 questions without a sure answer, about 3 things$/m)
    expect(stdout).toMatch(/^ +4 x {2}can I fly to Spain with a bad back\?$/m)
    expect(stdout).toMatch(/^ +is flying ok$/m)
    expect(stdout).toMatch(/^ +closest section: .+: .+ \(.+\/.+\)$/m)
    expect(stdout).toMatch(/^ +missing topic: +\S/m)
    expect(stdout.indexOf('fly')).toBeLessThan(stdout.indexOf('plumber'))
    expect(stdout).toMatch(/^Most thumbs down\n +1 down, 0 up {2}heat-and-ice\/no-such$/m)
    expect(stdout).not.toContain('how-long/no-such')
  })

  it('looks back so many days, and shows so many groups', async () => {
    const store = await filled()
    expect(gapsOf(store, '--days', '2').stdout).not.toContain('parrot')
    const { stdout } = gapsOf(store, '--limit', '1')
    expect(stdout).not.toContain('plumber')
    expect(stdout).toContain('2 smaller groups')
  })

  it('says that there is nothing, or what keeps it from reading', async () => {
    const empty = `sqlite:${join(temp, 'empty.db')}`
    await (await openStore(empty)).close()
    expect(gapsOf(empty)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^No questions without an answer are kept\.\n\nNo thumbs down\.\n$/),
    })
    const nowhere = gapsOf('sqlite:./nowhere/backwise.db')
    expect(nowhere).toMatchObject({ status: 1, stderr: expect.stringContaining('There is no store at') })
    expect(existsSync(join(temp, 'nowhere'))).toBe(false)
    writeFileSync(join(temp, 'text.db'), 'this is not a database, it is a text of some length')
    const broken = gapsOf(`sqlite:${join(temp, 'text.db')}`)
    expect(broken).toMatchObject({ status: 1, stderr: expect.stringContaining('cannot be opened') })
    const gone = gapsOf('postgres://somebody:canary@127.0.0.1:1/backwise')
    expect(gone).toMatchObject({ status: 1, stderr: expect.stringContaining('cannot be opened') })
    expect(gone.stderr).not.toMatch(/canary| {4}at /)
    expect(gapsOf('mysql:x')).toMatchObject({ status: 78, stderr: expect.stringContaining('STORE is') })
  })

  it.each([
    ['--days', '0'],
    ['--limit', 'x'],
    ['--days', '-3'],
  ])('takes %s %s for misuse', (...args) => {
    expect(gapsOf('sqlite::memory:', ...args).status).toBe(2)
  })
})

it('explains itself', () => {
  expect(run('--help')).toMatchObject({ status: 0, stderr: '' })
})
