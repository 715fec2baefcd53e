import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levelOf, score } from '../src/cli/evalRedFlags.ts'
import { lexiconSchema } from '../src/core/redFlags/lexicon.ts'
import { compile } from '../src/core/redFlags/recognise.ts'
import { flagOf, redFlags } from '../src/core/triage/flags.ts'
import { isHeldBack, readExampleFile } from '../src/knowledge/examples.ts'
import { disguises } from './disguises.ts'
import { cases } from './redFlags.cases.ts'

const folder = join(import.meta.dirname, '../knowledge/vocabulary')
const lexicon = lexiconSchema.parse(
  Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(join(folder, file), 'utf8')),
    ]),
  ),
)
const recogniser = compile(lexicon)
const flagsOf = (text: string) => levelOf(recogniser.recognise(text)).flags
const dataFile = (name: string) => join(import.meta.dirname, 'data', name)

describe('what a message affirms', () => {
  it.each(cases)('$text', ({ text, flags = [], asks, sign, heard, hypothetical }) => {
    const recognition = recogniser.recognise(text)
    const reading = levelOf(recognition)
    expect([...reading.flags].sort()).toEqual([...flags].sort())
    if (asks) expect(reading.asked).toContain(asks)
    else if (flags.length === 0) expect(reading.asked).toEqual([])
    if (sign) expect(recognition.heard.signs).toHaveProperty([sign], 'yes')
    if (heard) expect(recognition.heard).toMatchObject(heard)
    if (!heard?.forSomeoneElse && !/\b(he|she|son|husband)\b/i.test(text))
      expect(recognition.heard.forSomeoneElse).toBeUndefined()
    if (hypothetical) expect(recognition.hypothetical).toContain(hypothetical)
  })

  it.each([
    'my pain is 6',
    'the pain is 4 out of 10',
    'my back is 7/10',
    'I lifted my 4 year old',
    'I lifted my 4 year old and my back went',
    'my dog is 12 years old',
    'my mattress is 10 years old and my back hurts',
    'I have a 2 year old and back pain',
  ])('"%s" is about the writer, who is no child', (text) => {
    const { heard } = recogniser.recognise(text)
    expect(heard.under16 ?? heard.forSomeoneElse).toBeUndefined()
  })

  it('joins no peeing with what hurts elsewhere', () => {
    const { heard } = recogniser.recognise("I can't pee and my chest hurts")
    expect(Object.keys(heard.signs ?? {}).sort()).toEqual(['bladder-bowel/cannot-pass', 'chest-pain/chest'])
    expect(recogniser.recognise('it hurts when I pee').heard.signs).toHaveProperty('kidney-gallbladder')
  })

  it('says which words raised a flag, as they were typed', () => {
    const text = 'Since Monday — odd, I know — I c\u200ban’t FEEL my gro\u00adin.'
    const mention = recogniser
      .recognise(text)
      .mentions.find(({ flag, assertion }) => flag === 'saddle-numbness' && assertion === 'affirmed')!
    expect(text.slice(mention.start, mention.end)).toBe('c\u200ban’t FEEL my gro\u00adin')
  })
})

describe('the vocabulary', () => {
  const files = Object.entries(lexicon)
  const all = files.flatMap(([file, { concepts = {}, cues = [], idioms = [] }]) =>
    [
      ...Object.values(concepts).flatMap(({ phrases }) => phrases),
      ...cues.flatMap(({ phrases }) => phrases),
      ...idioms,
    ].map((phrase) => [file, phrase] as const),
  )

  it('has no phrase that can shrink to a word nobody would call one', () => {
    const bare = all.filter(([, phrase]) => {
      const needed = phrase.split(' ').filter((element) => !element.endsWith('?') && element !== '_')
      return (
        needed.length === 1 && phrase.includes(' ') && needed[0]!.split('|').some((word) => word.length <= 4)
      )
    })
    expect(bare).toEqual([])
  })

  it('raises every red flag by some rule', () => {
    const raised = new Set(
      files.flatMap(([, { rules = [] }]) => rules.flatMap(({ sign }) => (sign ? [flagOf(sign)] : []))),
    )
    expect([...raised].sort()).toEqual(redFlags.map(({ id }) => id).sort())
  })

  it('gives every rule an id of its own', () => {
    const ids = files.flatMap(([, { rules = [] }]) => rules.map(({ id }) => id))
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })

  it('names file and rule when a rule speaks of a concept nobody defines', () => {
    const broken = {
      ...lexicon,
      extra: {
        source: 's',
        reviewed: '2026-01-01',
        rules: [{ id: 'odd', sign: 'aortic' as const, all: [['nowhere']] }],
      },
    }
    expect(() => compile(broken)).toThrow("extra, rule 'odd': there is no concept 'nowhere'")
  })
})

describe('the labelled examples that were read', () => {
  const rows = score(
    readExampleFile(dataFile('redflags.dev.jsonl')).filter(({ id }) => !isHeldBack(id)),
    recogniser,
  )
  const share = (expected: string, test: (row: (typeof rows)[number]) => boolean) => {
    const own = rows.filter((row) => row.expect === expected)
    return own.filter(test).length / own.length
  }

  it('are read no worse than before', () => {
    expect(share('emergency', ({ reading }) => reading.level === 'emergency')).toBeGreaterThanOrEqual(0.98)
    expect(share('urgent', ({ reading }) => reading.level !== 'none')).toBeGreaterThanOrEqual(0.98)
    expect(share('urgent', ({ reading }) => reading.level === 'emergency')).toBeLessThanOrEqual(0.02)
    expect(share('none', ({ reading }) => reading.level === 'emergency')).toBeLessThanOrEqual(0.01)
    expect(
      share('none', ({ reading }) => reading.level !== 'none' || reading.asked.length > 0),
    ).toBeLessThanOrEqual(0.02)
  })
})

const examples = readExampleFile(dataFile('redflags.dev.jsonl')).filter(({ id }) => !isHeldBack(id))
const emergencies = examples
  .filter(({ expect: level, text }) => level === 'emergency' && text.length < 160)
  .map(({ text }) => text)
  .filter((text) => levelOf(recogniser.recognise(text)).level === 'emergency')
const harmless = examples
  .filter(({ expect: level, text }) => level === 'none' && text.length < 160)
  .map(({ text }) => (/[.?!]$/.test(text) ? text : `${text}.`))

describe('negation and the like stay in their scope', () => {
  const affirmed = [
    'my left leg is numb',
    'I have a fever',
    'there is blood in my urine',
    'my groin is numb',
    'I leak urine',
    'I fell off a ladder',
    'I fainted',
    'my right arm is weak',
  ]
  const around: ((text: string) => string)[] = [
    (text) => `No fever, no weight loss, but ${text}`,
    (text) => `${text} but no chest pain`,
    (text) => `I don't have any other trouble. ${text}.`,
    (text) => `not incontinent, not feverish, however ${text}`,
    (text) => `no, ${text}`,
    (text) => `I had a spasm last year and now ${text}`,
    (text) => `not sure why but ${text}`,
    (text) => `is it normal that ${text}?`,
    (text) => `could you help, ${text}`,
    (text) => `nothing helps and ${text}`,
    (text) => `I'm scared, ${text}`,
    (text) => `in case it matters, ${text}`,
  ]
  it.each(around.map((frame) => [frame('…'), frame] as const))('%s', (_, frame) => {
    for (const text of affirmed)
      expect(flagsOf(frame(text)), frame(text)).toEqual(expect.arrayContaining(flagsOf(text) as string[]))
  })
})

describe('properties', () => {
  it('adding sentences never takes a flag back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...emergencies),
        fc.array(fc.constantFrom(...harmless), { maxLength: 2 }),
        fc.array(fc.constantFrom(...harmless), { maxLength: 2 }),
        (text, before, after) => {
          const told = [...before, /[.?!]$/.test(text) ? text : `${text}.`, ...after].join(' ')
          const { flags, asked } = levelOf(recogniser.recognise(told))
          // "My boss … Mine is only stiff": rules may ask; what is made of that is tested with the opinion (recogniser.test.ts).
          expect([...flags, ...asked]).toEqual(expect.arrayContaining(flagsOf(text) as string[]))
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each(Object.entries(disguises))('threat 19: %s hides nothing', (_, disguise) => {
    for (const text of emergencies)
      expect(flagsOf(disguise(text)), disguise(text)).toEqual(
        expect.arrayContaining(flagsOf(text) as string[]),
      )
  })

  const short = cases
    .filter(({ flags, text }) => flags?.length && /^[a-z' ]+$/i.test(text) && !text.includes("'s "))
    .map(({ text }) => text)
  const letterDisguises: Record<string, (text: string) => string> = {
    'doubled letters': (text) => text.replace(/\p{L}/gu, '$&$&'),
    'a letter held down': (text) => text.replace(/[aeiou](?=\w)/g, '$&$&$&$&'),
    'spaced letters': (text) =>
      text
        .replaceAll("'", '')
        .split(' ')
        .map((word) => [...word].join(' '))
        .join('  '),
    'dots between letters': (text) =>
      text
        .replaceAll("'", '')
        .split(' ')
        .map((word) => [...word].join('.'))
        .join(' '),
    'letters spaced without end': (text) => [...text.replace(/[' ]/g, '')].join(' '),
  }
  it.each(Object.entries(letterDisguises))('threat 19: %s hide nothing', (_, disguise) => {
    for (const text of short)
      expect(levelOf(recogniser.recognise(disguise(text))).level, disguise(text)).not.toBe('none')
  })

  it('never throws, and every mention lies within the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 })),
        (text) => {
          for (const { start, end } of recogniser.recognise(text).mentions)
            expect(0 <= start && start < end && end <= text.length).toBe(true)
        },
      ),
    )
  })

  it.each([
    'no numb leg ',
    'a',
    '1',
    'n u m b ',
    '😀',
    'can numb my leg ',
    'xcanxpeex ',
    '\ufdfa',
    'lost my the all feel ',
  ])('threat 18: takes no longer for 64 KB of %j than for what is read of it', (piece) => {
    const long = piece.repeat(Math.ceil(65_536 / piece.length))
    expect(recogniser.recognise(long).mentions).toEqual(recogniser.recognise(long.slice(0, 4000)).mentions)
  })
})
