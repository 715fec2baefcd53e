/** Everyday words for what the articles call otherwise: "rub" for massage, "do my back in" for strain. */
import { z } from 'zod'
import { isStop, stem, terms, words } from './terms.ts'

export const synonymsSchema = z.strictObject({
  /** What people type (one word or a phrase) to the words of the articles, separated by blanks. */
  means: z.record(z.string(), z.string()),
  /** Words that say nothing about the topic: "please", "wondering". */
  filler: z.array(z.string()),
})

/** One idea of the question: a term, with other terms that may stand for it. */
export interface Idea {
  /** The word or phrase as typed. */
  readonly typed: string
  readonly term: string
  readonly others: readonly string[]
  /** Several words that together mean something else than each ("as right as rain"). */
  readonly phrase: boolean
}

export class Synonyms {
  /** By the first word of the phrase; the longest phrase first. */
  readonly #phrases = new Map<string, { readonly words: readonly string[]; readonly means: string[] }[]>()
  readonly #single = new Map<string, string[]>()
  readonly #exact = new Map<string, string[]>()
  readonly #filler: ReadonlySet<string>
  readonly #words: Set<string>

  constructor(data: z.infer<typeof synonymsSchema>) {
    this.#filler = new Set(data.filler)
    this.#words = new Set([...data.filler, ...Object.keys(data.means).flatMap(words)])
    for (const [typed, means] of Object.entries(data.means)) {
      const spoken = words(typed)
      if (spoken.length === 1) {
        this.#single.set(stem(spoken[0]!), terms(means))
        this.#exact.set(spoken[0]!, terms(means))
      } else {
        const list = this.#phrases.get(spoken[0]!) ?? []
        list.push({ words: spoken, means: terms(means) })
        this.#phrases.set(
          spoken[0]!,
          list.toSorted((a, b) => b.words.length - a.words.length),
        )
      }
    }
  }

  /** Every word that stands in the table, for the speller. */
  words(): Set<string> {
    return this.#words
  }

  /** Terms that may stand for this very word, or for its singular. */
  same(word: string): readonly string[] {
    return this.#exact.get(word) ?? this.#exact.get(word.replace(/s$/, '')) ?? []
  }

  /** The ideas of a question, in order. A phrase stands for all its words. */
  ideas(spoken: readonly string[]): Idea[] {
    const ideas: Idea[] = []
    for (let at = 0; at < spoken.length;) {
      const word = spoken[at]!
      const phrase = this.#phrases
        .get(word)
        ?.find((candidate) => candidate.words.every((part, offset) => spoken[at + offset] === part))
      if (phrase) {
        const [term, ...others] = phrase.means
        const typed = phrase.words.join(' ')
        if (term !== undefined) ideas.push({ typed, term, others, phrase: true })
        at += phrase.words.length
        continue
      }
      if (isStop(word)) {
        const [term, ...others] = this.#single.get(word) ?? []
        if (term !== undefined) ideas.push({ typed: word, term, others, phrase: true })
      } else if (!this.#filler.has(word)) {
        const term = stem(word)
        ideas.push({ typed: word, term, others: this.#single.get(term) ?? [], phrase: false })
      }
      at += 1
    }
    return ideas
  }
}
