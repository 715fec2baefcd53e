/**
 * A question as the staff may read it: one line of at most 200 characters, without what could tell whose it is.
 *
 * Masked are, in this order: words that hold an @ and web addresses; postcodes; numbers that may be those of a telephone,
 * a birthday or a record (three digits in a row, five in all, or three groups of them: "10-15" stays); and names. A name is
 * what follows "my name is" or a title in whatever case, and what follows "I am", "this is" or a relative in capitals.
 * Names that nothing announces are not seen. Masking too much costs the staff a word, too little costs somebody's secret.
 */
import { isStop } from './retrieval/terms.ts'

/** In UTF-16 units. */
const longest = 200
/** So much is looked at. */
const read = 1_000

/** Marks as they are written, and nothing else in brackets. */
const marks = /\[(?:name|number|address|postcode)\]/g
export const withoutMarks = (question: string): string => question.replace(marks, ' ')

const address = (word: string): boolean =>
  word.includes('@') ||
  word.includes('://') ||
  /^www\.|\.[a-z]{2,}\//i.test(word) ||
  /\.(?:com|org|net|info|co\.uk)\W*$/i.test(word)

const postcode = /\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b/gi
const numbers = /\p{Nd}(?:[ ().,/+:-]{0,3}\p{Nd})*/gu
function hideNumber(found: string): string {
  const groups = found.match(/\p{Nd}+/gu) ?? []
  const digits = groups.join('').length
  const telling = groups.length >= 3 || digits >= 5 || groups.some((group) => group.length >= 3)
  return telling ? '[number]' : found
}

interface Cue {
  /** Up to where the name begins. */
  readonly before: RegExp
  /** Whether a name in small letters is one, too. */
  readonly anyCase: boolean
}
const cues: readonly Cue[] = [
  {
    before: /\b(?:my (?:\w+ )?name(?:'?s| is| was)|call me|(?:i am|i'?m) (?:called|named))[ :]+/gi,
    anyCase: true,
  },
  { before: /\b(?:mr|mrs|mx|dr)\.? +/gi, anyCase: true },
  {
    before:
      /\b(?:i am|i'?m|this is|it's|ms|miss|prof|professor|doctor|nurse|sister|brother|mum|mom|mother|dad|father|husband|wife|partner|son|daughter|boss|friend|regards|thanks|from|called|named)[.,]? +/gi,
    anyCase: false,
  },
]
const nameWord = /\p{L}[\p{L}'-]*/uy
/** Names have so many words at most. */
const nameWords = 4

/** Where the name that begins at `from` ends; `from` itself when there is none. */
function endOfName(text: string, from: number, { anyCase }: Cue, shouted: boolean): number {
  let end = from
  for (let count = 0; count < nameWords; count++) {
    nameWord.lastIndex = count === 0 ? from : end + 1
    const word = (count === 0 || text[end] === ' ') && nameWord.exec(text)?.[0]
    if (!word) break
    const capital = /^\p{Lu}/u.test(word) && !shouted
    const isName = capital ? !/^I(?:'|$)/.test(word) : (anyCase || shouted) && !isStop(word.toLowerCase())
    if (!isName) break
    end = nameWord.lastIndex
  }
  return end
}

function hideNames(text: string, cue: Cue): string {
  const shouted = text === text.toUpperCase()
  let hidden = ''
  let done = 0
  for (const found of text.matchAll(cue.before)) {
    const from = found.index + found[0].length
    const end = from < done ? from : endOfName(text, from, cue, shouted)
    if (end === from) continue
    hidden += `${text.slice(done, from)}[name]`
    done = end
  }
  return hidden + text.slice(done)
}

/** Never throws. */
export function maskQuestion(text: string): string {
  const plain = text
    .slice(0, read)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[‘’`´]/g, "'")
    .replace(/[\p{C}\p{Z}\s[\]]+/gu, ' ')
    .trim()
  const words = plain.split(' ').map((word) => (address(word) ? '[address]' : word))
  const masked = words.join(' ').replace(postcode, '[postcode]').replace(numbers, hideNumber)
  return shorten(cues.reduce(hideNames, masked))
}

/** Cut between words. */
function shorten(text: string): string {
  if (text.length <= longest) return text
  const cut = text.lastIndexOf(' ', longest)
  return `${text.slice(0, cut > 0 ? cut : longest).replace(/\p{Cs}/gu, '')} …`
}
