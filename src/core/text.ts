/**
 * What was typed, made readable: one plain spelling of every letter, and words with their place in the text.
 *
 * Folding works code point by code point, so that every folded letter knows where it stood: compatibility forms
 * (NFKD), accents, invisible characters, bidirectional controls, and Cyrillic or Greek letters that look Latin.
 * Apostrophes vanish ("can't" is `cant`), everything else that is no letter or digit separates words.
 * Letters typed one by one ("n u m b") come out as one word marked `spaced`, to be cut up by whoever has a vocabulary.
 * Time is linear in the text, which is cut at `maxText` characters, its words at `maxWord`.
 */

export const maxText = 4000
export const maxWord = 40

/** How strongly a word is parted from the one before it. */
export type Break = 'none' | 'comma' | 'clause' | 'sentence'

export interface Token {
  readonly word: string
  /** Offsets into the text as typed, in UTF-16 units, end exclusive. */
  readonly start: number
  readonly end: number
  readonly before: Break
  /** The sentence it stands in ends with a question mark. */
  readonly asked: boolean
  /** Its letters stood apart. */
  readonly spaced: boolean
  /** What a number says: 38.7 for "38,7". */
  readonly value?: number
}

const lookAlikes: Readonly<Record<string, string>> = {
  ...pairs('авсеніјкмопрѕтухԝѵгԁӏԍһԛьъыи', 'abcehijkmonpstyxwvrdlghqbbbn'),
  ...pairs('αβϲεηιϳκμοπρσςτυχγωνδ', 'abcenijkuonpsstuxywvd'),
  ...pairs('ɑɩɟʟɴʙʀɪʏɢʜᴀᴅᴇᴋᴍᴏᴘᴛᴜᴡıłøđħɡ', 'aijlnbriyghadekmoptuwilodhg'),
}

function pairs(from: string, to: string): Record<string, string> {
  const target = [...to]
  return Object.fromEntries([...from].map((letter, i) => [letter, target[i] ?? letter]))
}

const pronouns = new Set(['she', 'that', 'what', 'there', 'who', 'where', 'how', 'here', 'let'])
const invisible = /[\p{Cf}\p{M}\u115f\u1160\u3164\uffa0]/u
const lettersAndDigits = /[\p{L}\p{N}]/u
/** What nearly all words are made of: asked first, because an expression costs more than all the rest. */
const isPlain = (unit: string) => (unit >= 'a' && unit <= 'z') || (unit >= '0' && unit <= '9')
const letterOrDigit = (unit: string) => isPlain(unit) || (unit >= '\u0080' && lettersAndDigits.test(unit))
/** Signs that stand for a word. The ordinal sign looks like a degree sign, and is on more keyboards. */
const spoken: Readonly<Record<string, string>> = {
  '°': ' degrees ',
  º: ' degrees ',
  '℃': ' degrees ',
  '℉': ' degrees ',
  '💊': ' pills ',
}
const apostrophe = /['‘’ʼ`´′]/u

export interface Folded {
  readonly text: string
  /** Where each UTF-16 unit of `text` stood in the original; at least one more entry for the end. */
  readonly at: readonly number[]
}

const everyPlace = Array.from({ length: maxText + 1 }, (_, place) => place)

/** Lower case, plain letters, nothing invisible; at most `maxText` characters of the original are read. */
export function fold(original: string): Folded {
  const read = original.slice(0, maxText)
  // oxlint-disable-next-line no-control-regex
  if (/^[\0-\x7f]*$/.test(read)) return { text: read.toLowerCase(), at: everyPlace }
  let text = ''
  const at: number[] = []
  let place = 0
  for (const point of read) {
    const plain = point < '\u0080' ? point.toLowerCase() : foldPoint(point)
    for (let i = 0; i < plain.length; i++) at.push(place)
    text += plain
    place += point.length
  }
  at.push(place)
  return { text, at }
}

function foldPoint(point: string): string {
  if (apostrophe.test(point)) return "'"
  if (spoken[point]) return spoken[point]
  let folded = ''
  for (const part of point.normalize('NFKD').toLowerCase()) {
    if (!invisible.test(part)) folded += lookAlikes[part] ?? part
  }
  // One sign can unfold into a sentence (U+FDFA is 18 letters); nobody types it in English.
  return folded.length > 4 ? ' ' : folded
}

export function tokenise(original: string): Token[] {
  const { text, at } = fold(original)
  const tokens: { -readonly [K in keyof Token]: Token[K] }[] = []
  let before: Break = 'sentence'
  let sentence = 0
  let i = 0
  const endSentence = (asked: boolean) => {
    if (asked) for (let t = sentence; t < tokens.length; t++) tokens[t]!.asked = true
    sentence = tokens.length
    before = 'sentence'
  }
  while (i < text.length) {
    const unit = text[i]!
    if (unit === ' ') {
      i++
      continue
    }
    if (!letterOrDigit(unit)) {
      const next = text[i + 1]
      const alone = next === undefined || /\s/.test(next)
      if (unit === '?' || unit === '!' || unit === '\n' || (unit === '.' && alone)) endSentence(unit === '?')
      else if (unit === ',' && before === 'none') before = 'comma'
      else if (/[;:()[\]–—…]/.test(unit) || (/[-./]/.test(unit) && alone && /\s/.test(text[i - 1] ?? ' ')))
        if (before !== 'sentence') before = 'clause'
      i++
      continue
    }
    const from = i
    const digits = /\d/.test(unit)
    let word = ''
    if (digits) {
      while (i < text.length && /\d/.test(text[i]!)) word += text[i++]
      if (/[.,]/.test(text[i] ?? '') && /\d/.test(text[i + 1] ?? '') && word.length < 4) {
        word += '.'
        i++
        while (i < text.length && /\d/.test(text[i]!)) word += text[i++]
      }
    } else {
      let piece = i
      while (i < text.length) {
        const letter = text[i]!
        if (isPlain(letter)) i++
        else if (apostrophe.test(letter) && /\p{L}/u.test(text[i + 1] ?? '')) {
          word += text.slice(piece, i)
          // "my wife's leg", "my leg's numb"; but "he's" stays one word.
          if (word.length > 2 && !pronouns.has(word) && /^s(?!\p{L}|\p{N})/u.test(text.slice(i + 1, i + 3))) {
            i += 2
            piece = i
            break
          }
          i++
          piece = i
        } else if (letterOrDigit(letter)) i++
        else break
      }
      word += text.slice(piece, i)
    }
    tokens.push({
      word: word.slice(0, maxWord),
      start: at[from]!,
      end: at[i - 1]! + 1,
      before,
      asked: false,
      spaced: false,
      ...(digits && { value: Number(word.slice(0, 12)) }),
    })
    before = 'none'
  }
  endSentence(false)
  return joinSpaced(tokens, original)
}

/**
 * "n u m b", "n.u.m.b", "n-u-m-b": three or more single letters, one character apart, are one word. Where the letters are
 * parted by something else, a blank parts words: "m.y l.e.g".
 */
function joinSpaced(tokens: readonly Token[], original: string): Token[] {
  const joined: Token[] = []
  const single = (token: Token | undefined) => token?.word.length === 1 && token.value === undefined
  const blankBefore = (i: number) => /\s/.test(original[tokens[i]!.start - 1] ?? ' ')
  for (let i = 0; i < tokens.length;) {
    let end = i
    while (
      single(tokens[end]) &&
      end - i < maxWord &&
      (end === i ||
        (tokens[end]!.start - tokens[end - 1]!.end <= 1 &&
          (end === i + 1 || blankBefore(end) === blankBefore(i + 1))))
    )
      end++
    const dotted = end > i + 1 && !blankBefore(i + 1)
    if (end - i >= (dotted ? 2 : 3)) {
      const run = tokens.slice(i, end)
      joined.push({
        ...run[0]!,
        word: run.map((token) => token.word).join(''),
        end: run.at(-1)!.end,
        spaced: true,
      })
      i = end
    } else joined.push(tokens[i++]!)
  }
  return joined
}
