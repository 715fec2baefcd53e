/** How sure a share is that was counted on a sample. */

/** Wilson score interval (Wilson 1927), 95 %, in percent. */
export function wilson(hits: number, total: number): readonly [low: number, high: number] {
  if (total === 0) return [0, 100]
  const z2 = 1.96 ** 2
  const share = hits / total
  const middle = (share + z2 / (2 * total)) / (1 + z2 / total)
  const half = (1.96 * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total))) / (1 + z2 / total)
  return [Math.max(0, middle - half) * 100, Math.min(1, middle + half) * 100]
}

/** `21/28 75.0 % (57-87)`; `-` when there is nothing to count. */
export function shareInWords(hits: number, total: number): string {
  if (total === 0) return '-'
  const [low, high] = wilson(hits, total)
  return `${hits}/${total} ${((100 * hits) / total).toFixed(1)} % (${low.toFixed(0)}-${high.toFixed(0)})`
}
