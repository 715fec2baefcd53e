/**
 * Fits a linear model to labelled messages: logistic regression, one head against the rest, with adaptive steps (AdaGrad,
 * Duchi 2011). A message teaches by its best window at that moment. The order is fixed and nothing is random: the same
 * lessons give the same weights.
 */

const rounds = 9
/** What goes on from where another fit has come needs only so many more. */
const moreRounds = 3
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

/** How far a fit has come: a row a feature, a column a head. */
export interface Fit {
  readonly weights: Float32Array
  /** Sums of squared slopes, which make the steps smaller. */
  readonly steepness: Float32Array
}

/**
 * @param many how many features there are, numbered as in the lessons
 * @param begun where to go on from, with these lessons instead
 */
export function fit({ heads, favour }: Subject, lessons: readonly Lesson[], many: number, begun?: Fit): Fit {
  const started = begun
    ? { weights: begun.weights.slice(), steepness: begun.steepness.slice() }
    : {
        weights: new Float32Array(many * heads.length),
        steepness: new Float32Array(many * heads.length).fill(1e-6),
      }
  const pupils = lessons.map((lesson) => ({ ...lesson, learnt: false }))
  descend(pupils, started, begun ? moreRounds : rounds, heads.length, favour)
  return started
}

/**
 * Which features stand in enough messages to be learnt, the most common first: their weights lie together, and a round need not
 * wait for the memory.
 * @param messages the numbers of the features of each
 */
export function commonest(messages: Iterable<Int32Array>, many: number): Int32Array {
  const counts = new Int32Array(many)
  for (const features of messages) for (const feature of features) counts[feature]!++
  return Int32Array.from(counts.keys())
    .filter((feature) => counts[feature]! >= leastMessages)
    .sort((one, other) => counts[other]! - counts[one]! || one - other)
}

function descend(
  lessons: readonly (Lesson & { learnt: boolean })[],
  { weights, steepness }: Fit,
  passes: number,
  width: number,
  favour: number,
): void {
  const sums = new Float64Array(width)
  const highest = new Float64Array(width)
  const best = new Int32Array(width)

  for (let pass = 0; pass < passes; pass++)
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
}
