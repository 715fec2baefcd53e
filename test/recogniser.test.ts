/** Rules and second opinion together, as patients meet them: what must hold however a sign is put. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levelOf } from '../src/cli/evalRedFlags.ts'
import { windowsOf } from '../src/core/redFlags/features.ts'
import { lexiconSchema } from '../src/core/redFlags/lexicon.ts'
import { compile } from '../src/core/redFlags/recognise.ts'
import { recogniser } from '../src/core/redFlags/recogniser.ts'
import { opinionOf } from '../src/core/redFlags/secondOpinion.ts'
import { redFlags } from '../src/core/triage/flags.ts'
import { isHeldBack, readExampleFile } from '../src/knowledge/examples.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { knowledgeFolder } from '../src/knowledge/places.ts'
import { disguises } from './disguises.ts'

const knowledge = loadKnowledge()
const { lexicon } = knowledge
const { recognise } = recogniser(knowledge)
const read = (text: string) => levelOf(recognise(text))
const rank = { none: 0, urgent: 1, emergency: 2 } as const

const folder = join(knowledgeFolder, 'examples')
const examples = readdirSync(folder)
  .sort()
  .flatMap((file) => readExampleFile(join(folder, file)))
  .filter(({ id, text }) => !isHeldBack(id) && text.length < 160)
const asSentence = (text: string) => (/[.?!]$/.test(text) ? text : `${text}.`)
const harmless = examples.filter(({ expect: level }) => level === 'none').map(({ text }) => asSentence(text))

describe('more words', () => {
  const { study } = compile(lexicon)
  const affirming = examples
    .filter(({ expect: level }) => level !== 'none')
    .map(({ text }) => asSentence(text))
    .filter((text) => windowsOf(study(text).reading).length === 1 && read(text).level !== 'none')
  const some = fc.array(fc.constantFrom(...harmless), { maxLength: 2 })

  it('make of what one sentence affirms a question at most, and seldom that', () => {
    let [told, asked] = [0, 0]
    fc.assert(
      fc.property(fc.constantFrom(...affirming), some, some, (text, before, after) => {
        const alone = read(text)
        const among = read([...before, text, ...after].join(' '))
        told++
        if (rank[among.level] >= rank[alone.level]) return
        asked++
        expect(among.asked.length).toBeGreaterThan(0)
      }),
      { numRuns: 1500, seed: 7 },
    )
    expect(asked / told).toBeLessThan(0.04)
  })
})

describe('500 disguises', () => {
  const dressed: Record<string, (text: string) => string> = {
    ...disguises,
    'no punctuation': (text) => text.toLowerCase().replace(/[.!?]+$/, ''),
    'broken lines': (text) => text.replace(/ (?=[^ ]+ [^ ]+ [^ ]+ )/g, '\n').toLowerCase(),
    'a line a word': (text) => text.toLowerCase().replaceAll(' ', '\r\n'),
    'line breaks before and after': (text) => `\r\n\n${text}\n\n`,
    'emoji before and after': (text) => `🙏😭 ${text} 😭🚑`,
    'in smart quotes': (text) => `“${text.replaceAll("'", '’')}”`,
    umlauts: (text) => text.replace(/[aeou]/g, (letter) => `${letter}\u0308`),
    'a held ending': (text) => `${text}!!!!!!`,
  }
  const plain = redFlags.flatMap(({ id }) =>
    examples
      .filter(({ flags, kind }) => flags.length === 1 && flags[0] === id && kind === 'direct')
      .map(({ text }) => text)
      .filter((text) => /^[\w ,.']+$/.test(text) && read(text).level !== 'none')
      .slice(0, 3),
  )

  it('are more than 500', () => {
    expect(plain.length * Object.keys(dressed).length).toBeGreaterThan(500)
  })

  it.each(Object.entries(dressed))('%s hides none', (_, disguise) => {
    for (const text of plain)
      expect(rank[read(disguise(text)).level], disguise(text)).toBeGreaterThanOrEqual(rank[read(text).level])
  })
})

describe('rules and second opinion weighed together', () => {
  const heads = [...redFlags.map(({ id }) => id), 'emergency', 'any']
  /** Weights in log-odds, by word and head; each word of a text of a dozen words moves a score by about a tenth of its weight. */
  const opinion = (words: Record<string, Record<string, number>>) =>
    opinionOf(
      { heads, bias: -2 },
      Object.keys(words).map((word) => `0 ${word}`),
      Object.values(words).map((own) => heads.map((head) => (own[head] ?? 0) * 10)),
    )
  const rule = { id: 'blimp', sign: 'paralysis', all: [['blimp']] } as const
  const vocabulary = (unsure: boolean) =>
    lexiconSchema.parse({
      odd: {
        source: 'made up',
        reviewed: '2026-01-01',
        concepts: { blimp: { kind: 'finding', phrases: ['blimpish'] } },
        rules: [{ ...rule, unsure }],
      },
    })
  const strong = { paralysis: 12, emergency: 12, any: 12 }
  const hear = (text: string, words: Record<string, Record<string, number>>, unsure = false) => {
    const { heard, unsure: asks } = recogniser({
      lexicon: vocabulary(unsure),
      opinions: { opinion: opinion(words) },
    }).recognise(text)
    return { signs: Object.keys(heard.signs ?? {}), asks }
  }
  const long = 'the garden was lovely and warm and a blimpish bird sat there for hours'

  it('asks about what a rule affirms in a long sentence that nothing else bears out', () => {
    expect(hear(long, { garden: { any: -1 } })).toEqual({ signs: [], asks: ['paralysis'] })
  })

  it('escalates it when the opinion finds it likely, and asks however little else is said', () => {
    expect(hear(long, { blimpish: strong, bird: strong }).signs).toEqual(['paralysis'])
    expect(hear('it is all blimpish', { garden: { any: -1 } }).asks).toEqual(['paralysis'])
  })

  it('lets a doubt pass only in a long text, and only when it is most unlikely', () => {
    expect(hear(long, { garden: { any: -1 } }, true).asks).toEqual(['paralysis'])
    expect(hear(long, { garden: { paralysis: -12, emergency: -12 } }, true).asks).toEqual([])
    expect(hear('it is blimpish', { it: { paralysis: -12, emergency: -12 } }, true).asks).toEqual([
      'paralysis',
    ])
  })

  it('escalates and asks by what was learnt alone', () => {
    const wobble = 'my wobblewick has gone all funny today'
    expect(hear(wobble, { wobblewick: strong, funny: strong }).signs).toEqual(['paralysis'])
    expect(hear(wobble, { wobblewick: { paralysis: 11, emergency: 11, any: 11 } }).asks).toEqual([
      'paralysis',
    ])
    expect(hear(wobble, { wobblewick: { any: 1 } })).toEqual({ signs: [], asks: [] })
  })

  it('never concludes a fall from blood thinners: it asks, and not where little is said', () => {
    const thinner = { 'fracture-risk': 12, any: 12 }
    const words = { warfarin: thinner, take: thinner }
    expect(hear('i take warfarin and met the edge of the door last night', words)).toEqual({
      signs: [],
      asks: ['fracture-risk'],
    })
    expect(hear('i take warfarin', words)).toEqual({ signs: [], asks: [] })
  })
})
