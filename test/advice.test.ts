import { describe, expect, it } from 'vitest'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Advice } from '../src/core/messages.ts'
import { regionSchema } from '../src/core/regions.ts'
import { composeAdvice, lengthInWords } from '../src/core/triage/advice.ts'
import { parseAdvice, type AdviceFault } from '../src/core/triage/adviceText.ts'
import { noFacts, type Facts } from '../src/core/triage/facts.ts'
import { judge } from '../src/core/triage/rules.ts'
import { ruleCases } from './triage.cases.ts'
import { advice, adviceFaults, bare, clinic, uk, wording } from './triage.content.ts'

const say = (facts: Facts, region = uk, at = clinic): Advice =>
  composeAdvice(judge(facts), facts, { advice, wording, region, clinic: at })
const textOf = ({ heading, instruction, because, steps, worse, notes }: Advice) =>
  [heading, instruction, ...because, ...steps, worse, ...notes].join('\n')
const emergencies = ruleCases.filter(({ level }) => level === 'emergency')

describe('every outcome', () => {
  it.each(ruleCases)(
    '$name: says what, why, how and what if it gets worse',
    ({ facts, level, action, rule }) => {
      for (const region of [uk, bare]) {
        const said = say(facts, region)
        expect(said).toMatchObject({ kind: 'advice', level, action, rule })
        for (const part of [said.heading, said.instruction, said.worse]) expect(part).not.toBe('')
        expect(said.because.length).toBeGreaterThan(level === 'self-care' ? 0 : 1)
        expect(said.steps.length).toBeGreaterThan(1)
        expect(said.sources.length).toBeGreaterThan(0)
        expect(said.notes).toContain('Nobody reads this chat live.')
        expect(said.options.map((option) => option.value)).toEqual(
          expect.arrayContaining(['not-right', 'print']),
        )
        expect(textOf(said)).not.toMatch(/[{}]|undefined|triage|red flag|disposition|take your medicines/i)
        for (const call of said.calls) expect(call.href).toMatch(/^(tel|sms):\+?\d+$/)
        expect(new Set(said.calls.map((call) => call.href)).size).toBe(said.calls.length)
      }
    },
  )
  it.each([
    ['020 7946 0000', 'tel:02079460000'],
    ['+44 20 7946 0000', 'tel:+442079460000'],
    ['+44 (0)20 7946 0000', 'tel:+442079460000'],
    ['(020) 7946-0000', 'tel:02079460000'],
  ])('dials %s as %s', (phone, href) => {
    const at = { name: 'Clinic', phone }
    const hrefs = ruleCases
      .flatMap(({ facts }) => say(facts, uk, at).calls)
      .filter(({ number }) => number === phone)
    expect(new Set(hrefs.map((call) => call.href))).toEqual(new Set([href]))
  })
  it('has a number to call when it is urgent, even without clinic phone and health line', () => {
    for (const { facts, level } of ruleCases)
      if (level === 'emergency' || level === 'urgent')
        expect(say(facts, bare, { name: 'Clinic', phone: '' }).calls.length).toBeGreaterThan(0)
  })
})

describe('an emergency', () => {
  it.each(emergencies)('$name: begins with the action, and its number stands first', ({ facts, action }) => {
    const said = say(facts)
    if (action === 'call-ambulance') expect(said.instruction).toBe('Call 999 now')
    if (action === 'emergency-department') expect(said.instruction).toBe('Go to A&E now')
    if (action === 'crisis-line') expect(said.instruction).toContain('116 123')
    const first = action === 'crisis-line' ? 'tel:116123' : 'tel:999'
    expect(said.calls[0]?.href).toBe(first)
    expect(said.calls.map((call) => call.href)).toContain('tel:999')
    expect(said.options.map((option) => option.value)).toContain('cannot-call')
    expect(said.notes.join(' ')).toContain('Nobody at Riverside Clinic is told')
  })
  it('after an accident says not to move', () => {
    expect(say({ signs: { 'major-trauma/fall': 'yes' } }).steps[0]).toMatch(/do not move/i)
    const beside = say({ signs: { 'major-trauma/fall': 'yes', 'paralysis/cannot-stand': 'yes' } })
    expect(beside.steps.join(' ')).toMatch(/do not move/i)
  })
  it('else says not to drive and to bring a list of medicines', () => {
    const steps = say({ signs: { 'saddle-numbness/numb': 'yes' } }).steps.join(' ')
    expect(steps).toMatch(/do not drive yourself/i)
    expect(steps).toMatch(/list of your medicines/i)
    expect(steps).toMatch(/show this screen/i)
  })
  it('of too much medicine names the poison line after the ambulance', () => {
    expect(say({ signs: { overdose: 'yes' } }).calls.map((call) => call.href)).toEqual(['tel:999', 'tel:111'])
  })
  it('of self-harm speaks with care, and names the crisis line beside an ambulance too', () => {
    for (const signs of [
      { 'self-harm/thoughts': 'yes' },
      { 'self-harm/plan': 'yes' },
      { 'self-harm': 'yes', overdose: 'yes' },
      { 'self-harm': 'yes', 'bladder-bowel/leaks': 'yes' },
    ] as const) {
      const said = say({ signs })
      expect(textOf(said)).toMatch(/sorry that you feel like this/i)
      expect(said.calls.map((call) => call.href)).toEqual(
        expect.arrayContaining(['tel:116123', 'tel:999', 'sms:85258']),
      )
    }
  })
  it('falls back to the emergency number where a region lacks a line', () => {
    const said = say({ signs: { 'self-harm': 'yes' } }, bare)
    expect(said.instruction).toContain('112')
    expect(said.calls).toEqual([{ label: 'Call 112 now', href: 'tel:112', number: '112' }])
    expect(say({ signs: { 'bladder-bowel': 'not-known' } }, bare).calls[0]?.label).toBe('Call 112 now')
  })
})

describe('in every region', () => {
  const folder = join(import.meta.dirname, '../knowledge/regions')
  const regions = readdirSync(folder).map((file) => {
    const {
      source: _source,
      reviewed: _reviewed,
      ...region
    } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>
    return regionSchema.parse(region)
  })
  it.each(regions)('$id: every outcome can be said, with its own emergency number', (region) => {
    for (const { facts, level } of ruleCases) {
      const said = say(facts, region)
      expect(textOf(said)).not.toMatch(/[{}]|undefined/)
      if (level === 'emergency')
        expect(said.calls.map((call) => call.href)).toContain(`tel:${region.emergency.dial}`)
    }
  })
  it.each([
    ['uk', '116 123', '111'],
    ['us', '988', '1-800-222-1222'],
    ['ie', '116 123', '01 809 2166'],
    ['eu', '112', '112'],
    ['ca', '988', '1-844-764-7669'],
    ['au', '13 11 14', '13 11 26'],
    ['nz', '1737', '0800 764 766'],
  ])('%s: thoughts of self-harm get %s, an overdose %s, each with words of care', (id, crisis, poison) => {
    const region = regions.find((other) => other.id === id)!
    const harm = say({ signs: { 'self-harm/thoughts': 'yes' } }, region)
    expect(harm.instruction).toContain(crisis)
    expect(harm.calls[0]?.number).toBe(crisis)
    expect(harm.because.join(' ')).toContain('I am sorry')
    const overdose = say({ signs: { overdose: 'yes' } }, region)
    expect(overdose.calls[0]?.number).toBe(region.emergency.number)
    expect(overdose.calls.map((call) => call.number)).toContain(poison)
    const both = say({ signs: { overdose: 'yes', 'self-harm/thoughts': 'yes' } }, region)
    expect(both.calls.map((call) => call.number)).toEqual(expect.arrayContaining([poison, crisis]))
    expect(both.steps.join(' ')).toContain('I am sorry')
  })
  it('tells how to text, and what must be known before', () => {
    const british = regions.find((region) => region.id === 'uk')!
    const said = say({ signs: { 'chest-pain': 'yes' } }, british)
    expect(said.calls).toContainEqual({ label: 'Text 999', href: 'sms:999', number: '999' })
    expect(said.notes.join(' ')).toContain('register')
  })
})

describe('an outcome for somebody', () => {
  const selfCare: Facts = { signs: {}, durationDays: 2, severity: 3 }
  it.each(['pregnant', 'bloodThinners', 'ulcerOrKidney', 'under16'] as const)(
    'with %s holds no advice for anti-inflammatories',
    (key) => {
      expect(say({ ...selfCare, [key]: 'yes' }).steps.join(' ')).toMatch(/do not take anti-inflammatory/i)
      expect(say({ ...selfCare, [key]: 'not-known' }).steps.join(' ')).toMatch(
        /do not take anti-inflammatory/i,
      )
    },
  )
  it('tells the person’s own answers', () => {
    const told = say({ ...selfCare, durationDays: 21, severity: 8 }).because.join(' ')
    expect(told).toContain('it has lasted 3 weeks')
    expect(say({ ...selfCare, severity: 8 }).because.join(' ')).toContain('8 out of 10')
  })
  it('says what could not be found out', () => {
    const told = say({ signs: { 'bladder-bowel': 'not-known' } }).because.join(' ')
    expect(told).toContain(wording.notKnown['bladder-bowel'])
    expect(told).toMatch(/could not/i)
  })
  it('speaks to the parent of a child, and to the helper of somebody else', () => {
    const child: Facts = { ...selfCare, under16: 'yes' }
    expect(say({ ...child, forSomeoneElse: true }).steps[0]).toBe(wording.advice['for-parent'])
    expect(say(child).steps[0]).toBe(wording.advice['for-child'])
    const other = say({ signs: { 'paralysis/both-legs': 'yes' }, forSomeoneElse: true })
    expect(other.steps[0]).toContain('the person you are asking about')
  })
  it.each(ruleCases)('never speaks of somebody else’s body as the reader’s: $rule', ({ facts }) => {
    const { heading, instruction, because, steps, worse } = say({ ...facts, forSomeoneElse: true })
    expect([heading, instruction, ...because, ...steps, worse].join(' ')).not.toMatch(
      /(?<!drive them |call )\byourself\b|\byour (?:back|medicines|midwife|doctor|GP)\b|\byou (?:feel|have a plan|may be|deserve|are not alone|should be seen|can take you)\b|safe for you/i,
    )
  })
})

it.each([
  [0, 'less than a day'],
  [1, '1 day'],
  [5, '5 days'],
  [7, '1 week'],
  [10, '10 days'],
  [14, '2 weeks'],
  [60, '2 months'],
  [365, '12 months'],
  [800, '2 years'],
])('%s days are told as "%s"', (days, words) => expect(lengthInWords(days, wording)).toBe(words))

describe('the texts', () => {
  it('have no faults', () => expect(adviceFaults).toEqual([]))

  it.each([
    ['no front matter', 'Call now.', 1],
    ['no review date', '---\nsource: nhs-back-pain\n---\n', 1],
    ['an unknown source', '---\nsource: my-blog\nreviewed: 2026-01-01\n---\n', 2],
    ['an unknown line to call', '---\nsource: 000\nreviewed: 2026-01-01\ncall: mum\n---\n', 4],
    ['an unknown section', '---\nsource: 000\nreviewed: 2026-01-01\n---\n## Diagnosis\n', 5],
    ['a list without dashes', '---\nsource: 000\nreviewed: 2026-01-01\n---\n## Steps\nDo this.\n', 6],
  ])('with %s do not load, naming the line', (_, markdown, line) => {
    const faults: AdviceFault[] = []
    expect(parseAdvice(markdown, faults)).toBeUndefined()
    expect(faults[0]?.line).toBe(line)
  })

  const sentences: string[] = []
  const collect = (value: unknown): void => {
    if (typeof value === 'string') sentences.push(...value.split(/(?<=[.!?])\s+/))
    else if (typeof value === 'object' && value) Object.values(value).forEach(collect)
  }
  collect(wording)
  for (const { source: _source, reviewed: _reviewed, ...text } of Object.values(advice)) collect(text)
  it('are sentences of at most 20 words', () => {
    expect(sentences.filter((sentence) => sentence.split(/\s+/).length > 20)).toEqual([])
    expect(sentences.length).toBeGreaterThan(500)
  })
  it('use no word that only clinicians use', () => {
    const jargon =
      /\b(?:triage|red flags?|disposition|urinat\w*|incontinen\w*|analges\w*|acute|chronic|lumbar)\b/i
    expect(sentences.filter((sentence) => jargon.test(sentence))).toEqual([])
  })
})

const printRules = (...args: string[]) =>
  execFileSync(process.execPath, ['dist/src/cli/rules.js', ...args], { encoding: 'utf8' })

describe('npm run rules', () => {
  it('prints every rule, flag and text for signature', () => {
    const sheet = printRules()
    for (const { rule } of ruleCases) expect(sheet).toContain(`| ${rule} |`)
    for (const id of Object.keys(advice)) expect(sheet).toContain(`advice/${id}.md`)
    expect(sheet).toContain('NOT CONFIRMED')
    expect(sheet).toContain('Signature')
  })
  it('explains itself', () => expect(printRules('--help')).toContain('Usage'))
})

it('advice for nothing known yet is self-care only by the rules, never by accident', () => {
  expect(judge(noFacts).rule).toBe('self-care')
})
