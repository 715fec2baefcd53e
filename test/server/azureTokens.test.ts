/** Threats 1 to 4 and 6: who may call `POST /api/messages`, with tokens that differ from a good one in one thing each. */
import { createHmac, createPublicKey, type KeyObject } from 'node:crypto'
import type { TurnContext } from 'botbuilder'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { publicCloud } from '../../src/server/cloud.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { appId, botFramework, encode, issuer, keyPair, token, type BotFramework } from './botFramework.ts'
import { echo, echoTurns, started, type Started } from './started.ts'

const hour = 3_600_000
const serviceUrl = 'http://localhost:1/teams'

let framework: BotFramework
let key: KeyObject
let server: Started
let runs: number

beforeEach(async () => {
  runs = 0
  framework = await botFramework()
  key = framework.publish('k', ['msteams', 'webchat'])
  const store = openSqlite(':memory:')
  const counting = async (context: TurnContext) => {
    runs++
    await echo(context)
  }
  const azure = { id: appId, password: 'p', type: 'MultiTenant' }
  const settings = { azure, cloud: framework.cloud, production: true }
  server = await started({ store, turns: echoTurns(store, counting), settings })
})
afterEach(async () => {
  await server.stop()
  framework.close()
})

let count = 0
const activity = (changes: object = {}) => ({
  type: 'message',
  id: `a${count++}`,
  channelId: 'msteams',
  serviceUrl,
  text: 'hello',
  deliveryMode: 'expectReplies',
  from: { id: '29:person' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:conversation' },
  ...changes,
})

async function post(authorization: string | undefined, body: object = activity()) {
  const response = await fetch(`${server.url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as unknown }
}

const header = { alg: 'RS256', typ: 'JWT', kid: 'k' }
const claims = (hours = 0) => {
  const now = Math.floor(Date.now() / 1_000) + hours * 3_600
  return { iss: issuer, aud: appId, exp: now + 600, nbf: now - 10, serviceurl: serviceUrl }
}
const good = (hours = 0) => `Bearer ${token(key, header, claims(hours))}`
const changed = (change: object) => `Bearer ${token(key, header, { ...claims(), ...change })}`

function signedByTheClient(): string {
  const signed = `${encode({ alg: 'HS256', kid: 'k' })}.${encode(claims())}`
  const known = createPublicKey(key).export({ type: 'spki', format: 'pem' })
  return `Bearer ${signed}.${createHmac('sha256', known).update(signed).digest('base64url')}`
}
function tampered(): string {
  const [head, , signature] = good().slice('Bearer '.length).split('.')
  return `Bearer ${head}.${encode({ ...claims(), exp: claims().exp + 1 })}.${signature}`
}
const stranger = () => token(keyPair('stranger').privateKey, header, claims())
const seconds = (more: number) => Math.floor(Date.now() / 1_000) + more

describe('the token of a caller', () => {
  it('lets the Bot Framework in', async () => {
    expect(await post(good())).toMatchObject({
      status: 200,
      body: { activities: [{ text: 'echo: hello' }] },
    })
  })

  it.each<[string, () => string | undefined]>([
    ['no header', () => undefined],
    ['Basic', () => 'Basic dXNlcjpwYXNz'],
    ['garbage', () => 'Bearer x'],
    ['three pieces of garbage', () => 'Bearer x.y.z'],
    ['no signature', () => `Bearer ${good().split('.').slice(0, 2).join('.').slice(7)}.`],
    ['alg none', () => `Bearer ${encode({ alg: 'none' })}.${encode(claims())}.`],
    ['alg none with a signature', () => `Bearer ${token(key, { alg: 'none', kid: 'k' }, claims())}`],
    ['HS256 with the public key', signedByTheClient],
    ['a changed claim', tampered],
    ["a stranger's key", () => `Bearer ${stranger()}`],
    ['an unknown key', () => `Bearer ${token(key, { alg: 'RS256', kid: 'other' }, claims())}`],
    ['no key id', () => `Bearer ${token(key, { alg: 'RS256' }, claims())}`],
    ['no exp', () => changed({ exp: undefined })],
    ['an end 61 seconds ago', () => changed({ exp: seconds(-61) })],
    ['a beginning in the future', () => changed({ nbf: seconds(300) })],
    ['a wrong audience', () => changed({ aud: 'another' })],
    ['a list of audiences', () => changed({ aud: [appId] })],
    ['no audience', () => changed({ aud: undefined })],
    ['an unknown issuer', () => changed({ iss: 'https://evil.example' })],
    ["another connector's address", () => changed({ serviceurl: 'https://smba.trafficmanager.net/other' })],
    ['no address', () => changed({ serviceurl: undefined })],
    ['an exp that is text', () => changed({ exp: 'soon' })],
  ])('threats 1 and 2: answers 401 with a fixed text to %s', async (_, authorization) => {
    expect(await post(authorization())).toEqual({
      status: 401,
      body: { error: { code: 'Unauthorized', message: 'Send a valid token or secret as a bearer.' } },
    })
    expect(runs).toBe(0)
  })

  it('forgives clocks that differ by less than a minute', async () => {
    expect((await post(changed({ exp: seconds(-50) }))).status).toBe(200)
    expect((await post(changed({ nbf: seconds(50) }))).status).toBe(200)
  })

  it('is good only for channels its key is endorsed for', async () => {
    expect((await post(good(), activity({ channelId: 'slack' }))).status).toBe(401)
    expect((await post(good(), activity({ channelId: 'webchat' }))).status).toBe(200)
    expect(runs).toBe(1)
  })

  it.each([
    'http://169.254.169.254/latest',
    'https://evil.example',
    'urn:backwise:directline',
    'http://10.0.0.1',
  ])('threat 3: gives nobody a reason to call %s, even where the token names it', async (url) => {
    const authorization = changed({ serviceurl: url })
    expect((await post(authorization, activity({ serviceUrl: url }))).status).toBe(403)
    expect(runs).toBe(0)
  })

  it('threat 4: does not open our own channel', async () => {
    key = framework.publish('k', undefined)
    expect((await post(good(), activity({ channelId: 'directline' }))).status).toBe(403)
    expect(runs).toBe(0)
  })

  it('leaves local conversations alone', async () => {
    const talk = await server.begin()
    const said = await server.api('POST', `/conversations/${talk.id}/activities`, {
      bearer: talk.bearer,
      body: { type: 'message', text: 'hello' },
    })
    expect(said.status).toBe(200)
    await expect
      .poll(async () => (await server.store.entries(talk.id, 3)).map((e) => e.activity.text))
      .toEqual(['echo: hello'])
  })
})

describe('the list of keys', () => {
  it('is asked for once a day while all goes well', async () => {
    for (let n = 0; n < 3; n++) await post(good())
    expect(framework.asked).toBe(1)
    server.pass(25 * hour)
    await post(good(25))
    await expect.poll(() => framework.asked).toBe(2)
  })

  it('threat 6: serves known keys for seven days when it cannot be had, and asks once a minute at most', async () => {
    await post(good())
    framework.down = true
    server.pass(25 * hour)
    for (let n = 0; n < 5; n++) expect((await post(good(25))).status).toBe(200)
    expect(framework.asked).toBeLessThanOrEqual(2)
    server.pass(6 * 24 * hour)
    expect((await post(good(25 + 6 * 24))).status).toBe(401)
    framework.down = false
    server.pass(61_000)
    expect((await post(good(25 + 6 * 24))).status).toBe(200)
  })

  it('is asked again for an unknown key, a minute after the last time', async () => {
    await post(good())
    key = framework.publish('k2', ['msteams'])
    const authorization = `Bearer ${token(key, { ...header, kid: 'k2' }, claims())}`
    expect((await post(authorization)).status).toBe(401)
    expect(framework.asked).toBe(1)
    server.pass(61_000)
    expect((await post(authorization)).status).toBe(200)
  })

  it('drops a key that was withdrawn', async () => {
    await post(good())
    framework.withdraw('k')
    framework.publish('k2')
    server.pass(25 * hour)
    await post(good(25))
    await expect.poll(async () => (await post(good(25))).status).toBe(401)
  })
})

describe("Azure's own addresses", () => {
  it.each([
    ['https://smba.trafficmanager.net/emea/', true],
    ['https://europe.webchat.botframework.com', true],
    ['http://smba.trafficmanager.net/emea/', false],
    ['https://evil-smba.trafficmanager.net', false],
    ['https://botframework.com.evil.example', false],
    ['https://user@smba.trafficmanager.net', false],
    ['http://127.0.0.1', false],
    ['', false],
  ])('%s: %s', (url, reached) => expect(publicCloud.reaches(url)).toBe(reached))
})
