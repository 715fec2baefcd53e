/**
 * `POST /api/messages`: Teams and the other channels of Azure Bot Service. What the SDK would let through or answer with
 * its own text is refused in front of it. Without an app id the route serves emulators on this machine, in development.
 */
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Activity } from 'botbuilder'
import { ActivityTypes } from '../../dialogs/botbuilder.ts'
import { z } from 'zod'
import type { Message } from '../core/messages.ts'
import { asReceived } from './activities.ts'
import type { Adapter } from './adapter.ts'
import { tokenCheck } from './azureTokens.ts'
import { isOnThisMachine, type AzureApp } from './cloud.ts'
import { goesOut, type Deliveries } from './deliveries.ts'
import { Refusal, answer, answerJson, bearerOf, isLoopback, type Ask, type Handler } from './http.ts'
import type { Inbox } from './inbox.ts'
import { arrivalId } from './revisions.ts'
import { randomId } from './tokens.ts'
import type { Unkept } from './unkept.ts'
import { conversationKey, type Deliver, type Turns } from '../turn.ts'
import type { Log } from '../observe.ts'
import type { Entry, Store, StoredActivity } from '../store/store.ts'

export interface TeamsParts {
  readonly adapter: Adapter
  readonly store: Store
  readonly turns: Turns
  readonly inbox: Inbox
  readonly deliveries: Deliveries
  readonly unkept: Unkept
  readonly log: Log
  readonly app?: AzureApp
  readonly production: boolean
  readonly now: () => number
}

/** Spoken by this process alone. */
const ownChannels = new Set(['directline', 'alerts', 'text'])

/** What was received is kept: the channel is answered when the replies are out, or after so many milliseconds. */
const answerMs = 1_000

// of a half sign a database keeps as much as of any other half: two conversations would be one
const id = z.string().regex(/^[^\0\p{Surrogate}]{1,500}$/u)
/** What else is looked into. What is of no such form is left out, and the rest is heard. */
const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)
// goes into the reply, which the SDK would refuse to send for a field of another type, each time anew
const sentBack = { name: lenient(z.string()), aadObjectId: lenient(z.string()), role: lenient(z.string()) }
const whereabouts = { conversationType: lenient(z.string()), tenantId: lenient(z.string()), isGroup: lenient(z.boolean()) } // prettier-ignore
const members = z.array(z.looseObject({ id: z.string().max(500) }))
const receivedSchema = z.looseObject({
  type: z.string().min(1).max(50),
  id: id.optional(),
  // in keys a slash parts it from the conversation
  channelId: z.string().regex(/^[\w.-]{1,50}$/),
  serviceUrl: z.string().max(1_000),
  conversation: z.looseObject({ id, ...sentBack, ...whereabouts }),
  from: z.looseObject({ id: id.optional(), ...sentBack }).optional(),
  recipient: lenient(z.looseObject({ id: z.string().max(500), ...sentBack })),
  locale: lenient(z.string()),
  entities: lenient(z.array(z.looseObject({}))),
  membersRemoved: lenient(members),
  text: z.string().nullish(),
  name: z.string().nullish(),
  membersAdded: members.nullish().transform((added) => added ?? undefined),
})

function admitEmulator(req: Ask, serviceUrl: string, production: boolean): void {
  if (production) throw new Refusal('NotFound')
  const forwarded = req.headers['x-forwarded-for'] !== undefined || req.headers['forwarded'] !== undefined
  // a page in the developer's browser is on this machine too, and names itself
  if (!isLoopback(req.socket.remoteAddress) || forwarded || req.headers.origin !== undefined)
    throw new Refusal('Forbidden')
  if (!isOnThisMachine(serviceUrl)) throw new Refusal('Forbidden')
}

const isAdvice = ({ channelData }: StoredActivity): boolean =>
  (channelData as { message?: Message } | undefined)?.message?.kind === 'advice'

export function createTeams(parts: TeamsParts): Handler {
  const { adapter, store, turns, inbox, deliveries, unkept, log, app, production, now } = parts
  const check = app && tokenCheck({ appId: app.id, ...app.cloud }, log, now)

  /** @throws {Refusal} for a caller who may not come in */
  const admit = async (req: Ask, activity: Activity): Promise<void> => {
    if (!app || !check) return admitEmulator(req, activity.serviceUrl, production)
    if (!(await check(bearerOf(req) ?? '', activity))) throw new Refusal('Unauthorized')
    if (!app.cloud.reaches(activity.serviceUrl)) throw new Refusal('Forbidden')
  }

  /**
   * Runs the turn of somebody who waits for its replies in the response; of an invoke, only for the response to it.
   * @param unreceived what is written with the replies; `kept` is called when it is
   */
  const runAndReply = async (
    activity: Activity,
    res: ServerResponse,
    unreceived: StoredActivity | undefined,
    kept: () => void,
  ) => {
    const invoked = activity.type === ActivityTypes.Invoke && activity.deliveryMode !== 'expectReplies'
    let said: readonly Entry[] = []
    const deliver: Deliver = async (replies) => {
      kept()
      said = replies
      if (invoked) deliveries.send()
    }
    const context = adapter.contextOf(activity)
    while ((await turns.run(context, deliver, invoked, unreceived)) === 'early')
      await inbox.catchUp(conversationKey(activity))
    if (!invoked) {
      const activities = said.map(({ json, activity: reply }) => json ?? JSON.stringify(reply))
      return answerJson(res, 200, `{"activities":[${activities.join(',')}]}`)
    }
    // what the bot has nothing to say to is answered all the same: an error tells Teams that the app is broken
    const response = said.findLast(({ activity: { type } }) => type === ActivityTypes.InvokeResponse)
    const { status = 200, body = {} } = (response?.activity['value'] ?? {}) as {
      status?: number
      body?: unknown
    }
    answer(res, status, body)
  }

  return async (req, res) => {
    if (!app && production) throw new Refusal('NotFound')
    // a caller without a token is told so before anything of its activity is looked at
    if (app && bearerOf(req) === undefined) throw new Refusal('Unauthorized')
    const parsed = receivedSchema.safeParse(req.body)
    if (!parsed.success) throw new Refusal('BadArgument')
    const { type, id: original } = parsed.data
    const deleted = type === ActivityTypes.MessageDelete && { replyToId: original }
    const stored = { ...parsed.data, ...deleted, id: arrivalId(parsed.data, randomId) } as StoredActivity & { id: string } // prettier-ignore
    const activity = asReceived(stored)
    await admit(req, activity)
    if (ownChannels.has(activity.channelId)) throw new Refusal('Forbidden')
    if (activity.type === ActivityTypes.Typing) return answer(res, 200, {})

    const conversation = conversationKey(activity)
    const arrival = { conversation, activityId: stored.id, activity: stored }
    // who waits in the request for the replies sends it again when none come: it need not be kept before them
    const waits = activity.deliveryMode === 'expectReplies'
    let lost = true
    const kept = () => (lost = false)
    try {
      if (!(await store.open(conversation, activity.channelId))) throw new Refusal('Forbidden')
      if (!waits) await store.receive(arrival).then(kept)
      if (!goesOut(activity)) return await runAndReply(activity, res, waits ? stored : undefined, kept)
    } catch (error) {
      if (error instanceof Refusal) throw error
      const replies = await unkept.hear(arrival, lost)
      // nothing else than the answer of this request reaches whoever waits for it
      if (goesOut(activity) || !replies.some(isAdvice)) throw error
      log.error({ event: 'turn-failed', channel: activity.channelId, error })
      return answer(res, 200, { activities: replies })
    }
    const sent = inbox.run(arrival).then(deliveries.idle)
    await Promise.race([sent, sleep(answerMs, undefined, { ref: false })])
    answer(res, 200, {})
  }
}
