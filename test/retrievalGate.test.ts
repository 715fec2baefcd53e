import { describe, expect, it } from 'vitest'
import { answer } from '../src/core/retrieval/answer.ts'
import { answerIndex, searchIndexOf } from '../src/core/retrieval/answerIndex.ts'
import type { Classifier } from '../src/core/retrieval/classifier.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { findable, refused } from './retrieval.cases.ts'

const knowledge = loadKnowledge()
const index = answerIndex(knowledge, knowledge)
/** The classifier without the sections that are not kept. */
function withoutOthers(classifier: Classifier, isKept: (section: number) => boolean): Classifier {
  const { classes, weights } = classifier
  const kept = (at: number) => at % classes === classes - 1 || isKept(at % classes)
  const columns = Array.from({ length: classes }, (_, at) => at).filter(kept).length
  return { ...classifier, classes: columns, weights: weights.filter((_, at) => kept(at)) }
}

const share = (right: number, of: number) => right / of

describe('answering or not', () => {
  it('answers at least 9 of 10 questions from the right section', () => {
    const missed = findable.filter(([question, section]) => {
      const result = answer(question, index)
      return result.kind !== 'answered' || !section.test(result.passage.id)
    })
    expect(
      share(missed.length, findable.length),
      missed.map(([question]) => question).join('\n'),
    ).toBeLessThan(0.1)
  })

  it('refuses at least 19 of 20 questions that the articles do not cover', () => {
    const leaked = refused.filter((question) => answer(question, index).kind === 'answered')
    expect(share(leaked.length, refused.length), leaked.join('\n')).toBeLessThan(0.05)
  })

  it.each([
    [/relax(ant|er)s?/i, ['what are muscle relaxants', 'can I drive on muscle relaxants']],
    [/\bice\b|cold/i, ['how do I make an ice pack']],
    [/spondylolisthesis|scoliosis/i, ['what is spondylolisthesis', 'can scoliosis cause spasms']],
    [/depress/i, ['can depression cause back spasms']],
    [/massag/i, ['does massage help', 'who can massage my back']],
    [/aspirin/i, ['does aspirin work']],
    [/yoga/i, ['does yoga help']],
  ])('no longer answers on %s when every section that speaks of it is left out', (topic, questions) => {
    const silent = knowledge.passages.filter((passage) => !topic.test(JSON.stringify(passage)))
    const without = answerIndex(
      { ...knowledge, passages: silent },
      {
        searchIndex: searchIndexOf({ ...knowledge, passages: silent }),
        classifier: withoutOthers(knowledge.classifier, (at) => silent.includes(knowledge.passages[at]!)),
      },
    )
    for (const question of questions) {
      expect(answer(question, index).kind, question).toBe('answered')
      expect(answer(question, without).kind, question).not.toBe('answered')
    }
  })

  it('names what was not found', () => {
    const result = answer('does acupuncture help a back spasm', index)
    expect(result.kind === 'unknown' && result.missing.map(({ words }) => words)).toEqual(['acupuncture'])
  })

  it('lets a part of the body be named by the way, and asks for it where it is the subject', () => {
    expect(answer('my knee is fine but my back is in knots, is ice or heat better', index).kind).toBe(
      'answered',
    )
    expect(answer('is ice or heat better for my knee', index).kind).toBe('unknown')
  })

  it('takes up the question before', () => {
    const result = answer('and for how long?', index, { previous: 'should I put ice on it' })
    expect(result.kind === 'answered' && result.passage.id).toMatch(/ice/)
  })

  it('answers with at most 60 words in the median', () => {
    const lengths = findable
      .map(([question]) => answer(question, index))
      .flatMap((result) => (result.kind === 'answered' ? [result.sentences.join(' ').split(' ').length] : []))
      .toSorted((a, b) => a - b)
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(60)
  })
})
