import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { page, started, until, type Started } from './started.ts'

let server: Started
const sockets: WebSocket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await server.stop()
})

type Begun = Awaited<ReturnType<Started['begin']>>
interface Listening {
  socket: WebSocket
  /** Texts heard; typing is `…`. */
  heard: string[]
  watermark: () => string
  closed: Promise<{ code: number; reason: string }>
}

function listen(url: string, headers: Record<string, string> = {}): Listening {
  const socket = new WebSocket(url, { headers })
  sockets.push(socket)
  const heard: string[] = []
  let watermark = ''
  socket.on('message', (data) => {
    if (!String(data)) return
    const set = JSON.parse(String(data)) as {
      activities: { type: string; text?: string }[]
      watermark?: string
    }
    watermark = set.watermark ?? watermark
    heard.push(...set.activities.map(({ type, text }) => (type === 'typing' ? '…' : String(text))))
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }))
    socket.on('unexpected-response', (_, response) => resolve({ code: response.statusCode!, reason: '' }))
    socket.on('error', () => resolve({ code: 0, reason: 'error' }))
  })
  return { socket, heard, watermark: () => watermark, closed }
}

const say = (talk: Begun, text: string) =>
  server.api('POST', `/conversations/${talk.id}/activities`, {
    bearer: talk.bearer,
    body: { type: 'message', text, channelData: { clientActivityID: text } },
  })
const streamUrl = async (talk: Begun, query = '') =>
  String(
    (await server.api('GET', `/conversations/${talk.id}${query}`, { bearer: talk.bearer })).body.streamUrl,
  )
const opened = (listening: Listening) => new Promise((resolve) => listening.socket.once('open', resolve))

describe('the stream', () => {
  it('says everything from the welcome on, in order', async () => {
    server = await started()
    const talk = await server.begin()
    const { heard, watermark } = listen(talk.streamUrl)
    await until(() => heard.length === 1 || undefined)
    await say(talk, 'one')
    await say(talk, 'two')
    await until(() => heard.length === 5 || undefined)
    expect([...heard].sort()).toEqual(['echo: one', 'echo: two', 'one', 'two', 'welcome (no locale)'].sort())
    expect(heard.indexOf('echo: one')).toBeLessThan(heard.indexOf('echo: two'))
    expect(watermark()).toBe('6')
  })

  it('goes on after the watermark, or with what is new', async () => {
    server = await started()
    const talk = await server.begin()
    const first = listen(talk.streamUrl)
    await until(() => first.heard.length === 1 || undefined)
    first.socket.terminate()
    await say(talk, 'missed')
    await until(async () => (await server.store.newest(talk.id)) === 4 || undefined)

    const replay = listen(await streamUrl(talk, `?watermark=${first.watermark()}`))
    await until(() => replay.heard.length === 2 || undefined)
    expect(replay.heard).toEqual(['missed', 'echo: missed'])
    const never = listen(await streamUrl(talk, '?watermark='))
    await until(() => never.heard.length === 3 || undefined)
    const fresh = listen(await streamUrl(talk))
    await opened(fresh)
    await say(talk, 'new')
    await until(() => fresh.heard.length === 2 || undefined)
    expect(fresh.heard).toEqual(['new', 'echo: new'])
  })

  it('fault cut: loses and doubles nothing when it is cut again and again', async () => {
    server = await started()
    const talk = await server.begin()
    const heard: string[] = []
    let watermark = ''
    const spoken = Array.from({ length: 30 }, (_, n) => `m${n}`)
    const talking = (async () => {
      for (const text of spoken) {
        await say(talk, text)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    })()
    for (let cut = 0; heard.length < 61; cut++) {
      expect(cut).toBeLessThan(200)
      const ear = listen(await streamUrl(talk, `?watermark=${watermark}`))
      await new Promise((resolve) => setTimeout(resolve, 5 + (cut % 7) * 5))
      ear.socket.terminate()
      // what was heard is what its client counts from, however the socket ended
      heard.push(...ear.heard)
      watermark = ear.watermark() || watermark
    }
    await talking
    expect(heard.filter((text) => text.startsWith('m'))).toEqual(spoken)
    expect(heard.filter((text) => text.startsWith('echo'))).toEqual(spoken.map((text) => `echo: ${text}`))
  })

  it('shows that somebody is writing when a turn is slow, and keeps no trace of it', async () => {
    server = await started()
    const talk = await server.begin()
    const { heard } = listen(talk.streamUrl)
    await until(() => heard.length === 1 || undefined)
    await say(talk, 'slow 1300')
    await until(() => heard.includes('echo: slow 1300') || undefined, 4_000)
    expect(heard.slice(1)).toEqual(['slow 1300', '…', 'echo: slow 1300'])
    expect(await server.store.newest(talk.id)).toBe(4)
  })

  it('is one for each conversation: the older is closed', async () => {
    server = await started()
    const talk = await server.begin()
    const older = listen(talk.streamUrl)
    await opened(older)
    const newer = listen(await streamUrl(talk, '?watermark='))
    expect(await older.closed).toMatchObject({ reason: 'collision' })
    await say(talk, 'hello')
    await until(() => newer.heard.includes('echo: hello') || undefined)
  })
})

describe('threat 12: the door of the stream', () => {
  it('opens once for each ticket, soon, and for its own conversation', async () => {
    server = await started()
    const [talk, other] = [await server.begin(), await server.begin()]
    await opened(listen(talk.streamUrl))
    expect((await listen(talk.streamUrl).closed).code).toBe(403)
    const swapped = (await streamUrl(talk)).replace(talk.id, other.id)
    expect((await listen(swapped).closed).code).toBe(403)
    const late = await streamUrl(talk)
    server.pass(60_000)
    expect((await listen(late).closed).code).toBe(403)
  })

  it('stays shut without a ticket, with a token for one, and on other paths', async () => {
    server = await started()
    const talk = await server.begin()
    const ws = server.url.replace('http', 'ws')
    const path = `/v3/directline/conversations/${talk.id}/stream`
    for (const url of [path, `${path}?t=`, `${path}?t=${talk.bearer}`, `${path}?t=a.b`, '/', '/api/messages'])
      expect((await listen(ws + url).closed).code, url).toBe(403)
  })

  it('asks for the page', async () => {
    server = await started()
    const talk = await server.begin()
    for (const origin of ['https://evil.example', 'null', `${page}.evil.example`, 'file://'])
      expect((await listen(await streamUrl(talk), { origin }).closed).code, origin).toBe(403)
    for (const origin of [page, server.url]) await opened(listen(await streamUrl(talk), { origin }))
  })

  it('closes when the token ends, and stays open when it is renewed', async () => {
    server = await started()
    const [brief, renewed] = [await server.begin(), await server.begin()]
    const [one, two] = [listen(brief.streamUrl), listen(renewed.streamUrl)]
    await Promise.all([opened(one), opened(two)])
    server.pass(1_000_000)
    await server.api('POST', '/tokens/refresh', { bearer: renewed.bearer })
    server.pass(900_000)
    // both were silent for longer than a living client is: only the end of the token counts here
    two.socket.ping()
    expect((await one.closed).code).toBe(1008)
    expect(two.socket.readyState).toBe(WebSocket.OPEN)
  })
})

/** A server, a conversation on it, and somebody who hears it. */
async function connected() {
  server = await started()
  const talk = await server.begin()
  const listening = listen(talk.streamUrl)
  await opened(listening)
  return { talk, listening }
}

/** More than the network takes from a server whose client does not read. */
const sayMuch = async (talk: Begun) => {
  const path = `/conversations/${talk.id}/activities`
  for (let n = 0; n < 120; n++) {
    const body = { type: 'message', text: `${n} ${'x'.repeat(60_000)}` }
    expect((await server.api('POST', path, { bearer: talk.bearer, body })).status).toBe(200)
  }
  await until(async () => (await server.store.newest(talk.id)) === 242 || undefined, 5_000)
}

describe('threat 13: a client that misbehaves', () => {
  it.each([
    ['floods', 1008, (socket: WebSocket) => Array.from({ length: 200 }, () => socket.send(''))],
    [
      'pings without end',
      1008,
      async (socket: WebSocket) => {
        for (let n = 0; n < 200 && socket.readyState === WebSocket.OPEN; n++) {
          socket.ping()
          await new Promise((resolve) => setTimeout(resolve, 2))
        }
      },
    ],
    // ws drops the connection itself when its answers pile up
    [
      'pings faster than it listens',
      1006,
      (socket: WebSocket) => Array.from({ length: 200 }, () => socket.ping()),
    ],
    [
      'sends a message in pieces without end',
      1008,
      (socket: WebSocket) => Array.from({ length: 3_000 }, () => socket.send('', { fin: false })),
    ],
    [
      'sends pongs nobody asked for',
      1008,
      (socket: WebSocket) => Array.from({ length: 200 }, () => socket.pong()),
    ],
    ['sends bytes', 1008, (socket: WebSocket) => socket.send(Buffer.from('x'))],
    ['sends 65 KB', 1009, (socket: WebSocket) => socket.send('x'.repeat(65 * 1024))],
  ])('and %s is closed with %i', async (_, code, misbehave) => {
    const { listening } = await connected()
    void misbehave(listening.socket)
    expect((await listening.closed).code).toBe(code)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  it('and does not read holds up nobody, and hears all of it when it reads again', async () => {
    const { talk, listening } = await connected()
    listening.socket.pause()
    await sayMuch(talk)
    listening.socket.resume()
    await until(() => listening.heard.length === 241 || undefined, 5_000)
    const said = listening.heard.filter((text) => /^\d/.test(text)).map((text) => parseInt(text))
    expect(said).toEqual(Array.from({ length: 120 }, (_, n) => n))
    // and whoever comes back hears a long conversation from its start
    const again = listen(await streamUrl(talk, '?watermark=0'))
    await until(() => again.heard.length === 241 || undefined, 5_000)
    expect(again.heard.toSorted()).toEqual(listening.heard.toSorted())
  })

  it('and never reads again is cut, however much it says', async () => {
    const { talk, listening } = await connected()
    listening.socket.pause()
    await sayMuch(talk)
    for (let n = 0; n < 3; n++) {
      listening.socket.send('')
      server.pass(30_000)
      await new Promise((resolve) => setTimeout(resolve, 600))
    }
    listening.socket.resume()
    expect((await listening.closed).code).toBe(1006)
  })

  it('and does not say goodbye does not keep the server from stopping', async () => {
    const { listening } = await connected()
    listening.socket.pause()
    const began = performance.now()
    await server.stop()
    expect(performance.now() - began).toBeLessThan(3_000)
    server = await started()
  })

  it('may ping as Microsoft’s client does', async () => {
    server = await started()
    const talk = await server.begin()
    const { socket, heard } = listen(talk.streamUrl)
    await until(() => heard.length === 1 || undefined)
    for (let n = 0; n < 5; n++) socket.send('')
    await say(talk, 'still here')
    await until(() => heard.includes('echo: still here') || undefined)
  })
})
