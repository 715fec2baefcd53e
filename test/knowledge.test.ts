import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indexLexicon } from '../src/core/redFlags/lexiconIndex.ts'
import { indexEnglish } from '../src/core/retrieval/english.ts'
import { opinionOf } from '../src/core/redFlags/secondOpinion.ts'
import { contentSchema, writeArtefact } from '../src/knowledge/artefact.ts'
import { buildKnowledge } from '../src/knowledge/build.ts'
import { KnowledgeError } from '../src/knowledge/faults.ts'
import { Synonyms } from '../src/core/retrieval/synonyms.ts'
import { learnClassifier } from '../src/knowledge/learnClassifier.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { knowledgeFolder } from '../src/knowledge/places.ts'
import { brokenFiles } from './knowledge.cases.ts'

let temp: string
beforeAll(() => {
  temp = mkdtempSync(join(tmpdir(), 'knowledge-'))
})
afterAll(() => rmSync(temp, { recursive: true }))

/** A copy of the knowledge folder with some files written over or added. The examples, by far the largest, stay behind. */
function copyWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(temp, name)
  mkdirSync(folder)
  for (const entry of readdirSync(knowledgeFolder))
    if (entry !== 'examples') cpSync(join(knowledgeFolder, entry), join(folder, entry), { recursive: true })
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

/** Nothing learnt. */
const noOpinion = opinionOf({ heads: [], bias: 0 }, [], [])
const nothing = learnClassifier([], [], new Synonyms({ means: {}, filler: [] }))
const packed = {
  lexiconIndex: indexLexicon({}),
  englishIndex: indexEnglish({ words: [] }),
  searchIndex: new Uint8Array(8),
  classifier: { from: '', ...nothing },
  smallTalk: { from: '', classifier: nothing, own: nothing, apart: nothing },
  opinions: { from: '', opinion: noOpinion, conclusion: { any: [], emergency: [] } },
}

function faultsOf(folder: string): readonly string[] {
  try {
    buildKnowledge(folder)
    return []
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error
    return error.faults.map(({ file, line, message }) => `${file}:${line}: ${message}`)
  }
}

describe('building the knowledge', () => {
  it('gives the same text every time', () => {
    const [once, again] = [buildKnowledge(knowledgeFolder), buildKnowledge(knowledgeFolder)]
    expect(writeArtefact({ ...once.content, ...packed })).toEqual(
      writeArtefact({ ...again.content, ...packed }),
    )
    expect(once.lessons).toEqual(again.lessons)
  })

  it('gives content of the declared shape', () => {
    expect(() => contentSchema.parse(buildKnowledge(knowledgeFolder).content)).not.toThrow()
  })

  it.each(brokenFiles)('refuses $name, naming file and line', ({ name, file, text, faults }) => {
    const found = faultsOf(copyWith(name.replace(/\W+/g, '-'), { [file]: text }))
    expect(found).toHaveLength(faults.length)
    for (const [i, [line, words]] of faults.entries()) {
      expect(found[i]).toContain(`${file}:${line}: `)
      expect(found[i]).toContain(words)
    }
  })

  it('lists the faults of all files in one error', () => {
    const folder = copyWith('several', {
      'articles/aaa.md': 'no front matter',
      'articles/bbb.md': '---\ntitle: B\nreviewed: 2026-01-01\n---\n',
      'regions/uk.json': '{',
    })
    const found = faultsOf(folder)
    expect(found.map((fault) => fault.split(':')[0])).toEqual(
      expect.arrayContaining(['articles/aaa.md', 'articles/bbb.md', 'regions/uk.json']),
    )
  })

  it('misses the advice of a rule', () => {
    const folder = copyWith('missing-advice', {})
    rmSync(join(folder, 'advice/stroke-signs.md'))
    expect(faultsOf(folder)).toEqual([
      expect.stringMatching(/^advice\/stroke-signs.md:1: there is no such file: .* rule "stroke-signs"/),
    ])
  })

  it('misses a file of its own', () => {
    const folder = copyWith('missing-file', {})
    rmSync(join(folder, 'coverage.json'))
    expect(faultsOf(folder)).toEqual(['coverage.json:1: there is no such file: put it back'])
  })

  it('serves an article that somebody adds', () => {
    const folder = copyWith('added', {
      'articles/swimming.md': `---
title: Swimming
reviewed: 2026-11-22
---
## Swimming with a sore back
documents: 003
range: a swim | 10 to 20 minutes | 003

Swimming is gentle on the back.
- Start with a short swim.
- Stop if it hurts (e.g. at the turn).
`,
      'asked/swimming.md':
        '## Swimming with a sore back\n\n- may I go to the pool\n- is swimming ok => Yes, gently.\n',
    })
    const added = buildKnowledge(folder).content.passages.filter(({ article }) => article === 'swimming')
    expect(added).toEqual([
      {
        id: 'swimming/swimming-with-a-sore-back',
        article: 'swimming',
        title: 'Swimming',
        section: 'Swimming with a sore back',
        sentences: [
          'Swimming is gentle on the back.',
          'Start with a short swim.',
          'Stop if it hurts (e.g. at the turn).',
        ],
        documents: ['003'],
        ranges: [{ of: 'a swim', range: '10 to 20 minutes', documents: ['003'] }],
        asked: ['may I go to the pool', 'is swimming ok'],
        verdicts: { 'is swimming ok': 'Yes, gently.' },
      },
    ])
  })
})

describe('loading the knowledge', () => {
  it('reads back what was built, save ways to ask, which are in the index', () => {
    const content = { ...buildKnowledge(knowledgeFolder).content, ...packed }
    const { text, arrays, hash } = writeArtefact(content)
    writeFileSync(join(temp, 'good.json'), text)
    writeFileSync(join(temp, 'good.arrays'), arrays)
    const passages = content.passages.map((passage) => ({ ...passage, asked: [] }))
    expect(loadKnowledge(join(temp, 'good.json'))).toEqual({ hash, ...content, passages })
  })

  it('refuses an artefact changed by hand', () => {
    const { text, arrays } = writeArtefact({ ...buildKnowledge(knowledgeFolder).content, ...packed })
    const artefact = join(temp, 'changed.json')
    const refused = /changed or cut.*npm run build/
    writeFileSync(artefact, text.replace('999', '998'))
    writeFileSync(join(temp, 'changed.arrays'), arrays)
    expect(() => loadKnowledge(artefact)).toThrow(refused)
    writeFileSync(artefact, text)
    expect(() => loadKnowledge(artefact)).not.toThrow()
    writeFileSync(
      join(temp, 'changed.arrays'),
      arrays.map((byte, i) => (i === 0 ? byte ^ 1 : byte)),
    )
    expect(() => loadKnowledge(artefact)).toThrow(refused)
  })

  it('says what to run when there is none', () => {
    expect(() => loadKnowledge(join(temp, 'none.json'))).toThrow(/there is none; run "npm run build"/)
  })

  it('loads the built one by default', () => {
    expect(readFileSync(join(knowledgeFolder, '../dist/knowledge.json'), 'utf8')).toContain(
      loadKnowledge().hash,
    )
  })
})
