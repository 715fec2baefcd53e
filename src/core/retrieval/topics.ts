/**
 * Things a question may name that a passage must name too before it is an answer: a knee, a migraine, a dog, a price.
 * Otherwise "can I take ibuprofen while pregnant" is answered by any passage on ibuprofen.
 */
import { z } from 'zod'
import type { Lines } from './pairings.ts'
import type { Passage } from './passages.ts'
import { isStop, stem, terms, words } from './terms.ts'

export const topicsSchema = z.strictObject({
  kinds: z.record(
    z.string(),
    z.strictObject({
      /** Counts wherever in the message it stands, not only in its question. */
      anywhere: z.boolean().default(false),
      /** Only the very words, in a heading or sentence, count as naming it: prices, doses, brands, orders. */
      verbatim: z.boolean().default(false),
      /** It may be named by the way ("knelt on my bad knee to weed"), and in a message about the back it is. */
      incidental: z.boolean().default(false),
      /** Where no section names it, what the articles say on the rest of the question is said beside the refusal. */
      partly: z.boolean().default(false),
      /** So sure (gate.ts), a section need not name it: it is named by the way. Without a number it must, in a question. */
      sureWithout: z.number().optional(),
      words: z.array(z.string()),
    }),
  ),
  /** Things that no section names, and sections on what is most like them, the best first: swimming, and exercise. */
  related: z.array(
    z.strictObject({ words: z.array(z.string()).min(1), sections: z.array(z.string()).min(1) }),
  ),
})

export interface Topic {
  /** `body-part`, `condition`, `medicine`, `price`, … */
  readonly kind: string
  readonly anywhere: boolean
  readonly verbatim: boolean
  /** So sure, 0 to 1, a section need not name it; undefined where it must. */
  readonly sureWithout: number | undefined
  /** The rest of the question may be answered without it. */
  readonly partly: boolean
  /** As typed. */
  readonly words: string
  /** It is what the message is about, and the message nowhere speaks of the back: a heading must name it. */
  readonly subject: boolean
}

/** Words of this kind name nothing: "grit my teeth" is not about teeth. */
const figureOfSpeech = 'figure-of-speech'
const negations = new Set('not no never without isnt arent wasnt dont doesnt nor neither'.split(' '))
const owners = new Set(
  'kid kids child childs childrens toddler toddlers baby babys sons daughters'.split(' '),
)
/** Kinds of what somebody may own. */
const things: ReadonlySet<string> = new Set(['activity', 'everyday', 'brand'])
/** What the knowledge base is about; a message without any of it is about something else. */
const home = new Set('back backs backache spine spinal spasm spasms muscle muscles cramp cramps'.split(' '))

interface Entry {
  readonly kind: string
  readonly anywhere: boolean
  readonly verbatim: boolean
  readonly incidental: boolean
  readonly partly: boolean
  readonly sureWithout?: number | undefined
  readonly words: readonly string[]
}

/** Words that point at a thing spoken of before, which here is the spasm. */
const pointers = new Set(['it', 'this', 'that', 'these', 'those', 'them', 'they'])
export const speaksOfHome = (spoken: readonly string[]): boolean => spoken.some((word) => home.has(word))
/** "What causes them?": what is pointed at, where nothing else is named, is the spasm. */
export const pointsAtSpasm = (spoken: readonly string[]): boolean =>
  spoken.some((word) => pointers.has(word)) && !speaksOfHome(spoken)

/** "ice on my skin" is not about the skin. */
const places = new Set(
  'on under to into down against over between behind around onto up across near'.split(' '),
)

/** How sure a section must be whose heading does not name the part of the body a question is about, or that lacks what is named beside one. */
const sureOfSubject = 0.92
const sureBeside = 0.95
/** "With his elbow": a tool, and no part that hurts. */
const tool = /\bwith (?:his|her|their|your|an?|the|both)$/
/** "My dog pulled me over and my back went", "lifting the cat": the animal is no patient. */
const handlesAnimal =
  /\b(?:feed|fed|catch|caught|lift|pick|carr|bath|wash|chas|strok|groom|thr[eo]w|hold|hoover|startled|tripp?(?:ed|ing)? over|fell over|bent|bending|stoop|lean)\w*(?: \w+){0,4} (?:animal|cat|dog|dachshund|horse|kitten|labrador|pet|pony|puppy|rabbit|sheep)s?\b/
/** "The dog still needs her walk", "the cat wants feeding". */
const animalWants =
  /\b(?:animal|cat|dog|horse|kitten|pet|pony|puppy|rabbit)s? (?:still |always )?(?:needs?|wants?|has to have)(?: \w+){0,2} (?:walk|feed|exercise|groom|bath|food|out)/
export const handlesAnAnimal = (spoken: readonly string[]): boolean => {
  const said = spoken.join(' ')
  return handlesAnimal.test(said) || animalWants.test(said) || speaksOfOwnBack(spoken)
}
/** "Carried a washing machine up two flights", "walk our dog": what is handled is not what is asked about. */
const handling = new Set(
  'carry lift move shift lug push pull drag heave haul hump hoist install fit clean mend change load unload walk'
    .split(' ')
    .map(stem),
)
/** Between what is done with a thing and its name, in words. */
const mostBetween = 4
export function handles(spoken: readonly string[], thing: string): boolean {
  const named = thing.split(' ')
  const at = spoken.findIndex((_, n) => named.every((word, offset) => spoken[n + offset] === word))
  return spoken
    .slice(Math.max(0, at - 1 - mostBetween), Math.max(0, at))
    .some((word) => handling.has(stem(word)))
}
/** Asks for leave, or what something is good for. */
const asksLeave =
  /\b(?:ok|okay|alright|allowed|safe|fine|good|bad|wise|worth|use|useful|help|helps|work|works|try|avoid|stop|(?:can|could|should|may|must) (?:i|we|he|she|they))\b/
/** "I'm flying on Friday, will this have settled by then?": what is asked of is the spasm, and what is done is only told. */
export const asksOfSpasm = (asked: readonly string[]): boolean =>
  pointsAtSpasm(asked) && !asksLeave.test(asked.join(' '))
const ownBack =
  /\bmy (?:(?:own|low|lower|upper|mid|middle|bad|poor|sore) )?(?:back|spine|muscles?|spasms?|cramps?)\b|\b(?:pulled|dragged|knocked|tripped|pushed|jumped on|kicked|threw|barged|yanked) (?:me|into me)\b/
export const speaksOfOwnBack = (spoken: readonly string[]): boolean => ownBack.test(spoken.join(' '))

const little =
  '(?:bab(?:y|ies)|child|children|daughters?|grandchild(?:ren)?|granddaughter|grandson|infant|kids?|newborn|sons?|toddlers?|twins|year old|months? old)'
const whose = '(?: (?:my|our|the|an?|her|his|their|your|heavy|big|little|small|new|\\d+)){0,3}'
const carries = new RegExp(
  `\\b(?:lift|carry|hold|cuddl|bath|pick|scoop|bounc)\\w*(?: up)?${whose} ${little}\\b|` +
    `\\b${little} (?:still |always )?(?:wants?|needs?|asks? for|likes?)(?: \\w+){0,2} (?:piggyback|carry|carrying|lift|lifting|cuddle|picking up|shoulder ride)\\b|` +
    `\\b${little}(?: \\w+){0,8}? (?:to be|being|be|is|gets) (?:carried|held|lifted|picked up)\\b|` +
    `\\b(?:look|looking|care|caring|run|running) (?:after|for)${whose} ${little}\\b`,
)
/** "Can I lift my toddler": the child is a load, and no patient. */
export const carriesChild = (spoken: readonly string[]): boolean => carries.test(spoken.join(' '))

const spastic = new Set(
  'spasm spasms spasming cramp cramps cramping cramped twitch twitches twitching'.split(' '),
)
const linking = new Set(
  'is are has have had keeps keep goes went gets got just been a bit in into the having'.split(' '),
)
/** "My elbow is in spasm": then it is what is asked about. */
function isInSpasm(spoken: readonly string[], at: number, length: number): boolean {
  let next = at + length
  while (linking.has(spoken[next] ?? '')) next += 1
  return next > at + length && spastic.has(spoken[next] ?? '')
}

const plural = (phrase: readonly string[]): string[] => [...phrase.slice(0, -1), `${phrase.at(-1)}s`]

export class Topics {
  readonly #byFirst = new Map<string, Entry[]>()
  readonly #words = new Set<string>()
  /** Ids of sections by a word as typed. */
  readonly #related = new Map<string, readonly string[]>()

  constructor(data: z.input<typeof topicsSchema>) {
    const { kinds, related } = topicsSchema.parse(data)
    for (const { words: phrases, sections } of related)
      for (const spoken of phrases.map(words))
        for (const one of [spoken, plural(spoken)]) this.#related.set(one.join(' '), sections)
    for (const [kind, { words: phrases, ...traits }] of Object.entries(kinds))
      for (const spoken of phrases.map(words).flatMap((one) => [one, plural(one)])) {
        for (const word of spoken) if (spoken.length === 1) this.#words.add(word)
        const entry = { kind, ...traits, words: spoken }
        const list = this.#byFirst.get(spoken[0]!)
        if (list) list.push(entry)
        else this.#byFirst.set(spoken[0]!, [entry])
      }
    for (const list of this.#byFirst.values()) list.sort((a, b) => b.words.length - a.words.length)
  }

  words(): ReadonlySet<string> {
    return this.#words
  }

  /** Ids of sections on what is most like a thing that no section names, the best first. */
  related(named: string): readonly string[] {
    return this.#related.get(named) ?? []
  }

  /** Topics named and not denied, the longest name at each place. */
  #named(spoken: readonly string[], strange: boolean): Topic[] {
    const found: Topic[] = []
    for (let at = 0; at < spoken.length; at++) {
      const match = this.#matchAt(spoken, at)
      if (!match) continue
      const before = [spoken[at - 1], spoken[at - 2]].filter((word) => word !== undefined)
      const counts = match.verbatim || !before.some((word) => negations.has(word))
      const cramps = isInSpasm(spoken, at, match.words.length)
      if (counts && (strange || !match.incidental || cramps)) {
        const isTool = tool.test(spoken.slice(Math.max(0, at - 2), at).join(' '))
        const placed = isTool || before.some((word) => places.has(word))
        const subject = match.kind === 'body-part' && !placed && (strange || cramps)
        const { incidental: _, ...named } = match
        const sureWithout = subject ? sureOfSubject : named.sureWithout
        found.push({ ...named, sureWithout, words: match.words.join(' '), subject })
      }
      at += match.words.length - 1
    }
    return found
  }

  /** The words that are meant: without "my son says" and other figures of speech. */
  literal(spoken: readonly string[]): string[] {
    const meant: string[] = []
    for (let at = 0; at < spoken.length;) {
      const match = this.#matchAt(spoken, at)
      if (match?.kind === figureOfSpeech) at += match.words.length
      else meant.push(spoken[at++]!)
    }
    return meant
  }

  /** Without whose a thing is: "kids' trampoline". */
  withoutOwners(spoken: readonly string[]): readonly string[] {
    const isOwner = (word: string, at: number) =>
      owners.has(word) && things.has(this.#matchAt(spoken, at + 1)?.kind ?? '')
    return spoken.some(isOwner) ? spoken.filter((word, at) => !isOwner(word, at)) : spoken
  }

  #matchAt(spoken: readonly string[], at: number): Entry | undefined {
    return this.#byFirst
      .get(spoken[at]!)
      ?.find((topic) => topic.words.every((word, offset) => spoken[at + offset] === word))
  }

  /** What a question needs its passage to name. `around`: the words beside the question. */
  needed(asked: readonly string[], around: readonly string[]): Topic[] {
    const [inQuestion, outside] = [this.literal(asked), this.literal(around)]
    const all = [...inQuestion, ...outside]
    const strange = !speaksOfHome(all)
    const beside = this.#named(outside, strange)
      .filter((topic) => topic.anywhere || strange)
      .map((topic) => (topic.anywhere ? topic : { ...topic, sureWithout: topic.sureWithout ?? sureBeside }))
    const inside = this.#named(inQuestion, strange)
    const alone =
      strange && inside.length === 1 && beside.length === 0 && !all.some((word) => pointers.has(word))
    const topics = [
      ...inside.map((topic) =>
        alone && topic.kind === 'condition' ? { ...topic, subject: true, sureWithout: undefined } : topic,
      ),
      ...beside,
    ]
    return topics.filter((topic, index) => topics.findIndex((other) => other.words === topic.words) === index)
  }
}

/** What a passage names. */
export interface Holdings {
  /** Its terms, headings and other ways to ask included. */
  readonly all: ReadonlySet<string>
  readonly heading: ReadonlySet<string>
  /** All its words, unstemmed. */
  readonly words: ReadonlySet<string>
  /** Heading and sentences, word for word, with a blank at each end. */
  readonly text: string
  readonly lines: Lines
}

const inWords = (text: string): string => ` ${words(text).join(' ')} `

export const holdings = ({ title, section, sentences }: Passage): Holdings => ({
  all: new Set(terms([title, section, ...sentences].join(' . '))),
  heading: new Set(terms(`${title} . ${section}`)),
  words: new Set(words([title, section, ...sentences].join(' . '))),
  text: inWords([title, section, ...sentences].join(' . ')),
  lines: { heading: inWords(section), sentences: sentences.map(inWords) },
})

/** Kinds whose names of several words stand for one thing only together. */
const isThing: ReadonlySet<string> = new Set(['treatment', 'activity'])

/** Whether a passage names a topic, in its own words or in what `same` gives for them. */
export function names(held: Holdings, topic: Topic, same: (term: string) => readonly string[]): boolean {
  if (topic.verbatim) return held.text.includes(` ${topic.words} `)
  const content = topic.words.split(' ').filter((word) => !isStop(word))
  // to stand at a desk is no standing desk
  if (isThing.has(topic.kind) && content.length > 1) return held.text.includes(` ${topic.words}`)
  const place = topic.subject ? held.heading : held.all
  const has = (word: string) =>
    topic.subject
      ? place.has(stem(word))
      : // a stem is too wide here: muscles that brace are no back brace
        [word, `${word}s`, word.replace(/s$/, '')].some((form) => held.words.has(form))
  return (
    content.length > 0 && content.every((word) => has(word) || same(word).some((other) => place.has(other)))
  )
}
