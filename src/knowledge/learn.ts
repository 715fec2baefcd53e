/**
 * Learns the second opinion (`core/redFlags/secondOpinion.ts`) from labelled messages: logistic regression, one flag
 * against the rest, with adaptive steps (AdaGrad, Duchi 2011). A message teaches by its best window at that moment.
 * The order is fixed and nothing is random: the same examples give the same weights.
 */
import { windowsOf, type Opinion } from '../core/redFlags/secondOpinion.ts'
import { redFlags } from '../core/triage/flags.ts'
import type { Example } from './examples.ts'

const rounds = 14
/** Pulls weights towards nothing, so that words seen by chance do not count. */
const decay = 2e-4
const step = 0.5
/** Messages of a flag are few among all; each counts more, up to this much. */
const mostFavour = 5
/** What everybody says counts more than what one person says. */
const ordinaryWeight = 3
/** A feature must stand in so many messages. */
const leastMessages = 3
/** Smaller weights are left out of the artefact. */
const leastWeight = 0.8

interface Lesson {
  readonly windows: readonly Int32Array[]
  readonly flags: ReadonlySet<string>
  readonly weight: number
}

export function learn(examples: readonly Example[]): Opinion {
  const read = examples.map(({ text, flags, kind }) => ({
    windows: windowsOf(text),
    flags: new Set(flags),
    weight: kind === 'ordinary' ? ordinaryWeight : 1,
  }))
  const seen = new Map<string, number>()
  for (const { windows } of read)
    for (const feature of new Set(windows.flat())) seen.set(feature, (seen.get(feature) ?? 0) + 1)
  const features = [...seen].filter(([, messages]) => messages >= leastMessages).map(([feature]) => feature)
  const index = new Map(features.map((feature, i) => [feature, i]))
  const lessons = read.map(({ windows, ...lesson }): Lesson => ({
    ...lesson,
    windows: windows.map((window) => Int32Array.from(window.flatMap((feature) => index.get(feature) ?? []))),
  }))

  const flags = redFlags.map(({ id }) => id)
  const bias: number[] = []
  const weights: Record<string, number[]> = {}
  for (const [n, flag] of flags.entries()) {
    const model = fit(lessons, flag, features.length)
    bias.push(round(model.bias))
    for (const [i, weight] of model.weights.entries())
      if (Math.abs(weight) >= leastWeight) (weights[features[i]!] ??= []).push(n, round(weight))
  }
  return { flags, bias, weights }
}

const learnt = new Map<string, Opinion>()
/** The same, remembered in this process: the same examples are not learnt twice. */
export function learnOnce(examples: readonly Example[]): Opinion {
  const key = JSON.stringify(examples)
  const opinion = learnt.get(key) ?? learn(examples)
  learnt.set(key, opinion)
  return opinion
}

const round = (weight: number) => Math.round(weight * 10) / 10

function fit(
  lessons: readonly Lesson[],
  flag: string,
  size: number,
): { weights: Float64Array; bias: number } {
  const weights = new Float64Array(size)
  const steepness = new Float64Array(size).fill(1e-6)
  const bias = -2
  const own = lessons.filter(({ flags }) => flags.has(flag)).length
  const favour = Math.min(mostFavour, (0.6 * (lessons.length - own)) / Math.max(own, 1))

  const score = (window: Int32Array) => {
    let sum = 0
    for (const feature of window) sum += weights[feature]!
    return bias + sum / Math.sqrt(window.length || 1)
  }
  for (let pass = 0; pass < rounds; pass++)
    for (let n = 0; n < lessons.length; n++) {
      // A stride prime to most lengths spreads the files over the round.
      const { windows, flags, weight } = lessons[(n * 7919 + pass * 131) % lessons.length]!
      let best = windows[0]!
      let highest = score(best)
      for (const window of windows.slice(1)) {
        const height = score(window)
        if (height > highest) [best, highest] = [window, height]
      }
      const chance = 1 / (1 + Math.exp(-highest))
      const slope = flags.has(flag) ? (chance - 1) * favour : chance * weight
      const share = slope / Math.sqrt(best.length || 1)
      for (const feature of best) {
        const pull = share + decay * weights[feature]!
        steepness[feature]! += pull * pull
        weights[feature]! -= (step * pull) / Math.sqrt(steepness[feature]!)
      }
    }
  return { weights, bias }
}
