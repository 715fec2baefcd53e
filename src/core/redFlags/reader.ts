/**
 * A text as the recogniser reads it: words, the concepts of the vocabulary in them, and the cues that colour their sense.
 *
 *   words      folded, split, spelling repaired, numbers read, synonyms rewritten ("spend a penny" is `pee`)
 *   concepts   phrases of the vocabulary found in the words; idioms strike out what they cover ("numb with boredom")
 *   cues       "no", "last year", "what if", and what ends their reach
 */
import { tokenise, type Break, type Token } from '../text.ts'
import type { Cue, Place, Run } from './assertion.ts'
import { finder, isOneOf, type Symbols } from './finder.ts'
import type { Lexicon } from './lexicon.ts'
import { entriesOf, indexLexicon, rewritesOf, type LexiconIndex } from './lexiconIndex.ts'
import { readNumbers } from './numbers.ts'
import { speller } from './spelling.ts'

export interface Word extends Run {
  readonly word: string
  readonly value: number | undefined
  /** So misspelt that it should be asked about. */
  readonly heavy: boolean
  readonly before: Break
  readonly asked: boolean
}

/** A concept by its name, and the words that mean it. */
export interface Hit extends Run {
  readonly concept: string
  readonly kind: string
}

export interface Reading {
  readonly words: readonly Word[]
  readonly places: readonly Place[]
  /** By concept, in the order of the text. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>
  /** All of them, in the order of the text. */
  readonly concepts: readonly Hit[]
  readonly cues: readonly Cue[]
}

export interface Reader {
  read(text: string): Reading
  /** Index of a concept by its name. */
  readonly concepts: ReadonlyMap<string, number>
}

export function reader(lexicon: Lexicon, index: LexiconIndex = indexLexicon(lexicon)): Reader {
  const entries = entriesOf(lexicon).map(({ entry }) => entry)
  const rewrites = rewritesOf(lexicon).map(([word]) => word)
  const concepts = new Map<string, number>()
  for (const entry of entries)
    if (entry.type === 'concept' && !concepts.has(entry.name)) concepts.set(entry.name, concepts.size)
  const numbers = Object.values(lexicon).flatMap((file) => Object.entries(file.numbers ?? {}))

  const rewriteFinder = finder(index.rewriting)
  const phraseFinder = finder(index.phrases)
  const spelling = speller(index.spelling)
  const numberClasses = (value: number | undefined) =>
    value === undefined
      ? []
      : [
          'number',
          ...numbers
            .filter(([, ranges]) => ranges.some(([from, to]) => value >= from && value <= to))
            .map(([name]) => name),
        ]

  function wordsOf(text: string): Word[] {
    const spelt: Word[] = []
    for (const token of tokenise(text)) {
      if (token.value !== undefined || spelling.isRight(token.word))
        spelt.push(wordOf(token, token.word, false, token.before))
      else {
        const { words: right, heavy } = spelling.repair(token.word, token.spaced)
        for (const [i, word] of right.entries())
          spelt.push(wordOf(token, word, heavy, i === 0 ? token.before : 'none'))
      }
    }
    const repaired = readNumbers(spelt)
    const found = rewriteFinder.find(
      repaired.map(({ word, value }) => rewriteFinder.symbolsOf(word, numberClasses(value))),
      (i) => repaired[i]!.before !== 'none',
    )
    if (found.length === 0) return repaired
    const longest = new Map<number, { end: number; word: string }>()
    for (const { id, start, end } of found)
      if (end > (longest.get(start)?.end ?? 0)) longest.set(start, { end, word: rewrites[id]! })
    const words: Word[] = []
    for (let i = 0; i < repaired.length;) {
      const rewrite = longest.get(i)
      if (rewrite) {
        const run = repaired.slice(i, rewrite.end)
        words.push({
          ...run[0]!,
          end: run.at(-1)!.end,
          word: rewrite.word,
          value: undefined,
          heavy: run.some(({ heavy }) => heavy),
        })
      } else words.push(repaired[i]!)
      i = rewrite?.end ?? i + 1
    }
    return words
  }

  const classOf = (name: string) => {
    const symbol = phraseFinder.symbolOf(name)
    return (symbols: Symbols) => symbol !== undefined && isOneOf(symbol, symbols)
  }
  const is = {
    subject: classOf('subject'),
    self: classOf('self'),
    joins: classOf('joins'),
    relays: classOf('relays'),
    personal: classOf('personal'),
    owner: classOf('owner'),
    past: classOf('past'),
    present: classOf('present'),
    others: classOf('others'),
    own: classOf('own'),
    negation: classOf('neg'),
    denial: classOf('denial'),
    preposition: classOf('preposition'),
  }

  function read(text: string): Reading {
    const words = wordsOf(text)
    const symbols = words.map((word) => phraseFinder.symbolsOf(word.word, numberClasses(word.value)))
    const found = phraseFinder.find(
      symbols,
      (i) => words[i]!.before === 'clause' || words[i]!.before === 'sentence',
      (i) => is.denial(symbols[i]!),
    )

    const covered = new Uint8Array(words.length)
    const idiomStarts: Run[] = []
    for (const { id, start, end } of found)
      if (entries[id]!.type === 'idiom') {
        covered.fill(1, start, end)
        idiomStarts.push({ start, end })
      }
    const hits = new Map<number, Hit[]>()
    const named: Hit[] = []
    const cues: Cue[] = []
    const idiomAt = (run: Run) =>
      covered.subarray(run.start, run.end).includes(1) &&
      !idiomStarts.every(
        (idiom) =>
          idiom.end <= run.start ||
          run.end <= idiom.start ||
          (run.start <= idiom.start && idiom.end <= run.end),
      )
    const maximal = longestOfKind(found, (id) => {
      const entry = entries[id]!
      return entry.type === 'concept' && (entry.kind === 'part' || entry.kind === 'benign')
        ? entry.kind
        : undefined
    })
    const findingEnd = new Uint8Array(words.length + 1)
    for (const { id, start, end } of maximal) {
      const entry = entries[id]!
      if (entry.type === 'cue' && !crossesComma({ start, end }, words))
        cues.push({ start, end, entry: entry.cue })
      if (entry.type !== 'concept' || (idiomStarts.length > 0 && idiomAt({ start, end }))) continue
      if (entry.kind !== 'part' && entry.kind !== 'person' && !is.preposition(symbols[end - 1]!))
        findingEnd[end] = 1
      const hit = { start, end, concept: entry.name, kind: entry.kind }
      named.push(hit)
      const concept = concepts.get(entry.name)!
      const list = hits.get(concept)
      if (list) list.push(hit)
      else hits.set(concept, [hit])
    }

    const places = placesOf(words, symbols, cues, findingEnd)
    const reaching = cues.filter((cue) => !cue.entry.initial || beginsQuestion(cue, words, symbols))
    return { words, places, hits, concepts: named, cues: reaching }
  }

  function placesOf(
    words: readonly Word[],
    symbols: readonly Symbols[],
    cues: readonly Cue[],
    findingEnd: Uint8Array,
  ): Place[] {
    const inCue = new Uint8Array(words.length)
    const stop = new Uint8Array(words.length)
    for (const cue of cues) {
      if (cue.entry.category === 'stop') stop.fill(1, cue.start, cue.end)
      else inCue.fill(1, cue.start, cue.end)
    }
    let position = 0
    let sentence = 0
    return words.map((word, i) => {
      if (word.before === 'sentence' && i > 0) sentence++
      position += 1 + (i === 0 ? 0 : penalty[word.before])
      const own = symbols[i]!
      const parted = word.before !== 'none' || (i > 0 && is.joins(symbols[i - 1]!))
      const subject =
        !inCue[i] &&
        ((is.subject(own) && parted) ||
          (is.self(own) && !(i > 0 && is.relays(symbols[i - 1]!))) ||
          (is.owner(own) && findingEnd[i] === 1))
      return {
        position,
        sentence,
        subject,
        negation: is.negation(own),
        negates: word.before !== 'none' && is.negation(own),
        stop: stop[i] === 1 || word.before === 'clause',
        afterComma: word.before !== 'none',
        joins: is.joins(own),
        personal: is.personal(own),
        past: is.past(own),
        present: is.present(own),
        other: is.others(own),
        own: is.own(own),
        asked: word.asked,
      }
    })
  }

  /** At the start of a sentence or after "and", "hi", …; after a comma only where the sentence ends in a question mark. */
  function beginsQuestion(cue: Cue, words: readonly Word[], symbols: readonly Symbols[]): boolean {
    const { before, asked } = words[cue.start]!
    if (before === 'sentence' || before === 'clause') return true
    if (before === 'comma') return asked
    const joined = is.joins(symbols[cue.start - 1]!)
    return joined && (asked || words[cue.start - 1]!.before === 'sentence')
  }

  return { read, concepts }
}

const wordOf = ({ value, asked, start, end }: Token, word: string, heavy: boolean, before: Break): Word => ({
  word,
  value,
  heavy,
  before,
  asked,
  start,
  end,
})

/** "I'm scared, I …" is not "scared I …". */
function crossesComma({ start, end }: Run, words: readonly Word[]): boolean {
  for (let i = start + 1; i < end; i++) if (words[i]!.before !== 'none') return true
  return false
}

const penalty = { none: 0, comma: 1, clause: 3, sentence: 12 } as const

/** Of the phrases of one kind, those not contained in a longer one; what has no kind stays. */
function longestOfKind<F extends Run & { readonly id: number }>(
  found: readonly F[],
  kindOf: (id: number) => string | undefined,
): F[] {
  const reach = new Map<string, Run>()
  const sorted = [...found].sort((a, b) => a.start - b.start || b.end - a.end)
  return sorted.filter((run) => {
    const kind = kindOf(run.id)
    if (kind === undefined) return true
    const last = reach.get(kind)
    if (last && run.end <= last.end && !(run.start === last.start && run.end === last.end)) return false
    reach.set(kind, run)
    return true
  })
}
