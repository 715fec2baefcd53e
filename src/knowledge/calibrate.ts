/**
 * Fits the gate (core/retrieval/gate.ts), and says how well it then tells what the articles answer from what they do not. Nothing is
 * judged by what was learnt from it: the ways to ask and the messages about other things are parted in five, and each fifth is put
 * to an index and a classifier made without it.
 */
import { answerIndex, searchIndexOf } from '../core/retrieval/answerIndex.ts'
import { measures } from '../core/retrieval/gate.ts'
import { judge } from '../core/retrieval/judge.ts'
import type { Built } from './build.ts'
import { Synonyms } from '../core/retrieval/synonyms.ts'
import { learnClassifier } from './learnClassifier.ts'

const parts = 5
/** In another section than the one it was written for the answer may be as good: counts for nothing. */
interface Case {
  readonly measures: readonly number[]
  /** Whether the best hit answers; undefined for a question put to another article's section. */
  readonly answers: boolean | undefined
  /** Whether the very section of a way to ask is found, by search and classifier, and by search alone. */
  readonly finds?: { readonly both: boolean; readonly searchAlone: boolean }
}

export interface Calibration {
  /** In the order of `measures`. */
  readonly weights: readonly number[]
  /** Shares of the ways to ask whose very section is found, 0 to 1. */
  readonly found: { readonly both: number; readonly searchAlone: number }
  /** At a few thresholds: shares of right hits answered and of messages about other things refused, 0 to 1. */
  readonly at: readonly { readonly sure: number; readonly answered: number; readonly refused: number }[]
}

export function calibrate({ content, elsewhere }: Pick<Built, 'content' | 'elsewhere'>): Calibration {
  const cases = Array.from({ length: parts }, (_, part) => casesOf(content, elsewhere.seen, part)).flat()
  const weights = fit(cases.filter(({ answers }) => answers !== undefined))
  const chances = cases.map((one) => ({ ...one, chance: chanceOf(weights, one.measures) }))
  const share = (some: typeof chances, holds: (chance: number) => boolean) =>
    some.filter(({ chance }) => holds(chance)).length / (some.length || 1)
  const right = chances.filter(({ answers }) => answers)
  const other = chances.filter(({ answers }) => answers === false)
  const found = (by: 'both' | 'searchAlone') => {
    const asked = cases.flatMap(({ finds }) => finds ?? [])
    return asked.filter((finds) => finds[by]).length / (asked.length || 1)
  }
  return {
    weights,
    found: { both: found('both'), searchAlone: found('searchAlone') },
    at: [0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7].map((sure) => ({
      sure,
      answered: share(right, (chance) => chance >= sure),
      refused: share(other, (chance) => chance < sure),
    })),
  }
}

function casesOf(content: Built['content'], others: readonly string[], part: number): Case[] {
  let n = 0
  const mine = new Set<string>()
  const passages = content.passages.map((passage) => ({
    ...passage,
    asked: passage.asked.filter((question) => {
      if (n++ % parts !== part) return true
      mine.add(question)
      return false
    }),
  }))
  const without = { ...content, passages }
  const inMine = (_: string, at: number) => at % parts === part
  const index = answerIndex(without, {
    searchIndex: searchIndexOf(without),
    classifier: learnClassifier(
      passages,
      others.filter((message, at) => !inMine(message, at)),
      new Synonyms(content.retrieval.synonyms),
    ),
  })
  const completeOf = (question: string) =>
    judge(question, index).hits.filter(({ missing }) => missing.length === 0)
  return [
    ...content.passages.flatMap(({ id, article, asked }) =>
      asked
        .filter((question) => mine.has(question))
        .flatMap((question): Case[] => {
          const hits = completeOf(question)
          const [best] = hits
          if (!best) return []
          const answers = best.hit.passage.article === article ? true : undefined
          const searched = hits.reduce((one, other) => (other.hit.score > one.hit.score ? other : one))
          const finds = { both: best.hit.passage.id === id, searchAlone: searched.hit.passage.id === id }
          return [{ measures: measures(best.evidence), answers, finds }]
        }),
    ),
    ...others.filter(inMine).map((message): Case => {
      const [hit] = completeOf(message)
      const nothing = {
        cosine: 0,
        coverage: 0,
        titleCoverage: 0,
        mass: 0,
        strangest: 0,
        inside: -10,
        chance: 0,
      }
      return { measures: measures(hit?.evidence ?? nothing), answers: false }
    }),
  ]
}

const chanceOf = (weights: readonly number[], values: readonly number[]): number =>
  1 / (1 + Math.exp(-values.reduce((sum, value, n) => sum + value * weights[n]!, 0)))

/** Logistic regression by Newton's method; both kinds count alike, however many there are of each. */
function fit(cases: readonly Case[]): number[] {
  const size = cases[0]?.measures.length ?? 0
  const yes = cases.filter(({ answers }) => answers).length
  const weights = Array.from({ length: size }, () => 0)
  for (let round = 0; round < 30; round++) {
    // a little pull towards nothing keeps the equations solvable
    const slope = weights.map((weight) => 1e-2 * weight)
    const curve = weights.map((_, n) => weights.map((_weight, m) => (n === m ? 1e-2 : 0)))
    for (const { measures: values, answers } of cases) {
      const counts = answers ? 1 / yes : 1 / (cases.length - yes)
      const chance = chanceOf(weights, values)
      for (let n = 0; n < size; n++) {
        slope[n]! += counts * 100 * (chance - (answers ? 1 : 0)) * values[n]!
        for (let m = 0; m < size; m++)
          curve[n]![m]! += counts * 100 * chance * (1 - chance) * values[n]! * values[m]!
      }
    }
    for (const [n, change] of solve(curve, slope).entries()) weights[n]! -= change
  }
  return weights
}

/** Gauss's elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, n) => [...row, right[n]!])
  for (let n = 0; n < rows.length; n++) {
    const pivot = rows.slice(n).reduce((best, row) => (Math.abs(row[n]!) > Math.abs(best[n]!) ? row : best))
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(n, 0, pivot)
    for (const [m, row] of rows.entries())
      if (m !== n) {
        const factor = row[n]! / pivot[n]!
        for (let k = n; k < row.length; k++) row[k]! -= factor * pivot[k]!
      }
  }
  return rows.map((row, n) => row.at(-1)! / row[n]!)
}
