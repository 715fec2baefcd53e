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
import { kindNumber, kinds, lettersInGroup, type Kind, type Naming } from './featureTable.ts'
import type { Reading } from './reader.ts'
import type { Study } from './recognise.ts'

/** What the opinion is formed on. */
export type Evidence = Pick<Study, 'reading' | 'mentions'>

/** Longest window in words; longer sentences are read in windows that overlap by half. */
const windowWords = 30
export const thirdPerson = new Set('he she him her his hers hes shes hed'.split(' '))
/** How many words a negation reaches. */
const negationReach = 7
const negations = new Set(
  (
    'no not never without nor none cant cannot dont doesnt didnt isnt arent wasnt werent havent hasnt hadnt ' +
    'wont wouldnt couldnt nothing neither'
  ).split(' '),
)
const lettersFrom = 5
/** How many words may lie between two concepts that make a pair. */
const pairReach = 5
/** Of a feature nobody has asked for yet. */
const unasked = -2

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
    if (introduced && !own && words.slice(start, end).some(({ word }) => thirdPerson.has(word)))
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
 * Tells every feature of a window that has a name, some more than once; `start` and `end` are the words it was read from.
 * @returns how many features the window has, with those that have no name
 */
export type FeatureReader = (
  window: Run,
  tell: (feature: number, start: number, end: number) => void,
) => number

/**
 * Windows overlap, and a feature has the same name in all of them: most names are asked for once a text, not once a window.
 * Only the first two words of a window have other neighbours there than in the text.
 */
export function featureReader(
  { reading: { words, concepts }, mentions }: Evidence,
  { part, feature, letters }: Naming,
): FeatureReader {
  const nothing = part('')
  const [opening, gap, closing] = [part('^'), part('|'), part('$')]
  const alone = (kind: Kind, own: number) => feature(kindNumber[kind], own, nothing, nothing)
  const question = alone('?', nothing)

  const read = words.map(({ word, value }) => (value === undefined ? word : sizeOf(value)))
  const wordParts = Int32Array.from(read, part)
  const plainWords = wordParts.map((own) => alone('1', own))
  const { groups, groupsBefore } = groupsOf(read, letters)
  const pairOfWords = (before: number, word: number) => feature(kindNumber['2'], before, word, nothing)
  const tripleOf = (earlier: number, before: number, word: number) =>
    feature(kindNumber['3'], earlier, before, word)
  const skipOf = (earlier: number, word: number) => feature(kindNumber._, earlier, word, nothing)
  /** What stands before a word: the word itself, or a gap; and what stands before that. */
  const before = wordParts.map((_, i) => (words[i]!.before !== 'none' ? gap : (wordParts[i - 1] ?? nothing)))
  const earlier = wordParts.map((_, i) =>
    words[i]!.before !== 'none'
      ? (wordParts[i - 1] ?? nothing)
      : words[i - 1]?.before === 'none'
        ? (wordParts[i - 2] ?? nothing)
        : gap,
  )
  const pairs = wordParts.map((word, i) => pairOfWords(before[i]!, word))
  const triples = wordParts.map((word, i) => tripleOf(earlier[i]!, before[i]!, word))
  const skips = wordParts.map((word, i) => skipOf(earlier[i]!, word))

  // A few concepts make most of the pairs, again and again: a table by both of them, numbered as they come.
  const numbers = new Map<string, number>()
  for (const { concept } of concepts) if (!numbers.has(concept)) numbers.set(concept, numbers.size)
  const conceptParts = [...numbers.keys()].map(part)
  const plainConcepts = conceptParts.map((own) => alone('c', own))
  const numberOf = Int32Array.from(concepts, ({ concept }) => numbers.get(concept)!)
  const starts = Int32Array.from(concepts, ({ start }) => start)
  const ends = Int32Array.from(concepts, ({ end }) => end)
  const pairsOfConcepts = new Int32Array(numbers.size ** 2).fill(unasked)
  function pairOf(one: number, other: number): number {
    const at = one * numbers.size + other
    if (pairsOfConcepts[at] === unasked)
      pairsOfConcepts[at] = feature(kindNumber.cc, conceptParts[one]!, conceptParts[other]!, nothing)
    return pairsOfConcepts[at]!
  }
  const mentioned = mentions.map(({ flag, assertion, sure }) =>
    feature(kindNumber.m, part(flag), part(assertion), part(sure ? 'sure' : 'unsure')),
  )

  return (window, tell) => {
    let told = 0
    const see = (name: number, start: number, end: number) => {
      told++
      if (name >= 0) tell(name, start, end)
    }
    const negated = new Uint8Array(window.end - window.start)
    let reach = 0
    for (let i = window.start; i < window.end; i++) {
      const { before: parted, asked } = words[i]!
      const nth = i - window.start
      if (nth > 0 && parted !== 'none' && parted !== 'comma') reach = 0
      const text = read[i]!
      if (reach > 0) negated[nth] = 1
      see(reach > 0 ? alone('!', wordParts[i]!) : plainWords[i]!, i, i + 1)
      if (asked) see(question, i, i + 1)
      const word = wordParts[i]!
      if (nth === 0) {
        see(pairOfWords(opening, word), i - 1, i + 1)
        see(tripleOf(nothing, opening, word), i - 2, i + 1)
        see(skipOf(nothing, word), i - 2, i + 1)
      } else {
        const opens = nth === 1 && parted === 'none'
        see(pairs[i]!, i - 1, i + 1)
        see(opens ? tripleOf(opening, before[i]!, word) : triples[i]!, i - 2, i + 1)
        see(opens ? skipOf(opening, word) : skips[i]!, i - 2, i + 1)
      }
      for (let group = groupsBefore[i]!; group < groupsBefore[i + 1]!; group++) see(groups[group]!, i, i + 1)
      // "No, my leg is numb": an answer, not a negation.
      const answers = text === 'no' && words[i + 1] !== undefined && words[i + 1]!.before !== 'none'
      if (negations.has(text) && !answers) reach = negationReach
      else if (text === 'but') reach = 0
      else if (reach > 0) reach--
    }
    const last = wordParts[window.end - 1] ?? opening
    see(feature(kindNumber['2'], last, closing, nothing), window.end - 1, window.end)

    for (let i = firstFrom(concepts, window.start); i < concepts.length; i++) {
      const start = starts[i]!
      const end = ends[i]!
      const number = numberOf[i]!
      if (start >= window.end) break
      if (end > window.end) continue
      const denied = negated[start - window.start] === 1
      see(denied ? alone('n', conceptParts[number]!) : plainConcepts[number]!, start, end)
      const farthest = Math.min(end + pairReach, window.end - 1)
      for (let k = i + 1; k < concepts.length && starts[k]! <= farthest; k++)
        if (starts[k]! >= end && ends[k]! <= window.end) see(pairOf(number, numberOf[k]!), start, ends[k]!)
    }

    const from = words[window.start]?.start ?? 0
    const to = words[window.end - 1]?.end ?? 0
    for (let i = 0; i < mentions.length; i++)
      if (mentions[i]!.start >= from && mentions[i]!.end <= to) see(mentioned[i]!, window.start, window.end)
    return told
  }
}

/**
 * The groups of letters of the longer words, their ends marked.
 * @returns one after the other, and how many there are before each word
 */
function groupsOf(read: readonly string[], letters: Naming['letters']) {
  const groups: number[] = []
  const groupsBefore = [0]
  for (const word of read) {
    if (word.length >= lettersFrom) {
      const whole = `<${word}>`
      for (let at = 0; at + lettersInGroup <= whole.length; at++) groups.push(letters(whole, at))
    }
    groupsBefore.push(groups.length)
  }
  return { groups, groupsBefore }
}

/** Numbers that tell alike: ages, doses, temperatures in °C. */
const sizes = [0, 1, 3, 5, 11, 16, 36, 37.3, 43, 65, 70, 106]
const sizeOf = (value: number): string => `#${sizes.findLast((size) => value >= size) ?? ''}`

/** A window with fewer features than this is too short to be sure of. */
const fewFeatures = 60
/** What a sum of weights is multiplied by, so that many words weigh no more than few. */
export const scaleOf = (features: number): number => 1 / Math.sqrt(Math.max(features, fewFeatures))
/** The same of several windows together, which share features: by their words, of which each has about so many. */
export const scaleOfWords = (words: number): number => scaleOf(words * 8)

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
