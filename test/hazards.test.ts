import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { flagOf, redFlags } from '../src/core/triage/flags.ts'
import { rules } from '../src/core/triage/rules.ts'
import { signOffSheet } from '../src/cli/signOffSheet.ts'
import { readExampleFile } from '../src/knowledge/examples.ts'
import { loadHazards } from '../src/knowledge/hazards.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { knowledgeFolder } from '../src/knowledge/places.ts'
import { titlesOf } from './testTitles.ts'

const root = join(import.meta.dirname, '..')
const log = loadHazards()
const knowledge = loadKnowledge()
const named = [
  ...new Set(log.hazards.flatMap(({ controls }) => controls.flatMap(({ tests = [] }) => tests))),
].sort()

const titles = new Map<string, Set<string>>()
/** Why the name leads nowhere; undefined when there is such a test. */
function missing(name: string): string | undefined {
  const [file, ...path] = name.split(' > ')
  if (!existsSync(join(root, file!))) return `${name}: there is no file ${file}`
  if (!titles.has(file!)) titles.set(file!, titlesOf(join(root, file!)))
  return titles.get(file!)!.has(path.join(' > ')) ? undefined : `${name}: the file has no such test`
}

describe('the hazard log', () => {
  it('names only tests that exist', () => {
    expect(named.length).toBeGreaterThan(50)
    expect(named.map(missing).filter(Boolean)).toEqual([])
  })

  it('says of every hazard what is left', () => {
    for (const { id, residual } of log.hazards) expect(residual.length, id).toBeGreaterThan(20)
  })

  it('is printed whole for the signature', () => {
    const sheet = signOffSheet(knowledge, log, { send: 'Send', levels: { urgent: 'Now | soon' } })
    for (const { id, residual } of log.hazards) {
      expect(sheet).toContain(`(\`${id}\`)`)
      expect(sheet).toContain(residual)
    }
    for (const name of named) expect(sheet).toContain(name)
    expect(sheet).toContain('| send | Send |\n| levels.urgent | Now \\| soon |')
    for (const { id, means } of log.scale.severities) expect(sheet).toContain(`| ${id} | ${means} |`)
  })
})

describe('a test that is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'titles-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'some.test.ts')
  writeFileSync(
    file,
    `describe('outer', () => {
       it('plain', () => {})
       it.each([1, 2])('%s of a table', () => {})
       it.skipIf(!process.env.X).each(['a'])("needs 'X': %s", () => {})
       describe.each(rows)(\`\${name} inner\`, () => it.concurrent('deep', async () => {}))
       it.skip('switched off', () => {})
     })
     describe.skip('gone', () => { it('too', () => {}) })
     describeInBrowser('in a browser', () => { it('shows' as string, () => {}) })
     other('no test')`,
  )

  it('is found by its titles, in tables and under describes, unless it is switched off', () => {
    expect([...titlesOf(file)]).toEqual([
      'outer',
      'outer > plain',
      'outer > %s of a table',
      "outer > needs 'X': %s",
      'outer > ${name} inner',
      'outer > ${name} inner > deep',
      'in a browser',
    ])
  })

  it('that is not there is told', () => {
    expect(missing('test/nowhere.test.ts > x')).toContain('no file')
    expect(missing('test/hazards.test.ts > a test that is named > that nobody wrote')).toContain(
      'no such test',
    )
    expect(missing('test/hazards.test.ts > a test that is named')).toBeUndefined()
  })
})

describe('every red flag', () => {
  const flags = redFlags.map(({ id }) => id)

  it.each(flags)('%s has a hazard of its own', (flag) => {
    expect(log.hazards.some(({ flags: of }) => of.length === 1 && of[0] === flag)).toBe(true)
  })

  it.each(flags)('%s has a rule that judges it and one that hears it', (flag) => {
    expect(rules.map(({ id }) => id)).toContain(flag)
    const heard = Object.values(knowledge.lexicon).flatMap((file) => file.rules ?? [])
    expect(heard.some(({ sign, unsure }) => sign && !unsure && flagOf(sign) === flag)).toBe(true)
  })

  it.each(flags)('%s has advice', (flag) => {
    const text = knowledge.advice[flag]!
    expect(text.why ?? text.instruction, flag).toBeTruthy()
  })

  const files = [
    ...readdirSync(join(knowledgeFolder, 'examples')).map((name) => join(knowledgeFolder, 'examples', name)),
    ...['redflags.dev.jsonl', 'redflags.own.jsonl'].map((name) => join(root, 'test/data', name)),
  ]
  const affirming = files.flatMap(readExampleFile).filter(({ expect: level }) => level !== 'none')
  it.each(flags)('%s has at least 20 labelled phrasings', (flag) => {
    const texts = affirming.filter(({ flags: of }) => of.includes(flag)).map(({ text }) => text.toLowerCase())
    expect(new Set(texts).size).toBeGreaterThanOrEqual(20)
  })
})
