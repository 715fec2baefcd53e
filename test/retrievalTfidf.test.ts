import fc from 'fast-check'
import { TfIdf } from 'natural/lib/natural/tfidf/index.js'
import { describe, expect, it } from 'vitest'
import { english } from '../src/core/retrieval/english.ts'
import { manner } from '../src/core/retrieval/focus.ts'
import type { Passage } from '../src/core/retrieval/passages.ts'
import { Synonyms } from '../src/core/retrieval/synonyms.ts'
import { terms, words } from '../src/core/retrieval/terms.ts'
import { buildIndex } from '../src/core/retrieval/buildIndex.ts'
import { openIndex } from '../src/core/retrieval/reading.ts'
import { tuned } from '../src/core/retrieval/tfidf.ts'

const passage = (
  id: string,
  title: string,
  section: string,
  text: string,
  asked: string[] = [],
): Passage => ({
  id,
  article: id,
  title,
  section,
  sentences: text.split(/(?<=\.) /),
  documents: ['000'],
  ranges: [],
  asked,
  verdicts: {},
})

const passages = [
  passage('heat', 'Heat', 'What heat does', 'Heat relaxes tight muscles. A warm bath soothes pain.', [
    'is a bath good',
  ]),
  passage('ice', 'Ice', 'How to use ice', 'Wrap ice in a towel. Ice eases swelling and pain. Ice numbs.', [
    'how often ice',
  ]),
  passage(
    'rest',
    'Rest',
    'Whether to stay in bed',
    'Long bed rest stiffens muscles. Short walks help blood flow.',
  ),
  passage(
    'walk',
    'Walking',
    'Walking and light activity',
    'Walking is gentle on the back and brings blood to muscles.',
  ),
]
const noEnglish = english({ words: [] })
const noSynonyms = new Synonyms({ means: {}, filler: [] })
const index = openIndex(buildIndex(passages), passages, noEnglish, noSynonyms)

const pairs = (list: string[]) => list.slice(1).map((term, at) => `${list[at]} ${term}`)
const length = (list: number[]) => Math.sqrt(list.reduce((sum, value) => sum + value ** 2, 0))

/** The same sum, slowly, with tf and idf straight from natural's own documents. */
function reference(question: string): { id: string; score: number }[] {
  const natural = new TfIdf()
  for (const { title, section, sentences } of passages)
    natural.addDocument([...terms(`${title}. ${section}`), ...sentences.flatMap(terms)])
  const idf = (term: string) => natural.idf(term)
  const weightsOf = (list: string[]): Map<string, number> =>
    new Map(list.map((term) => [term, (1 + Math.log(list.filter((t) => t === term).length)) * idf(term)]))
  const bodies = passages.map(({ sentences }) => sentences.flatMap(terms))
  const norms = bodies.map((list) => length([...weightsOf(list).values()]))
  const mean = norms.reduce((sum, value) => sum + value, 0) / norms.length

  const asked = [...new Set(terms(question))]
  const kind = manner(words(question))
  const all = [...asked.map(idf), ...(kind ? [tuned.manner] : [])]
  const whole = length(all)
  const mass = asked.map(idf).reduce((sum, value) => sum + value, 0)
  /** Similarity of the question to a list of terms, over a divisor. */
  const like = (list: string[], divisor?: number, text?: string): number => {
    const weights = weightsOf(list)
    const own = text === undefined ? undefined : manner(words(text))
    const by = divisor ?? length([...weights.values(), ...(own ? [tuned.manner] : [])])
    let sum = 0
    for (const term of asked) sum += (idf(term) * (weights.get(term) ?? 0)) / by
    if (own && own === kind) sum += tuned.manner ** 2 / by
    for (const pair of pairs(asked).filter((two) => pairs(list).includes(two))) {
      const [first, second] = pair.split(' ') as [string, string]
      const weight = (idf(first) + idf(second)) / 2
      sum += (weight * tuned.bigram * weight) / by
    }
    return sum / whole
  }
  return passages
    .map((one, at) => {
      const heading = terms(`${one.title}. ${one.section}`)
      const cosine =
        like(bodies[at]!, (1 - tuned.slope) * mean + tuned.slope * norms[at]!) +
        tuned.heading * like(heading, undefined, one.section) +
        tuned.asked * Math.max(0, ...one.asked.map((phrase) => like(terms(phrase), undefined, phrase)))
      const held = new Set([...bodies[at]!, ...heading, ...one.asked.flatMap(terms)])
      const covered = asked.filter((term) => held.has(term)).map(idf)
      const coverage = covered.reduce((sum, value) => sum + value, 0) / mass
      return { id: one.id, score: covered.length === 0 ? 0 : cosine * coverage ** tuned.coveragePower }
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
}

const ask = (question: string) =>
  index
    .search(index.read({ spoken: words(question), weight: 1 }), 10)
    .map(({ passage: { id }, score }) => ({ id, score }))

describe('search', () => {
  it.each([
    ['heat'],
    ['is a warm bath good'],
    ['how often ice'],
    ['what heat does'],
    ['does ice ease pain and swelling'],
    ['walking blood flow muscles'],
    ['whether to stay in bed'],
    ['ice bath unknownword'],
  ])('scores "%s" as the slow sum over natural\'s TfIdf does', (question) => {
    const expected = reference(question)
    const hits = ask(question)
    expect(hits.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
    // impacts are rounded to one of 255 steps
    hits.forEach(({ score }, at) => expect(score / expected[at]!.score).toBeCloseTo(1, 2))
  })

  it('takes property names for words like any other, where natural gives NaN', () => {
    const natural = new TfIdf()
    for (const { sentences } of passages) natural.addDocument(sentences.flatMap(terms))
    expect(natural.tfidfs('constructor heat').some(Number.isNaN)).toBe(true)
    for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])
      expect(ask(`${word} heat`).every(({ score }) => score > 0)).toBe(true)
  })

  it('finds every passage by its own heading', () => {
    for (const { id, section } of passages) expect(ask(section)[0]!.id).toBe(id)
  })

  it('gives finite scores, best first, and the same twice, whatever is asked', () => {
    const word = fc.constantFrom('ice', 'heat', 'bed', 'pain', 'constructor', 'how', 'is', 'zzz', '7')
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (list) => {
        const question = list.join(' ')
        const scores = ask(question).map(({ score }) => score)
        expect(scores.every((score) => Number.isFinite(score) && score > 0)).toBe(true)
        expect(scores).toEqual(scores.toSorted((a, b) => b - a))
        expect(ask(question)).toEqual(ask(question))
      }),
    )
  })

  it.each([
    ['bakc hurts, hwo long in beed', 'rest'],
    ['wam batth', 'heat'],
    ['walkng', 'walk'],
  ])('forgives the slips in "%s"', (question, id) => {
    const spelt = index.spell(words(question))
    expect(index.search(index.read({ spoken: spelt, weight: 1 }), 1)[0]!.passage.id).toBe(id)
  })
})
