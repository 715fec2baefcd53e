/** Every card the bot can send, from the real texts: each question, sign, rule in each region, article and notice. */
import { readFileSync } from 'node:fs'
import type { Activity } from 'botbuilder'
import { describe, expect, it } from 'vitest'
import { alertCard, alertText, type AlertView } from '../src/cards/alertCard.ts'
import type { Card } from '../src/cards/adaptiveCard.ts'
import { closed, render } from '../src/cards/render.ts'
import type { Message } from '../src/core/messages.ts'
import { noticeIds } from '../src/core/wording.ts'
import { composeAdvice } from '../src/core/triage/advice.ts'
import { noFacts, type Facts } from '../src/core/triage/facts.ts'
import { redFlags, signsOf } from '../src/core/triage/flags.ts'
import {
  bundleIds,
  confirmQuestion,
  questionIds,
  questionMessage,
  whichMessage,
} from '../src/core/triage/questions.ts'
import { rules } from '../src/core/triage/rules.ts'
import { fill } from '../src/core/wording.ts'
import { lint } from './cardLinter.ts'
import { messages as shaped } from './cards.cases.ts'
import { services } from './server/realBot.ts'

const { wording, regions, advice, clinic } = services
const everything: Facts = {
  signs: Object.fromEntries(redFlags.flatMap(({ id }) => signsOf(id).map((sign) => [sign, 'yes']))),
  durationDays: 60,
  severity: 9,
  pregnant: 'yes',
  forSomeoneElse: true,
}
const option = (label: string) => ({ value: label, label })
const long =
  'a very long name of a clinic, as long as a setting lets it be, which has one hundred letters in it..'

const kinds: Record<string, Message[]> = {
  shaped: Object.values(shaped),
  questions: questionIds.flatMap((id) =>
    [0, 1].map((attempt) => questionMessage(id, noFacts, wording, attempt)),
  ),
  'questions beside urgent advice': questionIds.map((id) => ({
    ...questionMessage(id, noFacts, wording, 0),
    standing: long,
  })),
  'questions after others': questionIds.map((id) => questionMessage(id, everything, wording, 0)),
  'which of these': bundleIds.map((id) => whichMessage(id, wording)),
  confirms: redFlags.flatMap(({ id }) => signsOf(id).map((sign) => confirmQuestion(sign, wording))),
  advice: regions.flatMap((region) =>
    rules.flatMap(({ id, disposition: level, action }) =>
      [noFacts, everything].map((facts) =>
        composeAdvice(
          { rule: id, level, action, flags: [], because: Object.keys(facts.signs) as never },
          facts,
          {
            wording,
            advice,
            region,
            clinic: { ...clinic, name: long },
            reference: 'K7QF-2M9P',
            checkInDays: 2,
          },
        ),
      ),
    ),
  ),
  notices: noticeIds.map((notice) => ({
    kind: 'notice',
    notice,
    text: fill(wording.notices[notice], {
      clinic: long,
      phone: '020 7946 0000',
      whose: 'the person you are asking about',
      told: long,
      emergency: '999',
      healthLine: '111',
      why: 'x',
      instruction: 'x',
      answer: 'x',
      days: '2',
      reference: 'K7QF-2M9P', // prettier-ignore
    }),
    options: notice.endsWith('sure')
      ? [option('Yes, delete it'), option('No, keep it')]
      : [option('Check my symptoms')],
    ...(notice.startsWith('group') && {
      link: { label: 'Write to me', href: 'https://teams.microsoft.com/l/chat' },
    }),
  })),
}
const asked = readFileSync(new URL('data/questions.dev.jsonl', import.meta.url), 'utf8')
kinds['answers'] = asked
  .trim()
  .split('\n')
  .map((line) => services.answer((JSON.parse(line) as { text: string }).text))

const cardsOf = ({ attachments = [] }: Partial<Activity>): Card[] =>
  attachments.map(({ content }) => content as Card)

describe.each(Object.entries(kinds))('%s', (_, messages) => {
  it.each(['msteams', 'directline'] as const)('have no fault on %s', (channel) => {
    const faults = messages.flatMap((message) => {
      const activity = render(message, channel, wording.cards)
      const size = Buffer.byteLength(JSON.stringify(activity))
      const name = JSON.stringify(message).slice(0, 120)
      return [
        ...cardsOf(activity).flatMap((card) => lint(card).map((fault) => `${fault}: ${name}`)),
        ...(size > 80 * 1024 ? [`${size} bytes: ${name}`] : []),
        ...(channel === 'msteams' ? teamsFaults(activity).map((fault) => `${fault}: ${name}`) : []),
      ]
    })
    expect(messages.length).toBeGreaterThan(0)
    expect(faults.slice(0, 5)).toEqual([])
  })
})

interface Citing {
  type: string
  citation: { position: number; appearance: { name: string; abstract: string } }[]
}

/** What Teams refuses, or shows wrongly, beside the card. */
function teamsFaults({
  text,
  attachments,
  suggestedActions,
  entities = [],
  speak,
  channelData,
}: Partial<Activity>): string[] {
  const citing = (entities as unknown as Citing[]).filter(({ type }) => type === 'https://schema.org/Message')
  const citations = citing.flatMap(({ citation }) => citation)
  const marks = new Set([...(text ?? '').matchAll(/\[(\d+)\]/g)].map(([, n]) => Number(n)))
  const { message, feedbackLoop } = channelData as { message: Message; feedbackLoop?: object }
  return [
    ...((text === undefined) === (attachments === undefined) ? ['text and card, or neither'] : []),
    ...(suggestedActions && attachments ? ['quick replies beside a card'] : []),
    ...((suggestedActions?.actions.length ?? 0) > 3 ? ['more than three quick replies'] : []),
    ...(!speak ? ['nothing to read aloud'] : []),
    ...(citing.length > 1 ? ['two lists of citations'] : []),
    ...(citations.length > 20 || citations.some(({ appearance }) => appearance.name.length > 80 || appearance.abstract.length > 160) ? ['a citation over its limits'] : []), // prettier-ignore
    ...(citations.some(({ position }) => !marks.has(position)) || marks.size > citations.length ? ['marks and citations differ'] : []), // prettier-ignore
    ...((message.kind === 'answer') !== (feedbackLoop !== undefined)
      ? ['thumbs under what is no answer']
      : []),
  ]
}

describe('staff', () => {
  const view: AlertView = { level: 'emergency', rule: 'saddle-numbness', channel: 'Teams', at: 0, reference: 'K7QF-2M9P', reminders: 0 } // prettier-ignore
  const taken = { by: 'Nurse [x](http://evil.example) *Ann*', at: 60_000 }
  it.each([[view], [{ ...view, level: 'urgent', reminders: 2 }], [{ ...view, taken }]] as [AlertView][])(
    'cards have no fault',
    (alert) => {
      const card = alertCard(alert, wording.staff)
      expect(lint(card)).toEqual([])
      expect(alertText(alert, wording.staff)).toContain('K7QF-2M9P')
      expect(card.actions).toHaveLength(alert.taken ? 0 : 1)
      expect(JSON.stringify(card.body)).not.toMatch(/[^\\]\]\(http/)
    },
  )
})

it('a card that was answered has nothing left to tap', () => {
  const { attachments } = closed(
    { channelId: 'msteams', replyToId: '1:card' },
    'How bad is it?',
    'You answered: 4',
  )!
  const content = attachments![0]!.content as Card
  expect(lint(content)).toEqual([])
  expect(content.actions).toEqual([])
  expect(JSON.stringify(content)).not.toMatch(/Input\.|selectAction|Action\./)
})

it('finds what is wrong', () => {
  const bad = {
    type: 'AdaptiveCard',
    version: '1.6',
    body: [
      {
        type: 'Container',
        style: 'attention',
        items: [{ type: 'TextBlock', text: '{name}', color: 'Attention' }],
      },
      { type: 'Media' },
    ],
    actions: Array.from({ length: 7 }, () => ({ type: 'Action.OpenUrl', title: '', url: 'javascript:x' })),
  }
  expect(lint(bad as unknown as Card).length).toBeGreaterThanOrEqual(10)
})
