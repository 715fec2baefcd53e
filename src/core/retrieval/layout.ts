/**
 * The index as one file: a header, then typed arrays one after the other, each at a multiple of 8 bytes. Opening it makes
 * views on the bytes and copies nothing, so that it takes the same few microseconds whatever the size.
 *
 * Header, in 32-bit numbers: mark, version, how many elements each array has, in the order of `arrays`.
 */
const arrays = {
  /** See `Settings` of tfidf.ts. */
  settings: Float64Array,

  /** Terms: a `StringTable`. Their numbers are those of `idf` and of the first lists. */
  termSlots: Uint32Array,
  termStarts: Uint32Array,
  termUnits: Uint16Array,
  /** In nats. */
  idf: Float32Array,

  /** Pairs of neighbouring terms: of first term t the second ones are `seconds`, `pairStarts[t]` to `pairStarts[t + 1]`. */
  pairStarts: Uint32Array,
  seconds: Uint32Array,

  /** One list of postings for each term, then for each pair: `postings`, `listStarts[n]` to `listStarts[n + 1]`. */
  listStarts: Uint32Array,
  /** What one step of impact weighs in each list. */
  steps: Float32Array,
  postings: Uint32Array,

  /** The same for other ways to ask; the passage of each way; and its first way of each passage. */
  askedStarts: Uint32Array,
  askedSteps: Float32Array,
  askedPostings: Uint32Array,
  owners: Uint32Array,
  firstAsked: Uint32Array,

  /** Words for the speller: a `StringTable`, and how often each stands in the passages. */
  wordSlots: Uint32Array,
  wordStarts: Uint32Array,
  wordUnits: Uint16Array,
  wordCounts: Uint32Array,
  /** Words by the hash of what is left of them with letters deleted: `deletions`, `deletionStarts[h]` to `deletionStarts[h + 1]`. */
  deletionStarts: Uint32Array,
  deletions: Uint32Array,
} as const

type Name = keyof typeof arrays
export type Views = { readonly [N in Name]: (typeof arrays)[N]['prototype'] }

const names = Object.keys(arrays) as Name[]
/** "BWIX" on a little-endian machine; another number where the bytes stand the other way round. */
const mark = 0x58495742
const version = 1
const header = 4 * (2 + names.length)
const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8

export function pack(views: Views): Uint8Array<ArrayBuffer> {
  const size = names.reduce((sum, name) => sum + aligned(views[name].byteLength), aligned(header))
  const bytes = new Uint8Array(size)
  new Uint32Array(bytes.buffer, 0, 2 + names.length).set([
    mark,
    version,
    ...names.map((name) => views[name].length),
  ])
  let at = aligned(header)
  for (const name of names) {
    const { buffer, byteOffset, byteLength } = views[name]
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at)
    at += aligned(byteLength)
  }
  return bytes
}

/** @throws {Error} when the bytes are no index of this version, or not all of it. */
export function open(bytes: Uint8Array<ArrayBuffer>): Views {
  // views must begin at a multiple of their elements' size
  const { buffer, byteOffset } = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  const [found, itsVersion, ...lengths] =
    bytes.byteLength < header ? [] : new Uint32Array(buffer, byteOffset, 2 + names.length)
  if (found !== mark || itsVersion !== version) throw new Error(`no search index of version ${version}`)
  let at = aligned(header)
  const entries = names.map((name, n) => {
    const length = lengths[n]!
    const end = at + length * arrays[name].BYTES_PER_ELEMENT
    if (end > bytes.byteLength) throw new Error(`the search index ends inside its ${name}`)
    const view = new arrays[name](buffer, byteOffset + at, length)
    at = aligned(end)
    return [name, view]
  })
  return Object.fromEntries(entries) as Views
}
