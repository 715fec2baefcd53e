/**
 * Reads yes, no and not sure. Only words that are plainly that and nothing else count: known phrases are taken out
 * of the text, and whatever is left over makes it unread. An emergency sign must not be denied by a "no" that
 * belongs to the next word ("no feeling down there").
 */
import type { Known } from './facts.ts'
import {
  affirmations,
  denials,
  fillers,
  fine,
  firmDenials,
  happening,
  leanings,
  unsure,
  when,
} from './yesNoPhrases.ts'

export const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length

/** A question rather than an answer: it begins as one. "7?" and "can't tell" are answers. */
export const asksBack = (text: string): boolean =>
  /^\W*(?:how|what|when|why|where|which|who)\b/i.test(text) ||
  /^\W*(?:can|could|should|would|will|is|are|does|do|did|was)\b(?!['’]).*\?\s*$/is.test(text)

let last = { text: '', plain: '' }
/** Words that only add heat: "no bloody idea"; but "bloody urine" tells of blood. */
const oaths =
  /\b(?:bloody(?! (?:urine|pee|wee|stools?|poo|discharge|show|mucus|nose|diarrhoea|diarrhea))|(?:god ?)?damn(?:ed)?|goddam|fuck(?:ing|in|en)?|f(?:ing|-ing)|effing|freaking|frigging|friggin|flipping|flippin|blinking|sodding|ruddy)(?=\s|$)/g

/** Lower case, plain apostrophes, oaths left out, stretched letters shortened, other marks as spaces. A turn asks for the same text often. */
export function plain(text: string): string {
  if (last.text !== text) last = { text, plain: made(text) }
  return last.plain
}

const made = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/([a-z])\1{2,}/g, '$1$1')
    .replace(/[^\p{L}\p{N}'./%:,\s-]/gu, ' ')
    .replace(oaths, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const realWords = new Set(
  (
    'bone done gone nine tone zone lone one nose note node numb eyes yet yen hope rope pope know now new not knee' +
    ' sore more store these those there three where here hear near year ears tear wear bear sour soup sum sun shoe' +
    ' stone alone phone noise nerve neck need never nose move mine line fine dine noon moon soon'
  ).split(' '),
)
const keywords = ['yes', 'yeah', 'yep', 'none', 'nope', 'nothing', 'these', 'those', 'above', 'maybe', 'sure']

/** One letter more, less or other, or two neighbours swapped. */
function oneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return a === b
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  if (a.length === b.length)
    return (
      a.slice(i + 1) === b.slice(i + 1) ||
      (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2))
    )
  return a.length > b.length ? a.slice(i + 1) === b.slice(i) : a.slice(i) === b.slice(i + 1)
}

const mend = (word: string): string => {
  if (/^n+o+$/.test(word)) return 'no'
  if (/^y+e+s+$/.test(word)) return 'yes'
  if (word === 'noe') return 'no'
  if (word === 'non') return 'none'
  if (word === 'fo' || word === 'ot' || word === 'off' || word === 'od') return 'of'
  if (word.length < 3 || realWords.has(word) || keywords.includes(word)) return word
  return keywords.find((keyword) => oneSlip(word, keyword)) ?? word
}

const blank = (text: string, pattern: RegExp) => {
  const rest = text.replace(pattern, ' ')
  return { rest, hit: rest !== text }
}

function strict(text: string): Known | 'fine' | undefined {
  const firm = blank(text.replace(/\b(?:no|without (?:a )?) ?doubt\b/, 'yes'), firmDenials)
  const hedge = blank(firm.rest, unsure)
  const deny = blank(hedge.rest, denials)
  const well = blank(deny.rest, fine)
  const affirm = blank(well.rest, affirmations)
  const { rest } = blank(affirm.rest, fillers)
  if (/[\p{L}\p{N}]/u.test(rest)) return undefined
  const no = firm.hit || deny.hit
  // "yeah no": which of the two is meant is anybody's guess.
  if (no && affirm.hit) return undefined
  if (hedge.hit) return affirm.hit ? 'yes' : 'not-known'
  if (no) return 'no'
  if (affirm.hit) return 'yes'
  return well.hit ? 'fine' : undefined
}

/** "Not normal", "I don't feel right": a complaint, made of words that deny and words that say all is well. */
const unwell =
  /(?:\bnot|\bnothing|\bnever|\bno longer|\bno more|n'?t)(?:\s+\w+){0,2}?\s+(?:normal\w*|fine|ok|okay|good|well|right|work\w*|same|great)\b/

const signs: readonly (readonly [RegExp, string])[] = [
  [/[👍👌✅✔☑]\p{Emoji_Modifier}?\uFE0F?/gu, ' yes '],
  [/[👎❌✖🚫]\p{Emoji_Modifier}?\uFE0F?/gu, ' no '],
  [/🤷\p{Emoji_Modifier}?(?:\u200D[♀♂])?\uFE0F?/gu, ' not sure '],
]
/** A thumb up is a yes, a thumb down a no. */
const inWords = (text: string): string => signs.reduce((said, [sign, word]) => said.replace(sign, word), text)

/** "Nowt", "nuffin", "nun". */
const spelt = (text: string): string =>
  text
    .replace(/\b(?:nowt|nuthin|nuthing|nothin|nothink|nuffin|nuttin|noting|nuffink)\b/g, 'nothing')
    .replace(/\b(?:nun|nonr|nonne|noone|nane)\b/g, 'none')
    .replace(/\bnae\b/g, 'no')

/** Yes, no, not sure; `fine` for "all good", which denies a sign; undefined for anything else. */
export function readPlain(text: string): Known | 'fine' | undefined {
  const typed = plain(inWords(text))
  if (unwell.test(typed)) return undefined
  const said = spelt(typed).replace(/[.,:%-]+/g, (marks) => (marks.includes('%') ? marks : ' '))
  const trimmed = said.replace(/\s+/g, ' ').trim()
  if (trimmed.length === 0 || trimmed.length > 200) return undefined
  return strict(trimmed) ?? strict(trimmed.split(' ').map(mend).join(' '))
}

const contrast = /\b(?:but|except|although|though|however|apart|unless|only when|until|yes|yeah|maybe)\b/
const lack =
  /\b(?:can'?t|cant|cannot|could ?n'?t|unable|don'?t feel|not feel|lost|loss|numb\w*|without|gone)\b/
const beginsYes = /^(?:yes+|yeah+|yea|yep|yup|ye|aye|definitely|absolutely)\b/
const beginsNo =
  /^(?:no+|nope|nah|not really|not at all|none)(?:\s*[,.:-]+\s*| (?=(?:i|it|my|that|they|he|she|we|just|still|never|everything|all|not|thank)\b))/

/** For a question about one thing: also a plain "yes" or "no" at the head of a sentence. */
export function readClosed(text: string): Known | undefined {
  const known = readPlain(text)
  if (known) return known === 'fine' ? 'no' : known
  const said = plain(inWords(text))
  if (unwell.test(said)) return undefined
  if (said.length > 400) return undefined
  if (beginsYes.test(said))
    return /\bno\b(?! \w)|\b(?:no|nope|not) (?:actually|wait|sorry)\b|\b(?:actually|i mean|sorry) no\b/.test(
      said,
    )
      ? undefined
      : 'yes'
  // A long sentence after "no" may hold anything; it is asked again.
  const brief = wordsIn(said) <= 7
  if (brief && beginsNo.test(said) && !contrast.test(said) && !lack.test(said)) return 'no'
  return undefined
}

/** "It is happening now", "I have it since Monday", and nothing else. */
function saysItHappens(text: string): boolean {
  const said = plain(text).replace(/[.,:%-]+/g, ' ')
  const told = blank(said.replace(/\s+/g, ' '), happening)
  const { rest } = [when, affirmations, fillers].reduce((left, pattern) => blank(left.rest, pattern), told)
  return told.hit && !/[\p{L}\p{N}]/u.test(rest)
}

/** For a question about one sign of something dangerous: "I think so", "sort of" and "it is happening" are a yes there. */
export const readSign = (text: string): Known | undefined => {
  const known = readClosed(text)
  if (known === undefined && saysItHappens(text)) return 'yes'
  return known === 'not-known' && leanings.test(plain(text)) ? 'yes' : known
}
