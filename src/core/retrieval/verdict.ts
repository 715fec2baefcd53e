/**
 * The first words of an answer to a yes/no or either/or question: "Yes, gently.", "Heat."
 *
 * Whoever wrote the article gave them to some of its ways to ask, and one is said to a question that means the same as its own:
 * nearly the same terms (Dice's coefficient), the same words that turn a meaning round in time or degree ("before", "only",
 * "all"), and an even difference in words that make it its opposite: "is it bad not to move" asks what "is it good to move" asks.
 *
 * Where none is near, "Yes." is said when one sentence states all that is asked, plainly: nothing in either turns, denies or
 * limits. Everything else is left to the sentences: no first word is better than a wrong one.
 */
import type { Passage } from './passages.ts'
import type { Idea, Synonyms } from './synonyms.ts'
import type { Sentence } from './quote.ts'
import { words } from './terms.ts'

/** Share of terms in common from which two questions mean the same. */
const sameQuestion = 0.72

/** A share this much smaller fits nearly as well. */
const asWell = 0.15

const opposites = new Set(
  (
    'not no never without cant cannot dont doesnt didnt isnt arent wont shouldnt wouldnt couldnt avoid stop quit skip ' +
    'bad wrong harmful harm harms hurt hurts worse worsen worsens dangerous danger risky risk unsafe damage damages pointless useless ' +
    'myth mistake false untrue incorrect lie lies nonsense rubbish silly stupid lazy against nor neither nobody nothing difference different differ'
  ).split(' '),
)
const turning = new Set(
  (
    'in out up down before after during while until first always only just all every everybody everyone each whole both more less too much longer enough off instead ' +
    'or if when again rare rarely seldom little few unless however but though rather than exactly must have need worry mean means meant'
  ).split(' '),
)
const closed =
  /^(?:(?:so|and|but|or|also|then|ok|hi|hello|please|well|just) )*(?:is|are|am|was|do|does|did|can|could|will|would|should|shall|may|might|must|has|have|isnt|arent|dont|doesnt|cant|shouldnt|wont)\b|\bor\b|\b(?:ok|okay|safe|allowed|fine|alright|true|good|bad|better|worse|wise) (?:to|for|if|with)\b|\b(?:is|are|should|can|could|may|do|does|will) (?:i|it|this|that|they|we|you|there)\b/
const open = /^(?:(?:so|and|but|also|ok|please|well) )*(?:how|what|why|when|where|who|whose)\b/
/** Asks whether something is so, or comes about: what a sentence can state. What somebody may do is advice, and is not. */
const factual = /^(?:(?:so|and|but|also|ok|please|well) )*(?:is|are|do|does|can|could|will|may|might)\b/

/** Negated, these open a question that expects a yes. */
const negated = new Set('isnt arent dont doesnt cant couldnt shouldnt wont wouldnt'.split(' '))

/** Ask for leave or a judgement, which no statement gives. */
const allowing = new Set(
  'i we you ok okay alright safe allowed fine wait take use worth good better best useful wise enough buy try'.split(
    ' ',
  ),
)

interface Meaning {
  readonly ideas: readonly Idea[]
  readonly turns: string
  readonly opposite: boolean
}

const turnsOf = (spoken: readonly string[]): string =>
  [...new Set(spoken.filter((word) => turning.has(word)))].sort().join(' ')
const oppositesIn = (spoken: readonly string[]): number => spoken.filter((word) => opposites.has(word)).length

const denies = (says: string): boolean => /^not?\b/i.test(says)

/** One idea is the other, or may stand for it. */
const same = (one: Idea, other: Idea): boolean =>
  one.term === other.term || one.others.includes(other.term) || other.others.includes(one.term)

/** How nearly a question means the same as another one; nothing where it names what the other does not. */
function likeness(one: Meaning, other: Meaning): number {
  if (one.turns !== other.turns || one.opposite !== other.opposite) return 0
  const shared = one.ideas.filter((idea) => other.ideas.some((also) => same(idea, also))).length
  // "ibuprofen and paracetamol together" is not answered by what is said of ibuprofen and naproxen
  if (shared < one.ideas.length) return 0
  const back = other.ideas.filter((idea) => one.ideas.some((also) => same(idea, also))).length
  return (shared + back) / (one.ideas.length + other.ideas.length || 1)
}

export class Verdicts {
  readonly #synonyms: Synonyms
  /** By passage, read when one is first asked for: most are not. */
  readonly #read = new Map<string, readonly { readonly meaning: Meaning; readonly says: string }[]>()

  constructor(synonyms: Synonyms) {
    this.#synonyms = synonyms
  }

  /** @param spoken the words of the question, spelt as the articles spell them */
  of(
    spoken: readonly string[],
    passage: Pick<Passage, 'id' | 'verdicts'>,
    sentences: readonly Sentence[],
  ): string | undefined {
    const asked = spoken.join(' ')
    if (!closed.test(asked) || (open.test(asked) && !spoken.includes('or'))) return undefined
    const question = this.#meaningOf(spoken)
    // one idea alone ("is aspirin good") does not say what is asked of it
    if (question.ideas.length < 2) return undefined
    const given = this.#given(question, passage)
    if (given !== undefined) return given
    const plain =
      factual.test(asked) &&
      !spoken.some((word) => allowing.has(word)) &&
      !question.turns &&
      oppositesIn(spoken) === 0
    return plain && isStated(question, sentences) ? 'Yes.' : undefined
  }

  #meaningOf(spoken: readonly string[]): Meaning {
    // "isn't it bad to rest?" asks what "is it bad to rest?" asks
    const plain = negated.has(spoken[0] ?? '') ? spoken.slice(1) : spoken
    return {
      ideas: this.#synonyms.ideas(plain.filter((word) => !opposites.has(word))),
      turns: turnsOf(plain),
      opposite: oppositesIn(plain) % 2 === 1,
    }
  }

  #given(question: Meaning, { id, verdicts }: Pick<Passage, 'id' | 'verdicts'>): string | undefined {
    let read = this.#read.get(id)
    if (!read) {
      read = Object.entries(verdicts).map(([asked, says]) => ({
        meaning: this.#meaningOf(words(asked)),
        says,
      }))
      this.#read.set(id, read)
    }
    const alike = read
      .map(({ meaning, says }) => ({ says, score: likeness(question, meaning) }))
      .filter(({ score }) => score >= sameQuestion)
    const best = alike.reduce((one, other) => (other.score > one.score ? other : one), { says: '', score: 0 })
    // two that fit nearly as well and say otherwise are none
    const doubtful = alike.some(
      ({ says, score }) => score >= best.score - asWell && denies(says) !== denies(best.says),
    )
    return doubtful || best.score === 0 ? undefined : best.says
  }
}

/** One sentence holds every idea and neither denies nor limits. */
const isStated = ({ ideas }: Meaning, sentences: readonly Sentence[]): boolean =>
  sentences.some(
    ({ spoken, terms: held }) =>
      oppositesIn(spoken) === 0 &&
      !turnsOf(spoken) &&
      ideas.every(({ term, others }) => held.has(term) || others.some((other) => held.has(other))),
  )
