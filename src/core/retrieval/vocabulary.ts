/** The terms and words of the passages, numbered and counted while an index is built. */
import type { English } from './english.ts'
import { manner } from './focus.ts'
import { isStop, stem, words } from './terms.ts'
import { fieldOf, leastIdf, type Field } from './tfidf.ts'

/** Each word is stemmed once: a text has far fewer different words than words. */
export class Vocabulary {
  readonly terms = new Map<string, number>()
  /** How often each word stands in the texts. */
  readonly counts = new Map<string, number>()
  /** Undefined for a stop word. */
  readonly #termOf = new Map<string, number | undefined>()

  read(text: string, kind?: number): Field {
    const found: number[] = []
    for (const word of words(text)) {
      const count = this.counts.get(word)
      if (count === undefined) this.#termOf.set(word, isStop(word) ? undefined : this.#number(stem(word)))
      this.counts.set(word, (count ?? 0) + 1)
      const term = this.#termOf.get(word)
      if (term !== undefined) found.push(term)
    }
    return fieldOf(found, kind)
  }

  /** What kind of question a text answers or asks; one more term. */
  kind(text: string): number | undefined {
    const kind = manner(words(text))
    return kind === undefined ? undefined : this.#number(kind)
  }

  know(word: string): void {
    if (!this.counts.has(word)) this.counts.set(word, 0)
  }

  capByEveryday(idf: Float32Array, english: English): void {
    // a stop word says how common its stem is, too: "make" of "making"
    for (const word of this.counts.keys()) {
      const term = this.terms.get(stem(word))
      if (term !== undefined) idf[term] = Math.min(idf[term]!, english.rarity(word) ?? Infinity)
    }
    idf.forEach((value, term) => (idf[term] = Math.max(leastIdf, value)))
  }

  #number(term: string): number {
    const known = this.terms.get(term)
    if (known !== undefined) return known
    this.terms.set(term, this.terms.size)
    return this.terms.size - 1
  }
}
