import { readFileSync } from 'node:fs'
import type { Activity } from 'botbuilder'
import { describe, expect, it } from 'vitest'
import type { Card } from '../src/cards/adaptiveCard.ts'
import { literal } from '../src/cards/cardElements.ts'
import { rangesByTopic, spoken, toText } from '../src/cards/plainText.ts'
import { channelOf, render, type Channel } from '../src/cards/render.ts'
import { readSubmit } from '../src/cards/submit.ts'
import { cardWordingSchema } from '../src/core/cardWording.ts'
import type { Message } from '../src/core/messages.ts'
import { crisis, emergency, messages, pickOne, tickAll } from './cards.cases.ts'

const words = cardWordingSchema.parse(
  JSON.parse(readFileSync(new URL('../knowledge/wording/cards.json', import.meta.url), 'utf8')).cards,
)
const channels: Channel[] = ['directline', 'msteams', 'text']
const cardOf = (activity: Partial<Activity>): Card | undefined => activity.attachments?.[0]?.content

/** Every object of a card, the card itself included. */
const nodes = (node: unknown): Record<string, unknown>[] =>
  Array.isArray(node)
    ? node.flatMap(nodes)
    : typeof node === 'object' && node !== null
      ? [node as Record<string, unknown>, ...Object.values(node).flatMap(nodes)]
      : []

const labels = (message: Message): string[] =>
  message.kind === 'unsure' ? [...message.suggestions] : (message.options ?? []).map((option) => option.label)

/** What no form may lose. */
const essentials = (message: Message): string[] => [
  ...labels(message),
  ...(message.kind === 'advice'
    ? [
        message.instruction,
        message.heading,
        ...message.calls.flatMap((call) => [call.label, call.number]),
        ...message.because,
        ...message.steps,
        message.worse,
        ...message.notes,
      ]
    : [message.text]),
  ...(message.kind === 'question' ? [message.hint ?? ''] : []),
  ...('sources' in message ? message.sources.map((source) => source.title) : []),
  ...('warning' in message && message.warning ? [message.warning] : []),
  ...(message.kind === 'answer' ? (message.ranges ?? []).flatMap((range) => [range.of, range.range]) : []),
]

/** What only the clinic's page can do is not offered elsewhere. */
const offered = (message: Message, channel: Channel): Message =>
  message.kind === 'advice' && channel === 'msteams'
    ? { ...message, options: message.options.filter(({ value }) => value !== 'print') }
    : message

describe.each(channels)('on %s', (channel) => {
  it.each(Object.entries(messages))('%s loses nothing', (_, message) => {
    const activity = render(message, channel, words)
    const plain = (activity.text ?? '').replaceAll('\\', '')
    const shown = [plain, ...nodes(cardOf(activity)?.body ?? []).flatMap(Object.values)]
    const tapped = [...nodes(cardOf(activity)?.actions ?? []), ...(activity.suggestedActions?.actions ?? [])]
    const visible = [...shown, ...tapped.map((action) => action['title' as never])]
      .join('\n')
      // Markdown's line break
      .replaceAll('  \n', '\n')
    for (const text of essentials(offered(message, channel)))
      expect(visible.includes(text) || visible.includes(literal(text)), `'${text}' is not shown`).toBe(true)
  })

  it.each(Object.entries(messages))('%s carries its meaning and stays small', (_, message) => {
    const activity = render(message, channel, words)
    expect(activity.channelData).toMatchObject({ message })
    expect(JSON.stringify(activity).length).toBeLessThan(80 * 1024)
  })

  it.each(Object.entries(messages))('%s has a well-formed card, if any', (_, message) => {
    const card = cardOf(render(message, channel, words))
    if (!card) return
    expect(card.version).toBe('1.5')
    expect(card.actions.length).toBeLessThanOrEqual(6)
    // Quick replies stand beside an answer, not on its card.
    expect(toText(offered(message, channel), words)).toContain(card.fallbackText)
    for (const node of nodes(card)) {
      if (node['type'] === 'TextBlock')
        expect(node).toMatchObject({ wrap: true, text: expect.stringMatching(/\S/) })
      if (node['type'] === 'Action.OpenUrl') expect(node['url']).toMatch(/^(tel|sms):\+?\d+$/)
    }
    expect(nodes(card).filter((node) => node['type'] === 'Input.ChoiceSet').length).toBeLessThanOrEqual(1)
  })
})

const source = (document: string, title: string) => ({ document, title, section: '' })

describe('the text of a message', () => {
  it.each(Object.entries(messages))('says everything: %s', (_, message) => {
    const text = toText(message, words)
    for (const part of essentials(message)) expect(text).toContain(part)
    expect(text).not.toMatch(/undefined|\{\w+\}|\n{3}/)
  })

  it('begins an emergency with what to do', () => {
    expect(toText(emergency, words).split('\n')[0]).toBe('Call 999 now')
  })

  it('gives the number where the line to tap has none', () => {
    expect(toText(crisis, words).split('\n')[0]).toBe('Talk to somebody now. Phone number: 116 123')
  })

  it('tells a figure that several sources give once', () => {
    const figures = [
      { of: 'one spasm', range: 'minutes', source: source('003', 'Facts (a compilation)') },
      { of: 'the whole bout', range: 'a week', source: source('000', 'How long') },
      { of: 'one spasm', range: 'minutes', source: source('004', 'What is it?') },
      { of: 'one spasm', range: 'hours', source: source('002', 'Post') },
    ]
    expect(rangesByTopic(figures)).toEqual([
      ['One spasm', ['minutes (Facts; What is it?)', 'hours (Post)']],
      ['The whole bout', ['a week (How long)']],
    ])
  })

  it('reads numbers out digit by digit', () => {
    expect(spoken(toText(crisis, words), crisis)).toContain('Phone number: 1 1 6 1 2 3')
    expect(spoken(toText(emergency, words), emergency)).toContain('Call 9 9 9 now')
  })
})

describe('a care card', () => {
  it('is one link to call first, and the same look in every channel', async () => {
    const card = cardOf(render(emergency, 'directline', words))!
    expect(nodes(card.body)[0]).toMatchObject({ type: 'Container', style: 'attention' })
    expect(nodes(card.body)[1]).toMatchObject({ text: '[Call 999 now](tel:999)', size: 'ExtraLarge' })
    expect(cardOf(render(emergency, 'msteams', words))!.body).toEqual(card.body)
    await expect(JSON.stringify(card, null, 2) + '\n').toMatchFileSnapshot('golden/emergency.card.json')
  })

  it("shows the patient's own words as typed, never as a link or Markdown", () => {
    const card = cardOf(render(emergency, 'directline', words))!
    const said = nodes(card.body).find((node) => String(node['text']).includes('You said'))!
    expect(said['text']).toBe(
      '- You said: "my chest is \\*really\\* tight \\[see\\](http\\://example\\.com)"',
    )
  })

  it.each([
    ['# title', '\\# title'],
    ['1. first', '\\1. first'],
    ['- item', '\\- item'],
    ['a_b`c', 'a\\_b\\`c'],
    ['it hurts.it is bad', 'it hurts\\.it is bad'],
    ['10 minutes', '10 minutes'],
    ['Tired. Sore. 2.5 hours, e.g. at 10:30', 'Tired. Sore. 2.5 hours, e.g. at 10:30'],
    ['15-20 minutes', '15-20 minutes'],
  ])('writes %j so that it reads as such', (text, markdown) => {
    expect(literal(text)).toBe(markdown)
  })
})

describe('questions', () => {
  it('are ticked and sent on a card when several answers are possible', async () => {
    for (const channel of ['directline', 'msteams'] as const) {
      const card = cardOf(render(tickAll, channel, words))!
      const set = nodes(card.body).find((node) => node['type'] === 'Input.ChoiceSet')!
      expect(set).toMatchObject({ id: 'answers', isMultiSelect: true, label: tickAll.hint })
      expect(card.actions).toEqual([
        { type: 'Action.Submit', title: 'Send', data: { question: 'cauda-equina' } },
      ])
    }
    const card = cardOf(render(tickAll, 'directline', words))!
    await expect(JSON.stringify(card, null, 2) + '\n').toMatchFileSnapshot('golden/tickAll.card.json')
  })

  it('are quick replies that send the label when there is one answer', () => {
    const activity = render(pickOne, 'directline', words)
    expect(cardOf(activity)?.actions).toEqual([])
    expect(activity.suggestedActions?.actions).toEqual(
      pickOne.options.map(({ label }) => ({ type: 'imBack', title: label, value: label })),
    )
  })
})

describe('Teams', () => {
  it.each(Object.entries(messages))(
    'gets text or a card, and quick replies beside a text: %s',
    (_, message) => {
      const { text, attachments, suggestedActions } = render(message, 'msteams', words)
      expect(text === undefined, 'either text or a card').toBe(attachments !== undefined)
      expect(
        suggestedActions === undefined || (attachments === undefined && suggestedActions.actions.length <= 3),
      ).toBe(true)
    },
  )

  it('gets answers as text with a mark and a citation for each source, and thumbs', () => {
    const { text, entities, channelData } = render(
      messages['an answer with ranges and a warning']!,
      'msteams',
      words,
    )
    expect(text).toMatch(/^\*\*If you have this now, call 999\.\*\*\n\n.* \[1\] \[2\]\n\n/)
    expect(entities).toMatchObject([
      { type: 'https://schema.org/Message', citation: [{ position: 1 }, { position: 2 }] },
    ])
    expect(channelData).toMatchObject({ feedbackLoop: { type: 'default' } })
  })

  it('keeps the lines of a text apart', () => {
    expect(render(messages['a notice']!, 'msteams', words).text).toBe('Hello.  \nIn an emergency call 999.')
  })

  it('keeps paragraphs apart, on a card', () => {
    const welcome = {
      kind: 'notice',
      notice: 'welcome',
      text: 'Hello.\n\nIn an emergency call 999.',
    } as const
    expect(cardOf(render(welcome, 'msteams', words))!.body.map((block) => block['text'])).toEqual([
      'Hello.',
      'In an emergency call 999.',
    ])
  })

  it('offers no page to print, and keeps a reference on one line', () => {
    const notes = ['If you call them, say 2NZV-AX87.']
    const card = cardOf(render({ ...emergency, notes }, 'msteams', words))!
    expect(card.actions.map((action) => action['title'])).not.toContain('Print')
    expect(JSON.stringify(card.body)).toContain('say 2NZV\u2011AX87.')
  })

  it('dials by a button', () => {
    const card = cardOf(render(emergency, 'msteams', words))!
    expect(card.actions[0]).toEqual({ type: 'Action.OpenUrl', title: 'Call 999 now', url: 'tel:999' })
  })

  it('sends the value of a button, and the question it answers', () => {
    const card = cardOf(render(pickOne, 'msteams', words))!
    expect(card.actions.map((action) => action['data'])).toEqual(
      ['yes', 'no', 'not-sure'].map((value) => ({ question: 'improving', answers: [value] })),
    )
  })
})

describe('what a tap sends back', () => {
  it.each([
    [
      { question: 'q', answers: 'a/b, none' },
      { question: 'q', answers: ['a/b', 'none'] },
    ],
    [
      { question: 'q', answers: ['yes'] },
      { question: 'q', answers: ['yes'] },
    ],
    [{ answers: 'Ice, or heat?' }, { answers: ['Ice, or heat?'] }],
    [{ answers: ['print'], msteams: {} }, { answers: ['print'] }],
    [{ question: 'q', answers: ' , ' }, undefined],
    [{ question: 'q' }, undefined],
    [{ question: 7, answers: 'a' }, undefined],
    ['yes', undefined],
    [undefined, undefined],
    [null, undefined],
  ])('%j is read as %j', (value, submit) => {
    expect(readSubmit(value)).toEqual(submit)
  })
})

it.each([
  ['msteams', 'msteams'],
  ['directline', 'directline'],
  ['webchat', 'directline'],
  ['sms', 'text'],
])('the channel %s is rendered as %s', (id, channel) => {
  expect(channelOf(id)).toBe(channel)
})
