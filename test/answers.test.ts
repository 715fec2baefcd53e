import { describe, expect, it } from 'vitest'
import { aboutYouFacts, closedFacts, type QuestionId } from '../src/core/triage/questions.ts'
import { noFacts } from '../src/core/triage/facts.ts'
import { readAnswer } from '../src/core/triage/readAnswer.ts'
import { aboutYouAnswers, answers } from './answers.cases.ts'
import { wording } from './triage.content.ts'

const asked = { facts: noFacts, wording, today: new Date('2026-11-19T10:00:00') }
const factOf = (id: QuestionId) =>
  id === 'duration' ? 'durationDays' : id === 'severity' ? id : closedFacts[id as keyof typeof closedFacts]

describe.each(Object.entries(answers) as [QuestionId, [string, string][]][])('to "%s"', (id, rows) => {
  it.each(rows)('"%s" means %s', (said, value) => {
    const reading = readAnswer(id, said, asked)
    expect(reading.kind === 'unread' ? '?' : String(reading.facts[factOf(id)])).toBe(value)
  })
})

describe('to "about you"', () => {
  it.each(aboutYouAnswers)('"%s" means %s', (said, value) => {
    const reading = readAnswer('about-you', said, asked)
    if (reading.kind === 'unread') return expect('?').toBe(value)
    const known = Object.values(aboutYouFacts).map((key) => [key, reading.facts[key]] as const)
    const yes = known.filter(([, answer]) => answer === 'yes').map(([key]) => key)
    const none = known.every(([, answer]) => answer === 'no')
    const unknown = known.some(([, answer]) => answer === 'not-known')
    expect(yes[0] ?? (none ? 'none' : unknown ? 'not-known' : 'some')).toBe(value)
  })
})
