import fc from 'fast-check'
import { DamerauLevenshteinDistance } from 'natural/lib/natural/distance/index.js'
import { describe, expect, it } from 'vitest'
import { buildIndex, type Searchable } from '../src/core/retrieval/buildIndex.ts'
import { distance, unitsOf } from '../src/core/retrieval/distance.ts'
import { english } from '../src/core/retrieval/english.ts'
import { openIndex } from '../src/core/retrieval/reading.ts'
import { Synonyms } from '../src/core/retrieval/synonyms.ts'
import { words } from '../src/core/retrieval/terms.ts'

const everyday = english({ words: [] })
const synonyms = new Synonyms({ means: { mara: 'nolo', seku: 'tibo rano', 'belo kiri': 'mara' }, filler: [] })
const openOf = (passages: readonly Searchable[], bytes = buildIndex(passages)) =>
  openIndex(bytes, passages, everyday, synonyms)

/** Made words, the first ones by far the commonest, as in every language. */
const syllables = ['ma', 'ra', 'no', 'lo', 'ti', 'bo', 'se', 'ku', 'be', 'ki', 'ri', 'du']
const lexicon = syllables.flatMap((a) => syllables.map((b) => a + b))
const wordAt = (share: number): string => lexicon[Math.floor(lexicon.length * share ** 3)]!

/** The same numbers for the same seed, 0 to 1 (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
function collection(size: number, seed: number, ways = 3): Searchable[] {
  const next = random(seed)
  const text = (length: number) => Array.from({ length }, () => wordAt(next())).join(' ')
  return Array.from({ length: size }, () => ({
    title: text(2),
    section: text(3),
    sentences: [text(8 + Math.floor(next() * 20))],
    asked: Array.from({ length: Math.floor(next() * ways) }, () => text(4)),
  }))
}

describe('early stopping', () => {
  const large = openOf(collection(3000, 1))
  const small = openOf(collection(60, 2))
  const plain = openOf(collection(3000, 4, 0))
  const query = fc.array(fc.constantFrom(...lexicon), { minLength: 1, maxLength: 7 })

  it.each([
    ['3,000', large],
    ['60', small],
    ['3,000 without other ways to ask', plain],
  ])('finds the ten that adding everything up finds, to the last bit, among %s passages', (_, index) => {
    fc.assert(
      fc.property(query, fc.constantFrom(1, 3, 10), (spoken, limit) => {
        const question = index.read({ spoken, weight: 1 })
        const everything = index.search(question, index.passages.length)
        expect(index.search(question, limit)).toEqual(everything.slice(0, limit))
      }),
      { numRuns: 400 },
    )
  })
})

const ask = (index: ReturnType<typeof openOf>) =>
  index.search(index.read({ spoken: words('mara nolo belo kiri'), weight: 1 }), 5)

describe('the file of an index', () => {
  const passages = collection(40, 3)
  const bytes = buildIndex(passages)

  it('is the same for the same passages', () => expect(buildIndex(passages)).toEqual(bytes))

  it('is read where it lies, wherever that is', () => {
    for (const offset of [0, 1, 8]) {
      const within = new Uint8Array(bytes.length + 16)
      within.set(bytes, offset)
      const index = openOf(passages, within.subarray(offset, offset + bytes.length))
      expect(ask(index)).toEqual(ask(openOf(passages)))
    }
  })

  it('is refused when it is cut, of another version, or of other passages', () => {
    for (const length of [0, 7, 200, bytes.length - 8])
      expect(() => openOf(passages, bytes.slice(0, length))).toThrow(/search index/)
    const other = bytes.slice()
    other[4] = 200
    expect(() => openOf(passages, other)).toThrow(/no search index of version/)
    expect(() => openOf(passages.slice(1), bytes)).toThrow(/of 40 passages, not of these 39/)
  })

  it('may have ways to ask that say nothing', () => {
    const index = openOf([{ title: 'mara', section: '', sentences: ['nolo'], asked: ['the'] }])
    const question = index.read({ spoken: ['mara', 'nolo'], weight: 1 })
    const [hit] = index.search(question, 5)
    expect(hit!.score).toBeGreaterThan(0)
    expect(index.held(question, hit!).coverage).toBe(1)
  })

  it('may be of no passage at all', () => {
    const none = openOf([])
    expect(none.search(none.read({ spoken: ['mara'], weight: 1 }), 10)).toEqual([])
    expect(none.spell(['mara'])).toEqual(['mara'])
  })
})

describe('slips between words', () => {
  it("are counted as natural's restricted Damerau-Levenshtein distance counts them, up to the bound", () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 })
    fc.assert(
      fc.property(word, word, fc.constantFrom(1, 2, 3), (a, b, most) => {
        const slips = DamerauLevenshteinDistance(a, b, { restricted: true })
        expect(Math.min(most + 1, distance(unitsOf(a), unitsOf(b), most))).toBe(Math.min(most + 1, slips))
      }),
      { numRuns: 2000 },
    )
  })
})
