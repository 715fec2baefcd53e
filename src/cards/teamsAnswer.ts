/**
 * An answer as Teams shows answers: text with numbered marks, one citation for each source, thumbs under it, and at most
 * three quick replies, which only stand beside a text without a card.
 *
 * Limits (learn.microsoft.com, "Bot messages with AI-generated content"): one entity, 20 citations, a name of 80 and an
 * abstract of 160 characters. Nothing here is generated, so the label that says so is left out.
 */
import type { Activity } from 'botbuilder'
import type { CardWording } from '../core/cardWording.ts'
import type { Answer, Option, Source } from '../core/messages.ts'
import { literal } from './cardElements.ts'
import { distinct, rangesByTopic, sourceLine } from './plainText.ts'

const mostCitations = 20
const longestName = 80
const longestAbstract = 160
const mostReplies = 3

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text

/** Teams shows line breaks of Markdown only: a paragraph, or two spaces before the break. */
export const markdown = (text: string): string => literal(text).replace(/(?<!\n)\n(?!\n)/g, '  \n')

function citations(sources: readonly Source[]): object {
  return {
    type: 'https://schema.org/Message',
    '@type': 'Message',
    '@context': 'https://schema.org',
    '@id': '',
    citation: sources.map((source, index) => ({
      '@type': 'Claim',
      position: index + 1,
      appearance: {
        '@type': 'DigitalDocument',
        name: cut(source.title, longestName),
        abstract: cut(source.section || source.title, longestAbstract),
      },
    })),
  }
}

/** At most three. */
export const quickReplies = (options: readonly Option[]): Partial<Activity> =>
  options.length > 0
    ? {
        suggestedActions: {
          to: [],
          actions: options
            .slice(0, mostReplies)
            .map(({ label }) => ({ type: 'imBack', title: label, value: label })),
        },
      }
    : {}

export function teamsAnswer(answer: Answer, words: CardWording): Partial<Activity> {
  const { warning, text, ranges = [], options = [] } = answer
  const sources = distinct(answer.sources).slice(0, mostCitations)
  const marks = sources.map((_, index) => `[${index + 1}]`)
  const listed = sources.map((source, index) => `- ${marks[index]} ${markdown(sourceLine(source))}`)
  const figures = rangesByTopic(ranges).map(
    ([topic, lines]) => `${markdown(topic)}\n\n${lines.map((line) => `- ${markdown(line)}`).join('\n')}`,
  )
  const paragraphs = [
    warning && `**${markdown(warning)}**`,
    [markdown(text), ...marks].join(' '),
    ...figures,
    listed.length > 0 && `${markdown(words.sources)}\n\n${listed.join('\n')}`,
  ]
  return {
    text: paragraphs.filter(Boolean).join('\n\n'),
    textFormat: 'markdown',
    ...(sources.length > 0 && { entities: [citations(sources) as never] }),
    ...quickReplies(options),
  }
}
