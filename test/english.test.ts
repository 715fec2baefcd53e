import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { english } from '../src/core/retrieval/english.ts'

describe('everyday English', () => {
  it('tells common words from rare ones, and from strange ones', () => {
    const table = { words: ['', 'sciatica spasms', 'back', 'the'], describing: 'sore stiff' }
    const { knows, rarity, describes } = english(table)
    expect(['sciatica', 'spasms', 'back', 'the', 'spasm', 'bac', 'sore'].map(knows)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ])
    expect(rarity('spasms')).toBe(rarity('sciatica'))
    expect(rarity('back')).toBeLessThan(rarity('spasms')!)
    expect(rarity('sore')).toBeUndefined()
    expect(['sore', 'stiff', 'back'].map(describes)).toEqual([true, true, false])
  })

  it('finds what stands in the table and nothing else', () => {
    const word = fc.stringMatching(/^[a-d]{1,4}$/)
    const line = fc.array(word).map((words) => words.join(' '))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.array(word), (words, others) => {
        const table = english({ words })
        const all = new Set(words.flatMap((own) => own.split(' ')).filter((own) => own !== ''))
        for (const asked of [...all, ...others]) {
          expect(table.knows(asked)).toBe(all.has(asked))
          expect(table.rarity(asked) !== undefined).toBe(all.has(asked))
        }
      }),
    )
  })
})
