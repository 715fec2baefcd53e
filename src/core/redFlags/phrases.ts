/**
 * Phrases, in the notation of lexicon.ts, made into a trie of symbols: each choice of words is a symbol, each class is one, and a
 * word stands for several. finder.ts walks it.
 */
import { any, type PackedPhrases } from './finder.ts'

interface Node {
  readonly edges: Map<number, Node>
  readonly ends: number[]
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

  pack(): PackedPhrases {
    const words = [...this.#symbols]
    const nodes = [this.#root]
    for (const { edges } of nodes) nodes.push(...edges.values())
    const places = new Map(nodes.map((node, place) => [node, place]))
    const opens = new Int32Array(this.#next)
    for (const [symbol, node] of this.#root.edges) opens[symbol] = places.get(node)!
    const edges = nodes.flatMap((node) => [...node.edges])
    return {
      words: words.map(([word]) => word).join('\n'),
      firstSymbol: firsts(words.map(([, symbols]) => symbols.size)),
      wordSymbols: Int32Array.from(words.flatMap(([, symbols]) => [...symbols])),
      classes: Object.fromEntries(
        [...this.#classes].flatMap(([name, symbol]) =>
          name.startsWith('@') ? [[name.slice(1), symbol]] : [],
        ),
      ),
      opens,
      firstEdge: firsts(nodes.map((node) => node.edges.size)),
      edgeSymbols: Int32Array.from(edges, ([symbol]) => symbol),
      edgeTargets: Int32Array.from(edges, ([, node]) => places.get(node)!),
      firstEnd: firsts(nodes.map(({ ends }) => ends.length)),
      ends: Int32Array.from(nodes.flatMap(({ ends }) => ends)),
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

/** Where each begins when they lie one after the other, and where the last ends. */
function firsts(lengths: readonly number[]): Int32Array {
  const first = new Int32Array(lengths.length + 1)
  for (const [i, length] of lengths.entries()) first[i + 1] = first[i]! + length
  return first
}
