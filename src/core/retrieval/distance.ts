/**
 * How many slips lie between two words: letters changed, left out, put in, or swapped with the next (Damerau 1964; no
 * letter is moved twice, as in natural's `restricted`). Bounded, and without garbage, because an unknown word is compared
 * with dozens of known ones.
 */

/** Three rows of the table: two before, before, this one. Words are cut to what fits. */
const longest = 64
const rows = [new Uint8Array(longest + 1), new Uint8Array(longest + 1), new Uint8Array(longest + 1)] as const

/** UTF-16 code units. */
export const unitsOf = (text: string): Uint16Array =>
  Uint16Array.from({ length: Math.min(longest, text.length) }, (_, n) => text.charCodeAt(n))

/** Slips between two words given by their code units (at most 64 each); anything above `most` where there are more than that. */
export function distance(a: Uint16Array, b: Uint16Array, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let [two, one, now] = rows
  for (let j = 0; j <= b.length; j++) one[j] = j
  for (let i = 1; i <= a.length; i++) {
    now[0] = i
    let least = i
    const letter = a[i - 1]
    for (let j = 1; j <= b.length; j++) {
      const same = letter === b[j - 1]
      let slips = Math.min(one[j]! + 1, now[j - 1]! + 1, one[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && letter === b[j - 2] && a[i - 2] === b[j - 1])
        slips = Math.min(slips, two[j - 2]! + 1)
      now[j] = slips
      if (slips < least) least = slips
    }
    // a swap reaches back two rows, so one row above the bound is not yet the end
    if (least > most + 1) return most + 1
    ;[two, one, now] = [one, now, two]
  }
  return one[b.length]!
}
