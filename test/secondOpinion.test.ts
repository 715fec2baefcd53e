import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recogniser } from '../src/core/redFlags/recogniser.ts'
import { secondOpinion, windowsOf } from '../src/core/redFlags/secondOpinion.ts'
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

describe('the second opinion', () => {
  it('learns the same weights from the same examples', () => {
    expect(learn(lessons)).toEqual(learn(lessons))
  })

  it('knows what it was taught, and says nothing of what it was not', () => {
    const suspect = secondOpinion(learn(lessons))
    const [likeliest] = suspect('his wobblewick went blimpish')
    expect(likeliest).toMatchObject({ flag: 'paralysis' })
    expect(likeliest!.score).toBeGreaterThan(suspect('her garden is lovely')[0]!.score)
    expect(suspect('florble gnarf')[0]!.score).toBeLessThan(-1.5)
  })

  it('finds words buried in a long story', () => {
    const suspect = secondOpinion(learn(lessons))
    const story = `${'I was out and about. '.repeat(20)}My wobblewick is blimpish. ${'It rained. '.repeat(20)}`
    expect(suspect(story)[0]).toMatchObject({ flag: 'paralysis' })
    expect(suspect(story)[0]!.score).toBeGreaterThan(-1)
  })

  it('asks and never escalates', () => {
    const lonely = recogniser({ lexicon: {}, opinion: learn(lessons) })
    expect(lonely.recognise('his wobblewick is blimpish')).toMatchObject({ heard: {}, unsure: ['paralysis'] })
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
    const read = new Set(windowsOf(words.join(' ')).flat())
    for (const word of words) expect(read).toContain(word)
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
