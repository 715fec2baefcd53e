/** Activities as Direct Line clients write and read them. */
import type { Activity } from 'botbuilder'
import { z } from 'zod'
import { localServiceUrl } from './cloud.ts'
import type { Entry, StoredActivity } from '../store/store.ts'

const short = z.string().max(200)

/** What a client may say. Everything else of an activity is the server's to fill, or dropped. */
export const saidSchema = z.object({
  type: z.enum(['message', 'event']),
  text: z.string().optional(),
  value: z.unknown().optional(),
  name: short.optional(),
  locale: short.optional(),
  textFormat: short.optional(),
  localTimestamp: short.optional(),
  localTimezone: short.optional(),
  channelData: z.record(z.string(), z.unknown()).optional(),
})
export type Said = z.infer<typeof saidSchema>

const bot = { id: 'backwise', name: 'Backwise', role: 'bot' } as const

const envelope = (conversation: string, user: string, id: string, at: number) => ({
  id,
  timestamp: new Date(at).toISOString(),
  channelId: 'directline',
  serviceUrl: localServiceUrl,
  conversation: { id: conversation },
  from: { id: user, role: 'user' },
  recipient: bot,
})

export const saidActivity = (
  said: Said,
  conversation: string,
  user: string,
  id: string,
  at: number,
): StoredActivity => ({ ...said, ...envelope(conversation, user, id, at) })

/** Tells the bot who is there, so that it speaks first. `id` is the same for every start of one conversation. */
export const startActivity = (
  conversation: string,
  user: string,
  at: number,
  { locale, region }: { readonly locale?: string; readonly region?: string } = {},
): StoredActivity => ({
  type: 'conversationUpdate',
  membersAdded: [bot, { id: user, role: 'user' }],
  ...(locale === undefined ? {} : { locale }),
  ...(region === undefined ? {} : { channelData: { region } }),
  ...envelope(conversation, user, 'start', at),
})

/** An arrival as the turn gets it: a copy, because the SDK sets properties of activities, though not of what is in them. */
export const asReceived = (activity: StoredActivity): Activity => {
  const copy = { ...activity } as unknown as Activity
  return typeof copy.timestamp === 'string' ? { ...copy, timestamp: new Date(copy.timestamp) } : copy
}

/** Ids sort and count like Microsoft's: `conversation|0000001`. */
export const wireId = (conversation: string, sequence: number): string =>
  `${conversation}|${String(sequence).padStart(7, '0')}`

/** What clients are shown: never the updates meant for the bot, nor typing that nobody waits for any more. */
const shown = new Set(['message', 'event', 'endOfConversation', 'handoff'])

export function toWire(conversation: string, entries: readonly Entry[]): StoredActivity[] {
  return entries
    .filter(({ activity }) => shown.has(String(activity.type)))
    .map(({ activity, sequence, at, answers }) => {
      const { serviceUrl: _, recipient: __, replyToId: ___, callerId: ____, ...rest } = activity
      return {
        timestamp: new Date(at).toISOString(),
        ...rest,
        id: wireId(conversation, sequence),
        ...(answers === undefined ? {} : { replyToId: wireId(conversation, answers) }),
      }
    })
}
