import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recogniser } from '../src/core/redFlags/recogniser.ts'
import { compile } from '../src/core/redFlags/recognise.ts'
import { featureReader, windowsOf } from '../src/core/redFlags/features.ts'
import { secondOpinion } from '../src/core/redFlags/secondOpinion.ts'
import type { Example } from '../src/knowledge/examples.ts'
import { isHeldBack } from '../src/knowledge/examples.ts'
import { learn } from '../src/knowledge/learn.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'

const knowledge = loadKnowledge()
const { recognise } = recogniser(knowledge)

/** Words no rule knows, so that only what was learnt can tell. */
const lesson = (id: string, text: string, ...flags: Example['flags']): Example => ({
  id,
  text,
  expect: flags.length > 0 ? 'emergency' : 'none',
  flags,
  kind: 'direct',
})
const lessons = [
  lesson('a', 'the wobblewick has gone blimpish', 'paralysis'),
  lesson('b', 'my wobblewick is blimpish today', 'paralysis'),
  lesson('c', 'all blimpish in the wobblewick', 'paralysis'),
  lesson('d', 'a lovely day in the garden'),
  lesson('e', 'my garden is lovely today'),
  lesson('f', 'no wobblewick, all lovely'),
  lesson('g', 'the garden has gone'),
]

/** No rules: only what was learnt can tell. */
const bare = compile({})
const { opinion } = learn([...lessons, ...lessons, ...lessons], bare)
const second = secondOpinion(opinion)
/** The likeliest flag of a text, where it is likeliest. */
function likeliest(text: string) {
  const study = bare.study(text)
  const views = second(study).judgements.toSorted((a, b) => b.any - a.any)
  const { any, emergency, suspicions, reasons } = views[0]!
  const { flag, score } = suspicions().toSorted((a, b) => b.score - a.score)[0]!
  const { start, end } = reasons(flag)
  return { any, emergency, flag, score, words: study.reading.words.slice(start, end).map(({ word }) => word) }
}

describe('the second opinion', () => {
  it('learns the same weights from the same examples', () => {
    expect(learn(lessons, bare)).toEqual(learn(lessons, bare))
  })

  it('knows what it was taught, and says nothing of what it was not', () => {
    const taught = likeliest('his wobblewick went blimpish')
    expect(taught).toMatchObject({ flag: 'paralysis' })
    expect(taught.any).toBeGreaterThan(likeliest('her garden is lovely').any)
    expect(taught.emergency).toBeGreaterThan(likeliest('her garden is lovely').emergency)
    expect(likeliest('florble gnarf').any).toBeLessThan(-1.5)
  })

  it('finds words buried in a long story, and says which', () => {
    const story = `${'I was out and about. '.repeat(20)}My wobblewick is blimpish. ${'It rained. '.repeat(20)}`
    const { flag, score, words } = likeliest(story)
    expect(flag).toBe('paralysis')
    expect(score).toBeGreaterThan(-1)
    expect(words).toContain('wobblewick')
    expect(words.length).toBeLessThan(6)
  })

  it('asks about what is likely, and escalates what is very likely', () => {
    const { recognise: alone } = recogniser({ lexicon: {}, opinions: { opinion } })
    const clear = alone('my wobblewick is blimpish today')
    expect([...clear.unsure, ...Object.keys(clear.heard.signs ?? {})]).toEqual(['paralysis'])
    expect(alone('the garden has gone')).toMatchObject({ heard: {}, unsure: [] })
  })

  it.each([
    'yes',
    'no',
    'none of these',
    'my back is in spasm',
    'my back hurts',
    'since yesterday',
    'hello there',
  ])('leaves "%s" alone', (text) => {
    expect(recognise(text).unsure).toEqual([])
  })

  it('never throws, and reads every word of a sentence', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => void recognise(text)))
    const words = Array.from({ length: 200 }, (_, i) => `word${String.fromCharCode(97 + (i % 26))}${i}`)
    const study = bare.study(words.join(' '))
    const parts = ['', ...words, '^', '|', '$']
    const read = new Set<number>()
    const readFeatures = featureReader(study, {
      part: (text) => parts.indexOf(text),
      feature: (_, part) => part,
      letters: () => -1,
    })
    for (const window of windowsOf(study.reading)) readFeatures(window, (word) => read.add(word))
    for (const word of words) expect(read).toContain(parts.indexOf(word))
  })
})

describe('the examples held back', () => {
  it('are about a third, the same on every machine, and never what was only to learn from', () => {
    const ids = Array.from({ length: 900 }, (_, i) => `w${i}`)
    const held = ids.filter(isHeldBack)
    expect(held.length).toBeGreaterThan(250)
    expect(held.length).toBeLessThan(350)
    expect(held.slice(0, 3)).toEqual(ids.filter(isHeldBack).slice(0, 3))
    expect(isHeldBack('seen-0001')).toBe(false)
  })
})
