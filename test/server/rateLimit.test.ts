import { describe, expect, it } from 'vitest'
import { RateLimit, networkOf } from '../../src/server/rateLimit.ts'

describe('a limit', () => {
  it('refills evenly, never beyond its size, for each key by itself', () => {
    let now = 0
    const limit = new RateLimit(6, () => now)
    const taken = (key: string, tries: number) =>
      Array.from({ length: tries }, () => limit.take(key)).filter(Boolean).length
    expect(taken('a', 10)).toBe(6)
    expect(taken('b', 10)).toBe(6)
    now = 20_000
    expect(taken('a', 10)).toBe(2)
    now = 10_000_000
    expect(taken('a', 10)).toBe(6)
  })

  it('takes a larger amount whole or not at all', () => {
    const limit = new RateLimit(6, () => 0)
    expect([limit.take('a', 4), limit.take('a', 3), limit.take('a', 2), limit.take('a')]).toEqual([
      true,
      false,
      true,
      false,
    ])
  })

  it('lets a clock that jumps back take nothing away', () => {
    let now = 1_000_000
    const limit = new RateLimit(2, () => now)
    expect(limit.take('a')).toBe(true)
    now = 0
    expect(limit.take('a')).toBe(true)
    expect(limit.take('a')).toBe(false)
  })
})

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7:51234', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::9', '2001:db8:1:2'],
  ['[2001:db8:1:2::9]:443', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['unknown', 'unknown'],
])('takes %s for %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
