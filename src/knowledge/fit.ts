/**
 * Fits a linear model to labelled messages: logistic regression, one head against the rest, with adaptive steps (AdaGrad,
 * Duchi 2011). A message teaches by its best window at that moment. The order is fixed and nothing is random: the same
 * lessons give the same weights.
 */

const rounds = 9
/** Pulls weights towards nothing, so that words seen by chance do not count. */
const decay = 1e-3
const step = 0.5
/** A feature must stand in so many messages. */
const leastMessages = 3
/** A slope this small changes nothing worth its time. */
const leastSlope = 0.002
/** A message on which no head is further off than this is looked at only every third round. */
const learntSlope = 0.02
/** What every head says of no words at all: no is the rule. */
export const bias = -2

export interface Lesson {
  /** Numbers of the features of each window, and its scale. */
  readonly windows: readonly { readonly features: Int32Array; readonly scale: number }[]
  /** By head. */
  readonly affirmed: readonly boolean[]
  /** Of a head that is not affirmed; those that are count `favour`. */
  readonly weight: number
}

/** What is learnt. */
export interface Subject {
  readonly heads: readonly string[]
  /** How much more a head counts where it is affirmed. */
  readonly favour: number
}

/**
 * @param many how many features there are, numbered as in the lessons
 * @returns a row of weights a feature, a column a head
 */
export function fit({ heads, favour }: Subject, lessons: readonly Lesson[], many: number): Float32Array {
  const messages = new Int32Array(many)
  for (const { windows } of lessons)
    for (const number of new Set(windows.flatMap(({ features }) => [...features]))) messages[number]!++
  const common = lessons.map((lesson) => ({
    ...lesson,
    learnt: false,
    windows: lesson.windows.map(({ features, scale }) => ({
      features: features.filter((number) => messages[number]! >= leastMessages),
      scale,
    })),
  }))
  return descend(common, many, heads.length, favour)
}

function descend(
  lessons: readonly (Lesson & { learnt: boolean })[],
  features: number,
  width: number,
  favour: number,
): Float32Array {
  const weights = new Float32Array(features * width)
  const steepness = new Float32Array(features * width).fill(1e-6)
  const sums = new Float64Array(width)
  const highest = new Float64Array(width)
  const best = new Int32Array(width)

  for (let pass = 0; pass < rounds; pass++)
    for (let n = 0; n < lessons.length; n++) {
      // A stride prime to most lengths spreads the files over the round.
      const lesson = lessons[(n * 7919 + pass * 131) % lessons.length]!
      if (lesson.learnt && pass % 3 !== 0) continue
      const { windows, affirmed, weight } = lesson
      highest.fill(-Infinity)
      for (const [w, window] of windows.entries()) {
        sums.fill(0)
        for (const feature of window.features) {
          const row = feature * width
          for (let head = 0; head < width; head++) sums[head]! += weights[row + head]!
        }
        for (let head = 0; head < width; head++) {
          const score = bias + sums[head]! * window.scale
          if (score > highest[head]!) {
            highest[head] = score
            best[head] = w
          }
        }
      }
      lesson.learnt = true
      for (let head = 0; head < width; head++) {
        const chance = 1 / (1 + Math.exp(-highest[head]!))
        const slope = affirmed[head] ? (chance - 1) * favour : chance * weight
        if (Math.abs(slope) > learntSlope) lesson.learnt = false
        if (Math.abs(slope) < leastSlope) continue
        const window = windows[best[head]!]!
        const share = slope * window.scale
        for (const feature of window.features) {
          const at = feature * width + head
          const pull = share + decay * weights[at]!
          steepness[at]! += pull * pull
          weights[at]! -= (step * pull) / Math.sqrt(steepness[at]!)
        }
      }
    }
  return weights
}
