/**
 * Finds phrases in a row of words: one trie for all of them, walked from every word. A word is what it can stand for, its
 * symbols, and the places in the trie it leads to as the first of a phrase; so a word that begins no phrase costs nothing.
 */

/** How many words a phrase can have, gaps included: bounds the walk. */
const longest = 12
const any = 0

interface Node {
  readonly edges: Map<number, Node>
  readonly ends: number[]
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

/** The regular endings of an English word, or of one without its last e ("tingl"); made-up ones do no harm. */
export function inflect(word: string): string[] {
  const stem = word.endsWith('e') ? word.slice(0, -1) : word
  const doubled = /[^aeiou][aeiou][bdgklmnprt]$/.test(word) ? word + word.at(-1) : stem
  const y = /[^aeiou]y$/.test(word) ? word.slice(0, -1) : undefined
  return [
    ...new Set([
      word,
      ...(y ? [`${y}ies`, `${y}ied`, `${word}ing`] : []),
      `${word}s`,
      ...(/(s|x|ch|sh|z|o)$/.test(word) ? [`${word}es`] : []),
      ...(/([^aeiouy]l|[yi]s|[zv])$/.test(word) ? [`${word}e`, `${word}es`] : []),
      `${doubled}ed`,
      `${doubled}ing`,
      `${stem}ed`,
      `${stem}ing`,
      `${stem}in`,
      `${doubled}in`,
    ]),
  ]
}

export class Phrases {
  readonly #root: Node = { edges: new Map(), ends: [] }
  readonly #symbols = new Map<string, Set<number>>()
  readonly #classes = new Map<string, number>()
  #next = 1

  /** Every word that stands in a phrase or class, and in how many ways. */
  get words(): [string, number][] {
    return [...this.#symbols].map(([word, symbols]) => [word, symbols.size])
  }

  addClass(name: string, words: readonly string[]): void {
    const symbol = this.#symbol(`@${name}`)
    for (const word of words) for (const form of forms(word)) this.#mark(form, symbol)
  }

  add(phrase: string, id: number): void {
    let ends: Node[] = [this.#root]
    for (const raw of phrase.split(' ')) {
      if (raw === '_') {
        const one = ends.map((node) => step(node, any))
        ends = [...ends, ...one, ...one.map((node) => step(node, any))]
        continue
      }
      const optional = raw.endsWith('?')
      const symbols = this.#element(optional ? raw.slice(0, -1) : raw)
      const next = ends.flatMap((node) => symbols.map((symbol) => step(node, symbol)))
      ends = optional ? [...ends, ...next] : next
    }
    for (const node of ends) if (!node.ends.includes(id)) node.ends.push(id)
  }

  /** To be called when every phrase is in. */
  finder(): Finder {
    const trie = flat(this.#root)
    const symbols = (all: readonly number[]): Symbols => {
      const bits = new Uint32Array((this.#next + 31) >>> 5)
      for (const symbol of all) bits[symbol >>> 5]! |= 1 << (symbol & 31)
      return { bits, opens: all.flatMap((symbol) => trie.openedBy.get(symbol) ?? []) }
    }
    const unknown = symbols([])
    /** Of the words met so far: most of the vocabulary never is. */
    const met = new Map<string, Symbols>()
    const symbolOf = (name: string) => this.#classes.get(`@${name}`)
    return {
      symbolOf,
      symbolsOf: (word, extra) => {
        const all = this.#symbols.get(word)
        if (extra.length > 0)
          return symbols([...new Set([...(all ?? []), ...extra.flatMap((name) => symbolOf(name) ?? [])])])
        if (!all) return unknown
        const known = met.get(word) ?? symbols([...all])
        met.set(word, known)
        return known
      },
      find: (row, parted, telling = () => false) => find(trie, row, parted, telling),
    }
  }

  /** One symbol for all the words of a choice, one for each class in it. */
  #element(element: string): number[] {
    const choices = element.split('|')
    const classes = choices.filter((choice) => choice.startsWith('@'))
    const words = choices.filter((choice) => !choice.startsWith('@'))
    const symbols = classes.map((name) => this.#symbol(name))
    if (words.length === 0) return symbols
    const symbol = this.#symbol(`=${words.join('|')}`)
    for (const word of words) for (const form of forms(word)) this.#mark(form, symbol)
    return [...symbols, symbol]
  }

  #symbol(name: string): number {
    const known = this.#classes.get(name)
    if (known !== undefined) return known
    this.#classes.set(name, this.#next)
    return this.#next++
  }

  #mark(word: string, symbol: number): void {
    const symbols = this.#symbols.get(word)
    if (symbols) symbols.add(symbol)
    else this.#symbols.set(word, new Set([symbol]))
  }
}

const forms = (word: string): string[] => (word.endsWith('~') ? inflect(word.slice(0, -1)) : [word])

function step(node: Node, symbol: number): Node {
  let next = node.edges.get(symbol)
  if (!next) node.edges.set(symbol, (next = { edges: new Map(), ends: [] }))
  return next
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

/**
 * The trie laid out flat, its nodes numbered: a walk of maps strewn over the memory waits for the memory. Edges and ends
 * of a node are those from its first to before the next node's first.
 */
interface Trie {
  readonly openedBy: ReadonlyMap<number, number>
  readonly firstEdge: Int32Array
  readonly symbols: Int32Array
  readonly targets: Int32Array
  readonly firstEnd: Int32Array
  readonly ends: Int32Array
}

function flat(root: Node): Trie {
  const nodes = [root]
  for (const { edges } of nodes) nodes.push(...edges.values())
  const places = new Map(nodes.map((node, place) => [node, place]))
  const all = <T>(of: (node: Node) => Iterable<T>) => nodes.flatMap((node) => [...of(node)])
  const firsts = (count: (node: Node) => number) => {
    let sum = 0
    return Int32Array.from([0, ...nodes.map((node) => (sum += count(node)))])
  }
  return {
    openedBy: new Map([...root.edges].map(([symbol, node]) => [symbol, places.get(node)!])),
    firstEdge: firsts(({ edges }) => edges.size),
    symbols: Int32Array.from(all(({ edges }) => edges.keys())),
    targets: Int32Array.from(
      all(({ edges }) => edges.values()),
      (node) => places.get(node)!,
    ),
    firstEnd: firsts(({ ends }) => ends.length),
    ends: Int32Array.from(all(({ ends }) => ends)),
  }
}

function find(
  { firstEdge, symbols, targets, firstEnd, ends }: Trie,
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
      if ((symbols[i] === any && !telling(index)) || isOneOf(symbols[i]!, word))
        walk(targets[i]!, start, index + 1)
  }
  for (let start = 0; start < words.length; start++)
    for (const node of words[start]!.opens) walk(node, start, start + 1)
  return found
}
