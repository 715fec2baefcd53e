/**
 * Phrases of the vocabulary that would silently mean something else than their writer thinks.
 *
 * A blank ends a choice: `never|no longer feel` reads "never longer feel" and never "never feel". Which blanks were meant cannot be
 * told in general, but these give themselves away: a bar beside a blank, a mark where it means nothing, a class nobody defines, an
 * expression torn in two, and one opening word at the end of neighbouring choices (`job|my keys|my phone`).
 */
import type { Lexicon } from '../core/redFlags/lexicon.ts'
import type { Fault } from './faults.ts'
import { nearest, type JsonFile } from './jsonFile.ts'

type Vocabulary = Lexicon[string]

/** Two words that are one expression, what else may stand beside the first of them, and beside the second. */
const expressions = [
  { words: ['no', 'longer'], first: ['any'], second: ['more', 'further'] },
  { words: ['flip', 'flop'], first: [], second: ['flops', 'flop~'] },
  { words: ['tree', 'trunks'], first: [], second: ['trunk'] },
  { words: ['each', 'other'], first: [], second: [] },
] as const
/** Words that begin a second word's meaning, so that two neighbouring choices hardly both end in one. */
const openers = ['a', 'an', 'the', 'my', 'his', 'her', 'get', 'was']
const negating = /^(?:not?|never|cannot|@cant|[a-z]+nt)$/

const choicesOf = (element: string): string[] => element.replace(/\?$/, '').split('|')

/** What is wrong with the phrase, and what to do; undefined when nothing shows. */
export function faultOfPhrase(phrase: string): string | undefined {
  const elements = phrase.split(' ').map(choicesOf)
  for (const choices of elements) {
    if (choices.includes('')) return 'a bar has a word on either side of it, and no blank: write "a|b"'
    for (const word of choices) {
      if (word.includes('?')) return `"${word}" in a choice: the ? ends the whole choice, as in "a|b?"`
      if (word.includes('_') && (word !== '_' || choices.length > 1))
        return `"${word}": the gap _ stands by itself, between blanks`
      if (word.slice(0, -1).includes('~')) return `"${word}": the ~ ends a word`
    }
    if (choices.includes('longer') && choices.some((word) => negating.test(word)))
      return `"${choices.join('|')}": write "nolonger" for "no longer" in a choice`
  }
  for (const [i, right] of elements.entries()) {
    const left = elements[i - 1]
    if (!left) continue
    const torn = tear(left, right)
    if (torn) return torn
  }
  return undefined
}

/** What a blank between two choices, one of them of several words, tears apart. */
function tear(left: readonly string[], right: readonly string[]): string | undefined {
  if (left.length === 1 && right.length === 1) return undefined
  for (const { words, first, second } of expressions) {
    const [one, two] = words
    if (!left.includes(one) || !right.includes(two)) continue
    const before = left.find((word) => word !== one && !(first as readonly string[]).includes(word))
    const after = right.find((word) => word !== two && !(second as readonly string[]).includes(word))
    if (before ?? after)
      return `"${one} ${two}" is torn by the blank: this reads "${before ?? one} ${before ? two : after}"; ${
        one === 'no' ? 'write "nolonger"' : `give "${one} ${two}" a phrase of its own`
      }`
  }
  const opener = left.length > 1 && right.length > 1 ? left.at(-1)! : ''
  if (opener === right.at(-1) && openers.includes(opener))
    return `"${left.join('|')} ${right.join('|')}": a blank ends a choice; give what begins with "${opener}" phrases of its own`
  return undefined
}

/** Every phrase of a file with its place in it. */
function phrasesOf({ rewrites = {}, concepts = {}, cues = [], idioms = [] }: Vocabulary) {
  const lists: [(string | number)[], readonly string[]][] = [
    ...Object.entries(rewrites).map(([word, from]): [string[], string[]] => [['rewrites', word], from]),
    ...Object.entries(concepts).map(([name, { phrases }]): [string[], string[]] => [
      ['concepts', name, 'phrases'],
      phrases,
    ]),
    ...cues.map(({ phrases }, n): [(string | number)[], string[]] => [['cues', n, 'phrases'], phrases]),
    [['idioms'], idioms],
  ]
  return lists.flatMap(([path, list]) => list.map((phrase, n) => ({ path: [...path, n], phrase })))
}

/** Classes stand in whichever file, so all of them are needed to know one. */
export function phraseFaults(files: ReadonlyMap<string, JsonFile>, lexicon: Lexicon): Fault[] {
  const classes = new Set([
    'number',
    ...Object.values(lexicon).flatMap((file) => Object.keys({ ...file.classes, ...file.numbers })),
  ])
  const unknownClass = (phrase: string) =>
    phrase
      .split(' ')
      .flatMap(choicesOf)
      .find((word) => word.startsWith('@') && !classes.has(word.slice(1)))

  return Object.entries(lexicon).flatMap(([name, vocabulary]) => {
    const file = files.get(name)!
    return phrasesOf(vocabulary).flatMap(({ path, phrase }): Fault[] => {
      const unknown = unknownClass(phrase)
      const what = unknown ? `no file defines the class ${unknown}` : faultOfPhrase(phrase)
      return what
        ? [{ file: file.name, line: nearest(file, path).line, message: `"${phrase}": ${what}` }]
        : []
    })
  })
}
