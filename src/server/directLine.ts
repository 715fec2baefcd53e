/**
 * Direct Line 3.0, the protocol between Microsoft's web clients and a bot, served from this process. A message is
 * written to the log and acknowledged at once; its turn runs afterwards, and what it says is read from the log.
 */
import type { IncomingMessage } from 'node:http'
import type { Server } from 'restify'
import { z } from 'zod'
import { saidActivity, saidSchema, startActivity, toWire, wireId } from './activities.ts'
import { Fairness } from './fairness.ts'
import {
  Refusal,
  addressOf,
  answer,
  bearerOf,
  forwardedFor,
  handle,
  originOf,
  queryOf,
  refuseFailed,
  type Ask,
  type Handler,
} from './http.ts'
import type { Inbox } from './inbox.ts'
import { isAllowedOrigin, type OriginSettings } from './origin.ts'
import { RateLimit, networkOf } from './rateLimit.ts'
import type { Streams } from './stream.ts'
import { randomId, sameSecret, type Grant, type Renewal, type Ticket, type Tokens } from './tokens.ts'
import type { Unkept } from './unkept.ts'
import type { Log } from '../observe.ts'
import { linesAtOnce, type Store } from '../store/store.ts'

/**
 * Of one conversation, in parts of 2 KB begun. Guaranteed: 6,000 short messages in any minute are heard, each by a turn
 * of its own and in order, and no conversation counts against another. Nobody types so fast; a program that does is
 * refused with 429 and heard again as soon as 10 ms have passed, so a red flag sent again is not lost even then.
 */
const messagePartsPerMinute = 6_000
const messagePartBytes = 2 * 1024
/** Of one caller, in all its conversations: with more turns under way it waits for others, and with more waiting it is refused. */
const unhurried = 4
const waitingAtMost = 500

export interface DirectLineSettings extends OriginSettings {
  readonly secret: string
  readonly newConversationsPerMinute: number
}

export interface DirectLineParts {
  readonly settings: DirectLineSettings
  readonly store: Store
  readonly tokens: Tokens
  readonly streams: Streams
  readonly inbox: Inbox
  readonly unkept: Unkept
  readonly log: Log
  readonly now: () => number
}

export interface DirectLine {
  mount(server: Server): void
  /** What the stream's URL allows, undefined when the upgrade must be refused. */
  admit(req: IncomingMessage): Promise<Ticket | undefined>
}

const base = '/v3/directline'
const streamPath = /^\/v3\/directline\/conversations\/([\w-]+)\/stream$/

/** Half a sign is none: a database would take two ids with different halves for one. */
const wholeId = z.string().regex(/^[^\0\p{Surrogate}]{1,200}$/u)

const startSchema = z.object({
  user: z.object({ id: wholeId.optional() }).optional(),
  locale: z.string().max(35).optional(),
  /** Where the page's readers are, as a region id. */
  region: z.string().max(35).optional(),
})

const parse = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const result = schema.safeParse(body ?? {})
  if (!result.success) throw new Refusal('BadArgument')
  return result.data
}

/** The sequence number a client has seen up to. @throws {Refusal} for anything that is no watermark of ours */
function readWatermark(watermark: string): number {
  if (!/^\d{0,15}$/.test(watermark)) throw new Refusal('BadArgument')
  return Number(watermark)
}

/** Ids of ours are 16 random bytes; those of other channels carry their channel's name and a slash. */
const isOurs = (conversation: string) => /^[\w-]{22}$/.test(conversation)

const userOf = (conversation: string) => `dl_${conversation}`

const takenBack = ({ id }: Renewal) => `renewal ${id}`

const session: Handler = async (_, res) => answer(res, 200, { sessionId: randomId() })

const refuseUpload: Handler = async () => {
  throw new Refusal('UploadsNotOffered')
}

export function createDirectLine(parts: DirectLineParts): DirectLine {
  const { settings, store, tokens, streams, inbox, unkept, log, now } = parts
  const newConversations = new RateLimit(settings.newConversationsPerMinute, now)
  const messages = new RateLimit(messagePartsPerMinute, now)
  const fairness = new Fairness()

  /** Whoever holds the secret speaks for a program of the clinic; undefined: for no one yet. */
  const callerOf = (req: Ask): 'program' | 'page' | Grant => {
    if (!isAllowedOrigin(req, settings)) throw new Refusal('Forbidden')
    const bearer = bearerOf(req)
    if (bearer === undefined) {
      if (req.headers.authorization !== undefined) throw new Refusal('Unauthorized')
      return 'page'
    }
    if (sameSecret(bearer, settings.secret)) return 'program'
    const read = tokens.read(bearer)
    if (read.kind === 'forged') throw new Refusal('Forbidden')
    if (read.kind !== 'valid') throw new Refusal('TokenExpired')
    return read.grant
  }

  /** @throws {Refusal} unless the caller may use the conversation in the path */
  const grantOf = (req: Ask): Grant => {
    const conversation = req.params.id!
    const caller = callerOf(req)
    if (caller === 'page') throw new Refusal('Unauthorized')
    if (caller !== 'program' && caller.conversation !== conversation) throw new Refusal('Forbidden')
    if (!isOurs(conversation)) throw new Refusal('NotFound')
    return caller === 'program'
      ? { conversation, user: userOf(conversation), expires: now() + 1_800_000 }
      : caller
  }

  const mustExist = async ({ conversation }: Grant) => {
    if (!(await store.exists(conversation))) throw new Refusal('NotFound')
  }

  const mayUse = async (req: Ask): Promise<Grant> => {
    const grant = grantOf(req)
    await mustExist(grant)
    return grant
  }

  /** Told once: all patients would count as one caller, or anybody as many. */
  let misled = !settings.production
  const watchProxies = (req: Ask) => {
    const { proxies } = settings
    const said = forwardedFor(req).length
    if (misled || (proxies === 0 ? said === 0 : said >= proxies)) return
    misled = true
    log.warn({ event: proxies === 0 ? 'proxy-not-trusted' : 'proxy-missing', see: 'TRUST_PROXY' })
  }

  const networkIn = (req: Ask) => networkOf(addressOf(req, settings.proxies))

  const limitNew = (req: Ask) => {
    watchProxies(req)
    if (!newConversations.take(networkIn(req))) throw new Refusal('TooManyRequests', { 'Retry-After': '60' })
  }

  const withStream = (req: Ask, { conversation, user, expires }: Grant, after: number) => {
    const ticket = tokens.ticket({ conversation, after, until: expires })
    const url = `${originOf(req, settings.proxies).replace(/^http/, 'ws')}${base}/conversations/${conversation}/stream?t=${ticket}`
    return { conversationId: conversation, ...tokens.issue(conversation, user), streamUrl: url }
  }

  const generate: Handler = async (req, res) => {
    const caller = callerOf(req)
    if (typeof caller === 'object') throw new Refusal('Forbidden')
    if (caller === 'page' && req.headers.origin === undefined) throw new Refusal('Unauthorized')
    const { user } = parse(startSchema, req.body)
    if (user?.id !== undefined && !user.id.startsWith('dl_')) throw new Refusal('BadArgument')
    limitNew(req)
    const conversation = randomId()
    const token = tokens.issue(conversation, user?.id ?? userOf(conversation))
    answer(res, 200, { conversationId: conversation, ...token })
  }

  const refresh: Handler = async (req, res) => {
    if (!isAllowedOrigin(req, settings)) throw new Refusal('Forbidden')
    const bearer = bearerOf(req)
    if (bearer === undefined) throw new Refusal('Unauthorized')
    const { conversation, user } = (await remembered(bearer)) ?? renewable(bearer)
    const token = tokens.issue(conversation, user)
    streams.extend(conversation, now() + token.expires_in * 1_000)
    answer(res, 200, { conversationId: conversation, ...token })
  }

  const renewable = (bearer: string): Grant => {
    const read = tokens.read(bearer)
    if (read.kind === 'forged') throw new Refusal('Forbidden')
    if (read.kind === 'expired') throw new Refusal('TokenExpired')
    return read.grant
  }

  /** @throws {Refusal} for a renewal that was taken back, or whose conversation is gone */
  const remembered = async (bearer: string): Promise<Grant | undefined> => {
    const renewal = tokens.readRemember(bearer)
    if (!renewal) return undefined
    await mustExist(renewal)
    if (await store.claimed(renewal.conversation, takenBack(renewal))) throw new Refusal('TokenExpired')
    return renewal
  }

  /** Asked for only when the person wants the conversation kept on the device. */
  const remember: Handler = async (req, res) => {
    const caller = callerOf(req)
    if (typeof caller !== 'object') throw new Refusal('Unauthorized')
    await mustExist(caller)
    answer(res, 200, {
      conversationId: caller.conversation,
      ...tokens.remember(caller.conversation, caller.user),
    })
  }

  /** Takes a renewal back. What is good for nothing already is no fault. */
  const forget: Handler = async (req, res) => {
    if (!isAllowedOrigin(req, settings)) throw new Refusal('Forbidden')
    const renewal = tokens.readRemember(bearerOf(req) ?? '')
    if (renewal) await store.claim(renewal.conversation, takenBack(renewal), renewal.expires)
    answer(res, 200, {})
  }

  const start: Handler = async (req, res) => {
    const caller = callerOf(req)
    if (caller === 'page') throw new Refusal('Unauthorized')
    const { locale, region } = parse(startSchema, req.body)
    if (caller === 'program') limitNew(req)
    const conversation = caller === 'program' ? randomId() : caller.conversation
    const grant =
      caller === 'program' ? { conversation, user: userOf(conversation), expires: now() + 1_800_000 } : caller
    await store.open(conversation, 'directline')
    const activity = startActivity(conversation, grant.user, now(), { locale, region })
    const arrival = { conversation, activityId: 'start', activity }
    const { seenBefore } = await store.receive(arrival)
    if (!seenBefore) void inbox.run(arrival, networkIn(req))
    answer(res, seenBefore ? 200 : 201, withStream(req, grant, 0))
  }

  const resume: Handler = async (req, res) => {
    const grant = await mayUse(req)
    const watermark = queryOf(req).get('watermark')
    const after = watermark === null ? await store.newest(grant.conversation) : readWatermark(watermark)
    answer(res, 200, withStream(req, grant, after))
  }

  const say: Handler = async (req, res) => {
    const grant = grantOf(req)
    const { conversation, user } = grant
    if (req.body === undefined) throw new Refusal('MissingProperty')
    const said = parse(saidSchema, req.body)
    const size = Math.ceil(JSON.stringify(said).length / messagePartBytes)
    const caller = networkIn(req)
    if (fairness.waiting(caller) >= waitingAtMost || !messages.take(conversation, size))
      throw new Refusal('TooManyRequests', { 'Retry-After': '1000' })
    if (inbox.waiting(caller) >= unhurried) await fairness.ask(caller)
    const clientId = said.channelData?.clientActivityID
    const activityId = wholeId.safeParse(clientId).success ? `client:${clientId}` : randomId()
    const activity = saidActivity(said, conversation, user, activityId, now())
    const arrival = { conversation, activityId, activity }
    try {
      await mustExist(grant)
      const { sequence, seenBefore } = await store.receive(arrival)
      if (!seenBefore) void inbox.run(arrival, caller)
      answer(res, 200, { id: wireId(conversation, sequence) })
    } catch (error) {
      if (error instanceof Refusal) throw error
      log.error({ event: 'not-received', error })
      refuseFailed(res, error, { activities: await unkept.hear(arrival, true) })
    }
  }

  const read: Handler = async (req, res) => {
    const grant = grantOf(req)
    const { conversation } = grant
    const after = readWatermark(queryOf(req).get('watermark') ?? '')
    try {
      await mustExist(grant)
      const entries = await store.entries(conversation, after, linesAtOnce)
      const watermark = entries.at(-1)?.sequence ?? Math.min(after, await store.newest(conversation))
      answer(res, 200, { activities: toWire(conversation, entries), watermark: String(watermark) })
    } catch (error) {
      const activities = error instanceof Refusal ? [] : await unkept.said(conversation)
      if (activities.length === 0) throw error
      log.error({ event: 'log-unreadable', error })
      answer(res, 200, { activities, watermark: String(after) })
    }
  }

  return {
    mount(server) {
      const route = (method: 'get' | 'post', path: string, handler: Handler) =>
        server[method](
          `${base}${path}`,
          handle(log, handler) as (req: unknown, res: unknown) => Promise<void>,
        )
      route('post', '/tokens/generate', generate)
      route('post', '/tokens/refresh', refresh)
      route('post', '/tokens/remember', remember)
      route('post', '/tokens/forget', forget)
      route('post', '/conversations', start)
      route('get', '/conversations/:id', resume)
      route('get', '/conversations/:id/activities', read)
      route('post', '/conversations/:id/activities', say)
      route('post', '/conversations/:id/upload', refuseUpload)
      route('get', '/session/getsessionid', session)
    },
    async admit(req) {
      const id = streamPath.exec((req.url ?? '').split('?', 1)[0]!)?.[1]
      if (id === undefined || !isAllowedOrigin(req, settings)) return undefined
      const ticket = tokens.readTicket(queryOf(req).get('t') ?? '')
      if (!ticket || ticket.conversation !== id || ticket.until <= now()) return undefined
      return (await store.claim(id, `ticket ${ticket.id}`, ticket.expires)) ? ticket : undefined
    },
  }
}
