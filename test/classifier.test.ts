import { describe, expect, it } from 'vitest'
import { classify, featuresOf } from '../src/core/retrieval/classifier.ts'
import { Synonyms } from '../src/core/retrieval/synonyms.ts'
import { words } from '../src/core/retrieval/terms.ts'
import { learnClassifier } from '../src/knowledge/learnClassifier.ts'

const section = (name: string, sentences: string[], asked: string[]) => ({
  title: name,
  section: name,
  sentences,
  asked,
})
const sections = [
  section(
    'Heat',
    ['Heat relaxes a tight muscle.'],
    ['does warmth help', 'hot bath for my back', 'is a heat pad good'],
  ),
  section(
    'Ice',
    ['Ice eases swelling.'],
    ['does cold help', 'frozen peas on my back', 'is an ice pack good'],
  ),
]
const elsewhere = [
  'who won the match',
  'who won the cup',
  'what is the weather',
  'is the weather good',
  'a hot meal for two',
  'how much is a ticket',
]
const synonyms = new Synonyms({ means: { lukewarm: 'heat', bek: 'back' }, filler: [] })
const chancesOf = (message: string) => [
  ...classify(learnClassifier(sections, elsewhere, synonyms), synonyms)(words(message)),
]
const likeliest = (message: string) => {
  const chances = chancesOf(message)
  return chances.indexOf(Math.max(...chances))
}

describe('the classifier of questions', () => {
  it.each<[string, number]>([
    ['would a hot bath help', 0],
    ['peas from the freezer, frozen, on my back', 1],
    ['something lukewarm', 0],
    ['a warmer bath', 0],
    ['who won', 2],
    ['the weather', 2],
  ])('"%s" goes to class %i', (message, own) => expect(likeliest(message)).toBe(own))

  it('gives chances that sum to 1, and the same twice, even for words nobody has seen', () => {
    for (const message of ['', 'zzz qqq', 'a hot bath']) {
      const chances = chancesOf(message)
      expect(chances).toHaveLength(3)
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1)
      expect(chancesOf(message)).toEqual(chances)
    }
  })

  it('tells each feature once', () => {
    expect([...featuresOf(['my', 'bek', 'my', 'bek'], synonyms)]).toEqual([
      'my',
      '#<my',
      '#my>',
      '^ my',
      'bek',
      'bek~',
      '#<be',
      '#bek',
      '#ek>',
      'my bek',
      'bek my',
      'back~',
    ])
  })
})
