/**
 * One turn of a conversation, from an authenticated activity to its delivered replies: one at a time per conversation,
 * whichever replica it runs on, never run twice for the same activity, state and replies written together before anything is sent.
 */
import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Activity, TurnContext } from 'botbuilder'
import { newConversation, reopen, upgrade, type Conversation } from './core/conversation.ts'
import type { Message } from './core/messages.ts'
import { compareLevels } from './core/triage/flags.ts'
import type { NoticeId } from './core/wording.ts'
import { ratedAnswer, thumbOf, type Rated } from '../dialogs/feedback.ts'
import { isGroup } from '../dialogs/group.ts'
import { bindTurn } from '../dialogs/services.ts'
import type { StaffDesk, StaffReply } from '../dialogs/staff.ts'
import { wakeOf } from '../dialogs/checkIn.ts'
import type { NewAlert } from './store/alerts.ts'
import {
  StoreUnavailable,
  type Arrival,
  type Entry,
  type Lesson,
  type Store,
  type StoredActivity,
} from './store/store.ts'

/** What the bot does with one activity: sends through `context`, changes `conversation` in place. */
export type Respond = (context: TurnContext, conversation: Conversation, opened: Opened) => Promise<void>
export interface Opened {
  /** What was kept could not be read, and the conversation began anew. */
  readonly restarted: boolean
  /** Removes everything kept of the conversation so far; only what this turn says is kept. */
  readonly erase: () => void
  /** The answer that a thumb is for. */
  readonly rated?: Rated | undefined
  /** Keeps something for the staff when the turn ends. */
  readonly learn: (lesson: Lesson) => void
  /** Under which the staff are told of advice that this turn gives; undefined where nobody listens. */
  readonly reference?: string | undefined
  /**
   * Has the staff told of danger that was told of in a group, where no advice is given. Answers the reference; that of
   * before when the same person told of as much a while ago; undefined where nobody listens.
   */
  readonly tell?: (danger: Omit<NewAlert, 'reference'>) => string | undefined
  /** What to say to a member of the staff. */
  readonly staff?: StaffReply | undefined
}

export type Deliver = (replies: readonly Entry[]) => Promise<void>

export interface Turns {
  /**
   * Runs one turn. `deliver` is called after the commit, also when the replies are those of an earlier run.
   * Answers `early`, having done nothing, when something said before still waits for its turn.
   * @param outbox the replies also go into the outbox, for another server
   * @param unreceived what is answered, when the store has not received it: it is written with the replies
   */
  run(
    context: TurnContext,
    deliver: Deliver,
    outbox?: boolean,
    unreceived?: StoredActivity,
  ): Promise<'early' | void>
  /**
   * Ends the turn of an arrival that can never be answered: the state stays as it is.
   * Answers false when it was answered before.
   * @param context says sorry in it; undefined where nobody knows to whom
   */
  giveUp(arrival: Arrival, context: TurnContext | undefined, outbox: boolean): Promise<boolean>
  /**
   * While the store fails: the same bot hears the message, from what was last known of its conversation, and nothing of
   * it is kept. Answers only advice to get help soon.
   * @param lost the message itself is not kept either: the person is told so, and to send it again
   */
  runUnkept(context: TurnContext, lost: boolean): Promise<readonly StoredActivity[]>
}

export interface TurnParts {
  readonly store: Store
  readonly respond: Respond
  /** Called when `respond` fails; sends the notice that says how to get urgent help. */
  readonly apologise: (context: TurnContext) => Promise<void>
  /** Says that the message was not saved. */
  readonly notSaved: (context: TurnContext) => Promise<void>
  /** One line a turn: never words of the patient. */
  readonly observe: (line: TurnLine) => void
  /** Undefined: nobody is told of escalations. */
  readonly staff?: StaffDesk | undefined
}

export interface TurnLine {
  readonly event: 'turn'
  readonly turn: string
  readonly channel: string
  readonly ms: number
  /** What was said, by kind: `advice`, `question`, … */
  readonly said: readonly string[]
  /** Of the last advice given. */
  readonly level?: string
  readonly rule?: string
  readonly error?: Error
  /** The store failed: only advice was sent, and nothing was kept. */
  readonly unkept?: true
}

/** How long the store is asked for a state while it fails, in milliseconds. */
const lastLookMs = 200
/** So many conversations are known without the store, each for so long after its last turn, in milliseconds. */
const knownAtMost = 2_000
const knownForMs = 3_600_000

/** The key of a conversation in the store. Other channels than ours cannot name one of ours. */
export const conversationKey = (activity: Pick<Activity, 'channelId' | 'conversation'>): string =>
  activity.channelId === 'directline'
    ? activity.conversation.id
    : `${activity.channelId}/${activity.conversation.id}`

/** Letters and digits that cannot be mistaken for each other, on the phone neither. */
const letters = '23456789ABCDEFGHJKMNPQRTUVWXYZ'
const four = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')

/** The alert that the advice of this turn is, if it was given under this turn's reference. */
function alertOf(
  { advice }: Conversation,
  reference: string | undefined,
  channel: string,
): { alert?: NewAlert } {
  if (!advice || reference === undefined || advice.reference !== reference) return {}
  const { level, rule } = advice
  return level === 'emergency' || level === 'urgent' ? { alert: { reference, level, rule, channel } } : {}
}

/** What is said where others read along, and what a person deletes, is heard and not kept. */
function forgetOf(activity: Activity): { forget?: string } {
  const { type, id, replyToId } = activity
  const gone = type === 'messageDelete' ? replyToId : isGroup(activity) ? id : undefined
  return gone === undefined ? {} : { forget: gone }
}

export function createTurns({ store, respond, apologise, notSaved, observe, staff }: TurnParts): Turns {
  /** The newest states this process wrote, for when the store cannot be read. */
  const known = new Lately<string>()
  /** Whom of which group the staff were told of: nothing of it is written anywhere. */
  const toldLately = new Lately<NewAlert>()
  const observed = (
    context: TurnContext,
    began: number,
    replies: readonly StoredActivity[],
    more: object,
  ) => {
    const ms = performance.now() - began
    const { channelId: channel } = context.activity
    observe({ event: 'turn', turn: randomUUID(), channel, ms, ...meaningOf(replies), ...more })
  }

  return {
    run: async (context, deliver, outbox = false, unreceived) => {
      const began = performance.now()
      const { activity } = context
      const key = conversationKey(activity)
      const said = captureReplies(context)
      let error: Error | undefined
      // looked up before the turn holds the conversation: one connection at a time
      const lookUp = async () => {
        const thumb = thumbOf(activity)
        return {
          rated: thumb && (await ratedAnswer(store, key, activity, thumb)),
          staff: await staff?.hear(activity),
        }
      }
      // what can never be looked up is done without: run again and again, it would hold up what is said after it
      const found = await lookUp().catch((thrown: unknown) => {
        if (thrown instanceof StoreUnavailable) throw thrown
        error = asError(thrown)
        return {}
      })
      const reference = staff?.listening ? `${four()}-${four()}` : undefined
      const who = `${key} ${activity.from?.id}`
      let raised: NewAlert | undefined
      const tell: Opened['tell'] = (danger) => {
        if (reference === undefined) return undefined
        const before = toldLately.get(who)
        if (before && compareLevels(danger.level, before.level) <= 0) return before.reference
        raised = { ...danger, reference }
        return reference
      }

      const ended = await store.turn(key, activity.id, async ({ early, replies: kept, state }, commit) => {
        if (early) return 'early'
        if (kept) return { replies: kept, repeated: true, alerted: false }
        const ours = state !== undefined && state === known.get(key)
        const { conversation, restarted } = ours
          ? { conversation: reopen(state), restarted: false }
          : upgrade(state)
        const { checkIn } = conversation
        let erase = false
        const lessons: Lesson[] = []
        const learn = (lesson: Lesson) => void lessons.push(lesson)
        try {
          await respond(context, conversation, {
            restarted,
            erase: () => (erase = true),
            ...found,
            learn,
            reference,
            tell,
          })
        } catch (thrown) {
          error = asError(thrown)
          // The facts stay, raised flags with them; only the half-run dialog is undone.
          conversation.dialogs = upgrade(state).conversation.dialogs
          await apologise(context).catch((again: unknown) => (error = asError(again)))
        }
        const [lesson] = lessons
        const result = {
          state: JSON.stringify(conversation),
          replies: said.replies,
          ...(unreceived && { said: unreceived }),
          erase,
          quarantine: restarted,
          outbox,
          ...(lesson && { lesson }),
          ...(raised ? { alert: raised } : alertOf(conversation, reference, activity.channelId)),
          ...wakeOf(checkIn, conversation.checkIn, activity),
          ...forgetOf(activity),
        }
        const replies = await commit(result)
        known.set(key, result.state)
        if (raised) toldLately.set(who, raised)
        return { replies, repeated: false, alerted: 'alert' in result }
      })
      said.release()
      if (ended === 'early') return 'early'

      const { replies, repeated, alerted } = ended
      if (alerted) staff?.raised()
      if (repeated && outbox) await store.outbox.repeat(key, replies.map(({ sequence }) => sequence)) // prettier-ignore
      await deliver(replies)
      if (!repeated) observed(context, began, said.replies, error ? { error } : {})
    },

    giveUp: async ({ conversation: key, activityId }, context, outbox) =>
      store.turn(key, activityId, async ({ replies: kept, state }, commit) => {
        if (kept) return false
        const said = context && captureReplies(context)
        if (context) {
          bindTurn(context, upgrade(state).conversation)
          await apologise(context).catch(() => {})
        }
        const unchanged = state ?? JSON.stringify(newConversation())
        await commit({ state: unchanged, replies: said?.replies ?? [], outbox })
        return true
      }),

    runUnkept: async (context, lost) => {
      const began = performance.now()
      const key = conversationKey(context.activity)
      const look = () => store.turn(key, undefined, async ({ state }) => state).catch(() => undefined)
      const state = known.get(key) ?? (await Promise.race([look(), sleep(lastLookMs)])) ?? undefined
      const said = captureReplies(context)
      let failed: { error?: unknown } = {}
      await respond(context, upgrade(state).conversation, {
        restarted: false,
        erase: () => {},
        learn: () => {},
      }).catch((error: unknown) => (failed = { error }))
      const advice = said.replies.filter((reply) => sendsForHelp(reply.channelData as { message?: Message }))
      said.replies.length = 0
      if (lost) await notSaved(context)
      said.release()
      observed(context, began, advice, { unkept: true, ...failed })
      return [...advice, ...said.replies]
    },
  }
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))

/** What this process knows for a while, the newest of it. */
class Lately<Value> {
  readonly #values = new Map<string, { value: Value; at: number }>()

  set(key: string, value: Value): void {
    const now = performance.now()
    this.#values.delete(key)
    this.#values.set(key, { value, at: now })
    for (const [oldest, { at }] of this.#values) {
      if (this.#values.size <= knownAtMost && now - at < knownForMs) return
      this.#values.delete(oldest)
    }
  }

  get(key: string): Value | undefined {
    const known = this.#values.get(key)
    return known && performance.now() - known.at < knownForMs ? known.value : undefined
  }
}

const sendsForHelp = (data: { message?: Message } | undefined): boolean => {
  const message = data?.message
  if (message?.kind === 'notice') return message.notice === ('group-emergency' satisfies NoticeId)
  return message?.kind === 'advice' && compareLevels(message.level, 'urgent') >= 0
}

function meaningOf(replies: readonly StoredActivity[]): Pick<TurnLine, 'said' | 'level' | 'rule'> {
  const messages = replies.flatMap(({ channelData }) => (channelData as { message?: Message })?.message ?? [])
  const advice = messages.findLast((message) => message.kind === 'advice')
  return {
    said: messages.map(({ kind }) => kind),
    ...(advice && { level: advice.level, rule: advice.rule }),
  }
}

/** Keeps what the bot sends instead of sending it, until `release`. */
function captureReplies(context: TurnContext): { replies: StoredActivity[]; release: () => void } {
  const replies: StoredActivity[] = []
  let captured = true
  context.onSendActivities(async (_, activities, next) => {
    if (!captured) return next()
    for (const activity of activities)
      // a copy: the SDK sets properties of activities, though not of what is in them
      if (activity.type !== 'trace') replies.push({ ...activity } as StoredActivity)
    return activities.map(() => ({ id: '' }))
  })
  return { replies, release: () => (captured = false) }
}
