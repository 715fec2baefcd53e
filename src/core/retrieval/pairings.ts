/**
 * Who, or what illness or medicine, has to be minded before a treatment is spoken of: a child, a pregnancy, an ulcer, alcohol, numb
 * skin. A section on ibuprofen is no answer to "can my 5 year old have ibuprofen", however well it fits: only a sentence that
 * speaks of both is, and then it must be among those quoted. A heading may name one of the two, or both, for its sentences.
 *
 * What is minded may have been told before the question, or with the one before it ("and paracetamol?"), and so may the
 * treatment ("what about my 6 year old?").
 */
import { z } from 'zod'
import { words } from './terms.ts'

export const pairingsSchema = z.strictObject({
  /** By group; any word of a group in a sentence names the others. */
  minded: z.record(
    z.string(),
    z.strictObject({
      /** Says who could help: a kind of the wording's answers. */
      kind: z.string(),
      words: z.array(z.string()).min(1),
      /** Matters only where a treatment is asked about. */
      paired: z.boolean().default(false),
      /** Matters with these treatments only. */
      with: z.array(z.string()).optional(),
      /** A part of the body named beside it is only where it is. */
      place: z.boolean().default(false),
      /** Known from what was told in another message, it matters with these and what is within them. */
      told: z.array(z.string()).default([]),
    }),
  ),
  treatments: z.record(
    z.string(),
    z.strictObject({
      words: z.array(z.string()).min(1),
      /** Treatments that it is one of: what is said of them holds for it. */
      within: z.array(z.string()).default([]),
    }),
  ),
})
type PairingsData = z.output<typeof pairingsSchema>

export interface Minded {
  readonly group: string
  readonly kind: string
  /** As typed. */
  readonly words: string
  /** A part of the body named beside it is only where it is. */
  readonly place: boolean
}

/** What a question asks about. */
export interface Pairing {
  readonly minded: readonly Minded[]
  readonly treatments: readonly string[]
}

/** A section word for word, each with a blank at both ends. */
export interface Lines {
  readonly heading: string
  readonly sentences: readonly string[]
}

const negations = new Set('not no never without isnt arent wasnt dont doesnt nor neither'.split(' '))
const numbers =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'.split(' ')
const grownUp = 16
const unit = /^(?:years?|yrs?)$/
const isYoung = (said: string): boolean =>
  numbers.includes(said) || (/^\d{1,2}$/.test(said) && Number(said) < grownUp)

/** "I am 15 and", "he's only 12". */
const presenting = new Set('im am hes shes only just nearly almost turned turning'.split(' '))
const after = new Set('and but so with who can is years yrs my'.split(' '))

/** An age below sixteen that begins here ("5 year old", "aged 7", "6yo"): how many words it takes; else 0. */
function childAge(spoken: readonly string[], at: number): number {
  const [word = '', next = '', third = ''] = spoken.slice(at, at + 3)
  const joined = /^(\d{1,2})(?:yo|yrs?|years?|y)$/.exec(word)
  if (joined) return isYoung(joined[1]!) ? 1 : 0
  if (word === 'aged' || word === 'age') return isYoung(next) ? 2 : 0
  const age = spoken.slice(at).findIndex((said) => !presenting.has(said))
  if (age > 0 && presenting.has(word) && isYoung(spoken[at + age]!))
    return after.has(spoken[at + age + 1] ?? 'and') ? age + 1 : 0
  if (!isYoung(word)) return 0
  if (next === 'yo') return 2
  return unit.test(next) && third === 'old' ? 3 : 0
}

type Table = readonly (readonly [name: string, phrases: readonly string[]])[]

/** A phrase of a table, by its first word, the longest first. */
interface Phrase {
  readonly name: string
  readonly spoken: readonly string[]
}
function byFirstWord(table: Table): Map<string, Phrase[]> {
  const found = new Map<string, Phrase[]>()
  for (const [name, phrases] of table)
    for (const phrase of phrases) {
      const spoken = phrase.split(' ')
      const list = found.get(spoken[0]!)
      if (list) list.push({ name, spoken })
      else found.set(spoken[0]!, [{ name, spoken }])
    }
  for (const list of found.values()) list.sort((a, b) => b.spoken.length - a.spoken.length)
  return found
}
const standsAt = (phrase: readonly string[], spoken: readonly string[], at: number): boolean =>
  phrase.every((word, n) => {
    const said = spoken[at + n]
    return said === word || (n === phrase.length - 1 && said === `${word}s`)
  })

const tableOf = (data: Readonly<Record<string, { readonly words: readonly string[] }>>): Table =>
  Object.entries(data).map(([name, entry]) => [name, entry.words.map((phrase) => words(phrase).join(' '))])
const phrasesOf = (table: Table, names: readonly string[]): string[] =>
  table.flatMap(([name, phrases]) => (names.includes(name) ? phrases : []))

export class Pairings {
  readonly data: PairingsData
  readonly #groups: Table
  readonly #treatments: Table
  readonly #groupsByWord: ReadonlyMap<string, readonly Phrase[]>
  readonly #treatmentsByWord: ReadonlyMap<string, readonly Phrase[]>
  readonly #namings = new WeakMap<Lines, Map<string, Naming>>()

  constructor(data: z.input<typeof pairingsSchema>) {
    this.data = pairingsSchema.parse(data)
    this.#groups = tableOf(this.data.minded)
    this.#treatments = tableOf(this.data.treatments)
    this.#groupsByWord = byFirstWord(this.#groups)
    this.#treatmentsByWord = byFirstWord(this.#treatments)
  }

  /** Every word, for the speller. */
  words(): string[] {
    return [...this.#groups, ...this.#treatments].flatMap(([, phrases]) =>
      phrases.flatMap((phrase) => phrase.split(' ')),
    )
  }

  /** Who and what is minded in these words, unless it is denied; each group once. */
  minded(spoken: readonly string[]): Minded[] {
    const found: Minded[] = []
    for (const [at, word] of spoken.entries())
      for (const phrase of this.#groupsFrom(word)) {
        if (!standsAt(phrase.spoken, spoken, at)) continue
        const known = found.some(({ group }) => group === phrase.name)
        const denied = negations.has(spoken[at - 1] ?? '') || negations.has(spoken[at - 2] ?? '')
        if (!known && !denied) found.push(this.#told(phrase.name, phrase.spoken.join(' ')))
      }
    // an age says it best: "8 year old", of "my 8 year old daughter"
    for (let at = 0; at < spoken.length; at++) {
      const length = childAge(spoken, at)
      if (length === 0) continue
      const others = found.filter(({ group }) => group !== 'child')
      const age = spoken.slice(at, at + length).filter((word) => !presenting.has(word))
      return [this.#told('child', age.join(' ')), ...others]
    }
    return found
  }

  /** Whether these words name a child. */
  isChild(spoken: readonly string[]): boolean {
    return this.minded(spoken).some(({ group }) => group === 'child')
  }

  /** What was told before this question, where it matters with what is asked about. */
  toldBefore(groups: readonly string[], treatments: readonly string[]): Minded[] {
    return groups.flatMap((group) => {
      const {
        told,
        words: [name = group],
      } = this.data.minded[group]!
      const matters = treatments.some((one) => this.#wider(one).some((wide) => told.includes(wide)))
      return matters ? [this.#told(group, name)] : []
    })
  }

  #told(group: string, typed: string): Minded {
    const { kind, place } = this.data.minded[group]!
    return { group, kind, words: typed, place }
  }

  treatments(spoken: readonly string[]): string[] {
    const found = new Set<string>()
    for (const [at, word] of spoken.entries())
      for (const phrase of this.#treatmentsByWord.get(word) ?? [])
        if (standsAt(phrase.spoken, spoken, at)) found.add(phrase.name)
    return [...found]
  }

  /** Phrases that begin with a word or, where they are but that word, with its plural. */
  #groupsFrom(word: string): readonly Phrase[] {
    return this.#groupsByWord.get(word) ?? this.#groupsByWord.get(word.replace(/s$/, '')) ?? []
  }

  speaksOfMedicine({ treatments }: Pairing): boolean {
    return treatments.some((one) => this.#wider(one).includes('any medicine'))
  }

  #wider(treatment: string): readonly string[] {
    return [treatment, ...this.data.treatments[treatment]!.within]
  }

  /** What of a pairing has to be minded in the answer: nothing where no treatment is asked about that it matters with. */
  counts({ minded, treatments }: Pairing): Pairing {
    const matters = ({ group }: Minded) => {
      const { paired, with: only } = this.data.minded[group]!
      return only
        ? treatments.some((treatment) => only.includes(treatment))
        : !paired || treatments.length > 0
    }
    return { minded: minded.filter(matters), treatments }
  }

  /** What a section does not answer for, and otherwise which of its sentences speak of the pairing and must be quoted. */
  fit(
    { minded, treatments }: Pairing,
    lines: Lines,
  ): { missing: readonly Minded[]; quoted: readonly number[] } {
    const missing: Minded[] = []
    const quoted = new Set<number>()
    for (const one of minded) {
      const wanted = treatments.filter((treatment) => {
        const only = this.data.minded[one.group]!.with
        return !only || only.includes(treatment)
      })
      const named = this.#naming(lines, `minded ${one.group}`, () => phrasesOf(this.#groups, [one.group]))
      const each = (wanted.length > 0 ? wanted : [undefined]).map((treatment) =>
        speakingOf(
          named,
          treatment === undefined
            ? undefined
            : this.#naming(lines, `treatment ${treatment}`, () => this.#covering(treatment)),
        ),
      )
      if (each.some((sentences) => sentences.length === 0)) missing.push(one)
      else for (const sentences of each) for (const at of sentences) quoted.add(at)
    }
    return { missing, quoted: [...quoted] }
  }

  /** Whether a section is about a group by its heading. */
  heads(group: string, lines: Lines): boolean {
    return this.#naming(lines, `minded ${group}`, () => phrasesOf(this.#groups, [group])).heading
  }

  #covering(treatment: string): string[] {
    return phrasesOf(this.#treatments, this.#wider(treatment))
  }

  /** Where a section names any of these phrases: looked up once, because the same few are asked for again and again. */
  #naming(lines: Lines, name: string, phrases: () => readonly string[]): Naming {
    const known = this.#namings.get(lines) ?? new Map<string, Naming>()
    this.#namings.set(lines, known)
    const found = known.get(name) ?? namingOf(lines, phrases())
    known.set(name, found)
    return found
  }
}

/** Whether a heading, and which of its sentences, name something. */
interface Naming {
  readonly heading: boolean
  readonly sentences: readonly boolean[]
}

function namingOf({ heading, sentences }: Lines, phrases: readonly string[]): Naming {
  const has = (text: string) =>
    phrases.some((phrase) => text.includes(` ${phrase} `) || text.includes(` ${phrase}s `))
  return { heading: has(heading), sentences: sentences.map(has) }
}

/** Sentences that name both, the heading helping out; any sentence, where the heading alone names all that is asked. */
function speakingOf(minded: Naming, treatment: Naming | undefined): number[] {
  const found = minded.sentences.flatMap((named, at) => {
    const treated = treatment === undefined || treatment.sentences[at]!
    const both = named && (treated || treatment.heading)
    return both || (minded.heading && treated && treatment !== undefined) ? [at] : []
  })
  const headed = minded.heading && (treatment === undefined || treatment.heading)
  return found.length === 0 && headed ? [0] : found
}
