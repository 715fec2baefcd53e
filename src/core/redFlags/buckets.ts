/**
 * Rows in the order of a hash of their keys: a map that lies in two arrays, and so in a file as it is used. To make a real map of
 * some hundred thousand rows would take longer than the rest of the start.
 *
 * `first` says, for each bucket of hashes, at which row it begins; it ends where the next begins. Whoever looks up a key compares
 * it with those of its bucket: one on average, mostly none.
 */

/** The bucket of a hash; `first` has one more entry than there are buckets, and buckets are a power of two. */
export const bucketOf = (hash: number, first: Int32Array): number =>
  (hash ^ (hash >>> 15)) & (first.length - 2)

/** @returns `first`, and for each row which of the hashes it is; those of one bucket keep their order */
export function intoBuckets(hashes: readonly number[]): { first: Int32Array; order: number[] } {
  const first = new Int32Array(2 ** Math.ceil(Math.log2(hashes.length + 1)) + 1)
  const buckets = hashes.map((hash) => bucketOf(hash, first))
  for (const bucket of buckets) first[bucket + 1]!++
  for (let bucket = 1; bucket < first.length; bucket++) first[bucket]! += first[bucket - 1]!
  return { first, order: [...hashes.keys()].sort((a, b) => buckets[a]! - buckets[b]! || a - b) }
}
