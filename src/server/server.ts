/** The HTTP server: guards, routes, sockets, and an orderly stop. */
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type restify from 'restify'
import { WebSocketServer } from 'ws'
import { Adapter } from './adapter.ts'
import { publicCloud, type AzureApp, type Cloud } from './cloud.ts'
import { createDeliveries } from './deliveries.ts'
import { createDirectLine, type DirectLineSettings } from './directLine.ts'
import { guardDoor, onUpgrade } from './door.ts'
import { guard } from './guard.ts'
import {
  Refusal,
  answer,
  handle,
  pathOf,
  refuse,
  refuseSocket,
  type Handler,
  type RefusalCode,
} from './http.ts'
import { createInbox } from './inbox.ts'
import type { Metrics } from './metrics.ts'
import { createPages, type PageValues } from './pages.ts'
import { readinessOf, type Lack } from './readiness.ts'
import { createServer } from './restify.ts'
import { Streams } from './stream.ts'
import { createTeams } from './teams.ts'
import { Tokens, randomKey, type Ticket } from './tokens.ts'
import { createUnkept } from './unkept.ts'
import { createWakes } from './wakes.ts'
import { createWidgetFiles } from './widgetFiles.ts'
import type { Log } from '../observe.ts'
import type { Alerting } from '../staff/alerting.ts'
import { courier, type Addresses } from '../staff/courier.ts'
import { StoreUnavailable, type Store, type StoredActivity } from '../store/store.ts'
import type { Turns } from '../turn.ts'

export interface ServerParts {
  readonly settings: Omit<DirectLineSettings, 'secret'> & {
    /** 0 takes a free one. */
    readonly port: number
    /** Undefined: one is made and kept in the store. */
    readonly directLineSecret?: string
    readonly azure?: Omit<AzureApp, 'cloud'>
    /** The Bot Framework to talk to: Azure's public one. */
    readonly cloud?: Cloud
  }
  readonly page: PageValues
  readonly store: Store
  readonly turns: Turns
  readonly log: Log
  readonly metrics: Metrics
  /** Tells the staff of escalations. */
  readonly alerting?: Pick<Alerting, 'start' | 'stop' | 'untaken' | 'shown'>
  /** Where alerts go besides Teams. */
  readonly addresses?: Addresses
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

export interface RunningServer {
  readonly port: number
  /** Finishes what is running, then closes everything but the store. */
  stop(): Promise<void>
}

const headersTimeout = 5_000
const requestTimeout = 10_000
const maxFrameBytes = 64 * 1024
/** Frames a WebSocket message may come in; the clients send theirs in one. Those of a flood carry nothing to count. */
const maxFragments = 16

/** restify's own errors (no route, wrong method, bad path) are answered like ours. */
function refuseLikeOurselves(server: restify.Server): void {
  const codes: Record<number, RefusalCode> = { 400: 'BadArgument', 404: 'NotFound', 405: 'MethodNotAllowed' }
  server.on(
    'restifyError',
    (_: unknown, res: ServerResponse, error: { statusCode?: number }, done: () => void) => {
      refuse(res, codes[error.statusCode ?? 500] ?? 'ServiceError')
      // restify's mark for "answered"; without it, it answers again
      Object.assign(res, { _sent: true })
      done()
    },
  )
}

/** The pattern of the route, never the URL: that holds ids and tickets. */
function logRequests(server: restify.Server, log: Log, metrics: Metrics): void {
  type Timed = IncomingMessage & { time(): number; getRoute(): { path?: unknown } | undefined }
  server.on('after', (req: Timed, res: ServerResponse) => {
    const route = String(req.getRoute()?.path ?? 'none')
    if (res.statusCode >= 500) metrics.failure(res.statusCode)
    log.debug({
      event: 'request',
      method: req.method,
      route,
      status: res.statusCode,
      ms: Date.now() - req.time(),
    })
  })
}

function servePages(values: PageValues): Handler {
  const widget = createWidgetFiles(values)
  const pages = createPages(values, widget)
  return async (req, res) => {
    const ask = { path: pathOf(req), headers: req.headers }
    const reply = (await widget.files(ask)) ?? (await pages(ask))
    if (!reply) throw new Refusal('NotFound')
    res.writeHead(reply.status, { ...reply.headers, 'Content-Length': reply.body.length })
    res.end(reply.body)
  }
}

export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { settings, page, store, turns, log, metrics, alerting, addresses = {}, now = Date.now } = parts
  const secret = await store.secret('direct-line-secret', randomKey)
  const tokens = new Tokens(await store.secret('token-key', randomKey), now)
  const streams = new Streams(store, now)
  const app = settings.azure && { ...settings.azure, cloud: settings.cloud ?? publicCloud }
  const adapter = new Adapter(app)
  const bring = courier(addresses, now)
  const deliver = async (activity: StoredActivity) =>
    (await bring(activity)) ? undefined : adapter.deliver(activity)
  const arrived = alerting?.shown
  const deliveries = createDeliveries({ deliver, ...(arrived && { arrived }), store, log, now })
  const unkept = createUnkept({ adapter, turns, streams, log, now })
  const inbox = createInbox({ adapter, store, turns, streams, deliveries, unkept, log, metrics, now })
  metrics.watch('backwise_sockets', 'Open streams', () => streams.size)
  metrics.watch(
    'backwise_busy_conversations',
    'Conversations whose messages are being answered',
    () => inbox.busy,
  )
  metrics.watch(
    'backwise_outbox_waiting',
    'Replies to other servers not yet delivered',
    () => deliveries.counted.waiting,
  )
  metrics.watch('backwise_outbox_dead', 'Replies to other servers given up', () => deliveries.counted.dead)
  if (alerting)
    metrics.watch('backwise_alerts_untaken', 'Alerts that nobody has taken', () => alerting.untaken)
  metrics.watch('process_resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss())
  metrics.watch('process_cpu_seconds', 'CPU time of the process', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  metrics.watch('process_uptime_seconds', 'Time since the start', () => Math.round(process.uptime()))
  const directLine = createDirectLine({
    settings: { ...settings, secret: settings.directLineSecret ?? secret },
    store,
    tokens,
    streams,
    inbox,
    unkept,
    log,
    now,
  })

  const server = createServer()
  const http = server.server as HttpServer
  // connections are checked this often, so that a slow one is closed on time
  Object.assign(http, { headersTimeout, requestTimeout, connectionsCheckingInterval: 500 })
  guardDoor(http)
  server.pre(guard(log) as restify.RequestHandler)
  refuseLikeOurselves(server)
  logRequests(server, log, metrics)

  let phase: 'starting' | 'serving' | 'stopping' = 'starting'
  const lacking = readinessOf(store)
  const health = (whatLacks: () => Promise<Lack | undefined>) =>
    handle(log, async (_, res) => {
      const why = await whatLacks()
      answer(res, why ? 503 : 200, why ? { status: 'not ready', why } : { status: 'ok' })
    }) as restify.RequestHandler
  server.get(
    '/healthz',
    health(async () => undefined),
  )
  server.get(
    '/readyz',
    health(async () => (phase === 'serving' ? lacking() : phase)),
  )
  server.get(
    '/metrics',
    handle(log, async (_, res) => {
      res.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
      res.end(metrics.render())
    }) as restify.RequestHandler,
  )
  directLine.mount(server)
  const { production } = settings
  const teams = createTeams({ adapter, store, turns, inbox, deliveries, unkept, log, app, production, now })
  server.post('/api/messages', handle(log, teams) as restify.RequestHandler)
  const pages = handle(log, servePages(page)) as restify.RequestHandler
  for (const path of ['/', '/webchat', '/privacy', '/terms', '/pages/*', '/widget.js', '/widget/*'])
    server.get(path, pages)

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    maxFragments,
    perMessageDeflate: false,
  })
  onUpgrade(http, (req, socket, head) => {
    const open = (ticket: Ticket | undefined) => {
      if (!ticket) return refuseSocket(socket, 'Forbidden')
      sockets.handleUpgrade(req, socket, head, (client) => streams.open(client, ticket))
    }
    directLine.admit(req).then(open, (error: unknown) => {
      log.error({ event: 'upgrade-failed', error })
      refuseSocket(socket, error instanceof StoreUnavailable ? 'Unavailable' : 'ServiceError')
    })
  })

  await new Promise<void>((resolve, reject) => {
    // restify passes the HTTP server's errors on
    server.once('error', reject)
    server.listen(settings.port, settings.host, resolve)
  })
  server.on('error', (error: unknown) => log.error({ event: 'server-error', error }))
  phase = 'serving'
  if (app) await adapter.connectors()
  deliveries.send()
  await inbox.start()
  const wakes = createWakes(store, inbox, log)
  await alerting?.start(() => deliveries.send())

  return {
    port: (http.address() as AddressInfo).port,
    stop: async () => {
      phase = 'stopping'
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      wakes.stop()
      await inbox.idle()
      await alerting?.stop()
      await deliveries.stop()
      streams.close()
      http.closeIdleConnections()
      setTimeout(() => http.closeAllConnections(), 1_000).unref()
      await closed
    },
  }
}
