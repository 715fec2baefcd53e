/** Several people in one conversation, and one person some days later. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDesk, type Desk } from '../src/cli/desk.ts'
import { newConversation, type Conversation } from '../src/core/conversation.ts'
import { affirmedFlags, noFacts, record } from '../src/core/triage/facts.ts'
import { compareLevels, redFlags, type SignId } from '../src/core/triage/flags.ts'
import { isSame, me, readWhose, whoOf, whoseAt, type Who } from '../src/core/triage/forWhom.ts'
import { credit, outdate, speakOf, tellings, whoNow, type People } from '../src/core/triage/people.ts'
import { urgencyOf } from '../src/core/triage/rules.ts'
import { isHeldBack, readExampleFile } from '../src/knowledge/examples.ts'
import { saysWorse } from '../dialogs/checkIn.ts'
import { services } from './server/realBot.ts'
import { readWhoseCases, sayingNothing, whoOfCases, whoseAtCases } from './people.cases.ts'
import { meaning } from './transcript.ts'

describe('whom words are about', () => {
  it.each(whoOfCases)('"%s" speaks of %s', (said, who) => expect(whoOf(said)).toBe(who))
  it.each(whoseAtCases)('in "%s" "%s" is told of %s', (said, sign, who) => {
    const start = said.indexOf(sign)
    expect(whoseAt(said, start, start + sign.length)).toBe(who)
  })
  it.each(readWhoseCases)('"%s" says that it is about %s, from now on: %s', (said, who, anew) => {
    expect(readWhose(said)).toEqual({ who, anew })
  })
  it.each(sayingNothing)('"%s" says it of nobody', (said) => expect(readWhose(said)).toBeUndefined())
})

describe('what one message tells of several people', () => {
  it('is no less urgent for being kept apart, and loses no sign', () => {
    const rows = readExampleFile('test/data/redflags.dev.jsonl').filter(({ id }) => !isHeldBack(id))
    for (const { text } of rows) {
      const recognition = services.recognise(text)
      const whole = record(noFacts, recognition.heard)
      const parts = tellings(recognition, text, me).map(({ signs: own }) => ({ ...whole, signs: own }))
      const most = parts.map(urgencyOf).toSorted(compareLevels).at(-1)!
      expect(compareLevels(most, urgencyOf(whole)), text).toBeGreaterThanOrEqual(0)
      expect(new Set(parts.flatMap((part) => Object.keys(part.signs))), text).toEqual(
        new Set(Object.keys(whole.signs)),
      )
    }
  })
  it.each([
    ["My husband can't feel his legs. I have a fever and chills.", ['me', 'husband']],
    ["My mum has a fever and chills. I can't pee since this morning.", ['mum', 'me']],
    ['I have a fever and my wife noticed my left leg is weak', ['me']],
  ])('"%s" tells of %j, the most urgent last', (text, people) => {
    expect(tellings(services.recognise(text), text, me).map(({ who }) => who)).toEqual(people)
  })
})

const names: Who[] = [me, 'husband', 'wife', 'partner', 'son', 'child', 'mum', 'he', 'somebody']
const signs = redFlags.map(({ id }) => id as SignId)
const flagsOf = (people: People) =>
  new Set([people, ...people.others].flatMap(({ facts }) => affirmedFlags(facts)))

describe('the files of several people', () => {
  const step = fc.oneof(
    fc.record({ of: fc.constantFrom(...names), sign: fc.constantFrom(...signs) }),
    fc.record({ credit: fc.constantFrom(...names), both: fc.boolean() }),
    fc.constant({ outdate: true as const }),
  )
  it('lose no flag, whoever is spoken of, whosever it turns out to be, and whenever', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const people: Conversation = newConversation()
        const told = new Set<string>()
        for (const one of steps) {
          if ('of' in one) {
            speakOf(people, one.of)
            people.facts = { ...people.facts, signs: { ...people.facts.signs, [one.sign]: 'yes' } }
            told.add(one.sign)
          } else if ('credit' in one) {
            if (!isSame(one.credit, whoNow(people))) credit(people, one.credit, one.both)
          } else outdate(people)
          expect([...flagsOf(people)].toSorted()).toEqual([...told].toSorted())
        }
      }),
    )
  })

  it('keep what was asked and advised of each', () => {
    const people = newConversation()
    people.facts = { signs: { 'fever-infection': 'yes' } }
    people.asked = { question: 'nerve-signs', unread: 1 }
    speakOf(people, 'husband')
    expect(people).toMatchObject({ about: 'husband', facts: { signs: {}, forSomeoneElse: true } })
    expect(people.asked).toBeUndefined()
    speakOf(people, 'he')
    expect(people.about).toBe('husband')
    speakOf(people, me)
    expect(people.about).toBeUndefined()
    expect(people.asked).toEqual({ question: 'nerve-signs', unread: 1 })
  })
})

describe('that it is worse, or back', () => {
  it.each([
    ["it's worse now", true],
    ['my back is bad again', true],
    ['its back', true],
    ['the pain came back', true],
    ['it has come back, worse than before', true],
    ['it got much worse today', true],
    ['worse', true],
    ['my back', false],
    ["I'm back", false],
    ['is it worse', false],
    ['not worse', false],
    ['go back', false],
  ])('"%s": %s', (text, worse) => expect(saysWorse(text)).toBe(worse))
})

describe('some days later', () => {
  let now = new Date('2026-06-01T10:00:00Z')
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ ...services, now: () => now })
  })
  afterAll(() => desk.close())

  const say = async (text: string) => (await desk.say('week', text)).map(meaning)

  it('what may have changed is asked again, and what was told to be there stays', async () => {
    await say('my back hurts since yesterday')
    for (const text of ['none', 'none', 'none', 'none', '4']) await say(text)
    expect(await say('no')).toEqual(['advice self-care (rule self-care)'])
    now = new Date('2026-06-08T10:00:00Z')
    expect(await say('print')).toContain('advice self-care (rule self-care)')
    expect(await say('my back hurts again')).toEqual(['notice some-days', 'question nerve-signs'])
    expect(await say('I have a fever')).toEqual([
      'advice urgent (rule fever-infection)',
      'question nerve-signs',
    ])
    for (const text of ['none', 'none', 'none']) await say(text)
    now = new Date('2026-06-16T10:00:00Z')
    expect(await say('check my symptoms')).toEqual(['notice some-days', 'question nerve-signs'])
    for (const text of ['none', 'none']) await say(text)
    expect(await say('none')).toEqual(['advice urgent (rule fever-infection)'])
  })
})
