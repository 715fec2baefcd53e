/** Finds phrases in a row of words: one trie for all of them, walked from every word. */

/** How many words a phrase can have, gaps included: bounds the walk. */
const longest = 12
const any = 0

interface Node {
  readonly edges: Map<number, Node>
  readonly ends: number[]
}

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

  /** Symbols of a word: itself and its classes; `extra` for classes a number belongs to. */
  symbolsOf(word: string, extra: readonly string[] = []): ReadonlySet<number> {
    const own = this.#symbols.get(word)
    if (extra.length === 0) return own ?? none
    return new Set([...(own ?? []), ...extra.map((name) => this.#symbol(`@${name}`))])
  }

  /**
   * Every phrase at every place. `parted(i)` says that no phrase reaches over the gap before word i.
   */
  find(words: readonly ReadonlySet<number>[], parted: (index: number) => boolean): Found[] {
    const found: Found[] = []
    const walk = (node: Node, start: number, index: number) => {
      if (index > start) for (const id of node.ends) found.push({ id, start, end: index })
      if (index >= words.length || index - start >= longest || (index > start && parted(index))) return
      const gap = index > start ? node.edges.get(any) : undefined
      if (gap) walk(gap, start, index + 1)
      const symbols = words[index]!
      if (symbols.size === 0) return
      if (node.edges.size < symbols.size) {
        for (const [symbol, next] of node.edges) if (symbols.has(symbol)) walk(next, start, index + 1)
      } else {
        for (const symbol of symbols) {
          const next = node.edges.get(symbol)
          if (next) walk(next, start, index + 1)
        }
      }
    }
    for (let start = 0; start < words.length; start++) walk(this.#root, start, start)
    return found
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

const none: ReadonlySet<number> = new Set()
const forms = (word: string): string[] => (word.endsWith('~') ? inflect(word.slice(0, -1)) : [word])

function step(node: Node, symbol: number): Node {
  let next = node.edges.get(symbol)
  if (!next) node.edges.set(symbol, (next = { edges: new Map(), ends: [] }))
  return next
}
