/** A server of our own for each test: real HTTP, a store in memory, a clock that can be moved, and a bot that echoes. */
import type { TurnContext } from 'botbuilder'
import { createLog } from '../../src/observe.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { startServer, type RunningServer, type ServerParts } from '../../src/server/server.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { createTurns, type Turns } from '../../src/turn.ts'

export const secret = 'test-secret-test-secret'
export const page = 'https://clinic.example'

/** Welcomes whoever joins, says back what is said, and takes its time over "slow 300". */
export async function echo(context: TurnContext): Promise<void> {
  const { type, text, value } = context.activity
  const slow = /^slow (\d+)/.exec(text ?? '')?.[1]
  if (slow) await new Promise((resolve) => setTimeout(resolve, Number(slow)))
  if (type === 'conversationUpdate')
    await context.sendActivity(`welcome (${context.activity.locale ?? 'no locale'})`)
  if (type === 'message') await context.sendActivity(`echo: ${text ?? JSON.stringify(value)}`)
  if (type === 'event') await context.sendActivity(`event: ${context.activity.name}`)
}

export function echoTurns(store: Store, respond = echo): Turns {
  return createTurns({
    store,
    respond,
    apologise: async (context) => void (await context.sendActivity('sorry')),
    notSaved: async (context) => void (await context.sendActivity('not saved')),
    observe: () => {},
  })
}

export interface Started extends RunningServer {
  readonly url: string
  readonly store: Store
  readonly lines: string[]
  /** Moves the clock on, in milliseconds. */
  pass(ms: number): void
  /** Calls Direct Line: `api('POST', '/conversations', { bearer, body })`. */
  api(method: string, path: string, options?: CallOptions): Promise<Reply>
  /** A conversation that has begun. */
  begin(): Promise<{ id: string; bearer: string; streamUrl: string }>
}

interface CallOptions {
  bearer?: string
  body?: unknown
  headers?: Record<string, string>
}
export interface Reply {
  status: number
  headers: Headers
  body: Record<string, unknown> & { activities?: Record<string, unknown>[] }
}

interface Changes {
  settings?: Partial<ServerParts['settings']>
  store?: Store
  turns?: Turns
  alerting?: ServerParts['alerting']
  addresses?: ServerParts['addresses']
  /** A clock of the test's own, in place of `pass`. */
  now?: () => number
}

export async function started({
  settings,
  store = openSqlite(':memory:'),
  turns,
  alerting,
  addresses,
  now,
}: Changes = {}): Promise<Started> {
  let passed = 0
  const lines: string[] = []
  const server = await startServer({
    settings: {
      host: '127.0.0.1',
      port: 0,
      directLineSecret: secret,
      allowedOrigins: [page],
      proxies: 0,
      newConversationsPerMinute: 1_000,
      production: false,
      ...settings,
    },
    page: {
      clinic: 'Elm Street',
      reception: '020 7946 0000',
      emergency: { number: '999', dial: '999' },
      region: 'uk',
    },
    store,
    turns: turns ?? echoTurns(store),
    log: createLog('debug', (line) => lines.push(line)),
    metrics: createMetrics(),
    ...(alerting && { alerting }),
    ...(addresses && { addresses }),
    now: now ?? (() => Date.now() + passed),
  })
  const url = `http://127.0.0.1:${server.port}`

  const api: Started['api'] = async (method, path, { bearer, body, headers } = {}) => {
    const response = await fetch(`${url}/v3/directline${path}`, {
      method,
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} }
  }

  return {
    ...server,
    url,
    store,
    lines,
    api,
    pass: (ms) => void (passed += ms),
    begin: async () => {
      const { body } = await api('POST', '/tokens/generate', { bearer: secret })
      const begun = await api('POST', '/conversations', { bearer: String(body.token) })
      const { conversationId, token, streamUrl } = begun.body
      return { id: String(conversationId), bearer: String(token), streamUrl: String(streamUrl) }
    },
  }
}

/** Asks again every few milliseconds until `probe` answers something; fails after two seconds. */
export async function until<T>(probe: () => Promise<T | undefined> | T | undefined, ms = 2_000): Promise<T> {
  const end = performance.now() + ms
  for (;;) {
    const found = await probe()
    if (found !== undefined && found !== false) return found
    if (performance.now() > end) throw new Error('it never came true')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Waits until everything that was to be sent has been. */
export const delivered = (store: Store): Promise<true> =>
  until(async () => (await store.outbox.count()).waiting === 0 || undefined)
