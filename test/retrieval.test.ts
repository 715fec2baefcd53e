import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { answer } from '../src/core/retrieval/answer.ts'
import { answerIndex } from '../src/core/retrieval/answerIndex.ts'
import { focus, questionsIn } from '../src/core/retrieval/focus.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'

const knowledge = loadKnowledge()
const index = answerIndex(knowledge, knowledge)

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
      expect(other.length).toBeLessThanOrEqual(2)
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

describe('a story around a question', () => {
  it.each([
    ['so before bed I only want to know whether a warm bath is any use', 'whether a warm bath is any use'],
    ['My back went on Sunday. I was wondering how long it takes', 'how long it takes'],
    ['tell me', 'tell me'],
  ])('is not what "%s" asks', (message, asked) => expect(focus(message).asked.join(' ')).toBe(asked))

  const story =
    'We moved house at the weekend, my sister came to stay, the boiler broke and somebody was sick on the new carpet.'
  it.each([
    ['Can I drive after a muscle relaxant?', /driving/],
    ['What can a doctor do for a back spasm?', /treatments-a-doctor/],
    ['And should I use ice or heat on my back?', /ice-or-heat-is-better/],
  ])('does not keep "%s" from its answer', (question, section) => {
    const result = answer(`${story} ${question}`, index)
    expect(result.kind === 'answered' && result.passage.id).toMatch(section)
  })
})

describe('what a message names by the way', () => {
  it('need not be in a section that is nearly certain', () => {
    const told = 'I took two ibuprofen and used a cold pack all day.'
    const result = answer(`${told} What other treatments can a doctor offer?`, index)
    expect(result.kind === 'answered' && result.passage.id).toMatch(/treatments-a-doctor/)
  })

  it('must be in the section where it is asked about', () => {
    const result = answer('is it ok to take gabapentin for it', index)
    expect(result.kind === 'unknown' && result.missing[0]!.words).toBe('gabapentin')
  })
})

describe('several questions in one message', () => {
  it.each<[string, string[]]>([
    ['How long do spasms last? And what causes them?', ['How long do spasms last?', 'And what causes them?']],
    [
      'which tablets help and how long should ice stay on',
      ['which tablets help', 'how long should ice stay on'],
    ],
    ['is it ok to walk, and can I lift things', ['is it ok to walk', 'and can I lift things']],
    ['how and when should I stretch', ['how and when should I stretch']],
    ['what helps and why', ['what helps and why']],
    ['My back went on Sunday. How long will it last?', ['My back went on Sunday. How long will it last?']],
  ])('parts "%s"', (message, questions) => expect(questionsIn(message)).toEqual(questions))

  it.each<[string, RegExp, RegExp]>([
    ['How long do spasms last? And what causes them?', /days to weeks/, /cause of a back spasm/],
    ['which pain relievers help and how long should I leave ice on', /ibuprofen/i, /15-20 minutes/],
    ['does stress cause spasms, and what helps me wind down?', /stress/i, /yoga/i],
  ])('answers each of "%s"', (message, ...answers) => {
    const result = answer(message, index)
    if (result.kind !== 'answered') throw new Error('not answered')
    for (const said of answers) expect(result.sentences.join(' ')).toMatch(said)
    expect(result.also).toBeDefined()
    const sections = new Set(result.sources.map(({ section }) => section))
    expect(sections).toEqual(new Set([result.passage.section, result.also!.section]))
  })

  it('answers the whole, or says what is closest, where one of them is not known', () => {
    const result = answer('how long do spasms last and who won the cup final?', index)
    if (result.kind === 'unknown') throw new Error('nothing near')
    expect(result.passage.id).toMatch(/^how-long/)
  })
})
