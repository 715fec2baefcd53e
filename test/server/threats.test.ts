/** Attacks on the whole bot: what the tests of its doors do not try. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../../src/core/messages.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { run } from '../program.ts'
import { meaning } from '../transcript.ts'
import { realTurns } from './realBot.ts'
import { started, until, type Started } from './started.ts'

let server: Started
let talk: Awaited<ReturnType<Started['begin']>>
beforeEach(async () => {
  const store = openSqlite(':memory:')
  server = await started({ store, turns: realTurns(store) })
  talk = await server.begin()
})
afterEach(() => server.stop())

const path = () => `/conversations/${talk.id}/activities`
const post = (body: object) => server.api('POST', path(), { bearer: talk.bearer, body })
/** What the bot answers to the message with that id. */
const answers = (id: unknown) =>
  until(async () => {
    const { body } = await server.api('GET', path(), { bearer: talk.bearer })
    const replies = (body.activities ?? []).filter(({ replyToId }) => replyToId === id)
    return replies.length
      ? replies.map(({ channelData }) => meaning((channelData as { message: Message }).message))
      : undefined
  }, 10_000)
const ask = async (body: object) => answers((await post(body)).body.id)

it("threat 4: a page cannot speak for another channel, nor name another's conversation", async () => {
  await post({
    type: 'message',
    text: 'help',
    channelId: 'msteams',
    conversation: { id: 'a:other' },
    serviceUrl: 'https://evil.example',
  })
  const [kept] = (await server.store.entries(talk.id, 0)).filter(({ activity }) => activity.text === 'help')
  expect(kept!.activity).toMatchObject({
    channelId: 'directline',
    conversation: { id: talk.id },
    serviceUrl: 'urn:backwise:directline',
  })
  expect(await server.store.exists('msteams/a:other')).toBe(false)
})

describe('threat 18: a long hostile text', () => {
  const pieces = [
    '0',
    'a',
    '👩‍👩‍👧‍👦',
    'supercalifragilistic',
    'no numb leg pee. ',
    'nonono ',
    '&amp;',
    'é',
    '(((',
    '1,1,',
  ]
  it.each(pieces)('of %j is cut, the person is told, and nobody waits for it', async (piece) => {
    const began = performance.now()
    const said = await ask({ type: 'message', text: piece.repeat(60_000 / Buffer.byteLength(piece)) })
    expect(said[0]).toBe('notice too-long')
    expect(said).not.toContain('notice error')
    // a busy machine, twice the network, a commit: the recognisers themselves have 50 ms
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})

describe('threat 21: addresses in a message', () => {
  let trap: Server
  let fetched: number
  beforeEach(async () => {
    fetched = 0
    trap = createServer((_, res) => {
      fetched++
      res.end()
    })
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => void trap.close())

  it('are never fetched, whatever part names them', async () => {
    const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/x.png`
    const named = {
      attachments: [{ contentType: 'image/png', contentUrl: url, thumbnailUrl: url }],
      from: { id: 'x', avatar: url, name: url },
      entities: [{ type: 'x', url }],
      channelData: { avatar: url, image: url },
    }
    await ask({ type: 'message', text: `look at ${url}`, ...named })
    const response = await fetch(`${server.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...named,
        type: 'message',
        id: 'a',
        text: `![x](${url})`,
        channelId: 'msteams',
        serviceUrl: 'http://localhost:1/',
        deliveryMode: 'expectReplies',
        conversation: { id: 'a' },
        recipient: { id: 'bot' },
      }),
    })
    expect(response.status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(fetched).toBe(0)
  })
})

it('threat 24: not a word of a patient reaches logs, metrics, errors or addresses of the program', async () => {
  const {
    url: ready,
    child,
    output,
    errors,
  } = run({ LOG_LEVEL: 'debug', DIRECTLINE_SECRET: 'canary-secret-canary' })
  const url = await ready
  const call = async (where: string, bearer: string, body: object | string) => {
    const response = await fetch(`${url}${where}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: response.status, text: await response.text() }
  }
  const begun = JSON.parse((await call('/v3/directline/conversations', 'canary-secret-canary', {})).text) as {
    conversationId: string
    token: string
  }
  const here = `/v3/directline/conversations/${begun.conversationId}/activities`
  const texts = [
    "canary, I can't feel anything when I wipe",
    'canary how long do spasms last',
    'canary '.repeat(1_000),
    'canary\u0000',
    'delete my data',
  ]
  for (const text of texts)
    await call(here, begun.token, {
      type: 'message',
      text,
      from: { id: 'x', name: 'canary' },
      value: { canary: 1 },
    })
  const refusals = [
    await call(here, 'canary.canary', { type: 'message', text: 'canary' }),
    await call(here, begun.token, '{"canary": broken'),
    await call(here, begun.token, { type: 'canary' }),
    await call('/canary?canary=1', 'canary', {}),
    await call('/api/messages', 'canary', { canary: 'canary' }),
  ]
  for (const { status, text } of refusals) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(text).not.toMatch(/canary|node_modules|Error:| at /)
  }
  const metrics = await (await fetch(`${url}/metrics`)).text()
  for (const id of ['canary', begun.conversationId, begun.token])
    for (const text of [metrics, output(), errors()]) expect(text).not.toContain(id)
  expect(output()).toMatch(/"event":"turn"/)
  child.kill('SIGKILL')
})

const nameOf = (place: string) => place.split('node_modules/').at(-1)!

describe('threat 27: the supply chain', () => {
  const root = join(import.meta.dirname, '../..')
  interface Locked {
    resolved?: string
    integrity?: string
    license?: string
    hasInstallScript?: boolean
    inBundle?: boolean
    dev?: boolean
    optional?: boolean
  }
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>
  }
  const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    allowScripts: Record<string, boolean>
  }
  const installed = Object.entries(packages).filter(([place]) => place !== '')

  it('is locked to what was looked at, from the registry', () => {
    for (const [place, { resolved, integrity, inBundle }] of installed) {
      // within the package that brings it, and its integrity
      if (inBundle) continue
      // the lockfile leaves out the usual address
      if (resolved !== undefined) expect(resolved, place).toMatch(/^https:\/\/registry\.npmjs\.org\//)
      expect(integrity, place).toMatch(/^sha512-/)
    }
  })

  it('runs no script while it is installed', () => {
    const scripts = installed.filter(([, { hasInstallScript, optional }]) => hasInstallScript && !optional)
    for (const [place] of scripts) expect(allowScripts[nameOf(place)], place).toBe(false)
  })

  it('has a licence that a clinic can use, each of those in production', () => {
    const free =
      /\b(MIT|ISC|BSD|0BSD|Apache-2\.0|BlueOak|CC0|CC-BY|Unlicense|Python-2\.0|WTFPL|Zlib|MPL-2\.0|Artistic-2\.0)/
    for (const [place, { license, dev }] of installed)
      if (!dev && license !== undefined) expect(license, place).toMatch(free)
  })

  it('is told as a bill of materials', { timeout: 60_000 }, () => {
    const { status, stdout } = spawnSync(
      'npm',
      ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'],
      { cwd: root, encoding: 'utf8', maxBuffer: 1e8 },
    )
    expect(status).toBe(0)
    const { components } = JSON.parse(stdout) as { components: { name: string }[] }
    expect(components.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['botbuilder', 'restify', 'natural', 'zod']),
    )
  })
})
