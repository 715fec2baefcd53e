/**
 * `POST /api/messages`: Teams and the other channels of Azure Bot Service. What the SDK would let through or answer with
 * its own text is refused in front of it. Without an app id the route serves emulators on this machine, in development.
 */
import type { ServerResponse } from 'node:http'
import type { Activity } from 'botbuilder'
import type { AuthenticateRequestResult } from 'botframework-connector'
import { z } from 'zod'
import { asReceived } from './activities.ts'
import { isAllowedServiceUrl, type Adapter, type AzureApp } from './adapter.ts'
import { Refusal, answer, bearerOf, isLoopback, refuse, type Ask, type Handler } from './http.ts'
import { randomId } from './tokens.ts'
import { conversationKey, type Turns } from '../turn.ts'
import type { Log } from '../observe.ts'
import type { Store, StoredActivity } from '../store/store.ts'

export interface TeamsParts {
  readonly adapter: Adapter
  readonly store: Store
  readonly turns: Turns
  readonly log: Log
  readonly app?: AzureApp
  readonly production: boolean
  readonly now: () => number
}

/** Clocks may differ by so much, in seconds. */
const leewaySeconds = 60

const id = z.string().min(1).max(500)
const receivedSchema = z.looseObject({
  type: z.string().min(1).max(50),
  id: id.optional(),
  channelId: z.string().min(1).max(50),
  serviceUrl: z.string().max(1_000),
  conversation: z.looseObject({ id }),
  from: z.looseObject({ id: id.optional() }).optional(),
  text: z.string().nullish(),
})

const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.string() })
const claimsSchema = z.object({ exp: z.number(), nbf: z.number().optional(), aud: z.string() })

const decode = (part: string | undefined): unknown =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))

/** Whether a token is worth checking its signature: the SDK accepts some of these, and fails with a 500 on others. */
function isPlausible(bearer: string | undefined, appId: string, nowSeconds: number): boolean {
  const parts = bearer?.split('.') ?? []
  if (parts.length !== 3 || !parts[2]) return false
  try {
    headerSchema.parse(decode(parts[0]))
    const { exp, nbf, aud } = claimsSchema.parse(decode(parts[1]))
    return exp > nowSeconds - leewaySeconds && (nbf ?? 0) < nowSeconds + leewaySeconds && aud === appId
  } catch {
    return false
  }
}

function admitEmulator(req: Ask, serviceUrl: string, production: boolean): void {
  if (production) throw new Refusal('NotFound')
  const forwarded = req.headers['x-forwarded-for'] !== undefined || req.headers['forwarded'] !== undefined
  // a page in the developer's browser is on this machine too, and names itself
  if (!isLoopback(req.socket.remoteAddress) || forwarded || req.headers.origin !== undefined)
    throw new Refusal('Forbidden')
  if (!isAllowedServiceUrl(serviceUrl, true)) throw new Refusal('Forbidden')
}

export function createTeams({ adapter, store, turns, log, app, production, now }: TeamsParts): Handler {
  const authenticate = async (req: Ask, activity: Activity): Promise<AuthenticateRequestResult> => {
    const header = req.headers.authorization ?? ''
    if (!app) admitEmulator(req, activity.serviceUrl, production)
    else if (!isPlausible(bearerOf(req), app.id, now() / 1_000)) throw new Refusal('Unauthorized')
    let authenticated: AuthenticateRequestResult
    try {
      authenticated = await adapter.authenticate(activity, app ? header : '')
    } catch (error) {
      log.warn({ event: 'azure-refused', error })
      throw new Refusal('Unauthorized')
    }
    if (app && !isAllowedServiceUrl(activity.serviceUrl, false)) throw new Refusal('Forbidden')
    return authenticated
  }

  const run = async (authenticated: AuthenticateRequestResult, activity: Activity, res: ServerResponse) => {
    const response = await adapter.runAuthenticated(authenticated, activity, (context) =>
      turns.run(context, async (replies) => {
        for (const { activity: reply } of replies) await context.sendActivity(structuredClone(reply))
      }),
    )
    if (response?.status === 501) refuse(res, 'NotImplemented')
    else answer(res, response?.status ?? 200, response?.body ?? {})
  }

  return async (req, res) => {
    if (!app && production) throw new Refusal('NotFound')
    // a caller without a token is told so before anything of its activity is looked at
    if (app && bearerOf(req) === undefined) throw new Refusal('Unauthorized')
    const parsed = receivedSchema.safeParse(req.body)
    if (!parsed.success) throw new Refusal('BadArgument')
    const stored = { ...parsed.data, id: parsed.data.id ?? randomId() } as StoredActivity & { id: string }
    const activity = asReceived(stored)
    const authenticated = await authenticate(req, activity)
    // our own channel is only spoken by this process
    if (activity.channelId === 'directline') throw new Refusal('Forbidden')

    const conversation = conversationKey(activity)
    await store.open(conversation, activity.channelId)
    await store.receive({ conversation, activityId: stored.id, activity: stored })
    await run(authenticated, activity, res)
  }
}
