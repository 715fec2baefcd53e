/** The ways a rule's concepts stand together in a text: one hit of every group, near the first group's, not overlapping. */
import type { Place, Run } from './assertion.ts'
import type { Rule } from './lexicon.ts'
import type { Hit } from './reader.ts'

export interface CompiledRule extends Omit<Rule, 'all' | 'none'> {
  readonly groups: readonly (readonly number[])[]
  readonly none: readonly number[]
}

const defaultWithin = 12
/** How many neighbours of a concept a rule looks at on each side. */
const neighbours = 6

/** Words from the first to the last of its runs, end exclusive. */
export interface Combination extends Run {
  /** In the order of the rule's groups. */
  readonly runs: readonly Hit[]
}

export function* combinations(
  rule: CompiledRule,
  hits: ReadonlyMap<number, readonly Hit[]>,
  places: readonly Place[],
): Iterable<Combination> {
  const [anchors, ...others] = rule.groups.map((group) => hitsOf(group, hits))
  const within = rule.within ?? defaultWithin
  const span = ({ start, end }: Run) => places[end - 1]!.position - places[start]!.position
  for (const anchor of anchors!) {
    let chosen: Combination[] = [{ runs: [anchor], start: anchor.start, end: anchor.end }]
    for (const group of others) {
      const middle = firstFrom(group, anchor.start)
      const near = group.slice(Math.max(0, middle - neighbours), middle + neighbours)
      const wider: Combination[] = []
      for (const so of chosen)
        for (const hit of near) {
          if (so.runs.some((run) => hit.start < run.end && run.start < hit.end)) continue
          if (rule.ordered && hit.start < so.runs.at(-1)!.end) continue
          const both = { start: Math.min(so.start, hit.start), end: Math.max(so.end, hit.end) }
          if (span(both) <= within) wider.push({ runs: [...so.runs, hit], ...both })
        }
      chosen = wider.sort((a, b) => span(a) - span(b)).slice(0, 3)
    }
    yield* chosen
  }
}

/** Whether words between or beside the runs of a combination give them another meaning. */
export function harmlessness(
  { none }: CompiledRule,
  hits: ReadonlyMap<number, readonly Hit[]>,
  places: readonly Place[],
): (combination: Run) => boolean {
  const forbidden = hitsOf(none, hits)
  return ({ start, end }) => {
    const from = firstFrom(forbidden, start - 6)
    return forbidden
      .slice(from, from + 4 * neighbours)
      .some(
        (hit) =>
          hit.end >= start - 1 &&
          hit.start <= end + 1 &&
          places[hit.start]!.sentence === places[start]!.sentence,
      )
  }
}

/** Of any of the concepts, in the order of the text. */
const hitsOf = (concepts: readonly number[], hits: ReadonlyMap<number, readonly Hit[]>): readonly Hit[] =>
  concepts.length === 1
    ? (hits.get(concepts[0]!) ?? [])
    : concepts.flatMap((concept) => hits.get(concept) ?? []).sort((a, b) => a.start - b.start)

/** Index of the first run that starts at `start` or later. */
export function firstFrom(runs: readonly Run[], start: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (runs[middle]!.start < start) low = middle + 1
    else high = middle
  }
  return low
}
