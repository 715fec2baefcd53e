import { describe, expect, it } from 'vitest'
import { sentenceOf } from '../src/core/retrieval/quote.ts'
import { Synonyms } from '../src/core/retrieval/synonyms.ts'
import { words } from '../src/core/retrieval/terms.ts'
import { Verdicts } from '../src/core/retrieval/verdict.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { verdictCases } from './verdict.cases.ts'

const synonyms = new Synonyms({ means: { walking: 'walk', hot: 'heat' }, filler: ['please'] })
const sentences = [
  'A short walk keeps the muscles supple.',
  'Stress can tighten the muscles of the back.',
  'Running can strain the back, unless the muscles are strong.',
].map(sentenceOf)
const passage = {
  id: 'moving/walks',
  verdicts: {
    'is it ok to walk with a spasm': 'Yes, gently.',
    'should I stay in bed all day': 'No, keep moving.',
    'heat or ice for stiff muscles': 'Heat.',
    'may I walk before breakfast': 'Yes.',
  },
}

const first = (question: string) => new Verdicts(synonyms).of(words(question), passage, sentences)

describe('the first words of an answer', () => {
  it.each(verdictCases)('"$question" begins with $says', ({ question, says }) =>
    expect(first(question)).toBe(says),
  )
})

const kind = (says: string) =>
  /\byes\b|^(it|they) (can|may|does)/i.test(says) ? 'yes' : /^(no|not)\b/i.test(says) ? 'no' : says

/** What the people who wrote the verdicts say of a question, from the other ways to ask alone. */
describe('verdicts of the knowledge, each left out in turn', () => {
  const knowledge = loadKnowledge()
  const known = new Synonyms(knowledge.retrieval.synonyms)
  const tried = knowledge.passages.flatMap(({ id, sentences: texts, verdicts }) => {
    const said = texts.map(sentenceOf)
    return Object.entries(verdicts).flatMap(([question, says]) => {
      const others = Object.fromEntries(Object.entries(verdicts).filter(([other]) => other !== question))
      const told = new Verdicts(known).of(words(question), { id, verdicts: others }, said)
      return told ? [{ question, meant: kind(says), told: kind(told) }] : []
    })
  })

  it('are told for many, and hardly ever the opposite', () => {
    const opposite = tried.filter(({ meant, told }) => [meant, told].sort().join() === 'no,yes')
    expect(tried.length).toBeGreaterThan(150)
    expect(opposite.length, JSON.stringify(opposite)).toBeLessThanOrEqual(tried.length * 0.03)
  })
})
