/** Words and terms. A word is what was typed, folded; a term is its Porter stem, without stop words. */
import PorterStemmer from 'natural/lib/natural/stemmers/porter_stemmer.js'
import { WordTokenizer } from 'natural/lib/natural/tokenizers/regexp_tokenizer.js'
import { words as stopWords } from 'natural/lib/natural/util/stopwords.js'
import { PlainWords } from './plainWords.ts'

const tokenizer = new WordTokenizer()

// natural's list knows no contractions, because its tokenizer cuts them in two; we close them instead
const contractions =
  'im ive id ill youre youve its hes shes were theyre thats theres whats hows wheres whos dont doesnt didnt isnt ' +
  'arent wasnt werent cant couldnt wont wouldnt shouldnt hasnt havent hadnt aint lets gonna gotta wanna dunno u ur'
const stops = new Set([...stopWords, ...contractions.split(' '), 'us', 'oh', 'ok', 'yes', 'no', 'not'])

/** Short words as people type them, which no speller may guess: they are too near to others. */
const shorthand: ReadonlyMap<string, string> = new Map(
  Object.entries({
    what: 'wat wot wht waht',
    whats: 'wats wots',
    how: 'hw hwo',
    when: 'wen wehn',
    which: 'wich whcih',
    where: 'wher',
    should: 'shoud shuld shud',
    could: 'cud coud',
    would: 'wud woud',
    are: 'r',
    you: 'u',
    your: 'ur',
    the: 'teh',
    like: 'liek',
    with: 'wiht wiv',
    because: 'becuz cuz coz cos',
    back: 'bak bakc bck',
    long: 'lng',
    please: 'pls plz',
    people: 'ppl',
    why: 'y',
    hours: 'hrs',
    good: 'gud',
    minutes: 'mins',
  }).flatMap(([word, slips]) => slips.split(' ').map((slip) => [slip, word] as const)),
)

/** Lower case, no accents, contractions closed ("can't" is `cant`), shorthand spelt out, then natural's word tokenizer. */
export function wordsByNatural(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/(\w)['’`](\w)/g, '$1$2')
    .toLowerCase()
  return tokenizer.tokenize(folded).map((word) => shorthand.get(word) ?? word)
}

const plain = new PlainWords(shorthand)
/** The same words: nearly all text is plain, and cut with far less work. */
export const words = (text: string): string[] => plain.cut(text) ?? wordsByNatural(text)

/** Every stop word, for the speller. */
export const stopList: Iterable<string> = stops

export const isStop = (word: string): boolean => stops.has(word)

const stemmed = new Map<string, string>()
/** Remembers what it stemmed: the stemmer is the slow part, and people use few words. Forgets all at 20,000. */
export function stem(word: string): string {
  const known = stemmed.get(word)
  if (known !== undefined) return known
  // the stemmer's time grows with the square of a word's length
  const term = word.length > 40 ? word.slice(0, 40) : PorterStemmer.stem(word)
  if (stemmed.size >= 20_000) stemmed.clear()
  stemmed.set(word, term)
  return term
}

/** The terms of a text, in order, with repeats. */
export const terms = (text: string): string[] =>
  words(text)
    .filter((word) => !isStop(word))
    .map(stem)
