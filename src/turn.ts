/**
 * One turn of a conversation, from an authenticated activity to its delivered replies: one at a time per
 * conversation, never run twice for the same activity, state and replies written together before anything is sent.
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
  /** Runs one turn. `deliver` is called after the commit, also when the replies are those of an earlier run. */
  run(context: TurnContext, deliver: Deliver): Promise<void>
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
  const inTurn = oneAtATime()
  return {
    run: (context, deliver) => {
      const key = conversationKey(context.activity)
      return inTurn(key, async () => {
        const began = performance.now()
        const kept = await store.begin(key, context.activity.id)
        if (kept.replies) return deliver(kept.replies)

        const { conversation, restarted } = upgrade(kept.state)
        const dialogsBefore = structuredClone(conversation.dialogs)
        const replies = captureReplies(context)
        let error: Error | undefined
        let erased = false
        try {
          await respond(context, conversation, { restarted, erase: () => (erased = true) })
        } catch (thrown) {
          error = thrown instanceof Error ? thrown : new Error(String(thrown))
          // The facts stay, raised flags with them; only the half-run dialog is undone.
          conversation.dialogs = dialogsBefore
          await apologise(context)
        }
        if (erased) await store.erase(key)
        const entries = await store.commit({
          conversation: key,
          activityId: context.activity.id,
          state: JSON.stringify(conversation),
          replies: replies.sent,
        })
        replies.release()
        await deliver(entries)
        const turn = {
          turn: randomUUID(),
          channel: context.activity.channelId,
          ms: performance.now() - began,
        }
        observe({ event: 'turn', ...turn, ...meaningOf(replies.sent), ...(error && { error }) })
      })
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
function captureReplies(context: TurnContext): { sent: StoredActivity[]; release: () => void } {
  const sent: StoredActivity[] = []
  let captured = true
  context.onSendActivities(async (_, activities, next) => {
    if (!captured) return next()
    for (const activity of activities)
      if (activity.type !== 'trace') sent.push(JSON.parse(JSON.stringify(activity)) as StoredActivity)
    return activities.map(() => ({ id: '' }))
  })
  return { sent, release: () => (captured = false) }
}

/** Runs the tasks of one key one after the other, in the order they came; keys do not wait for each other. */
function oneAtATime(): (key: string, task: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>()
  return (key, task) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(task)
    const settled = mine.catch(() => {})
    last.set(key, settled)
    void settled.then(() => {
      if (last.get(key) === settled) last.delete(key)
    })
    return mine
  }
}
