/**
 * A message as an activity for the channel that shows it. Nothing else asks which channel it is on.
 *
 * - `directline` (Web Chat, the widget): the whole message as text, beside it a card where one says it better, quick
 *   replies under the text otherwise.
 * - `msteams`: a card, or text for answers and where there is nothing to tap. Never both: Teams splits them. Quick
 *   replies stand beside a text, three at most.
 * - `text`: text alone.
 */
import type { Activity, Attachment } from 'botbuilder'
import type { CardWording } from '../core/cardWording.ts'
import type { Message, Option } from '../core/messages.ts'
import { adaptiveCard, closedCard, type Card, type Taps } from './adaptiveCard.ts'
import { headline, spoken, toText, withOptions } from './plainText.ts'
import { markdown, quickReplies as atMostThree, teamsAnswer } from './teamsAnswer.ts'

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

const attach = (message: Message, words: CardWording, taps: Taps, text?: string): Attachment[] => [
  {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: adaptiveCard(message, words, taps, text),
  },
]

/** Whether a card pushes what was said before it out of sight; the clinic's page pins it, and a text has none. */
export const cardsPushAway = (channelId: string): boolean => channelOf(channelId) === 'msteams'

// Web Chat posts a text as if the person had typed it, so that it stays readable in the conversation.
const typed: Taps = { send: ({ label }) => label, linksDial: true }
// Without `msteams` data: the emulator of Teams cannot send a button that has it.
const submitted: Taps = {
  send: ({ value }, asked) => ({ ...asked, answers: [value] }),
  linksDial: false,
}

function directLine(message: Message, words: CardWording): Partial<Activity> {
  if (message.kind === 'answer' || (message.kind === 'question' && !message.multiple)) {
    // the card goes without the options, which are quick replies; its text begins the whole one
    const said = { ...message, options: [] }
    const fallback = toText(said, words)
    const text = withOptions(fallback, message, words)
    const replies = quickReplies(message.options ?? [])
    return { text, textFormat: 'plain', attachments: attach(said, words, typed, fallback), ...replies }
  }
  const text = toText(message, words)
  const speak = spoken(text, message)
  // clients read the text aloud where nothing else is to be spoken
  const whole = { text, textFormat: 'plain', ...(speak !== text && { speak }) }
  switch (message.kind) {
    case 'advice':
    case 'question':
      return { ...whole, attachments: attach(message, words, typed) }
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

/** Only the clinic's page prints. */
const withoutPrint = (message: Message): Message =>
  message.kind === 'advice'
    ? { ...message, options: message.options.filter(({ value }) => value !== 'print') }
    : message

function teams(whole: Message, words: CardWording): Partial<Activity> {
  const message = withoutPrint(whole)
  const speak = spoken(toText(message, words), message)
  const options = optionsOf(message)
  // A text loses its paragraphs there, a card does not.
  const short = message.kind === 'notice' && !message.text.includes('\n\n')
  const plain = short && !message.link && options.length <= 1
  if (message.kind === 'answer') return { ...teamsAnswer(message, words), speak }
  if (plain) return { text: markdown(message.text), textFormat: 'markdown', speak, ...atMostThree(options) }
  return { summary: headline(message), speak, attachments: attach(message, words, submitted) }
}

const renderers = {
  directline: directLine,
  msteams: teams,
  text: (message, words) => ({ text: toText(message, words), textFormat: 'plain' }),
} satisfies Record<Channel, (message: Message, words: CardWording) => Partial<Activity>>

export function render(message: Message, channel: Channel, words: CardWording): Partial<Activity> {
  // Teams' own thumbs; what they send is read by `readThumb`
  const thumbs = channel === 'msteams' && message.kind === 'answer' && { feedbackLoop: { type: 'default' } }
  return { type: 'message', ...renderers[channel](message, words), channelData: { message, ...thumbs } }
}

/**
 * The card of a question that was answered, in place of the card itself; undefined where cards cannot be changed.
 * @param card the id of the card's activity, as the channel gave it
 * @param answered "You answered: …"; empty where the answer was not taken
 */
export function closed(
  { channelId, replyToId }: Pick<Activity, 'channelId' | 'replyToId'>,
  asked: string,
  answered: string,
): Partial<Activity> | undefined {
  if (channelOf(channelId) !== 'msteams' || !replyToId) return undefined
  return replacing(replyToId, closedCard(asked, answered))
}

/** A card in place of one that was sent before. */
export const replacing = (card: string, content: Card): Partial<Activity> => ({
  type: 'messageUpdate',
  summary: content.speak,
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  channelData: { replaces: card },
})
