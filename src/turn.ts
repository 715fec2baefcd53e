/**
 * One turn of a conversation, from an authenticated activity to its delivered replies: one at a time per conversation,
 * whichever replica it runs on, never run twice for the same activity, state and replies written together before anything is sent.
 */
import { randomUUID } from 'node:crypto'
import type { Activity, TurnContext } from 'botbuilder'
import { upgrade, type Conversation } from './core/conversation.ts'
import type { Message } from './core/messages.ts'
import type { Entry, Store, StoredActivity } from './store/store.ts'

/** What the bot does with one activity: sends through `context`, changes `conversation` in place. */
export type Respond = (context: TurnContext, conversation: Conversation, opened: Opened) => Promise<void>
export interface Opened {
  /** What was kept could not be read, and the conversation began anew. */
  readonly restarted: boolean
  /** Removes everything kept of the conversation so far; only what this turn says is kept. */
  readonly erase: () => void
}

export type Deliver = (replies: readonly Entry[]) => Promise<void>

export interface Turns {
  /**
   * Runs one turn. `deliver` is called after the commit, also when the replies are those of an earlier run.
   * Answers `early`, having done nothing, when something said before still waits for its turn.
   * @param outbox the replies also go into the outbox, for another server
   */
  run(context: TurnContext, deliver: Deliver, outbox?: boolean): Promise<'early' | void>
}

export interface TurnParts {
  readonly store: Store
  readonly respond: Respond
  /** Called when `respond` fails; sends the notice that says how to get urgent help. */
  readonly apologise: (context: TurnContext) => Promise<void>
  /** One line a turn: never words of the patient. */
  readonly observe: (line: TurnLine) => void
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
}

/** The key of a conversation in the store. Other channels than ours cannot name one of ours. */
export const conversationKey = (activity: Pick<Activity, 'channelId' | 'conversation'>): string =>
  activity.channelId === 'directline'
    ? activity.conversation.id
    : `${activity.channelId}/${activity.conversation.id}`

export function createTurns({ store, respond, apologise, observe }: TurnParts): Turns {
  return {
    run: async (context, deliver, outbox = false) => {
      const began = performance.now()
      const { activity } = context
      const key = conversationKey(activity)
      const said = captureReplies(context)
      let error: Error | undefined

      const ended = await store.turn(key, activity.id, async ({ early, replies, state }, commit) => {
        if (early) return 'early'
        if (replies) return { replies, repeated: true }
        const { conversation, restarted } = upgrade(state)
        const dialogsBefore = structuredClone(conversation.dialogs)
        let erase = false
        try {
          await respond(context, conversation, { restarted, erase: () => (erase = true) })
        } catch (thrown) {
          error = thrown instanceof Error ? thrown : new Error(String(thrown))
          // The facts stay, raised flags with them; only the half-run dialog is undone.
          conversation.dialogs = dialogsBefore
          await apologise(context)
        }
        const result = { state: JSON.stringify(conversation), replies: said.replies, erase, outbox }
        return { replies: await commit(result), repeated: false }
      })
      said.release()
      if (ended === 'early') return 'early'

      const { replies, repeated } = ended
      if (repeated && outbox) await store.outbox.repeat(key, replies.map(({ sequence }) => sequence)) // prettier-ignore
      await deliver(replies)
      if (repeated) return
      const ms = performance.now() - began
      const line = { turn: randomUUID(), channel: activity.channelId, ms, ...meaningOf(said.replies) }
      observe({ event: 'turn', ...line, ...(error && { error }) })
    },
  }
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
      if (activity.type !== 'trace') replies.push(JSON.parse(JSON.stringify(activity)) as StoredActivity)
    return activities.map(() => ({ id: '' }))
  })
  return { replies, release: () => (captured = false) }
}
