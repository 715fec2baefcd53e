import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { answer, answerIndex } from '../src/core/retrieval/answer.ts'
import { buildKnowledge } from '../src/knowledge/build.ts'
import { knowledgeFolder } from '../src/knowledge/places.ts'

const { content, prepared } = buildKnowledge(knowledgeFolder)
const index = answerIndex(content, prepared)

describe('answers', () => {
  it.each([
    ['how do I use ice safely'],
    ['should I rest'],
    ['what are the warning signs'],
    ['do I need an xray'],
    ['can stress cause it'],
  ])(
    'quotes a short section or one to three sentences for "%s", in their order, with their documents',
    (question) => {
      const result = answer(question, index)
      if (result.kind !== 'answered') throw new Error('not answered')
      const { passage, also, sentences, sources } = result
      const own = sentences.filter((sentence) => passage.sentences.includes(sentence))
      expect(own).toEqual(passage.sentences.filter((sentence) => own.includes(sentence)))
      const other = sentences.filter((sentence) => !own.includes(sentence))
      expect(other.every((sentence) => also?.sentences.includes(sentence))).toBe(true)
      expect(own.length).toBeGreaterThan(0)
      expect(own.length <= 3 || own.join(' ').split(/\s+/).length <= 60).toBe(true)
      expect(other.length).toBeLessThanOrEqual(1)
      expect(sources.map(({ document, section }) => `${document} ${section}`)).toEqual(
        [passage, ...(also ? [also] : [])].flatMap(({ documents, section }) =>
          documents.map((document) => `${document} ${section}`),
        ),
      )
    },
  )

  it('shows each range with its source where documents disagree', () => {
    const result = answer('how long do back spasms last', index)
    if (result.kind !== 'answered') throw new Error('not answered')
    expect(new Set(result.ranges.map((range) => range.source.document)).size).toBeGreaterThan(1)
  })

  it('never throws and answers the same twice, whatever is typed', () => {
    const nasty = fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty', 'spasm', 'ice')
    fc.assert(
      fc.property(fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' })), { maxLength: 40 }), (parts) => {
        const text = parts.join(' ')
        const result = answer(text, index)
        expect(answer(text, index)).toEqual(result)
        if (result.kind !== 'unknown') expect(result.score).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })

  it('reads "constructor" as a word like any other', () => {
    const plain = answer('how long do spasms last', index)
    const result = answer('how long do constructor spasms last', index)
    if (result.kind === 'unknown' || plain.kind === 'unknown') throw new Error('nothing found')
    expect(result.passage.id).toBe(plain.passage.id)
    expect(result.score).toBeGreaterThan(0)
  })

  it('is done with a hostile text in a few milliseconds', () => {
    const texts = ['spasm '.repeat(20_000), 'a'.repeat(100_000), 'xq'.repeat(50_000), '? '.repeat(50_000)]
    for (const text of texts) {
      const start = performance.now()
      answer(text, index)
      expect(performance.now() - start).toBeLessThan(300)
    }
  })
})
