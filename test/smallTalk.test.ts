import { describe, expect, it } from 'vitest'
import { intentReader } from '../src/core/intent.ts'
import { answerIndex } from '../src/core/retrieval/answerIndex.ts'
import { smallTalkReader } from '../src/core/smallTalk.ts'
import { buildKnowledge } from '../src/knowledge/build.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { knowledgeFolder } from '../src/knowledge/places.ts'
import { measureSmallTalk } from '../src/knowledge/smallTalk.ts'

const knowledge = loadKnowledge()
const { content, talk, elsewhere, lessons } = buildKnowledge(knowledgeFolder)
const { synonyms } = answerIndex(knowledge, knowledge)
const intentOf = intentReader(knowledge.retrieval, smallTalkReader(knowledge.smallTalk, synonyms))

describe('small talk in other words than those of the lists', () => {
  it.each([
    ['heya pal, me again', 'greeting'],
    ['oi, you still there or what', 'are-you-there'],
    ['you have been ever so kind', 'thanks'],
    ['right then, I must be off now', 'goodbye'],
    ['are you an actual doctor or just some program', 'who-are-you'],
    ['what is it that you can do for people', 'what-can-you-do'],
    ['how is your day so far mate', 'how-are-you'],
    ['tell us one of your jokes then', 'joke'],
    ['sorry, forget what I just said', 'sorry'],
    ['what a stupid useless thing you are', 'insult'],
  ])('"%s" is %s', (text, smallTalk) => expect(intentOf(text)).toEqual({ kind: 'small-talk', smallTalk }))

  it.each([
    'hi my back is killing me',
    'lol cant feel my legs',
    'you there? my legs have gone numb',
    'thanks but it still hurts',
    'sorry but can I take ibuprofen',
    'haha ouch',
    'great, and for how long',
    'are you meant to rest',
    'how are you supposed to sit with this',
    'who do i see',
    'since monday',
    'whats 2 plus 2',
    'im fed up with this pain',
  ])('"%s" is none', (text) => expect(intentOf(text).kind).not.toBe('small-talk'))

  it('knows two thirds of what nothing was learnt from, and takes one other message in fifty for it', () => {
    const { taken, listed, swallowed } = measureSmallTalk(
      knowledge.smallTalk,
      knowledge,
      talk.heldBack,
      elsewhere.heldBack,
    )
    expect(taken).toBeGreaterThan(0.67)
    expect(listed).toBeLessThan(taken)
    expect(swallowed).toBeLessThan(0.04)
  })

  it('teaches the recogniser of red flags nothing', () => {
    const { passages, retrieval } = content
    const { commands, smallTalk } = retrieval.intents
    const others = [
      passages.flatMap(({ asked }) => asked),
      elsewhere.seen,
      ...Object.values({ ...commands, ...smallTalk }),
    ]
    const known = new Set(others.flat())
    const learnt = new Set(lessons.filter(({ id }) => id === '').map(({ text }) => text))
    expect(talk.seen.filter(({ text }) => learnt.has(text) && !known.has(text))).toEqual([])
  })
})
