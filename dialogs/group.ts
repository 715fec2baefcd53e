/**
 * In a group or channel everybody reads along: nothing about anybody's health is asked, kept or repeated there. Questions
 * are answered from the articles; whoever tells of danger gets the emergency line and the way to a chat of their own.
 */
import type { Activity, TurnContext } from 'botbuilder'
import { newConversation, type Conversation } from '../src/core/conversation.ts'
import type { Intent } from '../src/core/intent.ts'
import type { Notice } from '../src/core/messages.ts'
import type { Recognition } from '../src/core/redFlags/mention.ts'
import { decide } from '../src/core/triage/decide.ts'
import { raise } from '../src/core/triage/facts.ts'
import type { NoticeId } from '../src/core/wording.ts'
import { inPlace, notify, say, toldOf, type Said, type Services } from './services.ts'

export const isGroup = ({ conversation }: Activity): boolean =>
  conversation.isGroup === true || (conversation.conversationType ?? 'personal') !== 'personal'

export interface GroupTurn {
  readonly context: TurnContext
  readonly conversation: Conversation
  readonly services: Services
  readonly erase: () => void
}

/** Where the person and the bot are alone. */
function privateChat({ activity }: TurnContext, { wording }: Services): Pick<Notice, 'link'> {
  if (activity.channelId !== 'msteams' || !activity.recipient?.id) return {}
  const href = `https://teams.microsoft.com/l/chat/0/0?users=${encodeURIComponent(activity.recipient.id)}`
  return { link: { label: wording.options['private-chat']!, href } }
}

const tell = (notice: NoticeId, { context, services }: GroupTurn) =>
  notify(context, services, notice, privateChat(context, services))

export const welcomeGroup = (turn: GroupTurn): Promise<void> => tell('group-help', turn)

/** Whether something in it may be a sign of danger, surely or not. */
const tellsOfDanger = ({ heard, unsure }: Recognition): boolean =>
  unsure.length > 0 || Object.values(heard.signs ?? {}).includes('yes')

/** What is surely danger is an escalation here, too: the staff are told of it, as of any, without a word of the person. */
async function warn({ context, conversation, services }: GroupTurn, { heard }: Recognition): Promise<void> {
  const { level, rule = '' } = decide(raise(conversation.facts, heard)).outcome ?? {}
  const channel = `${context.activity.channelId} group`
  const escalates = level === 'emergency' || level === 'urgent'
  const reference = escalates ? toldOf(context)?.({ level, rule, channel }) : undefined
  const { 'group-emergency': warning, 'group-told': told } = services.wording.notices
  const text = inPlace(context, services, reference ? `${warning} ${told}` : warning, {
    reference: reference ?? '',
  })
  const link = privateChat(context, services)
  await say(context, services, { kind: 'notice', notice: 'group-emergency', text, ...link })
}

export const warnGroup = async (turn: GroupTurn, heard: Recognition): Promise<void> => {
  if (tellsOfDanger(heard)) await warn(turn, heard)
}

/** Words that tell of somebody rather than ask. */
const ofSomebody = /\b(?:i|i['’]?m|i['’]?ve|my|me|mine|he|she|his|her|we|our)\b/i

async function answer(turn: GroupTurn, question: string, heard: Recognition): Promise<void> {
  const { context, services } = turn
  const found = services.answer(question)
  if (found.kind === 'unsure' && !found.closest) return tell('group-unsure', turn)
  const warning = heard.hypothetical.length > 0 && inPlace(context, services, services.wording.notices['group-warning']) // prettier-ignore
  await say(context, services, { ...found, ...(warning && { warning }) })
}

export async function speakInGroup(
  turn: GroupTurn,
  { text, tapped }: Said,
  heard: Recognition,
  intent: Intent,
): Promise<void> {
  const { context, conversation, services, erase } = turn
  if (tellsOfDanger(heard)) return warn(turn, heard)
  // an answer to a question about somebody's health, on a card that somebody brought here
  if (tapped) return tell('group-private', turn)
  switch (intent.kind) {
    case 'question':
      return answer(turn, text, heard)
    case 'complaint':
      return tell('group-private', turn)
    case 'command':
      if (intent.command === 'help') return tell('group-help', turn)
      if (intent.command === 'privacy') return notify(context, services, 'privacy')
      if (intent.command !== 'delete') return tell('group-private', turn)
      erase()
      for (const key of Object.keys(conversation)) Reflect.deleteProperty(conversation, key)
      Object.assign(conversation, newConversation(), { welcomed: true })
      return notify(context, services, 'deleted')
    case 'small-talk':
    case 'gibberish':
      return tell('group-help', turn)
    case 'other-language': {
      const language = inPlace(context, services, intent.notice)
      return say(context, services, { kind: 'notice', notice: 'language', text: language })
    }
    case 'other':
      return ofSomebody.test(text) ? tell('group-private', turn) : answer(turn, text, heard)
    default:
      throw intent satisfies never
  }
}
