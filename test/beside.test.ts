import { describe, expect, it } from 'vitest'
import { answer } from '../src/core/retrieval/answer.ts'
import { answerIndex } from '../src/core/retrieval/answerIndex.ts'
import { toMessage } from '../src/core/retrieval/toMessage.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { besideCases, notPatients } from './beside.cases.ts'

const knowledge = loadKnowledge()
const index = answerIndex(knowledge, knowledge)

describe('a question that names one thing the articles do not', () => {
  it.each(besideCases)('"$question" is refused, and the known part said', ({ question, refuses, says }) => {
    const result = answer(question, index)
    if (result.kind !== 'unknown') throw new Error(`answered from ${result.passage.id}`)
    expect(result.missing[0]?.words).toBe(refuses)
    const message = toMessage(result, knowledge.wording.answers)
    if (message.kind !== 'unsure') throw new Error('not said as a refusal')
    if (says) expect(message.closest?.text).toMatch(says)
    else expect(message.closest).toBeUndefined()
  })

  it('leads only to sections there are', () => {
    const ids = new Set(knowledge.passages.map(({ id }) => id))
    const led = knowledge.retrieval.topics.related.flatMap(({ sections }) => sections)
    expect(led.filter((id) => !ids.has(id))).toEqual([])
  })
})

describe('an animal, a child or a scan named by the way', () => {
  it.each(notPatients)('"%s" is answered', (question) => {
    expect(answer(question, index).kind).toBe('answered')
  })
})
