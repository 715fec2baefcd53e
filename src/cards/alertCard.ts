/** What the staff of a clinic see of an escalation: how urgent, by which rule, where, when; never a word of the person. */
import type { Wording } from '../core/wording.ts'
import { fill } from '../core/wording.ts'
import type { Card } from './adaptiveCard.ts'
import { heading, paragraph, quiet, submit } from './cardElements.ts'

export interface AlertView {
  readonly level: 'emergency' | 'urgent'
  readonly rule: string
  readonly channel: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly reference: string
  /** How often it was told before. */
  readonly reminders: number
  readonly taken?: { readonly by: string; readonly at: number }
}

const looks = {
  emergency: { style: 'attention', icon: '⚠' },
  urgent: { style: 'warning', icon: '▲' },
} as const

/** "2026-11-22 14:03 UTC": the same for everybody who reads it. */
const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const headingOf = ({ level, reminders, taken }: AlertView, staff: Wording['staff']): string[] => [
  ...(reminders > 0 && !taken ? [staff.reminder] : []),
  staff[`alert-${level}`],
]

const linesOf = ({ rule, channel, at, reference }: AlertView, staff: Wording['staff']): string[] => [
  `${staff.rule}: ${rule}`,
  `${staff.channel}: ${channel}`,
  `${staff.time}: ${timeOf(at)}`,
  `${staff.reference}: ${reference}`,
]

const takenLine = ({ taken }: AlertView, staff: Wording['staff']): string[] =>
  taken ? [fill(staff.acknowledged, { name: taken.by, time: timeOf(taken.at) })] : []

/** The same as text: for e-mail, and for clients without cards. */
export const alertText = (alert: AlertView, staff: Wording['staff']): string =>
  [...takenLine(alert, staff), ...headingOf(alert, staff), ...linesOf(alert, staff), staff.how].join('\n')

export function alertCard(alert: AlertView, staff: Wording['staff']): Card {
  const { style, icon } = looks[alert.level]
  const [first, ...others] = headingOf(alert, staff)
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: alertText(alert, staff),
    speak: [first, ...others].join('. '),
    body: [
      {
        type: 'Container',
        style: alert.taken ? 'good' : style,
        bleed: true,
        items: [
          heading(`${alert.taken ? '✓' : icon} ${first}`, { size: 'Medium' }),
          ...others.map((line) => paragraph(line, { weight: 'Bolder' })),
        ],
      },
      ...linesOf(alert, staff).map((line) => paragraph(line, { spacing: 'Small' })),
      ...takenLine(alert, staff).map((line) => paragraph(line, { weight: 'Bolder' })),
      paragraph(staff.how, quiet),
    ],
    actions: alert.taken ? [] : [submit(staff.acknowledge, { acknowledge: alert.reference })],
  }
}
