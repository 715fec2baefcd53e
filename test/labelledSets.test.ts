import { expect, it } from 'vitest'
import { labelledFile, readWanted } from '../src/cli/labelledSets.ts'

it.each([
  [['redflags'], { kind: 'redflags', given: [] }],
  [['questions', 'own'], { kind: 'questions', given: ['own'] }],
  [['redflags.dev'], { kind: 'redflags', given: ['redflags.dev'] }],
  [['questions.own', 'questions.dev'], { kind: 'questions', given: ['questions.own', 'questions.dev'] }],
  [['nonsense'], { given: [] }],
])('what to score is read from %j', (words, wanted) => {
  expect(readWanted(words)).toEqual(wanted)
})

it.each(['redflags.dev', 'dev', 'redflags.dev.jsonl', 'test/data/redflags.dev.jsonl'])(
  'a labelled set is found as %s',
  (name) => {
    expect(labelledFile('redflags', name)).toBe('test/data/redflags.dev.jsonl')
  },
)

it('a set that is none is refused with the names of those there are', () => {
  expect(() => labelledFile('questions', 'devv')).toThrow(
    /no file or set devv; .*\bquestions\.dev\b.*\bquestions\.own\b/,
  )
})
