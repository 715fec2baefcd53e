import { describe, expect, it } from 'vitest'
import { composeAdvice } from '../src/core/triage/advice.ts'
import { decide } from '../src/core/triage/decide.ts'
import { noFacts, record, type Facts } from '../src/core/triage/facts.ts'
import { notKnown, questionMessage, type QuestionId } from '../src/core/triage/questions.ts'
import { readAnswer } from '../src/core/triage/readAnswer.ts'
import { rules } from '../src/core/triage/rules.ts'
import { advice, adviceFaults, bare, clinic, uk, wording } from './triage.content.ts'

const today = new Date(2026, 10, 19, 12)
const answer = (facts: Facts, id: QuestionId, said: string) => {
  const reading = readAnswer(id, said, { facts, wording, today })
  return record(facts, reading.kind === 'read' ? reading.facts : notKnown(id))
}

describe('the interview', () => {
  it('reaches self-care in at most nine questions', () => {
    let facts = noFacts
    const asked: string[] = []
    const said: Partial<Record<QuestionId, string>> = {
      duration: '4 days',
      severity: '5',
      recurrence: 'no',
      'home-care': 'yes',
      improving: 'yes',
    }
    for (let next = decide(facts).next; next; next = decide(facts).next) {
      asked.push(next)
      questionMessage(next, facts, wording, 0)
      facts = answer(facts, next, said[next] ?? 'none of these')
    }
    expect(asked).toHaveLength(9)
    expect(decide(facts).outcome?.level).toBe('self-care')
  })
})

describe('the advice', () => {
  it('has texts without faults', () => expect(adviceFaults).toEqual([]))
  it.each(rules.map((rule) => rule.id))('%s can be said anywhere', (id) => {
    const { disposition: level, action } = rules.find((rule) => rule.id === id)!
    for (const region of [uk, bare]) {
      const said = composeAdvice({ level, action, rule: id, flags: [], because: [] }, noFacts, {
        advice,
        wording,
        region,
        clinic,
      })
      expect(said.heading && said.instruction && said.worse).toBeTruthy()
      expect(said.sources.length).toBeGreaterThan(0)
    }
  })
})
