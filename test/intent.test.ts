import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { intentReader, nodReader } from '../src/core/intent.ts'
import { buildKnowledge } from '../src/knowledge/build.ts'
import { knowledgeFolder } from '../src/knowledge/places.ts'
import { english, foreign, intents } from './intent.cases.ts'

const { retrieval } = buildKnowledge(knowledgeFolder).content
const intentOf = intentReader(retrieval)

const shown = (text: string): string => {
  const intent = intentOf(text)
  if (intent.kind === 'command') return `command/${intent.command}`
  return intent.kind === 'small-talk' ? `small-talk/${intent.smallTalk}` : intent.kind
}

describe('the kind of a message', () => {
  it.each(intents)('"%s" is %s', (text, intent) => expect(shown(text)).toBe(intent))

  it.each(foreign)('"%s" is %s', (text, language) => {
    const intent = intentOf(text)
    expect(intent.kind === 'other-language' && intent.language).toBe(language)
  })

  it.each(english.map((text) => [text]))('"%s" is English', (text) =>
    expect(intentOf(text).kind).not.toBe('other-language'),
  )

  it('has a line with the emergency number in every language', () => {
    for (const { notice } of Object.values(retrieval.languages.languages))
      expect(notice).toContain('{emergency}')
  })

  it('knows every phrase of its own data', () => {
    for (const [command, phrases] of Object.entries(retrieval.intents.commands))
      for (const phrase of phrases) expect([phrase, shown(phrase)]).toEqual([phrase, `command/${command}`])
    for (const [smallTalk, phrases] of Object.entries(retrieval.intents.smallTalk))
      for (const phrase of phrases)
        expect([phrase, shown(phrase)]).toEqual([phrase, `small-talk/${smallTalk}`])
  })

  it('never throws, and is quick on a hostile text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(intentOf(text)).toEqual(intentOf(text))
      }),
    )
    for (const text of ['please '.repeat(5000), 'no '.repeat(14), 'a '.repeat(14), 'ж'.repeat(50_000)]) {
      const start = performance.now()
      intentOf(text)
      expect(performance.now() - start).toBeLessThan(200)
    }
  })
})

describe('a nod', () => {
  const isNod = nodReader(retrieval.intents)
  it.each(['ok', 'No', 'yes please', 'nope', '👍', 'hmm, ok then', 'yeah sure'])('is "%s"', (text) =>
    expect(isNod(text)).toBe(true),
  )
  it.each(['ok, and heat?', 'no numbness', 'yes it hurts', 'spasm', '?', 'asdf'])('is not "%s"', (text) =>
    expect(isNod(text)).toBe(false),
  )
})
