import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupAlike, type Asked } from '../src/core/retrieval/alike.ts'
import { english } from '../src/core/retrieval/english.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { background, groups } from './alike.cases.ts'

const everyday = english(loadKnowledge().retrieval.english)
// as many sections as a clinic has
const sections = Array.from({ length: 20 }, () => background).flat()
const group = (asked: readonly Asked[]) => groupAlike(asked, sections, everyday)
const once = (questions: readonly string[]): Asked[] => questions.map((question) => ({ question, count: 1 }))
const sorted = (lists: readonly (readonly string[])[]): string[][] =>
  lists.map((list) => list.toSorted()).sort((a, b) => (a[0]! < b[0]! ? -1 : 1))

describe('questions are grouped', () => {
  it.each(groups)('%s', (_, expected) => {
    const found = group(once(expected.flat()))
    expect(sorted(found.map(({ questions }) => questions.map(({ question }) => question)))).toEqual(
      sorted(expected),
    )
  })

  it('the same way in whatever order they come, none lost', () => {
    const all = once(groups.flatMap(([, lists]) => lists.flat()))
    const expected = group(all)
    expect(expected.flatMap(({ questions }) => questions)).toHaveLength(all.length)
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(group(shuffled)).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })

  it('the most asked first, each with its most typical question and what it is about', () => {
    const asked = [
      { question: 'is it ok to swim in the sea', count: 2 },
      { question: 'my neighbour says that swimming in his pool is fine, is it', count: 1 },
      { question: 'swimming?', count: 1 },
      { question: 'can I fly', count: 3 },
      { question: 'can I swim', count: 2 },
    ]
    const [first, second] = group(asked)
    expect(first).toMatchObject({ about: 'swim', questions: [{ question: 'can I swim', count: 2 }, {}, {}] })
    expect(second).toEqual({ count: 3, about: 'fly', questions: [{ question: 'can I fly', count: 3 }] })
  })

  it('five thousand of them within seconds', () => {
    const words = background.join(' ').split(' ')
    const many = Array.from({ length: 5_000 }, (_, n) => ({
      question: `${words[n % 31]} ${words[n % 37]} topic${n % 2_000} ${words[n % 41]}`,
      count: 1,
    }))
    const began = performance.now()
    expect(group(many).length).toBeGreaterThan(100)
    expect(performance.now() - began).toBeLessThan(10_000)
  })
})
