/** Learns what the recogniser weighs its rules with, from labelled messages; each is read once. */
import { consider, evidenceOf } from '../core/redFlags/conclusion.ts'
import type { Opinions } from '../core/redFlags/recogniser.ts'
import type { Rules, Study } from '../core/redFlags/recognise.ts'
import { opinionOf, secondOpinion, type Opinion } from '../core/redFlags/secondOpinion.ts'
import { isPost, type Example } from './examples.ts'
import { FeatureNames } from './featureNames.ts'
import { bias, fit, type Lesson } from './fit.ts'
import { lessonsOf, senseSubject, windowSubject } from './lesson.ts'
import { regress } from './regression.ts'

/**
 * One message of so many is kept from the second opinion, and every real post: how far it can be believed shows only on what it has
 * not learnt, and best on what nobody invented.
 */
const apart = 10
/** A feature with no greater weight is left out. */
const leastWeight = 1
/** Weights are kept in tenths, in eight bits. */
const [tenths, greatest] = [10, 127]

export function learn(examples: readonly Example[], { study }: Pick<Rules, 'study'>): Opinions {
  const names = new FeatureNames()
  const windows: Lesson[] = []
  const senses: Lesson[] = []
  const unlearnt: { found: Study; expect: Example['expect'] }[] = []
  for (const [n, example] of examples.entries()) {
    const found = study(example.text)
    if (n % apart === apart - 1 || isPost(example.id)) {
      unlearnt.push({ found, expect: example.expect })
      continue
    }
    const lessons = lessonsOf(found, example, names.naming)
    windows.push(lessons.windows)
    senses.push(lessons.sense)
  }
  const opinion = opinionFrom(names, [
    { ...windowSubject, weights: fit(windowSubject, windows, names.size) },
    { ...senseSubject, weights: fit(senseSubject, senses, names.size) },
  ])

  const judge = secondOpinion(opinion)
  const known = unlearnt.map(({ found, expect }) => ({
    expect,
    evidence: evidenceOf(consider(found, judge(found)).whole),
  }))
  const affirming = known.filter(({ expect }) => expect !== 'none')
  const weightsFor = (of: typeof known, level: (expect: Example['expect']) => boolean) =>
    regress(
      of.map(({ evidence }) => evidence),
      of.map(({ expect }) => level(expect)),
    )
  return {
    opinion,
    conclusion: {
      any: weightsFor(known, (expect) => expect !== 'none'),
      emergency: weightsFor(affirming, (expect) => expect === 'emergency'),
    },
  }
}

/** Puts what was learnt of several subjects side by side, features that say nothing left out. */
function opinionFrom(
  names: FeatureNames,
  subjects: readonly { heads: readonly string[]; weights: Float32Array }[],
): Opinion {
  const kept: string[] = []
  const rows: number[][] = []
  for (let number = 0; number < names.size; number++) {
    const row = subjects.flatMap(({ heads, weights }) => [
      ...weights.subarray(number * heads.length, (number + 1) * heads.length),
    ])
    if (row.every((weight) => Math.abs(weight) < leastWeight)) continue
    kept.push(names.nameOf(number))
    rows.push(row.map((weight) => Math.max(-greatest, Math.min(greatest, Math.round(weight * tenths)))))
  }
  return opinionOf({ heads: subjects.flatMap(({ heads }) => heads), bias }, kept, rows)
}
