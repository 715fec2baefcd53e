/**
 * A second opinion on messages in which the rules find nothing: may the words mean a flag, so that it is worth one closed
 * question? It can only lead to a question, never to an escalation, and never takes one back.
 *
 * It is a linear model, one row of weights a flag, over what stands in a window of some thirty words:
 *
 *   words          "numb", and "!numb" within seven words after a negation
 *   neighbours     pairs, pairs with one word between, triples
 *   letter groups  four letters of longer words, so that a typo still resembles its word
 *
 * A window's score is the sum of its weights over the square root of how many features it has; a message scores like its
 * best window, so that a flag buried in a long story counts in full. Weights are learnt when the knowledge is built, from
 * the labelled messages of `knowledge/examples/`, in a fixed order: the same examples make the same weights.
 */
import { z } from 'zod'
import { tokenise, type Token } from '../text.ts'
import { isRedFlag, type RedFlag } from '../triage/flags.ts'

export const opinionSchema = z.strictObject({
  flags: z.array(z.string().refine(isRedFlag)),
  bias: z.array(z.number()),
  /** For each feature: index of a flag, its weight, the next index, … */
  weights: z.record(z.string(), z.array(z.number())),
})
export type Opinion = z.infer<typeof opinionSchema>

/** Longest window in words; longer sentences are read in windows that overlap by half. */
const windowWords = 30
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

/** The windows of a text as features; at least one, perhaps empty. */
export function windowsOf(text: string): string[][] {
  const sentences: Token[][] = [[]]
  for (const token of tokenise(text)) {
    if (token.before === 'sentence' && sentences.at(-1)!.length > 0) sentences.push([])
    sentences.at(-1)!.push(token)
  }
  const windows = sentences.flatMap((sentence) => {
    if (sentence.length <= windowWords) return [sentence]
    const starts = Array.from({ length: Math.ceil((sentence.length * 2) / windowWords) - 1 }, (_, i) => i)
    return starts.map((i) => sentence.slice((i * windowWords) / 2, (i * windowWords) / 2 + windowWords))
  })
  const joined = windows.slice(1).flatMap((window, i) => {
    const before = windows[i]!
    return before.length + window.length <= windowWords ? [[...before, ...window]] : []
  })
  return [...windows, ...joined].map(featuresOf)
}

function featuresOf(tokens: readonly Token[]): string[] {
  const features = new Set<string>()
  let reach = 0
  let before = '^'
  let earlier = ''
  for (const { word: typed, before: gap, asked } of tokens) {
    if (gap === 'comma' || gap === 'clause') {
      earlier = before
      before = '|'
      if (gap === 'clause') reach = 0
    }
    const word = /^\d+$/.test(typed) ? '#' : typed
    const mark = reach > 0 ? '!' : ''
    features.add(mark + word)
    features.add(asked ? '?' : '.')
    features.add(`${before} ${word}`)
    features.add(`${earlier} ${before} ${word}`)
    features.add(`${earlier} _ ${word}`)
    if (word.length >= lettersFrom)
      for (let i = 0; i + lettersInGroup <= word.length + 2; i++)
        features.add(`${mark}:${`<${word}>`.slice(i, i + lettersInGroup)}`)
    if (negations.has(word)) reach = negationReach
    else if (word === 'but') reach = 0
    else if (reach > 0) reach--
    earlier = before
    before = word
  }
  features.add(`${before} $`)
  return [...features]
}

/** The flag the words most resemble, with its log-odds. */
export interface Suspicion {
  readonly flag: RedFlag
  readonly score: number
}

/** Reads a text as the model sees it: every flag with its score, the likeliest first. */
export function secondOpinion(opinion: Opinion): (text: string) => Suspicion[] {
  const weights = new Map(Object.entries(opinion.weights))
  return (text) => {
    const best = opinion.flags.map(() => -Infinity)
    for (const features of windowsOf(text)) {
      const sums = opinion.flags.map(() => 0)
      for (const feature of features) {
        const row = weights.get(feature)
        if (row) for (let i = 0; i < row.length; i += 2) sums[row[i]!]! += row[i + 1]!
      }
      const scale = 1 / Math.sqrt(features.length || 1)
      for (const [i, sum] of sums.entries()) best[i] = Math.max(best[i]!, opinion.bias[i]! + sum * scale)
    }
    return opinion.flags
      .map((flag, i) => ({ flag: flag as RedFlag, score: best[i]! }))
      .sort((a, b) => b.score - a.score || a.flag.localeCompare(b.flag))
  }
}
