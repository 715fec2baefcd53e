/**
 * Cuts plain text into words without making a string of each: its letters are hashed as they are read, and where the word
 * met before at the place of this hash is the same, it is given again. So a message costs one pass over its letters,
 * and whoever looks its words up in a `Map` afterwards gets strings that are hashed already.
 *
 * The words are those of natural's tokenizer after folding (terms.ts): runs of a-z, 0-9 and _, in lower case, an apostrophe
 * between two of them closed up. Text with any other letter than ASCII's, or a word of more than 40, is left to natural.
 */
import { hashWith } from './stringTable.ts'

const longest = 40
/** So many words are remembered, each at the place of its hash: a newer one takes the place of an older. A power of two. */
const places = 2 ** 13

/** By ASCII code: the code of its small letter, digit or _; 0 for what parts words. */
const letters = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code)
  return /\w/.test(letter) ? letter.toLowerCase().charCodeAt(0) : 0
})
const [quote, backtick, curlyQuote] = [0x27, 0x60, 0x2019]

export class PlainWords {
  readonly #instead: ReadonlyMap<string, string>
  /** As it was typed, in lower case, and what stands instead of it. */
  readonly #typed: string[] = Array.from({ length: places }, () => '')
  readonly #meant: string[] = Array.from({ length: places }, () => '')
  /** The letters of the word that is being read. */
  readonly #word = new Uint8Array(longest)

  /** `instead`: words that are given for others. */
  constructor(instead: ReadonlyMap<string, string>) {
    this.#instead = instead
  }

  /** Undefined where the text is not plain. */
  cut(text: string): string[] | undefined {
    const found: string[] = []
    const word = this.#word
    const end = text.length
    let size = 0
    let hash = 0
    /** Where the letter after the last apostrophe closed up stands. */
    let closed = -1
    for (let at = 0; at < end; at++) {
      const unit = text.charCodeAt(at)
      const letter = unit < 128 ? letters[unit]! : 0
      if (letter !== 0) {
        if (size === longest) return undefined
        word[size++] = letter
        hash = hashWith(hash, letter)
        continue
      }
      if (unit >= 128 && unit !== curlyQuote) return undefined
      if (unit === quote || unit === curlyQuote || unit === backtick) {
        // a letter stands on one side of an apostrophe at most: "a'b'c" is `ab` and `c`
        const next = at + 1 < end ? text.charCodeAt(at + 1) : 0
        if (size > 0 && closed !== at - 1 && next < 128 && letters[next] !== 0) {
          closed = at + 1
          continue
        }
      }
      if (size > 0) {
        found.push(this.#known(hash, size))
        size = hash = 0
      }
    }
    if (size > 0) found.push(this.#known(hash, size))
    return found
  }

  /** The word whose letters were read. */
  #known(hash: number, size: number): string {
    const place = (hash ^ (hash >>> 15)) & (places - 1)
    const known = this.#typed[place]!
    if (known.length === size) {
      let at = 0
      while (at < size && known.charCodeAt(at) === this.#word[at]) at++
      if (at === size) return this.#meant[place]!
    }
    // a string of its own: a piece of the text would keep the whole message in memory
    const typed = String.fromCharCode(...this.#word.subarray(0, size))
    const meant = this.#instead.get(typed) ?? typed
    this.#typed[place] = typed
    this.#meant[place] = meant
    return meant
  }
}
