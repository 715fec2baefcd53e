/** Learns what the recogniser weighs its rules with, from labelled messages; each is read once. */
import { consider, evidenceOf } from '../core/redFlags/conclusion.ts'
import type { Opinions } from '../core/redFlags/recogniser.ts'
import type { Rules, Study } from '../core/redFlags/recognise.ts'
import { opinionOf, secondOpinion, type Opinion } from '../core/redFlags/secondOpinion.ts'
import { isPost, type Example } from './examples.ts'
import { FeatureNames } from './featureNames.ts'
import { bias, commonest, fit, type Fit, type Lesson } from './fit.ts'
import { lessonsOf, senseSubject, windowSubject } from './lesson.ts'
import { regress } from './regression.ts'

/**
 * One message of so many is kept from the second opinion: how far it can be believed shows only on what it has not learnt. Best it
 * shows on what nobody invented, and of that there is little: two opinions learn half of the real posts each and are tried on the
 * other half, and the mean of the two is the opinion.
 */
const apart = 10
/** A feature with no greater weight is left out. */
const leastWeight = 1
/** Weights are kept in tenths, in eight bits. */
const [tenths, greatest] = [10, 127]

/** What a message teaches: of its windows by themselves, and as a whole. */
type Lessons = ReturnType<typeof lessonsOf>
/** A message the opinion is tried on. */
interface Trial {
  readonly found: Study
  readonly expect: Example['expect']
}

export function learn(examples: readonly Example[], { study }: Pick<Rules, 'study'>): Opinions {
  const names = new FeatureNames()
  const invented: Lessons[] = []
  const unlearnt: Trial[] = []
  const posts: (Trial & { lessons: Lessons })[] = []
  for (const [n, example] of examples.entries()) {
    const found = study(example.text)
    const { expect } = example
    if (isPost(example.id)) posts.push({ found, expect, lessons: lessonsOf(found, example, names.naming) })
    else if (n % apart === apart - 1) unlearnt.push({ found, expect })
    else invented.push(lessonsOf(found, example, names.naming))
  }
  const { kept, renumbered } = onlyCommon(names, [...invented, ...posts.map(({ lessons }) => lessons)])
  const ofInvented = invented.map(renumbered)
  const ofPosts = posts.map(({ lessons }) => renumbered(lessons))

  const begun = fitted(ofInvented, kept.length)
  const opinions = [0, 1].map((half) =>
    fitted([...ofInvented, ...ofPosts.filter(inHalf(half))], kept.length, begun),
  )
  const opinion = opinionFrom(kept, opinions)
  const trials = [
    ...triedOn(unlearnt, opinion),
    ...opinions.flatMap((one, half) => triedOn(posts.filter(inHalf(1 - half)), opinionFrom(kept, [one]))),
  ]
  const affirming = trials.filter(({ expect }) => expect !== 'none')
  const weightsFor = (of: typeof trials, level: (expect: Example['expect']) => boolean) =>
    regress(
      of.map(({ evidence }) => evidence),
      of.map(({ expect }) => level(expect)),
    )
  return {
    opinion,
    conclusion: {
      any: weightsFor(trials, (expect) => expect !== 'none'),
      emergency: weightsFor(affirming, (expect) => expect === 'emergency'),
    },
  }
}

const inHalf = (half: number) => (_: unknown, n: number) => n % 2 === half

/** The names of the features that are common enough, and lessons with those only, numbered anew. */
function onlyCommon(names: FeatureNames, lessons: readonly Lessons[]) {
  const kept = commonest(
    lessons.map(({ sense }) => sense.windows[0]!.features),
    names.size,
  )
  const places = new Int32Array(names.size).fill(-1)
  kept.forEach((feature, place) => (places[feature] = place))
  const renumber = (lesson: Lesson): Lesson => ({
    ...lesson,
    windows: lesson.windows.map(({ features, scale }) => ({
      features: features.map((feature) => places[feature]!).filter((place) => place >= 0),
      scale,
    })),
  })
  return {
    kept: Array.from(kept, (feature) => names.nameOf(feature)),
    renumbered: ({ windows, sense }: Lessons): Lessons => ({
      windows: renumber(windows),
      sense: renumber(sense),
    }),
  }
}

const triedOn = (trials: readonly Trial[], opinion: Opinion) => {
  const judge = secondOpinion(opinion)
  return trials.map(({ found, expect }) => ({
    expect,
    evidence: evidenceOf(consider(found, judge(found)).whole),
  }))
}

type Fits = Readonly<Record<keyof Lessons, Fit>>
const subjects = { windows: windowSubject, sense: senseSubject } as const

function fitted(lessons: readonly Lessons[], many: number, begun?: Fits): Fits {
  const fitOf = (of: keyof Lessons) =>
    fit(
      subjects[of],
      lessons.map((lesson) => lesson[of]),
      many,
      begun?.[of],
    )
  return { windows: fitOf('windows'), sense: fitOf('sense') }
}

/** Puts the mean of what was learnt of both subjects side by side, features that say nothing left out. */
function opinionFrom(names: readonly string[], fits: readonly Fits[]): Opinion {
  const kept: string[] = []
  const rows: number[][] = []
  const columns = (['windows', 'sense'] as const).flatMap((of) =>
    subjects[of].heads.map((head, column, { length }) => ({
      head,
      weightOf: (number: number) =>
        fits.reduce((sum, one) => sum + one[of].weights[number * length + column]!, 0) / fits.length,
    })),
  )
  for (const [number, name] of names.entries()) {
    const row = columns.map(({ weightOf }) => weightOf(number))
    if (row.every((weight) => Math.abs(weight) < leastWeight)) continue
    kept.push(name)
    rows.push(row.map((weight) => Math.max(-greatest, Math.min(greatest, Math.round(weight * tenths)))))
  }
  return opinionOf({ heads: columns.map(({ head }) => head), bias }, kept, rows)
}
