/** What the staff of a clinic do in a group or channel of theirs: turn alerts on and off, and take one. */
import type { Activity, TurnContext } from 'botbuilder'
import { alertCard, alertText, type AlertView } from '../src/cards/alertCard.ts'
import { replacing } from '../src/cards/render.ts'
import { fill, type Wording } from '../src/core/wording.ts'
import { isGroup } from './group.ts'
import { say, type Services } from './services.ts'
import { typed } from './typed.ts'

export type StaffWish =
  | { readonly kind: 'alerts'; readonly on: boolean; readonly group: boolean }
  | { readonly kind: 'take'; readonly reference: string }
  | { readonly kind: 'leave' }

export type StaffReply =
  | {
      readonly kind: 'said'
      readonly what: keyof Wording['staff']
      readonly blanks?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'alert'; readonly alert: AlertView }

/** Who sees to what the staff want, and tells them of escalations. */
export interface StaffDesk {
  /** Whether alerts reach anybody. */
  readonly listening: boolean
  /** Does what was wished for, once or twice alike; undefined for what is no business of the staff. */
  hear(activity: Activity): Promise<StaffReply | undefined>
  /** An alert was kept, and is to be told. */
  raised(): void
}

const switching = /^alerts?\s+(on|off)[.!]*$/i

const taking = (value: unknown): string | undefined => {
  const { acknowledge } = (value ?? {}) as { acknowledge?: unknown }
  return typeof acknowledge === 'string' && acknowledge.length <= 50 ? acknowledge : undefined
}

export function staffWish(activity: Activity): StaffWish | undefined {
  const { type, action, membersRemoved = [], recipient, value } = activity
  if (activity.channelId !== 'msteams') return undefined
  const removed = type === 'conversationUpdate' && membersRemoved.some(({ id }) => id === recipient?.id)
  if (removed || (type === 'installationUpdate' && action === 'remove')) return { kind: 'leave' }
  if (type !== 'message') return undefined
  const said = switching.exec(typed(activity))
  if (said) return { kind: 'alerts', on: said[1]!.toLowerCase() === 'on', group: isGroup(activity) }
  const reference = activity.text ? undefined : taking(value)
  return reference === undefined ? undefined : { kind: 'take', reference }
}

export async function answerStaff(
  context: TurnContext,
  services: Services,
  reply: StaffReply,
): Promise<void> {
  const { staff } = services.wording
  const notice = (id: string, text: string) => say(context, services, { kind: 'notice', notice: id, text })
  if (reply.kind === 'said') return notice(reply.what, fill(staff[reply.what], reply.blanks ?? {}))
  const { replyToId } = context.activity
  if (replyToId) await context.sendActivity(replacing(replyToId, alertCard(reply.alert, staff)))
  else await notice('acknowledged', alertText(reply.alert, staff))
}
