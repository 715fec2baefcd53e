/**
 * Whom a text speaks of: the writer, or somebody else. One person may go by several names ("my husband", "my partner",
 * "he"), so a name is a kin and a sex, and names that agree in what both tell are the same person's.
 */
import { plain } from './yesNo.ts'

/** The writer, or a name of somebody else: `husband`, `son`, `he`, `somebody`. */
export type Who = string
export const me: Who = 'me'

type Sex = 'm' | 'f' | undefined
/** Names by kin and sex: `partner m` are husband, hubby, boyfriend, … */
const names: readonly (readonly [kin: string, sex: Sex, words: string])[] = [
  ['partner', 'm', 'husband hubby boyfriend fella bloke'],
  ['partner', 'f', 'wife wifey girlfriend missus'],
  ['partner', undefined, 'partner fiance fiancé fiancee fiancée spouse'],
  ['child', 'm', 'son lad boy stepson'],
  ['child', 'f', 'daughter girl stepdaughter'],
  ['child', undefined, 'child kid baby toddler'],
  ['mother', 'f', 'mum mom mam mother mummy mommy stepmum stepmother'],
  ['father', 'm', 'dad father daddy stepdad stepfather'],
  ['mother-in-law', 'f', 'mother-in-law'],
  ['father-in-law', 'm', 'father-in-law'],
  ['child-in-law', 'm', 'son-in-law'],
  ['child-in-law', 'f', 'daughter-in-law'],
  ['sibling-in-law', 'm', 'brother-in-law'],
  ['sibling-in-law', 'f', 'sister-in-law'],
  ['sibling', 'm', 'brother'],
  ['sibling', 'f', 'sister'],
  ['grandmother', 'f', 'nan nana gran granny grandma grandmother'],
  ['grandfather', 'm', 'grandad granddad grandpa grandfather'],
  ['grandchild', 'm', 'grandson'],
  ['grandchild', 'f', 'granddaughter'],
  ['grandchild', undefined, 'grandchild grandkid'],
  ['nephew', 'm', 'nephew'],
  ['niece', 'f', 'niece'],
  ['uncle', 'm', 'uncle'],
  ['aunt', 'f', 'aunt auntie aunty'],
  ['cousin', undefined, 'cousin'],
  ['friend', undefined, 'friend mate'],
  ['flatmate', undefined, 'flatmate roommate housemate lodger'],
  ['neighbour', undefined, 'neighbour neighbor'],
  ['colleague', undefined, 'colleague workmate coworker boss'],
  ['', 'm', 'he him his'],
  ['', 'f', 'she her hers'],
  ['', undefined, 'someone somebody'],
]
const byName = new Map(
  names.flatMap(([kin, sex, words]) => words.split(' ').map((word) => [word, { kin, sex }] as const)),
)
const family = names.flatMap(([kin, , words]) =>
  /^(?:(?:child|mother|father|sibling)(?:-in-law)?|partner|grand\w+|nephew|niece|uncle|aunt|cousin)$/.test(
    kin,
  )
    ? words.split(' ').filter((word) => !/^(?:fella|bloke|missus)$/.test(word))
    : [],
)
const anybody = [...byName].flatMap(([word, { kin }]) =>
  kin === '' && !word.startsWith('some') ? [] : [word],
)
const oneOf = (words: readonly string[]) => [...words].sort((a, b) => b.length - a.length).join('|')

/** A pattern of those who are family. */
export const relatives = `(?:(?:little |teenage |young )?(?:${oneOf(family)})(?:'?s)?)`
const others = `(?:${relatives}|(?:${oneOf(anybody)})(?:'s)?)`

const agree = (x?: string, y?: string) => !x || !y || x === y
/** Whether two names may be the same person's. */
export function isSame(a: Who, b: Who): boolean {
  if (a === b) return true
  const [one, other] = [byName.get(a), byName.get(b)]
  if (!one || !other) return false
  return agree(one.kin, other.kin) && agree(one.sex, other.sex)
}

/** Whether a name tells who it is; "he" and "somebody" do not. */
export const isNamed = (who: Who): boolean => who === me || Boolean(byName.get(who)?.kin)

const age = '(?:\\d+[ -](?:year|yr|month)s?[ -]old )'
const another = new RegExp(
  `^(?:help[,! ]*|hi[,! ]*|hello[,! ]*|please[,! ]*)*(?:(?:my|our|the|a) )?${age}?${others}\\b|\\b(?:my|our) ${age}?${others}\\b|\\b(?:he|she)(?:'?s| is| has| can'?t| cannot| says| took| fell)\\b`,
)
/** The writer speaks of himself or herself as the one in pain. */
const own =
  /\b(?:i'?m|i am|i'?ve|i have|i had|i can'?t|i cannot|i can|i feel|i felt|i got|i get|i wet|i took|i fell|i hurt|i was|i lost|me|myself|mine)\b|\bmy (?!\d)(?:\w{1,20} ){0,2}(?:back|spine|neck|shoulders?|legs?|arms?|foot|feet|hips?|pain|spasms?|muscles?|chest|bladder|bowels?|groin|genitals|bum|butt|body|head)\b/
/** What a writer says of himself or herself while another is in pain. */
const aside =
  /\b(?:i'?m|i am) (?:so |very |really |just )?(?:worried|scared|(?:looking after|caring for|helping|here for|ringing for|his|her|an?) |terrified|frightened|asking|writing|calling|typing|not sure|panicking|with (?:him|her|them))\b|\b(?:help|tell|told|advise|asking|let|says to|said to) me\b/g
const quoted = new RegExp(
  `\\b${others} (?:says?|said|thinks?|thought|told|reckons?)\\b(?! (?:he|she|they)\\b)`,
)
/** "20 year old lad here", "woman, 38", "male 46": an age, a sex or a job without whose it is, is the writer's. */
const introduces = new RegExp(
  `^(?:(?:hi|hello|hey|well|ok|so|i'?m|i am|a|an|only|just)[,! ]+)*(?:${age}|\\d{1,2}[ ,]*(?:yo |y/o |m\\b|f\\b)?)?(?:male|female|man|woman|lady|guy|bloke|fella|chap|lad|boy|girl|lass|teen\\w*)(?:[ ,]+(?:aged? )?\\d{1,2})?\\b(?! (?:i know|at|in|from|next|who|called)\\b)|^\\d{1,2} ?[mf]\\b|^[mf] ?\\d{1,2}\\b`,
)
const pronoun = /\b(?:(he|she)(?:'?s)?|(him|his|her|hers))\b/
/** A child of that age is written for rather than writes. */
const childOf = /\b(?:boy|girl|lad|lass)\b[, ]*(?:aged? )?\d\b/
const introducesSelf = (said: string): boolean =>
  introduces.test(said) && !pronoun.test(said) && !childOf.test(said)

export function asksForAnother(text: string): boolean {
  const said = plain(text)
  if (introducesSelf(said)) return false
  return another.test(said) && !own.test(said.replace(aside, ' ')) && !quoted.test(said)
}

/** "Mother in law" as one word, at the same place. */
const joined = (text: string): string => text.replace(/\b(\w{3,8})[ -]in[ -]law\b/g, '$1-in-law')

const relative = new RegExp(`(?<!\\w)(?:${oneOf(anybody)})(?!\\w)`)
/** "My husband" and "husband" are the writer's; "a fella at work" is somebody. */
const ofWriter = /(?:^|\b(?:my|our|old|little|young|teenage|poor|dear|late|help|for|about|of) |[,!.] ?)$/
const nameOf = (said: string, name: string, at: number): Who =>
  ofWriter.test(said.slice(0, at)) ? name : 'somebody'

/**
 * Whom a text speaks of as the one in pain; undefined where its words do not settle that.
 * @param someone somebody not listed here is spoken of: "our vicar"
 */
export function whoOf(text: string, someone = false): Who | undefined {
  const said = plain(text)
  if (asksForAnother(text)) {
    const found = relative.exec(joined(said))
    return found
      ? nameOf(said, found[0], found.index)
      : (pronoun.exec(said)?.slice(1).find(Boolean) ?? 'somebody')
  }
  const self = introducesSelf(said) || own.test(said.replace(aside, ' '))
  if (!self) return someone ? 'somebody' : undefined
  return pronoun.test(said) ? undefined : me
}

/** Whoever only says, sees or helps: what is told after it is not theirs. */
const helps =
  'noticed?|saw|sees?|found|heard|checked|measured|called|asked|drove|drives?|gave|helped?|took (?:me|him|her|his)|told|tells?'
const bystands = `(?! (?:just |also |have |has )?(?:${helps}|says?|said|thinks?|thought|reckons?|wants?|made me|is (?:an?|the))\\b)`
/** The same of the writer, who "wants to die" and "thinks of dying" for himself or herself. */
const looksOn = `(?! (?:just |also |have )?(?:${helps}|believe|know|guess|suspect|reckon|(?:think|thought)(?! (?:of|about)\\b))\\b)`
const markers = new RegExp(
  `(?<!\\w)(?:(?<relative>${oneOf(anybody)})(?:'?s)?${bystands}|(?<pronoun>he|she|him|his|her|hers)(?:'s|'d|'ll)?${bystands}|(?<own>i(?:'?m|'?ve|'d|'ll)?|me|my|mine|myself)${looksOn}(?! (?:${age}|little |teenage |young |poor |old |late |dear ){0,2}(?:${oneOf(anybody)})(?:'?s)?(?!\\w)))(?!\\w)`,
  'g',
)

/**
 * Whose sign the words from `start` to `end` tell of: of the persons named in its sentence, up to its end, the last one
 * in it, else the last one before it. A "he" is whoever was named before; undefined where nobody was.
 */
export function whoseAt(text: string, start: number, end: number): Who | undefined {
  const lower = joined(text.toLowerCase().replace(/[’‘`´]/g, "'"))
  const from = Math.max(...['.', '!', '?', '\n'].map((mark) => lower.lastIndexOf(mark, start - 1))) + 1
  const found = [...lower.slice(0, end).matchAll(markers)].map(({ groups = {}, index }) => ({
    at: index,
    who: groups.own ? me : groups.relative ? nameOf(lower, groups.relative, index) : groups.pronoun!,
  }))
  const last = found.findLast(({ at }) => at >= from)?.who
  if (last === undefined || last === me || isNamed(last)) return last
  return found.findLast(({ who }) => who !== me && isNamed(who) && isSame(who, last))?.who
}

/** A child too young for a number to be told: "my toddler", "our little boy". */
export const speaksOfChild = (text: string): boolean =>
  /\b(?:my|our) (?:toddler|baby|infant|newborn|child|kid|little (?:boy|girl|one|lad))\b/.test(plain(text))

const self = 'me|myself|mine'
const whom = `(?:(?:my|our|your|the) (?:own )?)?(?:${self}|them|${oneOf([...byName.keys()])})`
const eachWhom = new RegExp(`(?<!\\w)${whom}(?!\\w)`, 'g')
const oneself = new RegExp(`^(?:${self})$`)
const notWhom = new RegExp(
  `(?<!\\w)(?:and )?(?:not|instead of|rather than) (?:about |for )?${whom}(?!\\w)`,
  'g',
)
const lead =
  /(?<!\w)(?:no|nope|sorry|wait|oops|actually|hang on|hold on|ok|okay|well|please|but|and|so|oh|now|just|only|i|i'?m|we|meant|mean|was|am|were|is|be|it|it'?s|that|that'?s|this|all|one|talking|speaking|asking|writing|typing|told|tell|telling|you|about|for|of|on behalf|to|back|go|return|switch|change|turn|again|still|the|first|last|part|bit|question|questions|answer|answers|what|how)(?!\w)/g
const cue = /(?<!\w)(?:about|for|of|meant|mean|to|back|behalf|that was|it was)(?!\w)/

/** Whom the chat is said to be about. `anew`: from now on; otherwise what was told before may have been misread. */
export interface Whose {
  readonly who: Who
  readonly anew: boolean
}
const fromNow = /\b(?:back|return|switch|now|what|how)\b/
const mistaken = /\b(?:meant|mean|was|were)\b/

/** "That was about me", "I meant my husband", "not him, me", "back to me", and nothing else. */
export function readWhose(text: string, asked = false): Whose | undefined {
  const said = joined(plain(text))
    .replace(/[.,:]+|-(?!\w)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (said.split(' ').length > 14) return undefined
  const rest = said.replace(notWhom, ' ')
  const found = [...rest.matchAll(eachWhom)].map(([words]) => words)
  const called = new Set(found.map((words) => words.split(' ').at(-1)!))
  if (called.size !== 1 || !(asked || rest !== said || cue.test(rest))) return undefined
  const left = rest.replace(eachWhom, ' ').replace(lead, ' ')
  if (/[\p{L}\p{N}]/u.test(left)) return undefined
  const [name] = [...called] as [string]
  const who = oneself.test(name) ? me : byName.has(name) ? name : 'somebody'
  return { who, anew: rest === said && fromNow.test(said) && !mistaken.test(said) }
}

/** "Not about me", "not him", "wrong person": that it was about somebody else, and not whom. */
export function deniesWhose(text: string): boolean {
  const said = joined(plain(text)).replace(/[.,:]+/g, ' ')
  const rest = said.replace(notWhom, ' ').replace(/\bwrong (?:person|one|patient)\b/g, ' ')
  return (
    rest !== said && !/^(?:no )?not me$/.test(said.trim()) && !/[\p{L}\p{N}]/u.test(rest.replace(lead, ' '))
  )
}
