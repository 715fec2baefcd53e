/** How good a ranking is, and how sure a difference. */
import type { Question } from './collection.ts'
import { random } from './random.ts'

/** As many results as are judged. */
export const depth = 10

const gain = (list: readonly number[]) =>
  list.slice(0, depth).reduce((sum, grade, rank) => sum + grade / Math.log2(rank + 2), 0)

/** Normalised discounted cumulative gain of the first ten: 0 to 1 (Järvelin and Kekäläinen 2002, gain = grade). */
export function ndcg(ranking: readonly number[], grades: Question['grades']): number {
  const ideal = gain([...grades.values()].toSorted((a, b) => b - a))
  return ideal === 0 ? 0 : gain(ranking.map((place) => grades.get(place) ?? 0)) / ideal
}

/** 1 when the first result is relevant at all, else 0. */
export const precisionAt1 = (ranking: readonly number[], grades: Question['grades']): number =>
  (grades.get(ranking[0] ?? -1) ?? 0) > 0 ? 1 : 0

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / (values.length || 1)

/** The value that this share of the others, 0 to 1, is not above. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!

/** The 95 % interval of the mean difference of two lists over the same questions: questions drawn 2,000 times with replacement. */
export function pairedInterval(a: readonly number[], b: readonly number[]): [low: number, high: number] {
  const next = random(1)
  const differences = a.map((value, n) => value - b[n]!)
  const means = Array.from({ length: 2000 }, () =>
    mean(differences.map(() => differences[Math.floor(next() * differences.length)]!)),
  )
  return [quantile(means, 0.025), quantile(means, 0.975)]
}

/** The same words with one slip in every word of six letters or more: a letter changed, left out, doubled or swapped with the next. */
export function withSlips(text: string, seed: number): string {
  const next = random(seed)
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  return text.replace(/[a-z]{6,}/gi, (word) => {
    const at = 1 + Math.floor(next() * (word.length - 2))
    const [before, letter, after] = [word.slice(0, at), word[at]!, word.slice(at + 1)]
    const other = letters[Math.floor(next() * 26)]!
    const slips = [before + other + after, before + after, before + letter + letter + after]
    const swapped = before + after[0]! + letter + after.slice(1)
    return [...slips, swapped][Math.floor(next() * 4)]!
  })
}
