import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../src/core/triage/decide.ts'
import { deny, knownOf, noFacts, raise, record, type Facts, type Known } from '../src/core/triage/facts.ts'
import { compareLevels, redFlags, signsOf, type RedFlag, type SignId } from '../src/core/triage/flags.ts'
import {
  answerFlag,
  answerSign,
  bundleIds,
  bundles,
  confirmQuestion,
  flagsOfQuestion,
  notKnown,
  questionIds,
  questionMessage,
  questionOfFact,
  valuesOf,
  whichMessage,
  type QuestionId,
} from '../src/core/triage/questions.ts'
import { readAnswer } from '../src/core/triage/readAnswer.ts'
import { judge, rules } from '../src/core/triage/rules.ts'
import { nextCases, ruleCases } from './triage.cases.ts'
import { wording } from './triage.content.ts'

const today = new Date(2026, 10, 19, 12)
const flagIds = redFlags.map((flag) => flag.id)
const allSigns = flagIds.flatMap(signsOf)

function answer(facts: Facts, id: QuestionId, said: string, changing = false): Facts {
  const reading = readAnswer(id, said, { facts, wording, today, changing })
  return record(facts, reading.kind === 'read' ? reading.facts : notKnown(id))
}
const noneOf = (facts: Facts) => bundleIds.reduce((known, id) => answer(known, id, 'none of these'), facts)
const levelOf = (facts: Facts) => judge(facts).level

describe('the rules', () => {
  it.each(ruleCases)('$name: $rule', ({ facts, rule, level, action }) => {
    expect(judge(facts)).toMatchObject({ rule, level, action })
  })
  it('have a row each', () => {
    expect(new Set(ruleCases.map((row) => row.rule))).toEqual(new Set(rules.map((rule) => rule.id)))
  })
  it('have a row for each red flag, at its own level and action', () => {
    for (const flag of redFlags) {
      const rows = ruleCases.filter((row) => row.rule === flag.id)
      expect(rows.length, flag.id).toBeGreaterThan(0)
      for (const row of rows) expect([row.level, row.action]).toEqual([flag.level, flag.action])
    }
  })
  it('have ids of their own and stand from emergency to self-care', () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
    const levels = rules.map((rule) => rule.disposition)
    expect(levels).toEqual([...levels].sort((a, b) => compareLevels(b, a)))
  })
  it('name the facts they rest on', () => {
    for (const { name, facts } of ruleCases) {
      const { because } = judge(facts)
      if (levelOf(facts) !== 'self-care') expect(because.length, name).toBeGreaterThan(0)
      for (const key of because) expect(questionIds).toContain(questionOfFact(key))
    }
  })
  it('list every flag of a combination', () => {
    expect(judge({ signs: { 'fever-infection': 'yes', 'limb-neuro': 'yes' } }).flags).toEqual([
      'limb-neuro',
      'fever-infection',
    ])
    expect(judge({ signs: {}, bloodThinners: 'yes', minorFall: 'yes' }).flags).toEqual(['fracture-risk'])
  })
})

describe('the next question', () => {
  it.each(nextCases)('when %s', (_, facts, next) => expect(decide(facts).next).toBe(next))

  it('comes after an urgent outcome as long as signs are open, and no question about the pain', () => {
    const facts = answer(noFacts, 'nerve-signs', 'limb-neuro/numbness')
    expect(decide(facts)).toMatchObject({ outcome: { level: 'urgent' }, next: 'sudden-signs' })
    const more = answer(answer(facts, 'sudden-signs', 'none'), 'illness-signs', 'none')
    expect(decide(more).next).toBe('about-you')
    expect(decide(answer(more, 'about-you', 'none'))).not.toHaveProperty('next')
  })
  it('is none after an emergency', () => {
    for (const sign of allSigns)
      if (redFlags.find((flag) => sign.startsWith(flag.id))?.level === 'emergency')
        expect(decide({ signs: { [sign]: 'yes' } })).not.toHaveProperty('next')
  })
  it('asks about warning signs in pregnancy', () => {
    const facts = answer(noneOf(noFacts), 'about-you', 'pregnant')
    expect(decide(facts)).toEqual({ next: 'pregnancy-warning' })
    expect(decide(answer(facts, 'pregnancy-warning', 'no')).outcome?.rule).toBe('pregnant')
  })
  it('asks a bundle that was not understood sign by sign, once, and ends at least in urgent', () => {
    let facts = record(noFacts, notKnown('sudden-signs'))
    facts = answer(facts, 'nerve-signs', 'none')
    const asked: QuestionId[] = []
    for (let next = decide(facts).next; next; next = decide(facts).next) {
      asked.push(next)
      facts = record(facts, notKnown(next))
      expect(asked.length).toBeLessThan(40)
    }
    expect(new Set(asked).size).toBe(asked.length)
    expect(asked).toEqual(expect.arrayContaining(['chest-pain', 'stroke-signs', 'self-harm', 'overdose']))
    expect(decide(facts).outcome).toMatchObject({ level: 'urgent', rule: 'emergency-sign-not-known' })
  })
})

/** Every way through the interview for a person who has no flag, as the numbers of questions asked. */
function* paths(
  facts: Facts,
  asked: readonly QuestionId[],
): Generator<{ asked: readonly QuestionId[]; level: string }> {
  const { next, outcome } = decide(facts)
  if (!next) return yield { asked, level: outcome!.level }
  const says: Partial<Record<QuestionId, readonly string[]>> = {
    'about-you': ['none', 'blood-thinners', 'ulcer-or-kidney', 'blood-thinners,ulcer-or-kidney'],
    duration: ['0', '2', '3 days', '5', '7 days', '14', 'not-sure'],
    severity: ['0', '7', '8', 'not-sure'],
    recurrence: ['yes', 'no', 'not-sure'],
    'home-care': ['yes', 'no', 'not-sure'],
    improving: ['yes', 'no', 'not-sure'],
  }
  for (const said of says[next] ?? ['none']) yield* paths(answer(facts, next, said), [...asked, next])
}

describe('the interview without a flag', () => {
  const all = [...paths(noFacts, [])]
  it('reaches self-care in at most nine questions on every path', () => {
    const selfCare = all.filter((path) => path.level === 'self-care')
    expect(selfCare.length).toBeGreaterThan(10)
    expect(Math.max(...selfCare.map((path) => path.asked.length))).toBe(9)
    expect(Math.max(...all.map((path) => path.asked.length))).toBeLessThanOrEqual(9)
  })
  it('ends in self-care or an appointment', () => {
    expect(new Set(all.map((path) => path.level))).toEqual(new Set(['self-care', 'routine']))
  })
  it('never asks the same question twice', () => {
    for (const { asked } of all) expect(new Set(asked).size).toBe(asked.length)
  })
  it('leaves out what was told before', () => {
    const told = noneOf({ ...noFacts, durationDays: 2, severity: 4, recurrence: 'no' })
    expect(decide(answer(told, 'about-you', 'none')).outcome?.level).toBe('self-care')
  })
})

describe('a question', () => {
  it('asks about every red flag', () => {
    const inBundles = bundleIds.flatMap((id) => questionMessage(id, noFacts, wording, 0).flags)
    expect(new Set(inBundles)).toEqual(new Set(flagIds))
  })
  it.each(questionIds)('%s has its flags, labels and two wordings', (id) => {
    const [first, second] = [0, 1].map((attempt) => questionMessage(id, noFacts, wording, attempt))
    expect(first!.text).not.toBe(second!.text)
    expect(first!.flags).toEqual(flagsOfQuestion(id))
    expect(first!.options.map((option) => option.value)).toEqual(valuesOf(id))
    expect(new Set(first!.options.map((option) => option.label.toLowerCase())).size).toBe(
      first!.options.length,
    )
    for (const { value, label } of first!.options)
      if (!/^\d+$/.test(value)) expect(label, `${id} ${value} needs words`).not.toBe(value)
    expect(first!.progress.step).toBeLessThanOrEqual(first!.progress.of)
    expect(first!.progress.of).toBeLessThanOrEqual(9)
    expect(wording.questions[id].why).toBeTruthy()
  })
  it('does not offer again what is known', () => {
    const partly: Facts = { signs: { 'limb-neuro/numbness': 'yes', 'saddle-numbness/numb': 'no' } }
    const { options, text } = questionMessage('nerve-signs', partly, wording, 0)
    expect(options.map((o) => o.value)).not.toContain('limb-neuro/numbness')
    expect(options.map((o) => o.value)).not.toContain('saddle-numbness/numb')
    expect(text).toBe(wording.questions['nerve-signs'].others)
  })
  it('asks which after a bare yes, with every option', () => {
    expect(whichMessage('nerve-signs', wording).options).toHaveLength(valuesOf('nerve-signs').length)
  })
  it.each(allSigns)('can be closed: %s', (sign) => {
    const { flags, text, options } = confirmQuestion(sign, wording)
    expect(sign.startsWith(flags[0]!)).toBe(true)
    expect(text).toMatch(/\?$/)
    expect(options.map((o) => o.value)).toEqual(['yes', 'no', 'not-sure'])
  })
})

describe('a direct answer', () => {
  it('"none of these" denies every flag of the question', () => {
    const facts = noneOf(noFacts)
    for (const flag of flagIds) expect(knownOf(facts, flag), flag).toBe('no')
  })
  it('"none of these" lowers nothing that was affirmed before', () => {
    for (const sign of allSigns) {
      const facts = noneOf({ signs: { [sign]: 'yes' } })
      expect(facts.signs[sign], sign).toBe('yes')
    }
  })
  it('"none of these" lowers what was affirmed when the answer is being changed', () => {
    const before = answer(noFacts, 'nerve-signs', 'bladder-bowel/leaks')
    expect(decide(before).outcome?.level).toBe('emergency')
    expect(knownOf(answer(before, 'nerve-signs', 'none', true), 'bladder-bowel')).toBe('no')
  })
  it('ticks affirm their signs and deny the others', () => {
    const facts = answer(noFacts, 'nerve-signs', 'limb-neuro/weakness')
    expect(knownOf(facts, 'limb-neuro')).toBe('yes')
    expect(facts.signs['limb-neuro/numbness']).toBe('no')
    for (const flag of ['bladder-bowel', 'saddle-numbness', 'paralysis'] as const)
      expect(knownOf(facts, flag)).toBe('no')
  })
  it('every single option of a bundle affirms its flag, at the flag’s level or above', () => {
    for (const id of bundleIds)
      for (const sign of bundles[id]) {
        const flag = sign.split('/')[0] as RedFlag
        const facts = answer(noFacts, id, sign)
        expect(knownOf(facts, flag), sign).toBe('yes')
        const level = redFlags.find((f) => f.id === flag)!.level
        expect(compareLevels(levelOf(facts), level), sign).toBeGreaterThanOrEqual(0)
      }
  })
  it('a bare "yes" to several signs is their most urgent at once', () => {
    expect(decide(answer(noFacts, 'nerve-signs', 'yes')).outcome?.rule).toBe('bladder-bowel')
    expect(decide(answer(noFacts, 'sudden-signs', 'yes')).outcome?.rule).toBe('chest-pain')
    expect(decide(answer(noFacts, 'illness-signs', 'yes')).outcome?.level).toBe('urgent')
  })
  it('"no" to a flag’s own question lowers the flag, and what it rested on', () => {
    for (const flag of flagIds)
      for (const sign of signsOf(flag)) {
        const facts: Facts = { signs: { [sign]: 'yes' }, bloodThinners: 'yes', minorFall: 'yes' }
        const after = record(facts, answerFlag(flag, 'no', facts))
        expect(knownOf(after, flag), sign).toBe('no')
        if (flag === 'fracture-risk') expect(levelOf(after)).toBe('self-care')
      }
  })
  it('"not sure" never lowers an affirmed sign', () => {
    for (const flag of flagIds)
      expect(
        knownOf(record({ signs: { [flag]: 'yes' } }, answerFlag(flag, 'not-known', noFacts)), flag),
      ).toBe('yes')
  })
  it('to a confirm question is kept and not asked again in the bundle', () => {
    const facts = record(noFacts, answerSign('bladder-bowel/leaks', 'no', noFacts))
    const { options } = questionMessage('nerve-signs', facts, wording, 0)
    expect(options.map((o) => o.value)).not.toContain('bladder-bowel/leaks')
  })
})

const known = fc.constantFrom<Known | undefined>('yes', 'no', 'not-known', undefined)
const facts: fc.Arbitrary<Facts> = fc.record({
  signs: fc.dictionary(
    fc.constantFrom(...allSigns),
    fc.constantFrom<Known>('no', 'no', 'no', 'not-known', 'yes'),
    {
      maxKeys: 12,
    },
  ) as fc.Arbitrary<Facts['signs']>,
  durationDays: fc.constantFrom(undefined, 0, 3, 8, 'not-known' as const),
  severity: fc.constantFrom(undefined, 2, 9, 'not-known' as const),
  recurrence: known,
  homeCare: known,
  improving: known,
  under16: known,
  pregnant: known,
  pregnancyWarning: known,
  bloodThinners: known,
  ulcerOrKidney: known,
  minorFall: known,
})

describe('always', () => {
  it('one more affirmed sign never makes it less urgent', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom<SignId>(...allSigns), (before, sign) => {
        const after = record(before, { signs: { [sign]: 'yes' } })
        expect(compareLevels(levelOf(after), levelOf(before))).toBeGreaterThanOrEqual(0)
        const outcome = decide(before).outcome
        if (outcome)
          expect(
            compareLevels(decide(after).outcome?.level ?? 'self-care', outcome.level),
          ).toBeGreaterThanOrEqual(0)
      }),
    )
  })
  it('free text never makes it less urgent, but for what was not known', () => {
    fc.assert(
      fc.property(facts, facts, (before, heard) => {
        fc.pre(!Object.entries(before).some(([key, value]) => key !== 'signs' && value === 'not-known'))
        expect(compareLevels(levelOf(raise(before, heard)), levelOf(before))).toBeGreaterThanOrEqual(0)
      }),
    )
  })
  it('free text lowers no sign', () => {
    fc.assert(
      fc.property(facts, facts, (before, heard) => {
        const after = raise(before, heard)
        for (const sign of allSigns) if (before.signs[sign] === 'yes') expect(after.signs[sign]).toBe('yes')
      }),
    )
  })
  it('a denied flag is not affirmed', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom<RedFlag>(...flagIds), (before, flag) => {
        expect(knownOf(deny(before, flag), flag)).toBe('no')
      }),
    )
  })
  it('there is an outcome, a question, or both; never both after an emergency', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { outcome, next } = decide(given)
        expect(outcome ?? next).toBeDefined()
        if (outcome?.level !== 'urgent') expect(outcome && next).toBeFalsy()
      }),
    )
  })
  it('the interview ends, whatever is answered', () => {
    const says = fc.array(
      fc.constantFrom('yes', 'no', 'none', 'not sure', 'gibberish', '1', '2 weeks', '5'),
      { minLength: 60, maxLength: 60 },
    )
    fc.assert(
      fc.property(facts, says, (given, answers) => {
        let now = given
        for (const said of answers) {
          const { next } = decide(now)
          if (!next) return
          now = answer(now, next, said)
        }
        expect.fail('still asking after 60 answers')
      }),
    )
  })
})
