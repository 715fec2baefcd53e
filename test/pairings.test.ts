import { describe, expect, it } from 'vitest'
import { answer } from '../src/core/retrieval/answer.ts'
import { answerIndex } from '../src/core/retrieval/answerIndex.ts'
import { Pairings } from '../src/core/retrieval/pairings.ts'
import { words } from '../src/core/retrieval/terms.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { pairingCases } from './pairings.cases.ts'

const knowledge = loadKnowledge()
const index = answerIndex(knowledge, knowledge)
const pairings = new Pairings(knowledge.retrieval.pairings)

describe('a treatment for somebody it may not suit', () => {
  it.each(pairingCases)('"$question" after "$previous" gets the warning or a refusal', (row) => {
    const result = answer(row.question, index, {
      previous: row.previous,
      ...(row.told && { told: row.told }),
    })
    if (row.refuses !== undefined) {
      expect(result).toMatchObject({ kind: 'unknown', missing: [{ words: row.refuses }] })
      return
    }
    if (result.kind === 'unknown') throw new Error(`not answered: ${JSON.stringify(result)}`)
    expect(result.sentences.join(' ')).toMatch(row.quotes!)
  })

  // every group with every treatment it matters with: the plain text of a section is never the answer
  const { minded, treatments } = pairings.data
  const rows = Object.entries(minded).flatMap(([group, { words: names, with: only }]) =>
    Object.keys(treatments)
      .filter((treatment) => !only || only.includes(treatment))
      .map((treatment) => [group, names[0]!, treatment, treatments[treatment]!.words[0]!] as const),
  )
  it.each(rows)(
    '%s (%s) and %s are answered by a sentence on both, or not at all',
    (group, name, _, treatment) => {
      for (const question of [`can I have ${treatment} with ${name}?`, `${name}: is ${treatment} safe?`]) {
        const result = answer(question, index)
        const found = result.kind === 'unknown' ? result.known : result
        if (!found) continue
        const heading = ` ${words(found.passage.section).join(' ')} `
        const said = heading + words(found.sentences.join(' ')).join(' ')
        expect(minded[group]!.words.some((word) => said.includes(words(word).join(' ')))).toBe(true)
      }
    },
  )
})

describe('who is minded', () => {
  it.each([
    ['I am not pregnant, can I', []],
    ['a 40 year old with spasms', []],
    ['my 3yo', ['child']],
    ['aged 7', ['child']],
    ['a 15 yr old', ['child']],
    ['6 months old', ['child']],
    ['I am 15 and my back hurts', ['child']],
    ["he's only 12", ['child']],
    ["I'm 12 weeks along", []],
    ['the pain is 8 out of 10', []],
    ['I am 4 days in', []],
    ['I am 1 of many', []],
    ['16 year old', []],
    ['15 minutes of ice', []],
  ])('"%s" tells of %j', (text, groups) =>
    expect(pairings.minded(words(text)).map(({ group }) => group)).toEqual(groups),
  )
})
