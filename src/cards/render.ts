/**
 * A message as an activity for the channel that shows it. Nothing else asks which channel it is on.
 *
 * - `directline` (Web Chat, the widget): the whole message as text, beside it a card where one says it better, quick
 *   replies under the text otherwise.
 * - `msteams`: a card, or text when there is nothing to tap. Never both: Teams splits them, and shows quick replies
 *   beside neither.
 * - `text`: text alone.
 */
import type { Activity, Attachment } from 'botbuilder'
import type { CardWording } from '../core/cardWording.ts'
import type { Message, Option } from '../core/messages.ts'
import { adaptiveCard, type Taps } from './adaptiveCard.ts'
import { literal } from './cardElements.ts'
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
// Without `msteams` data: the emulator of Teams cannot send a button that has it.
const submitted: Taps = {
  send: ({ value }, asked) => ({ ...asked, answers: [value] }),
  linksDial: false,
}

function directLine(message: Message, words: CardWording): Partial<Activity> {
  const text = toText(message, words)
  const whole = { text, textFormat: 'plain', speak: spoken(text, message) }
  switch (message.kind) {
    case 'advice':
      return { ...whole, attachments: attach(message, words, typed) }
    case 'question': {
      if (message.multiple) return { ...whole, attachments: attach(message, words, typed) }
      const asked = { ...message, options: [] }
      return { ...whole, attachments: attach(asked, words, typed), ...quickReplies(message.options) }
    }
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
      return { ...whole, ...quickReplies(message.options) }
    case 'notice': {
      const card = message.link ? attach({ ...message, options: [] }, words, typed) : []
      const replies = quickReplies(message.options ?? message.waiting ?? [])
      return { ...whole, ...(card.length > 0 && { attachments: card }), ...replies }
    }
    default:
      throw message satisfies never
  }
}

// Teams shows line breaks of Markdown only: a paragraph, or two spaces before the break.
const markdown = (text: string): string => literal(text).replace(/(?<!\n)\n(?!\n)/g, '  \n')

const teams = (message: Message, words: CardWording): Partial<Activity> =>
  message.kind === 'notice' && optionsOf(message).length === 0 && !message.link
    ? { text: markdown(message.text), textFormat: 'markdown' }
    : { summary: headline(message), attachments: attach(message, words, submitted) }

const renderers = {
  directline: directLine,
  msteams: teams,
  text: (message, words) => ({ text: toText(message, words), textFormat: 'plain' }),
} satisfies Record<Channel, (message: Message, words: CardWording) => Partial<Activity>>

export function render(message: Message, channel: Channel, words: CardWording): Partial<Activity> {
  return { type: 'message', ...renderers[channel](message, words), channelData: { message } }
}
