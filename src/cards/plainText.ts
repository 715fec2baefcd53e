/** A message as text that loses nothing: for screen readers, the terminal, and clients that show no cards. */
import type { CardWording } from '../core/cardWording.ts'
import type { Advice, Answer, Call, Message, Option, Question, Source } from '../core/messages.ts'
import { fill } from '../core/wording.ts'

export const sourceLine = ({ title, section }: Source): string => (section ? `${title}: ${section}` : title)

/** Sources without repeats, in order. */
export const distinct = (sources: readonly Source[]): Source[] => [
  ...new Map(sources.map((source) => [sourceLine(source), source])).values(),
]

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const withoutRemark = (title: string): string => title.replace(/ \([^()]*\)$/, '')

/** Figures that sources give, gathered under what they are figures of; a figure that several give stands once. */
export function rangesByTopic(ranges: NonNullable<Answer['ranges']>): [topic: string, lines: string[]][] {
  const topics = new Map<string, Map<string, string[]>>()
  for (const { of, range, source } of ranges) {
    const topic = topics.get(of) ?? new Map<string, string[]>()
    topic.set(range, [...new Set([...(topic.get(range) ?? []), withoutRemark(source.title)])])
    topics.set(of, topic)
  }
  return [...topics].map(([of, figures]) => [
    capital(of),
    [...figures].map(([range, titles]) => `${range} (${titles.join('; ')})`),
  ])
}

/** A line that says what to do; a link when it can be called, the number as text where the line lacks it. */
export interface CallLine {
  readonly text: string
  readonly href?: string
  readonly number?: string
}

/** The instruction first. It is the link itself when it says the first call, else the calls follow it. */
export function callLines({ instruction, calls }: Advice, words: CardWording): CallLine[] {
  const line = (text: string, { href, number }: Call): CallLine =>
    text.includes(number) ? { text, href } : { text, href, number: fill(words.phone, { number }) }
  const [first, ...rest] = calls
  const linked = first && (first.label === instruction || instruction.includes(first.number))
  return linked
    ? [line(instruction, first), ...rest.map((call) => line(call.label, call))]
    : [{ text: instruction }, ...calls.map((call) => line(call.label, call))]
}

type Part = string | undefined

const join = (parts: readonly Part[], between: string): string => parts.filter(Boolean).join(between)
const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n')
const numbered = (lines: readonly string[]): string => lines.map((line, i) => `${i + 1}. ${line}`).join('\n')

/** A headed list; nothing when the list is empty. */
const section = (heading: string, lines: readonly string[], list = bullets): Part =>
  lines.length > 0 ? `${heading}\n${list(lines)}` : undefined

const choices = (heading: string, options: readonly Option[] = []): Part =>
  section(
    heading,
    options.map((option) => option.label),
  )

/** Where it comes from, then where it is said as well. */
export const sourceLines = (
  { sources, alsoIn = [] }: Pick<Answer, 'sources' | 'alsoIn'>,
  words: CardWording,
): string[] => [
  ...distinct(sources).map(sourceLine),
  ...distinct(alsoIn).map((source) => fill(words.alsoIn, { where: sourceLine(source) })),
]

const cited = (said: Pick<Answer, 'sources' | 'alsoIn'>, words: CardWording): Part =>
  section(words.sources, sourceLines(said, words))

const paragraphs = (...parts: readonly Part[]): string => join(parts, '\n\n')

const adviceText = (advice: Advice, words: CardWording): string =>
  paragraphs(
    join(
      callLines(advice, words).map(({ text, number }) => join([text, number], '. ')),
      '\n',
    ),
    advice.heading,
    section(words.because, advice.because),
    section(words.steps, advice.steps, numbered),
    advice.worse && `${words.worse}\n${advice.worse}`,
    join(advice.notes, '\n'),
    cited(advice, words),
    choices(words.options, advice.options),
  )

/** What is said in answer, without sources and without what can be said next. */
export const answerBody = ({ warning, text, ranges = [] }: Answer): string =>
  paragraphs(warning, text, ...rangesByTopic(ranges).map(([topic, lines]) => section(topic, lines)))

export function toText(message: Message, words: CardWording): string {
  switch (message.kind) {
    case 'question': {
      const { step, of } = message.progress
      return paragraphs(
        fill(words.progress, { step: String(step), of: String(of) }),
        join([message.text, message.hint], '\n'),
        choices(words.answers, message.options),
      )
    }
    case 'confirm':
      return paragraphs(message.text, choices(words.answers, message.options))
    case 'advice':
      return adviceText(message, words)
    case 'answer':
      return paragraphs(answerBody(message), cited(message, words), choices(words.options, message.options))
    case 'unsure':
      return paragraphs(
        message.warning,
        message.text,
        message.closest?.text,
        message.closest && cited(message.closest, words),
        section(words.suggestions, message.suggestions),
      )
    case 'notice':
      return paragraphs(
        message.text,
        message.link && `${message.link.label}: ${message.link.href}`,
        choices(words.options, message.options),
      )
    default:
      throw message satisfies never
  }
}

/** The text of a message without its options, and then them, as `toText` puts them. */
export const withOptions = (
  text: string,
  { kind, options = [] }: Pick<Question | Answer, 'kind' | 'options'>,
  words: CardWording,
): string => paragraphs(text, choices(kind === 'question' ? words.answers : words.options, options))

/** The one sentence that must arrive: for notifications, and as the name of a card. */
export const headline = (message: Message): string =>
  message.kind === 'advice' ? message.instruction : message.text

/** A text as it is read aloud: the digits of phone numbers one by one ("9 9 9", not "nine hundred …"). */
export function spoken(text: string, message: Message): string {
  const numbers = message.kind === 'advice' ? message.calls.map((call) => call.number) : []
  if (numbers.length === 0) return text
  const longestFirst = [...new Set(numbers)].sort((a, b) => b.length - a.length)
  const any = longestFirst.map((number) => number.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  return text.replace(new RegExp(`(?<!\\w)(?:${any})(?!\\w)`, 'g'), (number) =>
    [...number.replace(/[^\d+]/g, '')].join(' '),
  )
}
