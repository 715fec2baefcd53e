/** Faults of the machine it runs on, against the program itself. */
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { arrive, call } from '../../src/cli/torture/patient.ts'
import type { Message } from '../../src/core/messages.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { arraysBeside, artefactPath } from '../../src/knowledge/places.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { run } from '../program.ts'
import { meaning } from '../transcript.ts'
import { realTurns } from './realBot.ts'
import { started, until, type Started } from './started.ts'

type Activity = { id: string; replyToId?: string; text?: string; channelData?: { message?: Message } }

/** Where somebody who arrives says and reads what is said, and with which token. */
const begin = async (url: string) => {
  const { id, bearer } = await arrive(url)
  return { path: `/conversations/${id}/activities`, bearer }
}
const meanings = (activities: unknown) =>
  ((activities ?? []) as Activity[]).flatMap(({ channelData }) =>
    channelData?.message ? [meaning(channelData.message)] : [],
  )

describe('fault store: a full disk', () => {
  const program = resolve(import.meta.dirname, '../../dist/src/main.js')
  const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0

  it.skipIf(!hasPrlimit && !process.env.CI)(
    'gives red-flag advice, answers 503, and goes on when there is room',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'backwise-full-'))
      // a limit on the size of its files stands for the disk; the signal that tells of it is ignored, as there is none of a disk
      const child = spawn('sh', ['-c', `trap '' XFSZ; exec ${process.execPath} ${program}`], {
        cwd: folder,
        env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'silent', STORE: 'sqlite:full.db' },
      })
      try {
        const limit = (bytes: string) => spawnSync('prlimit', [`--pid=${child.pid}`, `--fsize=${bytes}`])
        const url = await new Promise<string>((ready) => {
          child.stdout.on('data', (data) => {
            const port = /localhost:(\d+)/.exec(String(data))?.[1]
            if (port) ready(`http://127.0.0.1:${port}`)
          })
        })
        const { path, bearer } = await begin(url)
        const say = (text: string) =>
          call(url, path, bearer, { type: 'message', text, channelData: { clientActivityID: text } })
        const heard = async () => meanings((await call(url, path, bearer)).body.activities)
        const ready = async () => {
          const response = await fetch(`${url}/readyz`)
          return [response.status, await response.json()]
        }
        expect((await say('help')).status).toBe(200)
        await until(async () => (await heard()).includes('notice help') || undefined, 5_000)
        expect(limit('4096:unlimited').status).toBe(0)
        const redFlag = "I can't feel anything when I wipe"
        const began = performance.now()
        const refused = await say(redFlag)
        expect(performance.now() - began).toBeLessThan(3_000)
        expect(refused).toMatchObject({ status: 503, body: { error: { code: 'Unavailable' } } })
        expect(meanings(refused.body.activities)).toEqual([
          'advice emergency (rule saddle-numbness)',
          'notice not-saved',
        ])
        expect(await heard()).toContain('notice help')
        expect(await ready()).toEqual([503, { status: 'not ready', why: 'the store cannot be written' }])
        limit('unlimited')
        await until(async () => (await ready())[0] === 200 || undefined, 5_000)
        await until(async () => (await say(redFlag)).status === 200 || undefined, 5_000)
        await until(
          async () => (await heard()).includes('advice emergency (rule saddle-numbness)') || undefined,
          5_000,
        )
      } finally {
        child.kill('SIGKILL')
      }
    },
  )
})

describe('fault clock: a clock that jumps a day', () => {
  let server: Started
  afterEach(() => server.stop())

  it.each([
    ['on', 1],
    ['back', -1],
  ])('%s: what was said stays in order, and nothing is erased', async (_, direction) => {
    let passed = 0
    const now = () => Date.now() + passed
    const store = openSqlite(':memory:', now)
    server = await started({ store, turns: realTurns(store) })
    const talk = await server.begin()
    const path = `/conversations/${talk.id}/activities`
    let { bearer } = talk
    const say = async (text: string) => {
      const { status, body } = await server.api('POST', path, { bearer, body: { type: 'message', text } })
      expect(status).toBe(200)
      await until(
        async () =>
          (await store.entries(talk.id, 0)).some(({ answers }) =>
            String(body.id).endsWith(String(answers)),
          ) || undefined,
        5_000,
      )
    }
    for (const text of ['check my symptoms', 'none']) await say(text)
    const before = await store.entries(talk.id, 0)
    passed = direction * 24 * 3_600_000
    server.pass(passed)
    // a day old, the token can just not be renewed any more; its holder comes with a new one, made by the clinic's secret
    if (direction > 0) bearer = 'test-secret-test-secret'
    for (const text of ['none', 'none']) await say(text)
    expect(await store.sweep(now() - 30 * 24 * 3_600_000)).toBe(0)
    const after = await store.entries(talk.id, 0)
    expect(after.slice(0, before.length)).toEqual(before)
    expect(after.map(({ sequence }) => sequence)).toEqual(after.map((_entry, n) => n + 1))
    const asked = after.flatMap(({ activity }) => {
      const { message } = (activity.channelData ?? {}) as { message?: Message }
      return message?.kind === 'question' ? [message.question] : []
    })
    expect(new Set(asked).size).toBe(4)
  })
})

it('fault stop: SIGTERM under 200 turns: none fails, ready goes first, done in 10 s', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-stop-'))
  const first = run({ STORE: 'sqlite:stop.db', NEW_CONVERSATIONS_PER_MINUTE: '1000' }, folder)
  const url = await first.url
  const talks = await Promise.all(Array.from({ length: 200 }, () => begin(url)))
  const taken: string[] = []
  const posts = talks.map(async ({ path, bearer }) => {
    const reply = await call(url, path, bearer, { type: 'message', text: 'check my symptoms' }).catch(
      () => undefined,
    )
    if (reply?.status === 200) taken.push(String(reply.body.id))
    // what is not taken is refused as closed, never half done
    else expect(reply?.status ?? 503).toBe(503)
  })
  await until(() => taken.length > 20 || undefined, 10_000)
  const began = performance.now()
  first.child.kill('SIGTERM')
  expect(await first.exited).toBe(0)
  expect(performance.now() - began).toBeLessThan(10_000)
  await Promise.all(posts)

  const second = run({ STORE: 'sqlite:stop.db', NEW_CONVERSATIONS_PER_MINUTE: '1000' }, folder)
  const again = await second.url
  for (const { path, bearer } of talks) {
    const activities = await until(async () => {
      const all = ((await call(again, path, bearer)).body.activities ?? []) as Activity[]
      const mine = all.filter(({ text }) => text === 'check my symptoms')
      return mine.every(({ id }) => all.some(({ replyToId }) => replyToId === id)) ? all : undefined
    }, 10_000)
    const [mine, ...more] = activities.filter(({ text }) => text === 'check my symptoms')
    expect(more).toEqual([])
    if (mine)
      expect(meanings(activities.filter(({ replyToId }) => replyToId === mine.id)).at(-1)).toMatch(
        /^question/,
      )
  }
  second.child.kill('SIGKILL')
}, 60_000)

it('fault knowledge: an artefact that was cut or changed is refused, and says what to run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-knowledge-'))
  const copy = join(folder, 'knowledge.json')
  copyFileSync(arraysBeside(artefactPath), arraysBeside(copy))
  const whole = readFileSync(artefactPath, 'utf8')
  for (const text of ['', '{}', whole.slice(0, whole.length / 2), whole.replace('999', '998')]) {
    writeFileSync(copy, text)
    expect(() => loadKnowledge(copy)).toThrow(
      /cannot load the knowledge from .*knowledge\.json: .*run "npm run build"/,
    )
  }
})
