import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noFacts, raise, type Facts } from '../src/core/triage/facts.ts'
import { asksForAnother } from '../src/core/triage/forWhom.ts'
import { hearContext, isCorrection } from '../src/core/triage/hearContext.ts'
import type { RedFlag } from '../src/core/triage/flags.ts'
import { bundleIds, questionIds, type QuestionId } from '../src/core/triage/questions.ts'
import { readAnswer, readChoice, readConfirm } from '../src/core/triage/readAnswer.ts'
import {
  anotherCases,
  bundleCases,
  closedCases,
  contextCases,
  durationCases,
  heardCases,
  severityCases,
} from './readAnswer.cases.ts'
import { wording } from './triage.content.ts'

const today = new Date(2026, 10, 19, 12)
const asked = { facts: noFacts, wording, today }

const factsOf = (id: QuestionId, said: string): Partial<Facts> | 'unread' => {
  const reading = readAnswer(id, said, asked)
  return reading.kind === 'unread' ? 'unread' : reading.facts
}
const listed = (facts: Partial<Facts>) =>
  Object.entries(facts)
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort()
    .join(' ')

describe('an answer to a question about one thing', () => {
  it.each(closedCases)('"%s" is %s', (said, known) => {
    const facts = factsOf('balance', said)
    expect(facts === 'unread' ? facts : facts.signs?.balance).toBe(known)
    if (!/^\d$/.test(said)) expect(readConfirm(said) ?? 'unread').toBe(known)
  })
})

describe('an answer to a question about several signs', () => {
  it.each(bundleCases)('"%s" reads as %s', (said, expected) => {
    const reading = readAnswer('nerve-signs', said, asked)
    if (reading.kind === 'unread') return expect('unread').toBe(expected)
    const yes = Object.entries(reading.facts.signs ?? {})
      .filter(([, known]) => known === 'yes')
      .map(([sign]) => sign)
    if (reading.facts.unread) return expect('singly').toBe(expected)
    if (reading.which) {
      expect(yes).toEqual(['bladder-bowel'])
      return expect('which').toBe(expected)
    }
    expect(yes.join(' ') || 'none').toBe(expected)
  })
})

describe('a sentence that tells a sign', () => {
  const told = readFileSync(join(import.meta.dirname, 'data/redflags.dev.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string; expect: string; flags: string[] })
    .filter((row) => row.expect !== 'none')
  it('is never read as "none of these", not even after a "no"', () => {
    for (const { text } of told)
      for (const before of ['', 'no ', 'no, ', 'nope '])
        for (const id of bundleIds) {
          const reading = readAnswer(id, before + text, asked)
          if (reading.kind === 'read') expect(Object.values(reading.facts.signs ?? {}), text).toContain('yes')
        }
  })
  it('is never read as a "no" to the question about that sign', () => {
    for (const { text, flags } of told)
      for (const flag of flags as RedFlag[]) {
        const reading = readAnswer(flag, text, asked)
        if (reading.kind === 'read') expect(reading.facts.signs?.[flag], text).toBe('yes')
      }
  })
})

describe('"which of these?" after a bare yes', () => {
  const facts: Facts = {
    signs: { 'bladder-bowel': 'yes', 'bladder-bowel/leaks': undefined } as Facts['signs'],
  }
  const which = (said: string | readonly string[]) =>
    readAnswer('nerve-signs', said, { ...asked, facts, which: true })
  it('numbers the options on show', () => {
    expect(which('7')).toMatchObject({
      facts: { signs: { 'limb-neuro/weakness': 'yes', 'bladder-bowel': 'no' } },
    })
  })
  it.each(['yes', 'some'])('leaves "%s" unread', (said) => expect(which(said).kind).toBe('unread'))
  it.each(['no', 'none', 'None of these', 'no thanks', "I'm fine", ['none']])(
    'lowers nothing on "%s", and asks each by itself',
    (said) => {
      expect(which(said)).toEqual({ kind: 'read', facts: { unread: { 'nerve-signs': true } } })
    },
  )
  it('keeps what was assumed where its own sign is ticked, and every other affirmed sign', () => {
    expect(which('the second')).toMatchObject({ facts: { signs: { 'bladder-bowel/leaks': 'yes' } } })
    const told = { signs: { 'bladder-bowel': 'yes', 'paralysis/foot-drop': 'yes' } } as const
    const reading = readAnswer('nerve-signs', '3', { ...asked, facts: told, which: true })
    expect(reading.kind === 'read' && reading.facts.signs?.['paralysis/foot-drop']).toBeUndefined()
  })
})

describe('whom a text asks for', () => {
  it.each(anotherCases)('"%s": somebody else is %s', (said, another) =>
    expect(asksForAnother(said)).toBe(another),
  )
})

describe('one choice of a list', () => {
  const options = [
    { value: 'sudden-signs', label: 'Chest pain and other sudden signs' },
    { value: 'duration', label: 'How long' },
    { value: 'severity', label: 'How bad' },
  ]
  it.each([
    ['2', 'duration'],
    ['the second', 'duration'],
    ['the last one', 'severity'],
    ['the chest one', 'sudden-signs'],
    ['How bad', 'severity'],
    ['both', undefined],
    ['how', undefined],
    ['not the chest one', undefined],
    ['1 and 2', undefined],
    ['9', undefined],
  ])('"%s" is %s', (text, value) => expect(readChoice(options, { text })).toBe(value))
})

describe('a correction', () => {
  it.each([
    ['no its 3 weeks', 5, 21],
    ['actually it started 2 days ago', 14, 2],
    ['it started 2 days ago', 14, 14],
    ['it started 3 weeks ago', 5, 21],
  ])('"%s" after %s days makes %s', (said, before, days) => {
    const facts = raise({ signs: {}, durationDays: before }, hearContext(said, today), isCorrection(said))
    expect(facts.durationDays).toBe(days)
  })
  it('puts the pain right', () => {
    const said = 'sorry the pain was 5'
    expect(raise({ signs: {}, severity: 9 }, hearContext(said, today), isCorrection(said)).severity).toBe(5)
  })
})

it('a bare number beside an adult age is no other age', () => {
  expect(readAnswer('about-you', 'six', { ...asked, facts: { signs: {}, under16: 'no' } }).kind).toBe(
    'unread',
  )
})

describe('how long', () => {
  it.each(durationCases)('"%s" is %s days', (said, days) => {
    const facts = factsOf('duration', said)
    expect(facts === 'unread' ? facts : facts.durationDays).toBe(days)
  })
})

describe('how bad', () => {
  it.each(severityCases)('"%s" is %s', (said, worst) => {
    const facts = factsOf('severity', said)
    expect(facts === 'unread' ? facts : facts.severity).toBe(worst)
  })
})

describe('the other questions', () => {
  it.each(contextCases)('%s: "%s" reads as %s', (id, said, expected) => {
    const facts = factsOf(id as QuestionId, said)
    expect(facts === 'unread' ? facts : listed(facts)).toBe(expected)
  })
})

describe('free text', () => {
  it.each(heardCases)('"%s" tells %s', (said, heard) => {
    expect(listed(hearContext(said, today))).toBe(heard)
  })
})

describe('reading never fails', () => {
  const words = closedCases.concat(durationCases.map(([said]) => [said, 'unread'])).map(([said]) => said)
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc
      .array(fc.constantFrom(...words, ',', '1', '8/10', 'not', 'since', 'week', 'months ago'), {
        maxLength: 12,
      })
      .map((list) => list.join(' ')),
  )
  it('throws for no text and no question', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...questionIds), fc.date(), (said, id, day) => {
        for (const now of [day, { weekday: 3 }]) {
          readAnswer(id, said, { ...asked, today: now })
          hearContext(said, now)
        }
      }),
      { numRuns: 300 },
    )
  })
  it('is quick on long text', () => {
    const long = 'no since 2 weeks or 3 days and '.repeat(3000)
    const start = performance.now()
    for (const id of questionIds) readAnswer(id, long, asked)
    hearContext(long, today)
    expect(performance.now() - start).toBeLessThan(1500)
  })
})
