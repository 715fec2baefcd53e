import { describe, expect, it } from 'vitest'
import { conclude, consider, evidenceNames, evidenceOf } from '../src/core/redFlags/conclusion.ts'
import { compile } from '../src/core/redFlags/recognise.ts'
import { recogniser } from '../src/core/redFlags/recogniser.ts'
import { secondOpinion } from '../src/core/redFlags/secondOpinion.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { regress } from '../src/knowledge/regression.ts'

const knowledge = loadKnowledge()
const { recognise } = recogniser(knowledge)
const rules = compile(knowledge.lexicon)
const judge = secondOpinion(knowledge.opinions.opinion)
const known = (text: string) => {
  const found = rules.study(text)
  return consider(found, judge(found))
}
const concluded = (text: string) => conclude(knowledge.opinions.conclusion, known(text).whole)
const level = (text: string) => {
  const { heard, unsure } = recognise(text)
  return Object.keys(heard.signs ?? {}).length > 0 ? 'escalated' : unsure.length > 0 ? 'asked' : 'nothing'
}

describe('the conclusion', () => {
  it('has a name and a weight for every evidence', () => {
    expect(evidenceOf(known('my back is stiff').whole)).toHaveLength(evidenceNames.length)
    for (const weights of Object.values(knowledge.opinions.conclusion))
      expect(weights).toHaveLength(evidenceNames.length + 1)
  })

  it('tells what is affirmed from what sounds like it', () => {
    const affirmed = concluded(
      'Since this morning I cannot feel it when I wipe, and I wet myself on the bus.',
    )
    const vivid = concluded(
      'The spasm took my breath away and I nearly wet myself laughing about it afterwards.',
    )
    expect(affirmed.any).toBeGreaterThan(vivid.any)
    expect(affirmed.emergency).toBeGreaterThan(0)
    expect(concluded('My left foot has tingled since Monday.').emergency).toBeLessThan(0)
  })

  it.each([
    'No numbness, no weakness, bladder and bowels as ever, no fever. Just stiff after digging.',
    'Ten years ago I had numb legs from a slipped disc and an operation. All gone since. Now I am sore from the gym.',
    'My neighbour lost control of his bladder and had an operation. I only pulled a muscle lifting his shopping.',
  ])('lets "%s" pass', (text) => {
    expect(level(text)).toBe('nothing')
  })

  it('hears one plain sentence among many that deny, tell of others and of the past', () => {
    const story =
      'I had an operation ten years ago and it was fine. My neighbour was once numb all over. No fever, no accident. '
    expect(level(`${story}Since this morning I cannot pee. ${story}`)).toBe('escalated')
  })

  it('puts each of several windows to the question as if no more were said', () => {
    expect(known('My back is stiff.').windows()).toEqual([])
    const [first] = known('I cannot pee at all. It is sunny today.').windows()
    expect(first!.words).toBe(5)
  })
})

describe('regression', () => {
  const rows = Array.from({ length: 400 }, (_, i) => [((i * 37) % 41) / 20 - 1, ((i * 17) % 23) / 11 - 1])
  const holds = rows.map(([a, b], i) => 2 * a! - b! + 0.5 > (((i * 29) % 31) / 15 - 1) * 0.5)

  it('finds what the answer depends on, and how', () => {
    const [start, first, second] = regress(rows, holds)
    expect(start).toBeGreaterThan(0.5)
    expect(first).toBeGreaterThan(2)
    expect(second).toBeLessThan(-1)
    expect(first! / -second!).toBeCloseTo(2, 0)
  })

  it('is the same from the same, and stays small where the evidence leaves it open', () => {
    expect(regress(rows, holds)).toEqual(regress(rows, holds))
    const [, weight] = regress([[1], [-1]], [true, false])
    expect(weight).toBeGreaterThan(0)
    expect(weight).toBeLessThan(5)
    expect(regress([], [])).toEqual([])
  })
})
