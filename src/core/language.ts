/**
 * Tells a message in another language from English, so that the person gets an emergency line they can read. By
 * script where the script tells; else by function words. Slips and learners' English stay English: other words must
 * outnumber the English ones, and one word or a number is never another language.
 */
import { z } from 'zod'

export const languagesSchema = z.strictObject({
  /** The commonest English words, separated by blanks. */
  english: z.string(),
  /** By language code. */
  languages: z.record(
    z.string(),
    z.strictObject({
      name: z.string(),
      /** Its commonest words, without accents, separated by blanks; empty where script or letters tell. */
      words: z.string(),
      /** Unicode script, for languages not written in Latin letters. */
      script: z.string().optional(),
      /** Letters that tell it from others of its script; of several languages of a script the last may have none. */
      letters: z.string().optional(),
      /** "I only understand English. In an emergency, call {emergency}." */
      notice: z.string().regex(/\{emergency\}/),
    }),
  ),
})

export interface Language {
  readonly code: string
  /** In that language; `{emergency}` is to be filled in. */
  readonly notice: string
}

/** Fewest words of a Latin-script language that count as speaking it. */
const fewest = 2
/** A word of so many letters counts alone, unless it is English. */
const longWord = 5
/** Their share of all words. */
const share = 0.4
const none: readonly number[] = []
/** No other script, and no accents. */
const ascii = /^[\0-\x7f]*$/

export function languageReader(
  data: z.infer<typeof languagesSchema>,
  isEnglish: (word: string) => boolean,
): (text: string) => Language | undefined {
  const english = new Set(data.english.split(' '))
  const all = Object.entries(data.languages).map(([code, language]) => ({
    code,
    notice: language.notice,
    words: new Set(language.words.split(' ').filter((word) => word !== '')),
    script: language.script && new RegExp(`\\p{Script=${language.script}}`, 'gu'),
    letters: language.letters && new RegExp(`[${language.letters}]`, 'iu'),
  }))

  /** By word, the places of the languages it belongs to. */
  const placesOf = new Map<string, number[]>()
  for (const [place, { words }] of all.entries())
    for (const word of words) {
      const places = placesOf.get(word)
      if (places) places.push(place)
      else placesOf.set(word, [place])
    }

  function byScript(text: string): Language | undefined {
    const letters = text.match(/\p{L}/gu)?.length ?? 0
    const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
    if (letters === 0 || latin > letters / 2) return undefined
    const spoken = text.toLowerCase().match(/\p{L}+/gu) ?? []
    const found = all
      .filter(({ script }) => script && text.match(script))
      .filter(
        ({ letters: telling, words }) =>
          !telling || telling.test(text) || spoken.some((word) => words.has(word)),
      )
      .map((language) => ({ language, count: text.match(language.script as RegExp)!.length }))
    // kana among Han characters is Japanese, however few
    return (
      found.find(({ language }) => language.code === 'ja') ?? found.toSorted((a, b) => b.count - a.count)[0]
    )?.language
  }

  /** A single word: "ayuda", "Schmerzen". */
  const calls = (word: string): Language | undefined =>
    word.length >= longWord && !isEnglish(word) && !english.has(word)
      ? all.find((language) => language.words.has(word))
      : undefined

  function byWords(text: string, isAscii: boolean): Language | undefined {
    const spoken = isAscii
      ? text.toLowerCase().match(/[a-z]+/g)
      : text
          .normalize('NFKD')
          .replace(/[\u0300-\u036f]/g, '')
          .replace(/ł/gi, 'l')
          .replace(/đ/gi, 'd')
          .toLowerCase()
          .match(/\p{Script=Latin}+/gu)
    if (!spoken) return undefined
    if (spoken.length < fewest) return calls(spoken[0]!)
    const counts = new Uint32Array(all.length)
    let [ours, count] = [0, 0]
    for (const word of spoken) {
      if (english.has(word)) ours++
      for (const place of placesOf.get(word) ?? none) count = Math.max(count, ++counts[place]!)
    }
    if (count < fewest || count <= ours || count < share * spoken.length) return undefined
    const best = all[counts.indexOf(count)]!
    // words such as "no" and "am" belong to several languages: where those that tell, or all, are English words, it is English
    const telling = spoken.some((word) => best.words.has(word) && !isEnglish(word) && !english.has(word))
    return !telling || spoken.every(isEnglish) ? undefined : best
  }

  return (text) => {
    const isAscii = ascii.test(text)
    const found = (isAscii ? undefined : byScript(text)) ?? byWords(text, isAscii)
    return found && { code: found.code, notice: found.notice }
  }
}
