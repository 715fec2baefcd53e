import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildKnowledge } from '../src/knowledge/build.ts'
import type { Region } from '../src/core/regions.ts'
import { coverageGaps, sentenceHash, type Coverage } from '../src/knowledge/coverage.ts'
import { knowledgeFolder } from '../src/knowledge/places.ts'
import { review } from '../src/knowledge/review.ts'

const built = buildKnowledge(knowledgeFolder)
const { content } = built
const reference = process.env['REFERENCE_DATA']
const documentIds = ['000', '001', '002', '003', '004']

const fold = (text: string): string =>
  text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ').toLowerCase().trim()
const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+(?:,\d+)*/gu) ?? []

/** Everything a patient may read, one string each. */
const served = content.passages.flatMap((passage) => [
  passage.title,
  passage.section,
  passage.sentences.join(' '),
  ...Object.values(passage.verdicts),
  ...passage.ranges.flatMap(({ of, range }) => [of, range]),
])

describe('the articles', () => {
  it('read easily: no long sentence, none that hangs on the one before, no phrasing for two sections', () => {
    const editorial = [
      'long sentence',
      'unclear when quoted alone',
      'section length',
      'few phrasings',
      'asked twice',
    ]
    const findings = review(built, new Date('2026-11-22')).filter(({ kind }) => editorial.includes(kind))
    expect(findings.map(({ kind, where, what }) => `${kind}: ${where}: ${what}`)).toEqual([])
  })

  it('have every section under a name of its own', () => {
    const ids = content.passages.map(({ id }) => id)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })

  it('do not use words that mean something only to clinicians', () => {
    for (const text of served)
      expect(text).not.toMatch(/triage|disposition|\bred flag(?!s?$)|adipose|contraindicat/i)
  })

  it('hold none of the noise of the source documents', () => {
    const noise = readFileSync(join(import.meta.dirname, 'data/seed_noise.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text)
    expect(noise.length).toBeGreaterThan(80)
    const { lexicon: _, ...said } = content
    const all = fold(JSON.stringify(said))
    for (const text of noise) expect(all, text).not.toContain(fold(text))
  })

  it.skipIf(!reference)('copy no sentence and no run of eight words (needs REFERENCE_DATA)', () => {
    const runs = new Map<string, string>()
    for (const id of documentIds) {
      const words = wordsOf(readFileSync(join(reference!, 'documents', `${id}.txt`), 'utf8'))
      for (let i = 0; i + 8 <= words.length; i++) runs.set(words.slice(i, i + 8).join(' '), id)
    }
    const copied = content.passages.flatMap((passage) => {
      const words = wordsOf(passage.sentences.join(' '))
      return words.flatMap((_, i) => {
        const run = words.slice(i, i + 8).join(' ')
        return runs.has(run) ? [`${passage.id}: "${run}" (${runs.get(run)})`] : []
      })
    })
    expect(copied).toEqual([])
  })
})

describe('the record of coverage', () => {
  const { coverage } = built

  it('speaks of all five documents', () => {
    expect(Object.keys(coverage.documents).sort()).toEqual(documentIds)
    expect(coverage.documents['003']!.length).toBeGreaterThan(200)
  })

  it('says why for everything left out', () => {
    for (const entries of Object.values(coverage.documents))
      for (const { sections, left } of entries) expect(sections.length > 0 || left).toBeTruthy()
  })

  it('notices a sentence that was added, changed or dropped', () => {
    const record: Coverage = {
      documents: { x: ['One.', 'Two.'].map((s) => ({ hash: sentenceHash(s), sections: ['a/b'] })) },
    }
    expect(coverageGaps(record, 'x', 'One. Two.')).toEqual([])
    expect(coverageGaps(record, 'x', 'One. Two. Three.')[0]).toMatch(/sentence 3 .* not accounted for/)
    expect(coverageGaps(record, 'x', 'One. Too.')[0]).toMatch(/sentence 2 is now/)
    expect(coverageGaps(record, 'x', 'One.')[0]).toMatch(/has 1 sentences, and the record 2/)
    expect(coverageGaps(record, 'y', 'One.')).toHaveLength(1)
  })

  it.skipIf(!reference).each(documentIds)(
    'accounts for every sentence of %s (needs REFERENCE_DATA)',
    (id) => {
      const text = readFileSync(join(reference!, 'documents', `${id}.txt`), 'utf8')
      expect(coverageGaps(coverage, id, text)).toEqual([])
    },
  )
})

describe('the regions', () => {
  const regions = Object.values(content.regions)

  it('are the seven the product promises', () => {
    expect(Object.keys(content.regions).sort()).toEqual(['au', 'ca', 'eu', 'ie', 'nz', 'uk', 'us'])
  })

  it.each([
    ['uk', '999', '111', '116123', '111'],
    ['us', '911', undefined, '988', '18002221222'],
    ['ie', '112', undefined, '116123', '018092166'],
    ['eu', '112', undefined, undefined, undefined],
    ['ca', '911', '811', '988', '18447647669'],
    ['au', '000', '1800022222', '131114', '131126'],
    ['nz', '111', '0800611116', '1737', '0800764766'],
  ])('%s has its own numbers', (id, emergency, health, crisis, poison) => {
    const region = content.regions[id]!
    expect(region.emergency.dial).toBe(emergency)
    expect(region.healthLine?.dial).toBe(health)
    expect(region.crisisLine?.dial).toBe(crisis)
    expect(region.poisonLine?.dial).toBe(poison)
  })

  it('have numbers that dial what is read, unconfirmed until a clinic has checked them', () => {
    for (const region of regions)
      for (const line of Object.values(region))
        if (typeof line === 'object' && 'dial' in line) {
          const { number, dial, confirmed } = line as Region['emergency']
          expect(dial).toBe(number.replace(/\D/g, ''))
          expect(confirmed).toBeNull()
        }
  })

  it('have the same kinds of local words everywhere', () => {
    const kinds = Object.keys(content.regions['uk']!.words)
    for (const region of regions) expect(Object.keys(region.words), region.id).toEqual(kinds)
  })

  it('are named in words that mean only one of them', () => {
    const spoken = regions.flatMap((region) => region.spoken)
    expect(spoken.filter((name, i) => spoken.indexOf(name) !== i)).toEqual([])
  })
})

if (!reference || !existsSync(reference))
  console.log('REFERENCE_DATA is not set: the source documents are not compared')
