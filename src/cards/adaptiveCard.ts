/** The Adaptive Card of each message that is more than a sentence. */
import type { CardWording } from '../core/cardWording.ts'
import type { Advice, Answer, Message, Option, Question, Source } from '../core/messages.ts'
import type { Level } from '../core/triage/flags.ts'
import { fill } from '../core/wording.ts'
import { bullets, heading, link, numbered, open, paragraph, quiet, submit } from './cardElements.ts'
import type { Element, Json } from './cardElements.ts'
import {
  callLines,
  distinct,
  rangesByTopic,
  sourceLine,
  toSpeech,
  toText,
  type CallLine,
} from './plainText.ts'

export interface Card {
  readonly type: 'AdaptiveCard'
  readonly $schema: string
  readonly version: '1.5'
  /** The whole message as text, for clients that cannot show the card. */
  readonly fallbackText: string
  readonly speak: string
  readonly body: readonly Element[]
  readonly actions: readonly Element[]
}

/** What the tap on a button sends in this channel; see `readSubmit`. */
export type TapData = (option: Option, question?: string) => Json

/** Teams shows no more on one card. */
const maxActions = 6
/** In characters; Teams cuts longer titles off. */
const longestTitle = 30

type Parts = Pick<Card, 'body' | 'actions'>

const buttons = (options: readonly Option[], tap: TapData, question?: string): Element[] =>
  options.map((option) => submit(option.label, tap(option, question)))

export const fitButtons = (options: readonly Option[], most = maxActions): boolean =>
  options.length <= most && options.every((option) => option.label.length <= longestTitle)

/** Options as buttons where they fit, else as a list to tick and send. */
function choices(
  options: readonly Option[],
  tap: TapData,
  words: CardWording,
  asked: { question?: string; label: string; multiple: boolean },
): Parts {
  const { question, label, multiple } = asked
  if (!multiple && fitButtons(options)) return { body: [], actions: buttons(options, tap, question) }
  const set = {
    type: 'Input.ChoiceSet',
    id: 'answers',
    label,
    style: 'expanded',
    isMultiSelect: multiple,
    wrap: true,
    isRequired: true,
    errorMessage: words.nothingTicked,
    choices: options.map(({ label: title, value }) => ({ title, value })),
  }
  return { body: [set], actions: [submit(words.send, question ? { question } : {})] }
}

const headed = (title: string, lines: readonly string[], list = bullets): Element[] =>
  lines.length > 0 ? [heading(title), list(lines)] : []

const cited = (sources: readonly Source[], words: CardWording): Element[] =>
  sources.length > 0
    ? [
        paragraph(words.sources, { ...quiet, weight: 'Bolder', separator: true, spacing: 'Medium' }),
        bullets(distinct(sources).map(sourceLine), { ...quiet, spacing: 'Small' }),
      ]
    : []

const warned = (warning: string | undefined): Element[] =>
  warning
    ? [
        {
          type: 'Container',
          style: 'attention',
          bleed: true,
          items: [paragraph(warning, { weight: 'Bolder' })],
        },
      ]
    : []

function questionParts(question: Question, words: CardWording, tap: TapData): Parts {
  const { step, of } = question.progress
  const asked = { question: question.question, label: question.text, multiple: question.multiple }
  const { body, actions } = choices(question.options, tap, words, asked)
  return {
    body: [
      paragraph(fill(words.progress, { step: String(step), of: String(of) }), quiet),
      // A list to tick carries the question as its own label.
      ...(body.length === 0 ? [heading(question.text, { size: 'Medium' })] : []),
      ...(question.hint ? [paragraph(question.hint)] : []),
      ...body,
    ],
    actions,
  }
}

/** Colour and sign only repeat what the heading says in words. */
const looks = {
  emergency: { style: 'attention', icon: '🚨' },
  urgent: { style: 'warning', icon: '⚠️' },
  routine: { style: 'accent', icon: '📅' },
  'self-care': { style: 'good', icon: '🏠' },
} as const satisfies Record<Level, { style: string; icon: string }>

const callLine = ({ text, href, number }: CallLine, look: Record<string, Json>): Element[] => [
  href ? link(text, href, look) : paragraph(text, look),
  ...(number ? [paragraph(number, { spacing: 'None' })] : []),
]

/** A care card: first what to do, as one link, then how urgent in words, and only then why. */
function adviceParts(advice: Advice, words: CardWording, tap: TapData): Parts {
  const { style, icon } = looks[advice.level]
  const [instruction, ...calls] = callLines(advice, words)
  const now = [
    ...callLine(instruction!, { size: 'ExtraLarge', weight: 'Bolder', style: 'heading' }),
    paragraph(`${icon} ${advice.heading}`, { weight: 'Bolder' }),
    ...calls.flatMap((line) => callLine(line, { weight: 'Bolder' })),
  ]
  const dial = advice.calls.slice(0, Math.max(1, Math.min(2, maxActions - advice.options.length)))
  return {
    body: [
      { type: 'Container', style, bleed: true, items: now },
      ...headed(words.because, advice.because),
      ...headed(words.steps, advice.steps, numbered),
      ...(advice.worse ? [heading(words.worse), paragraph(advice.worse)] : []),
      ...advice.notes.map((note) => paragraph(note, { spacing: 'Medium' })),
      ...cited(advice.sources, words),
    ],
    actions: [...dial.map((call) => open(call.label, call.href)), ...buttons(advice.options, tap)],
  }
}

const answerBody = (answer: Answer, words: CardWording): Element[] => [
  ...warned(answer.warning),
  paragraph(answer.text),
  ...rangesByTopic(answer.ranges ?? []).flatMap(([topic, lines]) => [
    heading(topic, { spacing: 'Small' }),
    bullets(lines, { spacing: 'None' }),
  ]),
  ...cited(answer.sources, words),
]

function parts(message: Message, words: CardWording, tap: TapData): Parts {
  const next = (options: readonly Option[] = []) => {
    const label = words.options
    return options.length > 0
      ? choices(options, tap, words, { label, multiple: false })
      : { body: [], actions: [] }
  }
  switch (message.kind) {
    case 'question':
      return questionParts(message, words, tap)
    case 'advice':
      return adviceParts(message, words, tap)
    case 'confirm':
    case 'notice': {
      const { body, actions } = next(message.options)
      return { body: [paragraph(message.text), ...body], actions }
    }
    case 'answer': {
      const { body, actions } = next(message.options)
      return { body: [...answerBody(message, words), ...body], actions }
    }
    case 'unsure': {
      const { text, warning, closest, suggestions } = message
      const { body, actions } = next(suggestions.map((label) => ({ value: label, label })))
      const close = closest ? [paragraph(closest.text), ...cited(closest.sources, words)] : []
      return { body: [...warned(warning), paragraph(text), ...close, ...body], actions }
    }
    default:
      throw message satisfies never
  }
}

export function adaptiveCard(message: Message, words: CardWording, tap: TapData): Card {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: toText(message, words),
    speak: toSpeech(message, words),
    ...parts(message, words, tap),
  }
}
