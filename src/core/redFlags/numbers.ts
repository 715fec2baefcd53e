/** Numbers written in words: "twenty two" is one word with a value. */
import type { Token } from '../text.ts'

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

export const numberWords: Iterable<string> = values.keys()

export function readNumbers(tokens: readonly Token[]): Token[] {
  const read: Token[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const value = token.value ?? values.get(token.word)
    if (value === undefined) {
      read.push(token)
      continue
    }
    const next = tokens[i + 1]
    const unit = next && next.before === 'none' ? values.get(next.word) : undefined
    const merges =
      token.value === undefined && value >= 20 && value < 100 && unit !== undefined && unit > 0 && unit < 10
    if (merges) i++
    read.push({ ...token, value: merges ? value + unit : value, end: merges ? next!.end : token.end })
  }
  return read
}
