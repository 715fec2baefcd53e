/**
 * A message as an activity for the channel that shows it. Nothing else asks which channel it is on.
 *
 * - `directline` (Web Chat, the widget): the whole message as text, beside it a card where one says it better, quick
 *   replies under the text otherwise.
 * - `msteams`: text or card, never both, since Teams splits them; at most three quick replies, none beside a card.
 * - `text`: text alone.
 */
import type { Activity, Attachment } from 'botbuilder'
import type { CardWording } from '../core/cardWording.ts'
import type { Message, Option } from '../core/messages.ts'
import { adaptiveCard, fitButtons, type Taps } from './adaptiveCard.ts'
import { headline, spoken, toText } from './plainText.ts'

export type Channel = 'directline' | 'msteams' | 'text'

/** The renderer for an activity's `channelId`; text alone for a channel that is not known. */
export function channelOf(channelId: string): Channel {
  if (['directline', 'webchat', 'emulator', 'test'].includes(channelId)) return 'directline'
  return channelId === 'msteams' ? 'msteams' : 'text'
}

/** What can be tapped, whatever the message. */
const optionsOf = (message: Message): readonly Option[] =>
  message.kind === 'unsure'
    ? message.suggestions.map((suggestion) => ({ value: suggestion, label: suggestion }))
    : (message.options ?? [])

const quickReplies = (options: readonly Option[]): Partial<Activity> =>
  options.length > 0
    ? {
        suggestedActions: {
          to: [],
          actions: options.map(({ label }) => ({ type: 'imBack', title: label, value: label })),
        },
      }
    : {}

const attach = (message: Message, words: CardWording, taps: Taps): Attachment[] => [
  { contentType: 'application/vnd.microsoft.card.adaptive', content: adaptiveCard(message, words, taps) },
]

// Web Chat posts a text as if the person had typed it, so that it stays readable in the conversation.
const typed: Taps = { send: ({ label }) => label, linksDial: true }
const messageBack: Taps = {
  // Teams shows `displayText` as said by the person; clients without messageBack send the rest as `value`.
  send: ({ label, value }, question) => {
    const sent = { ...(question ? { question } : {}), answers: [value] }
    return { ...sent, msteams: { type: 'messageBack', text: label, displayText: label, value: sent } }
  },
  linksDial: false,
}

function directLine(message: Message, words: CardWording): Partial<Activity> {
  const text = toText(message, words)
  const whole = { text, textFormat: 'plain', speak: spoken(text, message) }
  switch (message.kind) {
    case 'advice':
      return { ...whole, attachments: attach(message, words, typed) }
    case 'question':
      return message.multiple
        ? { ...whole, attachments: attach(message, words, typed) }
        : { ...whole, ...quickReplies(message.options) }
    case 'answer': {
      const { options = [], ...said } = message
      return { ...whole, attachments: attach(said, words, typed), ...quickReplies(options) }
    }
    case 'unsure': {
      const card =
        message.closest || message.warning ? attach({ ...message, suggestions: [] }, words, typed) : []
      return { ...whole, ...(card.length > 0 && { attachments: card }), ...quickReplies(optionsOf(message)) }
    }
    case 'confirm':
    case 'notice':
      return { ...whole, ...quickReplies(optionsOf(message)) }
    default:
      throw message satisfies never
  }
}

/** Teams shows no more quick replies than these. */
const maxQuickReplies = 3

function teams(message: Message, words: CardWording): Partial<Activity> {
  const options = optionsOf(message)
  const brief =
    message.kind === 'confirm' ||
    message.kind === 'notice' ||
    (message.kind === 'question' && !message.multiple)
  if (brief && fitButtons(options, maxQuickReplies))
    return { text: toText(message, words), textFormat: 'plain', ...quickReplies(options) }
  return { summary: headline(message), attachments: attach(message, words, messageBack) }
}

const renderers = {
  directline: directLine,
  msteams: teams,
  text: (message, words) => ({ text: toText(message, words), textFormat: 'plain' }),
} satisfies Record<Channel, (message: Message, words: CardWording) => Partial<Activity>>

export function render(message: Message, channel: Channel, words: CardWording): Partial<Activity> {
  return { type: 'message', ...renderers[channel](message, words), channelData: { message } }
}
