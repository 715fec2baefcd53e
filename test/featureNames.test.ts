import fc from 'fast-check'
import { expect, it } from 'vitest'
import { kinds } from '../src/core/redFlags/featureTable.ts'
import { FeatureNames } from '../src/knowledge/featureNames.ts'

const ofThree = ['3', 'm']

it('gives every feature a number of its own, in the order they are asked for, and tells its name', () => {
  const part = fc.constantFrom('', 'a', 'b', 'leg', '^', 'affirmed', 'sure', 'unsure')
  const feature = fc.tuple(fc.nat(kinds.length - 1), part, part, part)
  fc.assert(
    fc.property(fc.array(feature, { maxLength: 60 }), (features) => {
      const names = new FeatureNames()
      const { part: number, feature: numberOf } = names.naming
      const seen = new Map<string, number>()
      for (const [kind, a, b, c] of features) {
        const third = ofThree.includes(kinds[kind]!) ? c : ''
        const key = [kind, a, b, third].join(' ')
        const own = numberOf(kind, number(a), number(b), number(third))
        expect(own).toBe(seen.get(key) ?? seen.size)
        seen.set(key, own)
        expect(names.nameOf(own)).toBe(key.trimEnd())
      }
      expect(names.size).toBe(seen.size)
    }),
  )
})

it('knows a group of letters wherever it stands', () => {
  const names = new FeatureNames()
  const { letters } = names.naming
  expect(letters('<numb>', 1)).toBe(letters('a<numbing>', 2))
  expect(letters('<numb>', 0)).not.toBe(letters('<numb>', 1))
  expect(names.nameOf(0)).toMatch(/ numb$/)
})
