/**
 * What the second opinion sees of a text. In each window of some thirty words:
 *
 *   words          "numb", and "numb" within seven words after a negation
 *   neighbours     pairs, pairs with one word between, triples
 *   letter groups  four letters of longer words, so that a typo still resembles its word
 *   concepts       of the vocabulary, and pairs of concepts that follow each other within five words
 *   the rules      which flags they found there, in which sense
 */
import type { Run } from './assertion.ts'
import { firstFrom } from './combinations.ts'
import type { Reading } from './reader.ts'
import type { Study } from './recognise.ts'

/** What the opinion is formed on. */
export type Evidence = Pick<Study, 'reading' | 'mentions'>

/** Longest window in words; longer sentences are read in windows that overlap by half. */
const windowWords = 30
const third = new Set('he she him her his hers hes shes hed'.split(' '))
/** How many words a negation reaches. */
const negationReach = 7
const negations = new Set(
  (
    'no not never without nor none cant cannot dont doesnt didnt isnt arent wasnt werent havent hasnt hadnt ' +
    'wont wouldnt couldnt nothing neither'
  ).split(' '),
)
const lettersFrom = 5
const lettersInGroup = 4
/** How many words may lie between two concepts that make a pair. */
const pairReach = 5

/**
 * The windows of a text, at least one, perhaps empty: each sentence, each with the one before it, and the stretches of a long one.
 * A sentence about "him" after one about a neighbour is never read alone. No window is lost when
 * more is said: a flag affirmed stays affirmed.
 */
export function windowsOf({ words, places }: Pick<Reading, 'words' | 'places'>): Run[] {
  const starts = words.flatMap((word, i) => (i === 0 || word.before === 'sentence' ? [i] : []))
  const windows = starts.flatMap((start, n) => {
    const end = starts[n + 1] ?? words.length
    const before = starts[n - 1]
    if (before === undefined) return stretches({ start, end })
    const introduced = places.slice(starts[n - 2] ?? before, start).some(({ other }) => other)
    const own = places.slice(start, end).some(({ other }) => other)
    if (introduced && !own && words.slice(start, end).some(({ word }) => third.has(word)))
      return stretches({ start: Math.max(before, start - windowWords / 2), end })
    const joined = end - before <= windowWords ? [{ start: before, end }] : []
    return [...stretches({ start, end }), ...joined]
  })
  return windows.length > 0 ? windows : [{ start: 0, end: 0 }]
}

/** Whole where it is short enough, else stretches that overlap by half. */
function stretches({ start, end }: Run): Run[] {
  const half = windowWords / 2
  const runs: Run[] = []
  for (let from = start; from < end && (from === start || from + half < end); from += half)
    runs.push({ start: from, end: Math.min(from + windowWords, end) })
  return runs
}

/**
 * A feature is its kind and up to three parts; `start` and `end` are the words it was read from. Kinds: `1`, `2`, `3` words next to
 * each other, `_` two words with one between, `!` a negated word, `:` four letters, `c` and `n` a concept, plain or negated,
 * `cc` a concept and one that follows, `m` what the rules mention, `?` a question.
 */
export const kinds = ['1', '2', '3', '_', '!', ':', 'c', 'n', 'cc', 'm', '?'] as const
const kindNumber = Object.fromEntries(kinds.map((kind, i) => [kind, i])) as Record<
  (typeof kinds)[number],
  number
>
type Tell<Part> = (kind: number, a: Part, b: Part, c: Part, start: number, end: number) => void

function lettersOf(word: string): string[] {
  if (word.length < lettersFrom) return []
  const whole = `<${word}>`
  return Array.from({ length: whole.length - lettersInGroup + 1 }, (_, k) =>
    whole.slice(k, k + lettersInGroup),
  )
}

/** Tells every feature of a window. */
export type FeatureReader<Part> = (window: Run, tell: Tell<Part>) => void

/**
 * Tells every feature of a window; some more than once.
 * @param part what a part of a feature is called; asked once for each word of the text
 */
export function featureReader<Part>(
  { reading: { words, concepts }, mentions }: Evidence,
  part: (text: string) => Part,
): FeatureReader<Part> {
  const nothing = part('')
  const [opening, gap, closing] = [part('^'), part('|'), part('$')]
  const read = words.map(({ word, value }) => (value === undefined ? word : sizeOf(value)))
  const wordParts = read.map(part)
  const groupParts = read.map((word) => lettersOf(word).map(part))
  const conceptParts = concepts.map(({ concept }) => part(concept))

  return (window, tell) => {
    const negated = new Uint8Array(window.end - window.start)
    let reach = 0
    let before = opening
    let earlier = nothing
    for (let i = window.start; i < window.end; i++) {
      const { before: parted, asked } = words[i]!
      if (i > window.start && parted !== 'none') {
        earlier = before
        before = gap
        if (parted !== 'comma') reach = 0
      }
      const text = read[i]!
      const word = wordParts[i]!
      if (reach > 0) negated[i - window.start] = 1
      tell(reach > 0 ? kindNumber['!'] : kindNumber['1'], word, nothing, nothing, i, i + 1)
      if (asked) tell(kindNumber['?'], nothing, nothing, nothing, i, i + 1)
      tell(kindNumber['2'], before, word, nothing, i - 1, i + 1)
      tell(kindNumber['3'], earlier, before, word, i - 2, i + 1)
      tell(kindNumber._, earlier, word, nothing, i - 2, i + 1)
      for (const group of groupParts[i]!) tell(kindNumber[':'], group, nothing, nothing, i, i + 1)
      // "No, my leg is numb": an answer, not a negation.
      const answers = text === 'no' && words[i + 1] !== undefined && words[i + 1]!.before !== 'none'
      if (negations.has(text) && !answers) reach = negationReach
      else if (text === 'but') reach = 0
      else if (reach > 0) reach--
      earlier = before
      before = word
    }
    tell(kindNumber['2'], before, closing, nothing, window.end - 1, window.end)

    for (let i = firstFrom(concepts, window.start); i < concepts.length; i++) {
      const { start, end } = concepts[i]!
      if (start >= window.end) break
      if (end > window.end) continue
      const concept = conceptParts[i]!
      tell(
        negated[start - window.start] === 1 ? kindNumber.n : kindNumber.c,
        concept,
        nothing,
        nothing,
        start,
        end,
      )
      for (let k = i + 1; k < concepts.length && concepts[k]!.start - end <= pairReach; k++) {
        const next = concepts[k]!
        if (next.start >= end && next.end <= window.end)
          tell(kindNumber.cc, concept, conceptParts[k]!, nothing, start, next.end)
      }
    }

    const from = words[window.start]?.start ?? 0
    const to = words[window.end - 1]?.end ?? 0
    for (const { flag, assertion, sure, start, end } of mentions)
      if (start >= from && end <= to)
        tell(
          kindNumber.m,
          part(flag),
          part(assertion),
          part(sure ? 'sure' : 'unsure'),
          window.start,
          window.end,
        )
  }
}

/** Numbers that tell alike: ages, doses, temperatures in °C. */
const sizes = [0, 1, 3, 5, 11, 16, 36, 37.3, 43, 65, 70, 106]
const sizeOf = (value: number): string => `#${sizes.findLast((size) => value >= size) ?? ''}`

/** A window with fewer features than this is too short to be sure of. */
const fewFeatures = 60
/** What a sum of weights is multiplied by, so that many words weigh no more than few. */
export const scaleOf = (features: number): number => 1 / Math.sqrt(Math.max(features, fewFeatures))

/** A feature as an opinion stores it, in words. */
export function describe(feature: string): string {
  const [kind, ...parts] = feature.split(' ')
  const words = parts.join(' ').replace('^', '(start)').replace('$', '(end)').replaceAll('|', '(comma)')
  switch (kinds[Number(kind)]!) {
    case '1':
    case '2':
    case '3':
      return `"${words}"`
    case '_':
      return `"${parts.join(' … ')}"`
    case '!':
      return `not "${words}"`
    case ':':
      return `letters "${words}"`
    case 'c':
      return `{${words}}`
    case 'n':
      return `not {${words}}`
    case 'cc':
      return `{${parts[0]}} then {${parts[1]}}`
    case 'm':
      return `rule: ${parts.join(', ')}`
    case '?':
      return 'a question'
  }
}
