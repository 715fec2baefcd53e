/**
 * Things a question may name that a passage must name too before it is an answer: a knee, a migraine, a dog, a price.
 * Otherwise "can I take ibuprofen while pregnant" is answered by any passage on ibuprofen.
 */
import { z } from 'zod'
import type { Passage } from './passages.ts'
import { isStop, stem, terms, words } from './terms.ts'

export const topicsSchema = z.strictObject({
  kinds: z.record(
    z.string(),
    z.strictObject({
      /** Counts wherever in the message it stands, not only in its question. */
      anywhere: z.boolean().default(false),
      words: z.array(z.string()),
    }),
  ),
})

export interface Topic {
  /** `body-part`, `condition`, `medicine`, `price`, … */
  readonly kind: string
  readonly anywhere: boolean
  /** As typed. */
  readonly words: string
  /** A part of the body in a message that nowhere speaks of the back: the heading must name it. */
  readonly elsewhere: boolean
}

const negations = new Set('not no never without isnt arent wasnt dont doesnt nor neither'.split(' '))
/** What the knowledge base is about; a message without any of it is about something else. */
const home = new Set(['back', 'backs', 'spine', 'spinal', 'spasm', 'spasms', 'backache', 'muscle', 'muscles'])

export class Topics {
  readonly #byFirst = new Map<string, { kind: string; anywhere: boolean; words: readonly string[] }[]>()
  readonly #words = new Set<string>()

  constructor(data: z.input<typeof topicsSchema>) {
    for (const [kind, { anywhere = false, words: phrases }] of Object.entries(data.kinds))
      for (const phrase of phrases) {
        const spoken = words(phrase)
        for (const word of spoken) if (spoken.length === 1) this.#words.add(word)
        const list = this.#byFirst.get(spoken[0]!) ?? []
        list.push({ kind, anywhere, words: spoken })
        this.#byFirst.set(
          spoken[0]!,
          list.toSorted((a, b) => b.words.length - a.words.length),
        )
      }
  }

  words(): ReadonlySet<string> {
    return this.#words
  }

  /** Topics named and not denied, the longest name at each place. */
  #named(spoken: readonly string[], strange: boolean): Topic[] {
    const found: Topic[] = []
    for (let at = 0; at < spoken.length; at++) {
      const match = this.#byFirst
        .get(spoken[at]!)
        ?.find((topic) => topic.words.every((word, offset) => spoken[at + offset] === word))
      if (!match) continue
      const denied = [spoken[at - 1], spoken[at - 2]].some(
        (word) => word !== undefined && negations.has(word),
      )
      if (!denied)
        found.push({
          kind: match.kind,
          anywhere: match.anywhere,
          words: match.words.join(' '),
          elsewhere: strange && match.kind === 'body-part',
        })
      at += match.words.length - 1
    }
    return found
  }

  /** What a question needs its passage to name. `around`: the words beside the question. */
  needed(asked: readonly string[], around: readonly string[]): Topic[] {
    const strange = ![...asked, ...around].some((word) => home.has(word))
    const beside = this.#named(around, strange).filter((topic) => topic.anywhere || strange)
    const all = [...this.#named(asked, strange), ...beside]
    return all.filter((topic, index) => all.findIndex((other) => other.words === topic.words) === index)
  }
}

/** The terms of a passage: `all`, headings and other ways to ask included, and those of its headings. */
export interface Holdings {
  readonly all: ReadonlySet<string>
  readonly heading: ReadonlySet<string>
}

export const holdings = ({ title, section, sentences, asked }: Passage): Holdings => ({
  all: new Set(terms([title, section, ...sentences, ...asked].join(' . '))),
  heading: new Set(terms(`${title} . ${section}`)),
})

/** Whether a passage names a topic, in its own words or in what `same` gives for them. */
export function names(held: Holdings, topic: Topic, same: (term: string) => readonly string[]): boolean {
  const place = topic.elsewhere ? held.heading : held.all
  const content = words(topic.words).filter((word) => !isStop(word))
  return (
    content.length > 0 &&
    content.every((word) => place.has(stem(word)) || same(word).some((other) => place.has(other)))
  )
}
