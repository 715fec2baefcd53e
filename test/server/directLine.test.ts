import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { echoTurns, page, secret, started, until, type Started } from './started.ts'

let server: Started
afterEach(() => server.stop())

type Begun = Awaited<ReturnType<Started['begin']>>

const texts = async ({ id, bearer }: Begun, watermark = '') => {
  const { body } = await server.api('GET', `/conversations/${id}/activities?watermark=${watermark}`, {
    bearer,
  })
  return body.activities!.map((activity) => activity.text)
}
const say = ({ id, bearer }: Begun, activity: object) =>
  server.api('POST', `/conversations/${id}/activities`, { bearer, body: activity })
const message = (text: string) => ({ type: 'message', from: { id: 'me' }, text })

describe('a conversation over REST', () => {
  it('begins with a token that starts nothing, then speaks first in the language asked for', async () => {
    server = await started()
    const { status, body } = await server.api('POST', '/tokens/generate', { bearer: secret })
    expect(status).toBe(200)
    expect(body).toEqual({ conversationId: expect.any(String), token: expect.any(String), expires_in: 1800 })
    const bearer = String(body.token)
    const id = String(body.conversationId)
    expect((await server.api('GET', `/conversations/${id}`, { bearer })).status).toBe(404)

    const begun = await server.api('POST', '/conversations', { bearer, body: { locale: 'en-GB' } })
    expect(begun.status).toBe(201)
    expect(begun.body).toMatchObject({ conversationId: id, expires_in: 1800 })
    expect(String(begun.body.streamUrl)).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/v3\/directline\/conversations\//)
    expect(await until(async () => (await texts({ id, bearer, streamUrl: '' }))[0])).toBe('welcome (en-GB)')
    expect((await server.api('POST', '/conversations', { bearer })).status).toBe(200)
    expect(await texts({ id, bearer, streamUrl: '' })).toEqual(['welcome (en-GB)'])
  })

  it('answers a message at once, runs its turn afterwards and echoes it with its channelData', async () => {
    server = await started()
    const talk = await server.begin()
    const channelData = { clientActivityID: 'abc', extra: [1, { two: 2 }] }
    const posted = await say(talk, { ...message('slow 300'), channelData })
    expect(await texts(talk)).not.toContain('echo: slow 300')
    expect(posted).toMatchObject({ status: 200, body: { id: `${talk.id}|0000003` } })
    await until(async () => (await texts(talk)).includes('echo: slow 300') || undefined)

    const { body } = await server.api('GET', `/conversations/${talk.id}/activities`, { bearer: talk.bearer })
    const [, mine, reply] = body.activities!
    expect(mine).toMatchObject({ id: posted.body.id, text: 'slow 300', channelData, from: { role: 'user' } })
    expect(reply).toMatchObject({
      id: `${talk.id}|0000004`,
      replyToId: posted.body.id,
      from: { role: 'bot' },
    })
    for (const activity of body.activities!) {
      expect(activity).not.toHaveProperty('serviceUrl')
      expect(Date.parse(String(activity.timestamp))).not.toBeNaN()
    }
  })

  it('runs the messages of one conversation in order', async () => {
    server = await started()
    const talk = await server.begin()
    await say(talk, message('slow 120'))
    await say(talk, message('slow 60'))
    await say(talk, message('quick'))
    const echoes = await until(async () => {
      const heard = (await texts(talk)).filter((text) => String(text).startsWith('echo'))
      return heard.length === 3 ? heard : undefined
    })
    expect(echoes).toEqual(['echo: slow 120', 'echo: slow 60', 'echo: quick'])
  })

  it("takes a client's retry for the same message", async () => {
    server = await started()
    const talk = await server.begin()
    const activity = { ...message('once'), channelData: { clientActivityID: 'same' } }
    const first = await say(talk, activity)
    const again = await say(talk, activity)
    expect(again.body.id).toBe(first.body.id)
    await until(async () => (await texts(talk)).includes('echo: once') || undefined)
    expect(await texts(talk)).toEqual(['welcome (no locale)', 'once', 'echo: once'])
  })

  it('takes ids of half a sign for none: a database would not tell them apart', async () => {
    server = await started()
    const talk = await server.begin()
    for (const half of ['\ud800', '\ud801'])
      await say(talk, { ...message(`id of ${half.charCodeAt(0)}`), channelData: { clientActivityID: half } })
    await until(async () => (await texts(talk)).length === 5 || undefined)
    const body = { user: { id: 'dl_\ud800' } }
    expect((await server.api('POST', '/tokens/generate', { bearer: secret, body })).status).toBe(400)
  })

  it('does without what cannot be looked up, and goes on', async () => {
    const store = openSqlite(':memory:')
    const unreadable = { ...store, newest: () => Promise.reject(new Error('no such number')) }
    server = await started({ store, turns: echoTurns(unreadable) })
    const talk = await server.begin()
    await say(talk, { type: 'event', name: 'feedback', value: { feedback: 'up' } })
    await say(talk, message('after it'))
    await until(async () => (await texts(talk)).includes('echo: after it') || undefined)
    const answers = (await texts(talk)).filter((text) => text !== undefined && text !== 'after it')
    expect(answers).toEqual(['welcome (no locale)', 'event: feedback', 'echo: after it'])
  })

  it('gives taps and events to the bot', async () => {
    server = await started()
    const talk = await server.begin()
    await say(talk, { type: 'message', value: { answers: ['yes'] } })
    await say(talk, { type: 'event', name: 'opened' })
    await until(async () => (await texts(talk)).includes('event: opened') || undefined)
    expect(await texts(talk)).toContain('echo: {"answers":["yes"]}')
  })

  it("threat 10: puts the token's user in place of whoever the message says it is from", async () => {
    server = await started()
    const talk = await server.begin()
    await say(talk, {
      ...message('me'),
      from: { id: 'admin', name: 'Nurse', role: 'bot' },
      conversation: { id: 'other' },
      recipient: { id: 'x' },
      serviceUrl: 'http://169.254.169.254/',
      attachments: [{ contentUrl: 'http://169.254.169.254/' }],
      replyToId: 'x',
      entities: [{ type: 'mention' }],
    })
    const [, mine] = (
      await until(async () => {
        const entries = await server.store.entries(talk.id, 0)
        return entries.length >= 3 ? entries : undefined
      })
    )
      .map((entry) => entry.activity)
      .filter((activity) => activity.type === 'message')
    const kept = (await server.store.entries(talk.id, 0)).find((e) => e.activity.text === 'me')!.activity
    expect(mine).toBeDefined()
    expect(kept.from).toEqual({ id: `dl_${talk.id}`, role: 'user' })
    expect(kept.conversation).toEqual({ id: talk.id })
    expect(kept.serviceUrl).toBe('urn:backwise:directline')
    for (const dropped of ['attachments', 'replyToId', 'entities']) expect(kept).not.toHaveProperty(dropped)
  })

  it('replays from a watermark, and has nothing after the newest', async () => {
    server = await started()
    const talk = await server.begin()
    await say(talk, message('one'))
    await until(async () => (await texts(talk)).includes('echo: one') || undefined)
    const { body } = await server.api('GET', `/conversations/${talk.id}/activities`, { bearer: talk.bearer })
    expect(body.watermark).toBe('4')
    expect(await texts(talk, '2')).toEqual(['one', 'echo: one'])
    expect(await texts(talk, '4')).toEqual([])
    expect(await texts(talk, '999999999')).toEqual([])
  })

  it.each(['-1', '1.5', '1e3', '99999999999999999999', "1'; DROP TABLE log; --", '../../etc', 'NaN', '１'])(
    'threat 11: refuses %s as a watermark',
    async (watermark) => {
      server = await started()
      const talk = await server.begin()
      for (const path of [`/conversations/${talk.id}/activities`, `/conversations/${talk.id}`]) {
        const query = `?watermark=${encodeURIComponent(watermark)}`
        const { status } = await server.api('GET', path + query, { bearer: talk.bearer })
        expect(status).toBe(400)
      }
    },
  )

  it.each([
    ['no type', { text: 'x' }],
    ['a type for the bot only', { type: 'conversationUpdate' }],
    ['typing', { type: 'typing' }],
    ['text that is a number', { type: 'message', text: 7 }],
    ['text that is a list', { type: 'message', text: ['x'] }],
    ['channelData that is text', { type: 'message', channelData: 'x' }],
  ])('refuses a message with %s', async (_, activity) => {
    server = await started()
    expect((await say(await server.begin(), activity)).status).toBe(400)
  })

  it('refuses uploads, and knows a session', async () => {
    server = await started()
    const talk = await server.begin()
    const form = new FormData()
    form.append('file', new Blob(['x']), 'x.txt')
    const upload = await fetch(`${server.url}/v3/directline/conversations/${talk.id}/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${talk.bearer}` },
      body: form,
    })
    expect(upload.status).toBe(415)
    expect(await upload.json()).toMatchObject({ error: { code: 'UploadsNotOffered' } })
    expect((await server.api('GET', '/session/getsessionid')).body).toEqual({ sessionId: expect.any(String) })
  })
})

describe('who may do what', () => {
  it("threat 8: refuses one conversation's token on another, everywhere", async () => {
    server = await started()
    const [a, b] = [await server.begin(), await server.begin()]
    const bearer = a.bearer
    for (const [method, path] of [
      ['GET', `/conversations/${b.id}`],
      ['GET', `/conversations/${b.id}/activities`],
      ['POST', `/conversations/${b.id}/activities`],
    ] as const) {
      const body = method === 'POST' ? message('x') : undefined
      const { status } = await server.api(method, path, { bearer, body })
      expect(status, `${method} ${path}`).toBe(403)
    }
    const renewed = await server.api('POST', '/tokens/refresh', { bearer })
    expect(renewed.body.conversationId).toBe(a.id)
  })

  it('threat 8: refuses no token, and any token that was changed', async () => {
    server = await started()
    const talk = await server.begin()
    expect((await server.api('GET', `/conversations/${talk.id}`)).status).toBe(401)
    const [payload, mac] = talk.bearer.split('.') as [string, string]
    const forged = Buffer.from(JSON.stringify({ c: talk.id, u: 'dl_x', t: Date.now() })).toString('base64url')
    for (const bearer of [
      `${forged}.${mac}`,
      `${payload}.${mac.slice(0, -2)}AA`,
      payload,
      `${payload}.`,
      'x.y',
      `${talk.bearer}.z`,
      `${talk.bearer}=`,
    ])
      for (const path of ['/tokens/refresh', '/conversations'])
        expect((await server.api('POST', path, { bearer })).status, bearer).toBe(403)
  })

  it('refuses an expired token, which its holder can renew for a day', async () => {
    server = await started()
    const talk = await server.begin()
    server.pass(1_800_000)
    const late = await server.api('GET', `/conversations/${talk.id}`, { bearer: talk.bearer })
    expect(late).toMatchObject({ status: 403, body: { error: { code: 'TokenExpired' } } })
    const renewed = await server.api('POST', '/tokens/refresh', { bearer: talk.bearer })
    expect(renewed).toMatchObject({ status: 200, body: { conversationId: talk.id, expires_in: 1800 } })
    const bearer = String(renewed.body.token)
    expect((await server.api('GET', `/conversations/${talk.id}`, { bearer })).status).toBe(200)
    server.pass(24 * 3_600_000)
    expect((await server.api('POST', '/tokens/refresh', { bearer })).status).toBe(403)
  })

  it('a renewal is given for a valid token only, lasts 30 days, and does nothing but renew', async () => {
    server = await started()
    const talk = await server.begin()
    const ask = (bearer?: string) =>
      server.api('POST', '/tokens/remember', { body: {}, ...(bearer && { bearer }) })
    expect((await ask()).status).toBe(401)
    expect((await ask(secret)).status).toBe(401)
    expect((await ask('x.y')).status).toBe(403)
    const given = await ask(talk.bearer)
    expect(given).toMatchObject({ status: 200, body: { conversationId: talk.id, expires_in: 2_592_000 } })
    const ticket = String(given.body.ticket)
    expect((await server.api('GET', `/conversations/${talk.id}`, { bearer: ticket })).status).toBe(403)
    expect((await ask(ticket)).status).toBe(403)
    const renew = (bearer: string) => server.api('POST', '/tokens/refresh', { bearer })
    expect((await renew(`${ticket.slice(0, -3)}AAA`)).status).toBe(403)
    server.pass(30 * 24 * 3_600_000 - 1_000)
    expect((await renew(talk.bearer)).status).toBe(403)
    const bearer = String((await renew(ticket)).body.token)
    expect((await server.api('GET', `/conversations/${talk.id}`, { bearer })).status).toBe(200)
    server.pass(1_000)
    expect((await renew(ticket)).status).toBe(403)
  })

  it('a renewal that was given back renews nothing; another one still does', async () => {
    server = await started()
    const talk = await server.begin()
    const ticket = async () =>
      String((await server.api('POST', '/tokens/remember', { bearer: talk.bearer })).body.ticket)
    const [gone, kept] = [await ticket(), await ticket()]
    for (let time = 0; time < 2; time++)
      expect((await server.api('POST', '/tokens/forget', { bearer: gone })).status).toBe(200)
    expect((await server.api('POST', '/tokens/forget', { bearer: 'x.y' })).status).toBe(200)
    expect((await server.api('POST', '/tokens/refresh', { bearer: gone })).status).toBe(403)
    expect((await server.api('POST', '/tokens/refresh', { bearer: kept })).status).toBe(200)
  })

  it('threat 9: gives tokens to pages of allowed origins and its own, and to nobody else without the secret', async () => {
    server = await started()
    const generate = (headers: Record<string, string>) => server.api('POST', '/tokens/generate', { headers })
    for (const origin of [page, server.url]) expect((await generate({ origin })).status).toBe(200)
    for (const origin of [
      'https://evil.example',
      'null',
      `${page}.evil.example`,
      'https://evil-clinic.example',
      'http://clinic.example',
      `${page}:8443`,
      'file://',
    ])
      expect((await generate({ origin })).status, origin).toBe(403)
    expect((await generate({})).status).toBe(401)
    expect((await server.api('POST', '/tokens/generate', { bearer: 'wrong' })).status).toBe(403)
  })

  it('lets a program name its user, within the reserved names', async () => {
    server = await started()
    const generate = (id: string) =>
      server.api('POST', '/tokens/generate', { bearer: secret, body: { user: { id } } })
    expect((await generate('somebody')).status).toBe(400)
    const bearer = String((await generate('dl_somebody')).body.token)
    const { body } = await server.api('POST', '/conversations', { bearer })
    const talk = { id: String(body.conversationId), bearer, streamUrl: '' }
    await say(talk, message('hello'))
    const mine = (await server.store.entries(talk.id, 0)).find((entry) => entry.activity.text === 'hello')
    expect(mine?.activity.from).toEqual({ id: 'dl_somebody', role: 'user' })
  })

  it('lets a program do everything with the secret alone', async () => {
    server = await started()
    const begun = await server.api('POST', '/conversations', { bearer: secret })
    expect(begun.status).toBe(201)
    const talk = { id: String(begun.body.conversationId), bearer: secret, streamUrl: '' }
    expect((await say(talk, message('hello'))).status).toBe(200)
    await until(async () => (await texts(talk)).includes('echo: hello') || undefined)
    expect((await server.api('GET', `/conversations/${'x'.repeat(22)}`, { bearer: secret })).status).toBe(404)
    expect((await server.api('GET', '/conversations/msteams%2Fx', { bearer: secret })).status).toBe(404)
  })

  it.each([
    ['behind two proxies of ours', 2, (n: number) => `${n}.1.1.1, 10.0.0.1`, undefined],
    ['behind one, whoever else they name', 1, (n: number) => `9.9.9.9, ${n}.1.1.1`, undefined],
    ['behind a proxy that was not told of', 0, (n: number) => `${n}.1.1.1`, 'proxy-not-trusted'],
    ['behind fewer than were told of', 2, (n: number) => `${n}.1.1.1`, 'proxy-missing'],
  ])('threat 26: tells callers %s from each other, or warns once', async (_, proxies, forwarded, warning) => {
    server = await started({ settings: { newConversationsPerMinute: 1, proxies, production: true } })
    const generate = async (n: number) => {
      const headers = { 'x-forwarded-for': forwarded(n), origin: page }
      return (await server.api('POST', '/tokens/generate', { headers })).status
    }
    expect(await generate(1)).toBe(200)
    expect(await generate(1)).toBe(429)
    expect(await generate(2)).toBe(proxies === 0 ? 429 : 200)
    const warned = server.lines.filter((line) => line.includes('"event":"proxy-'))
    expect(warned).toHaveLength(warning ? 1 : 0)
    if (warning) expect(warned[0]).toContain(warning)
  })

  it.each([
    [{}, 'http://127.0.0.1'],
    [{ 'x-forwarded-proto': 'HTTPS, http', 'x-forwarded-host': 'bot.example, inner' }, 'https://bot.example'],
    [{ 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'a"<b> c' }, 'http://127.0.0.1'],
  ])('leads back only to http or https, and to a host: %j', async (headers, origin) => {
    server = await started({ settings: { proxies: 1 } })
    const { body } = await server.api('POST', '/conversations', { bearer: secret, headers })
    expect(String(body.streamUrl)).toMatch(`${origin.replace(/^http/, 'ws')}${origin.includes('127') ? ':' : '/'}`) // prettier-ignore
  })

  it('threat 26: limits new conversations of one address, not the messages of an open one', async () => {
    server = await started({ settings: { newConversationsPerMinute: 3, proxies: 1 } })
    const generate = (address: string) =>
      server.api('POST', '/tokens/generate', {
        headers: { 'x-forwarded-for': `9.9.9.9, ${address}`, origin: page },
      })
    const statuses = []
    for (let n = 0; n < 5; n++) statuses.push((await generate('1.1.1.1')).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    expect((await generate('2.2.2.2')).status).toBe(200)
    server.pass(60_000)
    expect((await generate('1.1.1.1')).status).toBe(200)
    const talk = await server.begin()
    for (let n = 0; n < 30; n++) expect((await say(talk, message(`m${n}`))).status).toBe(200)
  })

  it('threat 26: hears a red flag behind more messages than anybody types, and holds back a flood', async () => {
    server = await started({
      turns: { run: () => Promise.resolve(), runUnkept: async () => [], giveUp: async () => true },
    })
    const [talk, other] = [await server.begin(), await server.begin()]
    const statuses = new Set<number>()
    for (let n = 0; n < 40; n++) {
      const posts = Array.from({ length: 25 }, () => say(talk, message('x')))
      for (const { status } of await Promise.all(posts)) statuses.add(status)
    }
    expect([...statuses]).toEqual([200])
    expect((await say(talk, message('I cannot feel my legs'))).status).toBe(200)

    const large = message('x'.repeat(60_000))
    const last = await until(async () => {
      const reply = await say(talk, large)
      return reply.status === 200 ? undefined : reply
    }, 10_000)
    expect(last.status).toBe(429)
    expect((await say(other, message('I cannot feel my legs'))).status).toBe(200)
    server.pass(100)
    expect((await say(talk, message('I cannot feel my legs'))).status).toBe(200)
  })

  it('sends CORS headers with every answer, errors and preflights included', async () => {
    server = await started()
    const talk = await server.begin()
    const answers = [
      await server.api('POST', '/tokens/generate', { bearer: secret }),
      await server.api('POST', '/tokens/generate', { headers: { origin: 'https://evil.example' } }),
      await server.api('GET', `/conversations/${talk.id}`),
      await server.api('GET', '/nothing/here'),
      await server.api('GET', '/tokens/generate'),
      await server.api('POST', '/conversations', { headers: { 'content-type': 'text/plain' }, body: {} }),
      await server.api('GET', `/conversations/${talk.id}/activities?watermark=-1`, { bearer: talk.bearer }),
    ]
    for (const { headers, status, body } of answers) {
      expect(headers.get('access-control-allow-origin'), String(status)).toBe('*')
      if (status !== 200)
        expect(body).toEqual({ error: { code: expect.any(String), message: expect.any(String) } })
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 401, 404, 405, 415, 400])
    const preflight = await server.api('OPTIONS', `/conversations/${talk.id}/activities`, {
      headers: { origin: page },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(
      /Authorization.*Content-Type.*x-ms-bot-agent/,
    )
  })
})

describe('after a restart', () => {
  it('goes on with the same token, and runs what was never answered', async () => {
    const store = openSqlite(':memory:')
    const hangs = { run: () => Promise.resolve(), runUnkept: async () => [], giveUp: async () => true }
    server = await started({ store, turns: hangs })
    const talk = await server.begin()
    await say(talk, message('lost?'))
    await server.stop()
    server = await started({ store, turns: echoTurns(store) })
    await until(async () => (await texts(talk)).includes('echo: lost?') || undefined)
    expect(await texts(talk)).toEqual(['lost?', 'welcome (no locale)', 'echo: lost?'])
  })

  it('fault stop: has lost no turn that was running when it was told to stop', async () => {
    const store = openSqlite(':memory:')
    server = await started({ store })
    const talks = await Promise.all(Array.from({ length: 20 }, () => server.begin()))
    await Promise.all(talks.map((talk) => say(talk, message('slow 300'))))
    await server.stop()
    expect(await store.unanswered()).toEqual([])
    for (const { id } of talks)
      expect((await store.entries(id, 0)).at(-1)?.activity.text).toBe('echo: slow 300')
    server = await started({ store })
  })

  it('makes the secret once when none is set', async () => {
    const store = openSqlite(':memory:')
    server = await started({ store, settings: { directLineSecret: undefined } })
    const made = await store.secret('direct-line-secret', () => 'never')
    expect((await server.api('POST', '/tokens/generate', { bearer: made })).status).toBe(200)
  })
})

describe('fault store: a locked store', () => {
  it('is waited for, then answered with 503 within 3 seconds, and nothing is lost', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'backwise-')), 'backwise.db')
    const store = openSqlite(path)
    server = await started({ store, turns: echoTurns(store) })
    const talk = await server.begin()
    await until(async () => (await texts(talk)).length === 1 || undefined)
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    const began = performance.now()
    const refused = await say(talk, message('later'))
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'Unavailable' } } })
    expect(refused.headers.get('retry-after')).toBe('3')
    expect(performance.now() - began).toBeLessThan(3_000)
    other.exec('ROLLBACK')
    other.close()
    expect((await say(talk, message('now'))).status).toBe(200)
    await until(async () => (await texts(talk)).includes('echo: now') || undefined)
  })
})

it('threat 24: keeps words and names out of the log', async () => {
  server = await started({
    turns: {
      run: () => Promise.reject(new Error('canary-in-error')),
      runUnkept: async () => [],
      giveUp: async () => true,
    },
  })
  const talk = await server.begin()
  await say(talk, { ...message('canary-7f3a'), from: { id: 'x', name: 'canary-name' } })
  await until(() => server.lines.length > 0 || undefined)
  expect(server.lines.join('\n')).not.toMatch(/canary/)
  for (const kept of [talk.id, talk.bearer, secret]) expect(server.lines.join('\n')).not.toContain(kept)
})
