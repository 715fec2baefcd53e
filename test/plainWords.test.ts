import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { words, wordsByNatural } from '../src/core/retrieval/terms.ts'

describe('cutting into words', () => {
  const letter = fc.constantFrom(...'aBc_7x', "'", '’', '`', ' ', '-', '.', '\n', 'ß', 'é', 'я', 'Ё', 'K')
  const word = fc.constantFrom("can't", 'WAT', 'teh', 'u', 'constructor', "o'clock's", 'a'.repeat(41))
  const text = fc.oneof(
    fc.array(fc.oneof(letter, word), { maxLength: 16 }).map((parts) => parts.join('')),
    fc.array(word).map((list) => list.join(' ')),
    fc.string(),
    fc.string({ unit: 'binary' }),
  )

  it("gives natural's tokens of any text", () => {
    fc.assert(
      fc.property(text, (typed) => {
        expect(words(typed)).toEqual(wordsByNatural(typed))
      }),
      { numRuns: 5000 },
    )
  })

  it('keeps words apart whose letters have the same hash', () => {
    // 20,000 words at 8,192 places
    const many = Array.from({ length: 20_000 }, (_, n) => `w${n}`)
    for (const list of [many, many.toReversed()]) expect(words(list.join(' '))).toEqual(list)
  })
})
