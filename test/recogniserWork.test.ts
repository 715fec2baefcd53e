import { Session } from 'node:inspector/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recogniser } from '../src/core/redFlags/recogniser.ts'
import { maxText } from '../src/core/text.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'

const knowledge = loadKnowledge()
const { recognise } = recogniser(knowledge)

/**
 * Work is how often the engine entered a block of the recogniser's code (a function, a branch, a loop's body), as its own
 * coverage counts them: no clock, so however slow the machine. The engine loses a few when it inlines functions.
 */
const session = new Session()
beforeAll(async () => {
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
})
afterAll(() => session.disconnect())

async function workOn(text: string): Promise<number> {
  await session.post('Profiler.takePreciseCoverage')
  recognise(text)
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return result
    .filter(({ url }) => /\/core\/(?:redFlags\/\w+|text)\.ts/.test(url))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0)
}

/** The same on every run (Park and Miller 1988). */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below
}

/** Phrases as one may type them, without the signs of their notation. */
const typed = (phrases: readonly string[]) =>
  phrases.map((phrase) =>
    phrase
      .split(' ')
      .map((element) => element.replace(/[~?]/g, '').split('|')[0]!)
      .filter((word) => !/^[_@]/.test(word))
      .join(' '),
  )
const files = Object.values(knowledge.lexicon)
const concepts = typed(files.flatMap((file) => Object.values(file.concepts ?? {}).flatMap((c) => c.phrases)))
const cues = typed(files.flatMap((file) => (file.cues ?? []).flatMap(({ phrases }) => phrases)))
const words = [...new Set(concepts.join(' ').split(' '))]
const letters = 'abcdefghijklmnopqrstuvwxyz'

type Pick = (below: number) => number
const of = <T>(list: ArrayLike<T>, pick: Pick): T => list[pick(list.length)]!
const run = (length: number, pick: Pick) => Array.from({ length }, () => of(letters, pick)).join('')
const misspelt = (word: string, pick: Pick) => {
  const at = pick(word.length)
  return word.slice(0, at) + of(letters, pick) + word.slice(at + 1)
}

/** Each makes one more piece of a text. */
const hostile: Record<string, (pick: Pick) => string> = {
  'one concept again and again': () => 'numb ',
  'concepts that are denied each time': () => 'no numb leg ',
  'concepts of many rules, denied': () => 'not weak leg arm ',
  'concepts that nearly meet': () => 'no pee cannot pee ',
  'supposed, past and denied': () => 'what if my leg is numb last year no ',
  'one cue again and again': () => 'no ',
  'all concepts': (pick) => `${of(concepts, pick)} `,
  'all cues': (pick) => `${of(cues, pick)} `,
  'concepts and cues in turn': (pick) => `${of(concepts, pick)} ${of(cues, pick)} `,
  'concepts and cues in turn, with commas': (pick) => `${of(concepts, pick)}, ${of(cues, pick)} `,
  'one concept a sentence': (pick) => `${of(concepts, pick)}. `,
  'two letters in turn': () => 'ab',
  'words of one letter': () => 'i ',
  'single letters': (pick) => `${of(letters, pick)} `,
  'words letter by letter': (pick) => `${[...of(words, pick)].join(' ')} `,
  'words misspelt': (pick) => `${misspelt(of(words, pick), pick)} `,
  'words misspelt twice': (pick) => `${misspelt(misspelt(of(words, pick), pick), pick)} `,
  'unknown words of 18 letters': (pick) => `${run(18, pick)} `,
  'words run together': (pick) => `${of(words, pick)}${of(words, pick)}${of(words, pick)} `,
  'letters held down': (pick) => `${of(words, pick).replace(/./g, '$&$&$&')} `,
  'huge words': (pick) => `${run(1000, pick)} `,
  'no blanks': (pick) => of(letters, pick),
  punctuation: (pick) => of('.,;:!?()-/\n', pick),
  apostrophes: () => "a's ",
  'combining marks': () => 'a\u0301\u0302\u0303',
  'signs that unfold': () => '\ufdfa',
  emoji: () => '😖',
  'number words': () => 'twenty two ',
  numbers: (pick) => `${pick(100)} `,
  'digits for letters': () => 'numb l3g w3ak 4rm ',
}

const textOf = (piece: (pick: Pick) => string, length: number) => {
  const pick = random(7)
  let text = ''
  while (text.length < length) text += piece(pick)
  return text.slice(0, length)
}

describe('the work on a text', () => {
  it.each(Object.entries(hostile))('grows with its length and no faster: %s', async (_, piece) => {
    await workOn(textOf(piece, maxText))
    const half = await workOn(textOf(piece, maxText / 2))
    const whole = await workOn(textOf(piece, maxText))
    expect(whole).toBeGreaterThan(0)
    expect(whole / half).toBeLessThan(3)
    expect(whole / maxText).toBeLessThan(2500)
  })

  it('ends with what is read of it', async () => {
    const text = textOf(hostile['concepts and cues in turn']!, 65_536)
    const read = await workOn(text.slice(0, maxText))
    expect(Math.abs((await workOn(text)) / read - 1)).toBeLessThan(0.2)
  })
})
