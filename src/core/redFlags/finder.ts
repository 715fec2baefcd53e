/**
 * Finds phrases in a row of words: one trie for all of them, walked from every word. A word is what it can stand for, its
 * symbols, and the places in the trie it leads to as the first of a phrase; so a word that begins no phrase costs nothing.
 *
 * The trie lies flat, its nodes numbered: a walk of maps strewn over the memory waits for the memory, and what lies flat can be
 * read from a file as it is. Edges and ends of a node are those from its first to before the next node's first.
 */

/** How many words a phrase can have, gaps included: bounds the walk. */
const longest = 12
/** The symbol of any word. */
export const any = 0

export interface PackedPhrases {
  /** Every word that stands in a phrase or class, one a line. */
  readonly words: string
  /** Their symbols; those of a word from its first to before the next word's first. */
  readonly firstSymbol: Int32Array
  readonly wordSymbols: Int32Array
  /** Symbols of the classes. */
  readonly classes: Readonly<Record<string, number>>
  /** By symbol, the node it leads to as the first of a phrase; 0, the root, for none. */
  readonly opens: Int32Array
  readonly firstEdge: Int32Array
  readonly edgeSymbols: Int32Array
  readonly edgeTargets: Int32Array
  readonly firstEnd: Int32Array
  /** What was added with the phrases that end there. */
  readonly ends: Int32Array
}

/** What a word can stand for: itself, its classes. A bit a symbol: to ask for one is what a walk does most. */
export interface Symbols {
  readonly bits: Uint32Array
  /** Nodes of the trie it leads to as the first word of a phrase. */
  readonly opens: readonly number[]
}

export const isOneOf = (symbol: number, { bits }: Symbols): boolean =>
  ((bits[symbol >>> 5]! >>> (symbol & 31)) & 1) === 1

export interface Found {
  /** What was added with the phrase. */
  readonly id: number
  /** Word indices, end exclusive. */
  readonly start: number
  readonly end: number
}

export interface Finder {
  /** @param extra classes the word belongs to as a number. */
  symbolsOf(word: string, extra: readonly string[]): Symbols
  /** The symbol of a class; undefined where no phrase and no file names it. */
  symbolOf(name: string): number | undefined
  /**
   * Every phrase at every place. `parted(i)` says that no phrase reaches over the gap before word i, `telling(i)` that word i
   * matters too much to be any word of a phrase: "had _ cancer" is not in "had no cancer".
   */
  find(
    words: readonly Symbols[],
    parted: (index: number) => boolean,
    telling?: (index: number) => boolean,
  ): Found[]
}

export function finder(packed: PackedPhrases): Finder {
  const places = new Map(packed.words.split('\n').map((word, place) => [word, place]))
  const symbols = (all: Iterable<number>): Symbols => {
    const bits = new Uint32Array((packed.opens.length + 31) >>> 5)
    const opens: number[] = []
    for (const symbol of all) {
      bits[symbol >>> 5]! |= 1 << (symbol & 31)
      if (packed.opens[symbol] !== 0) opens.push(packed.opens[symbol]!)
    }
    return { bits, opens }
  }
  const ownOf = (place: number) =>
    packed.wordSymbols.subarray(packed.firstSymbol[place], packed.firstSymbol[place + 1])
  const unknown = symbols([])
  /** Of the words met so far: most of the vocabulary never is. */
  const met: Symbols[] = []
  const symbolOf = (name: string) => packed.classes[name]
  return {
    symbolOf,
    symbolsOf: (word, extra) => {
      const place = places.get(word)
      if (extra.length > 0) {
        const own = place === undefined ? [] : ownOf(place)
        return symbols(new Set([...own, ...extra.flatMap((name) => symbolOf(name) ?? [])]))
      }
      return place === undefined ? unknown : (met[place] ??= symbols(ownOf(place)))
    },
    find: (words, parted, telling = () => false) => find(packed, words, parted, telling),
  }
}

function find(
  { firstEdge, edgeSymbols, edgeTargets, firstEnd, ends }: PackedPhrases,
  words: readonly Symbols[],
  parted: (index: number) => boolean,
  telling: (index: number) => boolean,
): Found[] {
  const found: Found[] = []
  const walk = (node: number, start: number, index: number) => {
    for (let i = firstEnd[node]!; i < firstEnd[node + 1]!; i++)
      found.push({ id: ends[i]!, start, end: index })
    const from = firstEdge[node]!
    const to = firstEdge[node + 1]!
    if (from === to || index >= words.length || index - start >= longest || parted(index)) return
    const word = words[index]!
    for (let i = from; i < to; i++)
      if ((edgeSymbols[i] === any && !telling(index)) || isOneOf(edgeSymbols[i]!, word))
        walk(edgeTargets[i]!, start, index + 1)
  }
  for (let start = 0; start < words.length; start++)
    for (const node of words[start]!.opens) walk(node, start, start + 1)
  return found
}
