/**
 * Numbers written in words or in pieces: "twenty two", "a hundred and two point four", "39 and a half" are one word with a value.
 * A hundred counts by the ones before it; tens take ones, hundreds take both, with or without an "and".
 */
import type { Token } from '../text.ts'

/** A word as typed or as repaired. */
type Wordlike = Pick<Token, 'word' | 'before' | 'end'> & { readonly value: number | undefined }

const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

const values = new Map<string, number>([
  ...ones.map((word, value) => [word, value] as const),
  ...tens.map((word, i) => [word, (i + 2) * 10] as const),
  ['fourty', 40],
  ['hundred', 100],
])

export const numberWords: readonly string[] = [...values.keys()]

interface Sum {
  readonly value: number
  /** Index of the token after the last that belongs to it. */
  readonly end: number
}

export function readNumbers<T extends Wordlike>(tokens: readonly T[]): T[] {
  const read: T[] = []
  for (let i = 0; i < tokens.length;) {
    const token = tokens[i]!
    const whole = token.value === undefined ? inWords(tokens, i) : { value: token.value, end: i + 1 }
    if (!whole) {
      read.push(token)
      i++
      continue
    }
    const { value, end } = withFraction(tokens, whole)
    read.push({ ...token, value, end: tokens[end - 1]!.end })
    i = end
  }
  return read
}

/** What a number word counts, where nothing parts it from the one before. */
const wordAt = (tokens: readonly Wordlike[], i: number): number | undefined =>
  tokens[i]?.before === 'none' ? values.get(tokens[i].word) : undefined

const says = (tokens: readonly Wordlike[], i: number, ...words: readonly string[]): boolean =>
  words.every((word, k) => tokens[i + k]?.before === 'none' && tokens[i + k]?.word === word)

function inWords(tokens: readonly Wordlike[], i: number): Sum | undefined {
  const first = values.get(tokens[i]!.word)
  if (first === undefined) return undefined
  const hundreds = first > 0 && first < 10 && says(tokens, i + 1, 'hundred')
  if (first !== 100 && !hundreds) return upToNinetyNine(tokens, i, first)
  const sum = { value: hundreds ? first * 100 : first, end: i + (hundreds ? 2 : 1) }
  const next = says(tokens, sum.end, 'and') ? sum.end + 1 : sum.end
  const rest = wordAt(tokens, next)
  if (rest === undefined || rest === 0 || rest >= 100) return sum
  const added = upToNinetyNine(tokens, next, rest)
  return { value: sum.value + added.value, end: added.end }
}

function upToNinetyNine(tokens: readonly Wordlike[], i: number, value: number): Sum {
  const unit = wordAt(tokens, i + 1)
  return value >= 20 && unit !== undefined && unit > 0 && unit < 10
    ? { value: value + unit, end: i + 2 }
    : { value, end: i + 1 }
}

/** "point two", "and a half". */
function withFraction(tokens: readonly Wordlike[], { value, end }: Sum): Sum {
  const tenths = says(tokens, end, 'point') ? (wordAt(tokens, end + 1) ?? tokens[end + 1]?.value) : undefined
  if (tenths !== undefined && Number.isInteger(tenths) && tenths < 10)
    return { value: value + tenths / 10, end: end + 2 }
  if (says(tokens, end, 'and', 'a', 'half')) return { value: value + 0.5, end: end + 3 }
  return { value, end }
}
