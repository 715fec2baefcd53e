import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskQuestion, withoutMarks } from '../src/core/maskQuestion.ts'
import { kept, masked } from './maskQuestion.cases.ts'

describe('a question for the staff', () => {
  it.each(masked)('%s', (typed, shown) => expect(maskQuestion(typed)).toBe(shown))
  it.each(kept)('keeps "%s"', (typed) => expect(maskQuestion(typed)).toBe(typed))

  it('is one line of at most 200 characters, cut between words', () => {
    const long = maskQuestion(`is it ok\nto fly ${'with a bad back '.repeat(50)}`)
    expect(long).toMatch(/^is it ok to fly with .* …$/)
    expect(long.length).toBeLessThanOrEqual(202)
    expect(maskQuestion('x'.repeat(5_000)).length).toBeLessThanOrEqual(202)
  })

  it('holds only what every database can keep, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
        const shown = maskQuestion(typed)
        expect(shown).not.toMatch(/\p{C}/u)
        expect(shown.length).toBeLessThanOrEqual(202)
      }),
    )
  })

  it('holds no long number, however its digits are set apart', () => {
    const gap = fc.constantFrom('', ' ', '-', '.', ' - ', '\u200b', ' (')
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), gap), { minLength: 5, maxLength: 15 }), (digits) => {
        const number = digits.map(([digit, after]) => `${digit}${after}`).join('')
        expect(withoutMarks(maskQuestion(`call ${number} please`))).not.toMatch(/\d/)
      }),
    )
  })

  it('hides every name that is announced', () => {
    const name = fc.stringMatching(/^[BCDFGKLMNPRSTVZ][aeiou][bdgklmnprstvz]{2}[aeiou]x$/)
    const cue = fc.constantFrom(
      'my name is',
      "My name's",
      'I am',
      "I'm",
      'Mr',
      'Mrs.',
      'Dr',
      'this is',
      'MY NAME IS',
    )
    fc.assert(
      fc.property(cue, name, name, (before, first, last) => {
        const shown = maskQuestion(`${before} ${first} ${last}, can I fly?`)
        expect(shown).not.toContain(first)
        expect(shown).not.toContain(last)
        expect(shown).toMatch(/\[name\].*can I fly\?$/i)
      }),
    )
  })
})
