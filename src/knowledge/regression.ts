/**
 * Logistic regression of a few numbers by Newton's method (iteratively reweighted least squares). Rounded, so that every machine
 * learns the same.
 */

const steps = 40
/** Pulls weights towards nothing, so that there is one answer even where the evidence leaves it open. */
const ridge = 1
const digits = 1000

/**
 * @param evidence a row a message
 * @param holds whether what is asked is true of each
 * @returns what it begins with, then a weight a column
 */
export function regress(evidence: readonly (readonly number[])[], holds: readonly boolean[]): number[] {
  const rows = evidence.map((row) => [1, ...row])
  const width = rows[0]?.length ?? 0
  let weights: number[] = Array.from({ length: width }, () => 0)
  for (let i = 0; i < steps; i++) {
    const slope = weights.map((weight) => -ridge * weight)
    const curve = weights.map((_, a) => weights.map((__, b) => (a === b ? ridge : 0)))
    for (const [n, row] of rows.entries()) {
      const chance = 1 / (1 + Math.exp(-row.reduce((sum, value, a) => sum + value * weights[a]!, 0)))
      const error = Number(holds[n]) - chance
      for (const [a, value] of row.entries()) {
        slope[a]! += error * value
        const share = chance * (1 - chance) * value
        for (let b = 0; b < width; b++) curve[a]![b]! += share * row[b]!
      }
    }
    const step = solve(curve, slope)
    weights = weights.map((weight, a) => weight + step[a]!)
  }
  return weights.map((weight) => Math.round(weight * digits) / digits)
}

/** Of a symmetric positive matrix, so no pivot is nothing; Gauss's elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  for (const [i, row] of rows.entries())
    for (const other of rows) {
      if (other === row) continue
      const share = other[i]! / row[i]!
      for (let k = i; k < row.length; k++) other[k]! -= share * row[k]!
    }
  return rows.map((row, i) => row.at(-1)! / row[i]!)
}
