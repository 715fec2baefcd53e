/**
 * Rows in the order of a hash of their keys: a map that lies in a few arrays, and so in a file as it is used. To make a real map of
 * some hundred thousand rows would take longer than the rest of the start.
 *
 * `firstOf` says, for each bucket of hashes, at which row it begins; it ends where the next begins. Whoever looks up a key compares
 * it with those of its bucket: one on average, mostly none.
 */

/** A row takes four bytes, so of sixteen buckets only the first has it, and each how many rows further it begins, in one byte. */
export interface Buckets {
  readonly bases: Int32Array
  /** One more than there are buckets, which are a power of two. */
  readonly offsets: Uint8Array
}
const shift = 4
const farthest = 2 ** 8 - 1

/** The bucket of a hash. */
export const bucketOf = (hash: number, { offsets }: Buckets): number =>
  (hash ^ (hash >>> 15)) & (offsets.length - 2)
/** The first row of a bucket. */
export const firstOf = (bucket: number, { bases, offsets }: Buckets): number =>
  bases[bucket >>> shift]! + offsets[bucket]!

/** @returns the buckets, and for each row which of the hashes it is; those of one bucket keep their order */
export function intoBuckets(hashes: readonly number[]): { buckets: Buckets; order: number[] } {
  const offsets = new Uint8Array(2 ** Math.ceil(Math.log2(hashes.length + 1)) + 1)
  const bases = new Int32Array(((offsets.length - 1) >>> shift) + 1)
  const buckets = { bases, offsets }
  const places = hashes.map((hash) => bucketOf(hash, buckets))
  const firsts = new Int32Array(offsets.length)
  for (const place of places) firsts[place + 1]!++
  for (let place = 0; place < firsts.length; place++) {
    const first = (firsts[place - 1] ?? 0) + firsts[place]!
    firsts[place] = first
    if (place % 2 ** shift === 0) bases[place >>> shift] = first
    offsets[place] = first - bases[place >>> shift]!
    if (first - bases[place >>> shift]! > farthest) throw new Error('too many keys share a hash')
  }
  return { buckets, order: [...hashes.keys()].sort((a, b) => places[a]! - places[b]! || a - b) }
}
