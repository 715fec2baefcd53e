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

interface Phrase {
  readonly words: readonly string[]
  readonly means: string
}

/** What may begin with a word: phrases, the longest first, and the idea of the word by itself. */
interface Beginning {
  readonly phrases: readonly Phrase[]
  readonly idea: Idea | undefined
}

const none: readonly never[] = []
/** So many words are remembered with their ideas; then all are forgotten. */
const mostRemembered = 20_000
const termsOf = (means: string | undefined): readonly string[] => (means === undefined ? none : terms(means))

export class Synonyms {
  /** By the first word of the phrase; the longest phrase first. */
  readonly #phrases = new Map<string, Phrase[]>()
  // what they mean is turned into terms when it is needed: at start, all of it would take long
  readonly #single = new Map<string, string>()
  readonly #exact = new Map<string, string>()
  readonly #filler: ReadonlySet<string>
  readonly #typed: readonly string[]
  readonly #phraseIdeas = new Map<Phrase, Idea | undefined>()
  /** By word: people use few. */
  readonly #beginnings = new Map<string, Beginning>()

  constructor(data: z.infer<typeof synonymsSchema>) {
    this.#filler = new Set(data.filler)
    this.#typed = Object.keys(data.means)
    for (const [typed, means] of Object.entries(data.means)) {
      const spoken = words(typed)
      if (spoken.length === 1) {
        this.#single.set(stem(spoken[0]!), means)
        this.#exact.set(spoken[0]!, means)
      } else {
        const list = this.#phrases.get(spoken[0]!)
        if (list) list.push({ words: spoken, means })
        else this.#phrases.set(spoken[0]!, [{ words: spoken, means }])
      }
    }
    for (const list of this.#phrases.values()) list.sort((a, b) => b.words.length - a.words.length)
  }

  /** Every word that stands in the table, for the speller. */
  words(): Set<string> {
    return new Set([...this.#filler, ...this.#typed.flatMap(words)])
  }

  /** Terms that may stand for this very word, or for its singular. */
  same(word: string): readonly string[] {
    return termsOf(this.#exact.get(word) ?? this.#exact.get(word.replace(/s$/, '')))
  }

  /** The ideas of a question, in order. A phrase stands for all its words. */
  ideas(spoken: readonly string[]): Idea[] {
    const ideas: Idea[] = []
    for (let at = 0; at < spoken.length;) {
      const { phrases, idea: alone } = this.#beginning(spoken[at]!)
      const phrase =
        phrases.length === 0
          ? undefined
          : phrases.find(({ words: parts }) => parts.every((part, n) => spoken[at + n] === part))
      const idea = phrase ? this.#ideaOfPhrase(phrase) : alone
      if (idea) ideas.push(idea)
      at += phrase ? phrase.words.length : 1
    }
    return ideas
  }

  #beginning(word: string): Beginning {
    const known = this.#beginnings.get(word)
    if (known) return known
    const beginning = { phrases: this.#phrases.get(word) ?? none, idea: this.#ideaOf(word) }
    if (this.#beginnings.size >= mostRemembered) this.#beginnings.clear()
    this.#beginnings.set(word, beginning)
    return beginning
  }

  #ideaOfPhrase(phrase: Phrase): Idea | undefined {
    if (this.#phraseIdeas.has(phrase)) return this.#phraseIdeas.get(phrase)
    const [term, ...others] = terms(phrase.means)
    const idea =
      term === undefined ? undefined : { typed: phrase.words.join(' '), term, others, phrase: true }
    this.#phraseIdeas.set(phrase, idea)
    return idea
  }

  #ideaOf(word: string): Idea | undefined {
    const stemmed = stem(word)
    const meant = termsOf(this.#single.get(isStop(word) ? word : stemmed))
    if (isStop(word)) {
      const [term, ...others] = meant
      return term === undefined ? undefined : { typed: word, term, others, phrase: true }
    }
    return this.#filler.has(word) ? undefined : { typed: word, term: stemmed, others: meant, phrase: false }
  }
}
