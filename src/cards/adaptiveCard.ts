/** The Adaptive Card of each message that is more than a sentence. */
import type { CardWording } from '../core/cardWording.ts'
import { nameOf, type Vote } from '../core/feedback.ts'
import type { Advice, Answer, Call, Message, Option, Question } from '../core/messages.ts'
import type { Level } from '../core/triage/flags.ts'
import { fill } from '../core/wording.ts'
import { bullets, heading, link, numbered, open, paragraph, quiet, submit } from './cardElements.ts'
import type { Element, Json } from './cardElements.ts'
import {
  callLines,
  rangesByTopic,
  sourceLines,
  headline,
  spoken,
  toText,
  type CallLine,
} from './plainText.ts'

export interface Card {
  readonly type: 'AdaptiveCard'
  readonly $schema: string
  readonly version: '1.5'
  /** The whole message as text, for clients that cannot show the card. */
  readonly fallbackText: string
  /** Web Chat takes it for the card's name, so it is short; the activity's own `speak` says everything. */
  readonly speak: string
  readonly body: readonly Element[]
  readonly actions: readonly Element[]
}

/** What a tap answers: a question by its id, or a closed one by its sign; neither for what can be said at any time. */
export type Asked = { readonly question: string } | { readonly confirm: string } | Record<string, never>

/** What differs from channel to channel. */
export interface Taps {
  /** What the tap on a button sends; see `readSubmit`. */
  readonly send: (option: Option, asked: Asked) => Json
  /** Whether a `tel:` link in a text dials; if not, numbers are buttons too. */
  readonly linksDial: boolean
}

/** Teams shows no more on one card. */
const maxActions = 6
/** In characters; Teams cuts longer titles off. */
const longestTitle = 30
const longestCall = 50

type Parts = Pick<Card, 'body' | 'actions'>

const buttons = (options: readonly Option[], taps: Taps, asked: Asked = {}): Element[] =>
  options.map((option) => submit(option.label, taps.send(option, asked)))

const fitButtons = (options: readonly Option[]): boolean =>
  options.length <= maxActions && options.every((option) => option.label.length <= longestTitle)

/** Options as buttons where they fit, else as a list to tick and send. */
function choices(
  options: readonly Option[],
  taps: Taps,
  words: CardWording,
  { asked = {}, hint, multiple = false }: { asked?: Asked; hint?: string; multiple?: boolean } = {},
): Parts {
  if (!multiple && fitButtons(options)) return { body: [], actions: buttons(options, taps, asked) }
  const set = {
    type: 'Input.ChoiceSet',
    id: 'answers',
    ...(hint ? { label: hint } : {}),
    style: 'expanded',
    isMultiSelect: multiple,
    wrap: true,
    isRequired: true,
    errorMessage: words.nothingTicked,
    choices: options.map(({ label: title, value }) => ({ title, value })),
  }
  return { body: [set], actions: [submit(words.send, { ...asked })] }
}

const headed = (title: string, lines: readonly string[], list = bullets): Element[] =>
  lines.length > 0 ? [heading(title), list(lines)] : []

const cited = (said: Pick<Answer, 'sources' | 'alsoIn'>, words: CardWording): Element[] =>
  said.sources.length > 0
    ? [
        paragraph(words.sources, { ...quiet, weight: 'Bolder', separator: true, spacing: 'Medium' }),
        bullets(sourceLines(said, words), { ...quiet, spacing: 'Small' }),
      ]
    : []

const warned = (warning: string | undefined): Element[] =>
  warning
    ? [
        {
          type: 'Container',
          style: 'warning',
          bleed: true,
          items: [paragraph(warning, { weight: 'Bolder' })],
        },
      ]
    : []

function questionParts(
  { question, text, hint, multiple, options, progress, standing }: Question,
  words: CardWording,
  taps: Taps,
): Parts {
  const { body, actions } = choices(options, taps, words, {
    asked: { question },
    multiple,
    ...(hint ? { hint } : {}),
  })
  return {
    body: [
      ...(standing ? [stands(standing)] : []),
      paragraph(fill(words.progress, { step: String(progress.step), of: String(progress.of) }), quiet),
      heading(text, { size: 'Medium', spacing: 'Small' }),
      // A list to tick carries the hint as its own label.
      ...(hint && body.length === 0 ? [paragraph(hint)] : []),
      ...body,
    ],
    actions,
  }
}

/** Colour and sign only repeat what the heading says in words. */
const looks = {
  emergency: { style: 'attention', icon: '⚠' },
  urgent: { style: 'warning', icon: '▲' },
  routine: { style: 'accent', icon: '☎' },
  'self-care': { style: 'good', icon: '⌂' },
} as const satisfies Record<Level, { style: string; icon: string }>

/** A reference ("2NZV-AX87") stays on one line. */
const unbroken = (text: string): string => text.replace(/\b([A-Z0-9]{4})-(?=[A-Z0-9]{4}\b)/g, '$1\u2011')

/** Where nothing can be pinned, each question pushes the advice out of sight. */
const stands = (instruction: string): Element => ({
  type: 'Container',
  style: looks.urgent.style,
  bleed: true,
  items: [paragraph(`${looks.urgent.icon} ${instruction}`, { weight: 'Bolder' })],
})

/** The one scheme besides the web's that clients let through as a link in a text. */
const isTel = (href: string): boolean => href.startsWith('tel:')

const callLine = ({ text, href, number }: CallLine, look: Record<string, Json>): Element[] => [
  href && isTel(href) ? link(text, href, look) : paragraph(text, look),
  ...(number ? [paragraph(number, { spacing: 'None' })] : []),
]

/** A label that would be cut off stands above in full; the button then names the number. */
const callButton = ({ label, href, number }: Call, words: CardWording): Element =>
  open(label.length > longestCall ? fill(words.phone, { number }) : label, href)

/** A care card: first what to do, as one link, then how urgent in words, and only then why. */
function adviceParts(advice: Advice, words: CardWording, taps: Taps): Parts {
  const { style, icon } = looks[advice.level]
  const [instruction, ...calls] = callLines(advice, words)
  const now = [
    ...callLine(instruction!, { size: 'ExtraLarge', weight: 'Bolder', style: 'heading' }),
    paragraph(`${icon} ${advice.heading}`, { weight: 'Bolder' }),
    ...calls.flatMap((line) => callLine(line, { weight: 'Bolder' })),
  ]
  const asButtons = advice.calls
    .filter(({ href }) => !(taps.linksDial && isTel(href)))
    .slice(0, Math.max(0, maxActions - advice.options.length))
  return {
    body: [
      { type: 'Container', style, bleed: true, items: now },
      ...headed(words.because, advice.because),
      ...headed(words.steps, advice.steps, numbered),
      ...(advice.worse ? [heading(words.worse), paragraph(advice.worse)] : []),
      ...advice.notes.map((note) => paragraph(unbroken(note), { spacing: 'Medium' })),
      ...cited(advice, words),
    ],
    actions: [...asButtons.map((call) => callButton(call, words)), ...buttons(advice.options, taps)],
  }
}

const thumb = (sign: string, title: string, feedback: Vote, sections: readonly string[]): Element => ({
  type: 'Column',
  width: 'auto',
  items: [paragraph(sign, { ...quiet, size: 'Medium' })],
  selectAction: submit(title, { feedback, answer: nameOf(sections) }),
})

/** Two quiet buttons. */
const thumbs = (sections: readonly string[] = [], words: CardWording): Element[] =>
  sections.length > 0
    ? [
        {
          type: 'ColumnSet',
          spacing: 'Medium',
          columns: [
            thumb('👍', words.helped, 'up', sections),
            thumb('👎', words.notHelped, 'down', sections),
          ],
        },
      ]
    : []

const answerBody = (answer: Answer, words: CardWording): Element[] => [
  ...warned(answer.warning),
  paragraph(answer.text),
  ...rangesByTopic(answer.ranges ?? []).flatMap(([topic, lines]) => [
    heading(topic, { spacing: 'Small' }),
    bullets(lines, { spacing: 'None' }),
  ]),
  ...cited(answer, words),
]

function parts(message: Message, words: CardWording, taps: Taps): Parts {
  const next = (options: readonly Option[] = []) =>
    options.length > 0 ? choices(options, taps, words) : { body: [], actions: [] }
  switch (message.kind) {
    case 'question':
      return questionParts(message, words, taps)
    case 'advice':
      return adviceParts(message, words, taps)
    case 'confirm': {
      const asked: Asked = message.sign ? { confirm: message.sign } : {}
      const { body, actions } = choices(message.options, taps, words, { asked })
      return { body: [paragraph(message.text), ...body], actions }
    }
    case 'notice': {
      const { body, actions } = next(message.options)
      const away = message.link ? [open(message.link.label, message.link.href)] : []
      const said = message.text.split(/\n{2,}/).map((text) => paragraph(text))
      return { body: [...said, ...body], actions: [...actions, ...away] }
    }
    case 'answer': {
      const { body, actions } = next(message.options)
      return { body: [...answerBody(message, words), ...thumbs(message.sections, words), ...body], actions }
    }
    case 'unsure': {
      const { text, warning, closest, suggestions } = message
      const { body, actions } = next(suggestions.map((label) => ({ value: label, label })))
      const close = closest ? [paragraph(closest.text), ...cited(closest, words)] : []
      return { body: [...warned(warning), paragraph(text), ...close, ...body], actions }
    }
    default:
      throw message satisfies never
  }
}

/** A card whose question was answered: what it asked and what was said, with nothing left to tap. */
export const closedCard = (asked: string, answered: string): Card => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  fallbackText: [asked, answered].filter(Boolean).join('\n'),
  speak: answered || asked,
  body: [paragraph(asked, quiet), ...(answered ? [paragraph(answered, { weight: 'Bolder' })] : [])],
  actions: [],
})

/** @param text the whole message as text, where it is known */
export function adaptiveCard(
  message: Message,
  words: CardWording,
  taps: Taps,
  text = toText(message, words),
): Card {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: text,
    speak: spoken(headline(message), message),
    ...parts(message, words, taps),
  }
}
