import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cut, shuffled } from '../src/cli/searchBench/collection.ts'
import { ndcg, pairedInterval, precisionAt1, withSlips } from '../src/cli/searchBench/measures.ts'

const grades = new Map([
  [7, 3],
  [8, 1],
])

describe('measuring search', () => {
  it.each([
    { ranking: [7, 8], gain: 1, first: 1 },
    { ranking: [8, 7], gain: (1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)), first: 1 },
    { ranking: [1, 7], gain: 3 / Math.log2(3) / (3 + 1 / Math.log2(3)), first: 0 },
    { ranking: [], gain: 0, first: 0 },
    { ranking: [1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 7], gain: 0, first: 0 },
  ])('gives the ranking $ranking its nDCG@10 and P@1', ({ ranking, gain, first }) => {
    expect(ndcg(ranking, grades)).toBeCloseTo(gain, 12)
    expect(precisionAt1(ranking, grades)).toBe(first)
  })

  it('tells a difference that is there on every question from one that is not', () => {
    const scores = Array.from({ length: 60 }, (_, n) => (n % 7) / 7)
    const [low, high] = pairedInterval(
      scores.map((score) => score + 0.1),
      scores,
    )
    expect(low).toBeCloseTo(0.1, 12)
    expect(high).toBeCloseTo(0.1, 12)
    const [below, above] = pairedInterval(scores, scores.toReversed())
    expect(below).toBeLessThan(0)
    expect(above).toBeGreaterThan(0)
  })

  it('puts one slip into every long word, the same for the same seed', () => {
    const text = 'symptoms of hypersensitivity to grass pollen'
    const slipped = withSlips(text, 1)
    expect(withSlips(text, 1)).toBe(slipped)
    const [clean, typed] = [text.split(' '), slipped.split(' ')]
    clean.forEach((word, n) => {
      if (word.length < 6) expect(typed[n]).toBe(word)
      else expect(Math.abs(typed[n]!.length - word.length)).toBeLessThanOrEqual(1)
    })
    const changed = Array.from({ length: 50 }, (_, seed) => withSlips('hypersensitivity', seed))
    expect(changed.filter((word) => word !== 'hypersensitivity').length).toBeGreaterThan(45)
  })

  it('cuts passages of 60 words, overlapping only where there are too few', () => {
    const text = Array.from({ length: 240 }, (_, n) => `w${n}`).join(' ')
    const apart = cut([{ title: 't', text }], 4)
    expect(apart.flatMap((passage) => passage.text.split(' '))).toEqual(text.split(' '))
    const overlapping = cut([{ title: 't', text }], 7)
    expect(overlapping[1]!.text.startsWith('w30 ')).toBe(true)
    expect(() => cut([{ title: 't', text }], 8)).toThrow(/does not give 8/)
  })

  it('keeps every grade with its document when the order is changed', () => {
    const documents = Array.from({ length: 20 }, (_, n) => ({ title: `${n}`, text: '' }))
    const question = { text: '', grades, half: 'chosen on' as const }
    const other = shuffled({ documents, questions: [question] })
    expect(other.documents).not.toEqual(documents)
    const titles = [...other.questions[0]!.grades].map(([place, grade]) => [
      other.documents[place]!.title,
      grade,
    ])
    expect(titles).toEqual([
      ['7', 3],
      ['8', 1],
    ])
  })

  it('is the only place that knows the engines it compares with', () => {
    const source = join(import.meta.dirname, '../src')
    const peers = /minisearch|lunr|elasticlunr|wink-bm25|flexsearch|orama/i
    for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.ts') && !file.startsWith(join('cli', 'searchBench')))
        expect(readFileSync(join(source, file), 'utf8'), file).not.toMatch(peers)
  })
})
