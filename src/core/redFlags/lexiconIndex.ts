/**
 * A lexicon made ready to be read with: its phrases as tries, its words as an index of what may be misspelt. To make it takes a
 * third of a second, so it is made when the knowledge is built, and lies in typed arrays.
 */
import type { PackedPhrases } from './finder.ts'
import type { CueEntry, Lexicon } from './lexicon.ts'
import { numberWords } from './numbers.ts'
import { Phrases } from './phrases.ts'
import { aliasesOf, rewritten } from './rewrites.ts'
import { packSpelling, type PackedSpelling } from './spelling.ts'

export interface LexiconIndex {
  /** Each found phrase is the place of its entry in `entriesOf`. */
  readonly phrases: PackedPhrases
  /** Each found phrase is the place of its rewrite in `rewritesOf`. */
  readonly rewriting: PackedPhrases
  readonly spelling: PackedSpelling
}

/** What phrases stand for. */
export type Entry =
  | { readonly type: 'concept'; readonly name: string; readonly kind: string }
  | { readonly type: 'cue'; readonly cue: CueEntry }
  | { readonly type: 'idiom' }

/** In the order of the files, each with its phrases. */
export const entriesOf = (lexicon: Lexicon): { entry: Entry; phrases: readonly string[] }[] =>
  Object.values(lexicon).flatMap(({ concepts = {}, cues = [], idioms = [] }) => [
    ...Object.entries(concepts).map(([name, { kind, phrases }]) => ({
      entry: { type: 'concept', name, kind } as const,
      phrases,
    })),
    ...cues.map((cue) => ({ entry: { type: 'cue', cue } as const, phrases: cue.phrases })),
    { entry: { type: 'idiom' } as const, phrases: idioms },
  ])

/** A word, and what is read as that word. */
export const rewritesOf = (lexicon: Lexicon): [word: string, phrases: readonly string[]][] =>
  Object.values(lexicon).flatMap(({ rewrites = {} }) => Object.entries(rewrites))

export function indexLexicon(lexicon: Lexicon): LexiconIndex {
  const files = Object.values(lexicon)
  const [phrases, rewriting] = [new Phrases(), new Phrases()]
  const rewrites = rewritesOf(lexicon)
  const aliases = aliasesOf(files.map((file) => file.rewrites ?? {}))

  for (const [name, words] of files.flatMap(({ classes = {} }) => Object.entries(classes))) {
    phrases.addClass(name, words)
    rewriting.addClass(name, words)
  }
  for (const [place, [, from]] of rewrites.entries()) for (const phrase of from) rewriting.add(phrase, place)
  for (const [place, { phrases: own }] of entriesOf(lexicon).entries())
    for (const phrase of own) for (const way of rewritten(phrase, aliases)) phrases.add(way, place)

  const known = [
    ...numberWords,
    ...files.flatMap((file) => (file.known ?? []).flatMap((words) => words.split(' '))),
    ...rewrites.map(([word]) => word),
  ]
  return {
    phrases: phrases.pack(),
    rewriting: rewriting.pack(),
    spelling: packSpelling(new Map([...rewriting.words, ...phrases.words]), new Set(known)),
  }
}
