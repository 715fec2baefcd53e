/** Rules and second opinion together, as patients meet them: what must hold however a sign is put. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levelOf } from '../src/cli/evalRedFlags.ts'
import { recogniser } from '../src/core/redFlags/recogniser.ts'
import { redFlags } from '../src/core/triage/flags.ts'
import { isHeldBack, readExampleFile } from '../src/knowledge/examples.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { knowledgeFolder } from '../src/knowledge/places.ts'

const { recognise } = recogniser(loadKnowledge())
const read = (text: string) => levelOf(recognise(text))
const rank = { none: 0, urgent: 1, emergency: 2 } as const

const folder = join(knowledgeFolder, 'examples')
const examples = readdirSync(folder)
  .sort()
  .flatMap((file) => readExampleFile(join(folder, file)))
  .filter(({ id, text }) => !isHeldBack(id) && text.length < 160)
const asSentence = (text: string) => (/[.?!]$/.test(text) ? text : `${text}.`)
const harmless = examples.filter(({ expect: level }) => level === 'none').map(({ text }) => asSentence(text))

describe('more words', () => {
  const affirming = examples
    .filter(({ expect: level }) => level !== 'none')
    .map(({ text }) => asSentence(text))
    .filter((text) => read(text).level !== 'none')
  const some = fc.array(fc.constantFrom(...harmless), { maxLength: 2 })

  it('never make a message less urgent', () => {
    fc.assert(
      fc.property(fc.constantFrom(...affirming), some, some, (text, before, after) => {
        const alone = read(text)
        const told = read([...before, text, ...after].join(' '))
        expect(rank[told.level]).toBeGreaterThanOrEqual(rank[alone.level])
      }),
      { numRuns: 1500, seed: 7 },
    )
  })
})

describe('500 disguises', () => {
  const greek: Record<string, string> = { a: 'а', e: 'е', o: 'ο', p: 'р', c: 'с', i: 'і' }
  /** Of words: any sign. */
  const dressed: Record<string, (text: string) => string> = {
    'upper case': (text) => text.toUpperCase(),
    'no punctuation': (text) => text.toLowerCase().replace(/[.!?]+$/, ''),
    'broken lines': (text) => text.replace(/ (?=[^ ]+ [^ ]+ [^ ]+ )/g, '\n').toLowerCase(),
    'a line a word': (text) => text.toLowerCase().replaceAll(' ', '\r\n'),
    'line breaks around': (text) => `\r\n\n${text}\n\n`,
    'emoji between words': (text) => text.replaceAll(' ', ' 😖 '),
    'emoji around': (text) => `🙏😭 ${text} 😭🚑`,
    'smart quotes': (text) => `“${text.replaceAll("'", '’')}”`,
    'zero-width letters': (text) => [...text].join('\u200b'),
    'soft hyphens': (text) => [...text].join('\u00ad'),
    'look-alike letters': (text) => text.replace(/[aeopci]/g, (letter) => greek[letter]!),
    'full-width letters': (text) =>
      text.replace(/[!-~]/g, (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0)),
    accents: (text) => text.replace(/[aeou]/g, (letter) => `${letter}\u0308`),
    'a held ending': (text) => `${text}!!!!!!`,
  }
  const plain = redFlags.flatMap(({ id }) =>
    examples
      .filter(({ flags, kind }) => flags.length === 1 && flags[0] === id && kind === 'direct')
      .map(({ text }) => text)
      .filter((text) => /^[\w ,.']+$/.test(text) && read(text).level !== 'none')
      .slice(0, 3),
  )

  it('are more than 500', () => {
    expect(plain.length * Object.keys(dressed).length).toBeGreaterThan(500)
  })

  it.each(Object.entries(dressed))('%s hides none', (_, disguise) => {
    for (const text of plain)
      expect(rank[read(disguise(text)).level], disguise(text)).toBeGreaterThanOrEqual(rank[read(text).level])
  })
})
