import { describe, expect, it } from 'vitest'
import { compile } from '../src/core/redFlags/recognise.ts'
import { recogniser } from '../src/core/redFlags/recogniser.ts'
import { secondOpinion } from '../src/core/redFlags/secondOpinion.ts'
import type { Example } from '../src/knowledge/examples.ts'
import { learn } from '../src/knowledge/learn.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'

const knowledge = loadKnowledge()
const { recognise } = recogniser(knowledge)
const escalated = (text: string) => Object.keys(recognise(text).heard.signs ?? {}).length > 0

const stories = [
  'A man on my rowing team lost control of his bladder after a slipped disc. Mine is only stiff from the machine.',
  'My great aunt had a stroke at the bus stop years ago. My own back just aches after digging.',
  'The lady next door was rushed in with chest pain last week. I only pulled a muscle lifting her bins.',
  'In a film last night a climber fell off a cliff and broke his back. I am just sore from the sofa.',
]
const signs = [
  'I cannot pee since this morning.',
  'I have no feeling between my legs.',
  'Both my legs are numb and weak.',
  'I have crushing chest pain.',
  'I want to kill myself.',
]

const example = (text: string, kind: string): Example => ({ id: text, text, expect: 'none', flags: [], kind })

describe('the sense of a whole message', () => {
  it.each(stories)('"%s" is not taken for the writer’s own', (text) => {
    expect(escalated(text)).toBe(false)
  })

  it.each(signs.flatMap((sign) => stories.map((story) => [sign, story] as const)))(
    '"%s" stands beside "%s"',
    (sign, story) => {
      expect(escalated(`${sign} ${story}`)).toBe(true)
      expect(escalated(`${story} ${sign}`)).toBe(true)
    },
  )

  it('is learnt from kinds, the same from the same', () => {
    const lessons = Array.from({ length: 4 }, () => [
      example('my uncle glimped', 'third-person-story'),
      example('what if i glimp', 'hypothetical'),
      example('i glimped long ago', 'past-resolved'),
      example('i glimp', 'direct'),
    ]).flat()
    const rules = compile({})
    const { opinion } = learn(lessons, rules)
    expect(learn(lessons, rules).opinion).toEqual(opinion)
    const judge = secondOpinion(opinion)
    const likeliest = (text: string) => {
      return Object.entries(judge(rules.study(text)).senses()).toSorted((a, b) => b[1] - a[1])[0]![0]
    }
    expect(likeliest('my uncle has glimped')).toBe('story')
    expect(likeliest('what if he glimps')).toBe('supposed')
    expect(likeliest('glimped, long ago')).toBe('over')
  })
})
