import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { faults, threats } from './security.cases.ts'
import { titlesOf } from './testTitles.ts'

const titles = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.test\.ts$|^widget\/\w+\.ts$/.test(file) && file !== 'security.test.ts')
  .flatMap((file) => [...titlesOf(join(import.meta.dirname, file))])
const named = (row: RegExp) => titles.filter((title) => row.test(title))

it.each(Object.entries(threats))('threat %s has its tests: %s', (number) => {
  expect(named(new RegExp(`\\bthreats? (?:\\d+ and )?${number}(?: and \\d+)?:`))).not.toEqual([])
})

it.each(Object.entries(faults))('fault %s has its tests: %s', (id) => {
  expect(named(new RegExp(`\\bfault ${id}:`))).not.toEqual([])
})

it('has a row for each that a test names', () => {
  const rows = new Set([...Object.keys(threats), ...Object.keys(faults)])
  const marks = titles.flatMap((title) => [...title.matchAll(/\b(?:threats?|fault) ([\w -]+?):/g)].flatMap(([, ids]) => ids!.split(' and '))) // prettier-ignore
  expect(marks.filter((id) => !rows.has(id))).toEqual([])
})
