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

export interface Combination {
  readonly runs: Hit[]
  /** Words between or beside them give them another meaning. */
  readonly harmless: boolean
}

export function* combinations(
  rule: CompiledRule,
  hits: ReadonlyMap<number, readonly Hit[]>,
  places: readonly Place[],
): Iterable<Combination> {
  const groups = rule.groups.map((group) =>
    group.length === 1
      ? (hits.get(group[0]!) ?? [])
      : group.flatMap((concept) => hits.get(concept) ?? []).sort((a, b) => a.start - b.start),
  )
  const within = rule.within ?? defaultWithin
  const forbidden = rule.none.flatMap((concept) => hits.get(concept) ?? []).sort((a, b) => a.start - b.start)
  for (const anchor of groups[0]!) {
    let chosen: Hit[][] = [[anchor]]
    for (let g = 1; g < groups.length; g++) {
      const group = groups[g]!
      const middle = firstFrom(group, anchor.start)
      const near = group.slice(Math.max(0, middle - neighbours), middle + neighbours)
      chosen = chosen
        .flatMap((so) =>
          near
            .filter((hit) => fits(hit, so, rule.ordered === true, within, places))
            .map((hit) => [...so, hit]),
        )
        .sort((a, b) => span(a, places) - span(b, places))
        .slice(0, 3)
    }
    for (const runs of chosen) {
      const start = Math.min(...runs.map((run) => run.start))
      const end = Math.max(...runs.map((run) => run.end))
      const from = firstFrom(forbidden, start - 6)
      const harmless = forbidden
        .slice(from, from + 4 * neighbours)
        .some(
          (hit) =>
            hit.end >= start - 1 &&
            hit.start <= end + 1 &&
            places[hit.start]!.sentence === places[start]!.sentence,
        )
      yield { runs, harmless }
    }
  }
}

function fits(
  hit: Hit,
  so: readonly Hit[],
  ordered: boolean,
  within: number,
  places: readonly Place[],
): boolean {
  if (so.some((run) => hit.start < run.end && run.start < hit.end)) return false
  if (ordered && hit.start < so.at(-1)!.end) return false
  return span([...so, hit], places) <= within
}

const span = (runs: readonly Run[], places: readonly Place[]): number =>
  places[Math.max(...runs.map((run) => run.end)) - 1]!.position -
  places[Math.min(...runs.map((run) => run.start))]!.position

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
