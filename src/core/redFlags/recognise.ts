/**
 * Free text to mentions of red flags.
 *
 *   reading    words, concepts and cues: see reader.ts
 *   rules      concepts near each other make a mention: {bladder} + {cannot}
 *   assertion  each mention is affirmed, negated, hypothetical, historical or another person's: see assertion.ts
 *
 * Everything a rule may combine lies within a few words, and once a rule has a sure, affirmed mention it rests, so the time
 * is linear in the text. The more is said the more is found: no sentence takes back what another affirmed.
 */
import type { Facts, Known } from '../triage/facts.ts'
import { flagOf, mostUrgentFirst, mostUrgentSign, type RedFlag, type SignId } from '../triage/flags.ts'
import { assertionOf, farthest, type Cue, type Place, type Run, type Sense } from './assertion.ts'
import { combinations, firstFrom, harmlessness, type Combination, type CompiledRule } from './combinations.ts'
import { personFacts, type HeardFact, type Lexicon } from './lexicon.ts'
import type { LexiconIndex } from './lexiconIndex.ts'
import type { Mention, Recognition } from './mention.ts'
import { reader, type Reading, type Word } from './reader.ts'

export interface Recogniser {
  recognise(text: string): Recognition
}

/** A text, and what the rules make of it. */
export interface Study {
  readonly reading: Reading
  readonly mentions: readonly Mention[]
  readonly facts: ReadonlySet<HeardFact>
  readonly region: string | undefined
}

/** The rules by themselves. */
export interface Rules extends Recogniser {
  study(text: string): Study
}

/** @throws {Error} naming the file and the rule that speaks of a concept nobody defines. */
export function compile(lexicon: Lexicon, index?: LexiconIndex): Rules {
  const { read, concepts } = reader(lexicon, index)
  const rules = Object.entries(lexicon).flatMap(([name, file]) =>
    (file.rules ?? []).map((rule): CompiledRule => {
      const conceptOf = (concept: string) => {
        const number = concepts.get(concept)
        if (number === undefined)
          throw new Error(`${name}, rule '${rule.id}': there is no concept '${concept}'`)
        return number
      }
      return {
        ...rule,
        groups: rule.all.map((group) => group.map(conceptOf)),
        none: (rule.none ?? []).map(conceptOf),
      }
    }),
  )

  /** By each concept a rule can begin with, the places of such rules. */
  const begunBy = new Map<number, number[]>()
  for (const [i, { groups }] of rules.entries())
    for (const concept of groups[0]!) {
      const begun = begunBy.get(concept)
      if (begun) begun.push(i)
      else begunBy.set(concept, [i])
    }
  /** In their own order: those of whose every group a concept is there. */
  const rulesFor = (hits: ReadonlyMap<number, unknown>): CompiledRule[] =>
    [...new Set([...hits.keys()].flatMap((concept) => begunBy.get(concept) ?? []))]
      .sort((a, b) => a - b)
      .map((i) => rules[i]!)
      .filter(({ groups }) => groups.every((group) => group.some((concept) => hits.has(concept))))

  function study(text: string): Study {
    const reading = read(text)
    const { words, places, hits, cues } = reading
    const mentions: Mention[] = []
    const facts = new Set<HeardFact>()
    let region: string | undefined
    for (const rule of rulesFor(hits)) {
      const harmless = harmlessness(rule, hits, places)
      const denied: Run[] = []
      for (const combination of combinations(rule, hits, places)) {
        if (harmless(combination)) {
          // A doubt the words themselves settle: read, so that nobody else doubts it again.
          if (rule.sign && rule.unsure)
            mentions.push(
              mentionOf(rule.sign, rule.id, combination, words, { assertion: 'negated', sure: true }, false),
            )
          continue
        }
        const sense = senseOf(rule, combination, places, cues)
        const heavy = combination.runs.some((run) =>
          words.slice(run.start, run.end).some((word) => word.heavy),
        )
        // "Didn't feel faint" is no "faint".
        const findings = combination.runs.filter((run) => run.kind !== 'part')
        if (
          rule.sign &&
          rule.groups.length === 1 &&
          findings.some((run) => denied.some((other) => within(run, other)))
        )
          continue
        if (sense.assertion === 'negated') denied.push(...findings)
        const sure = sense.sure && !heavy && !rule.unsure
        if (rule.sign) mentions.push(mentionOf(rule.sign, rule.id, combination, words, sense, sure))
        else if (sense.assertion === 'affirmed') {
          if (rule.fact) facts.add(rule.fact)
          if (rule.region) region = rule.region
        }
        if (sense.assertion === 'affirmed' && sure) break
      }
    }
    return { reading, mentions, facts, region }
  }

  return { study, recognise: (text) => summarise(study(text)) }
}

const within = (inner: Run, outer: Run): boolean =>
  outer.start <= inner.start && inner.end <= outer.end && inner.end - inner.start < outer.end - outer.start

function senseOf(
  rule: CompiledRule,
  { runs, start, end }: Combination,
  places: readonly Place[],
  cues: readonly Cue[],
): Sense {
  const parts = runs.filter((run) => run.kind === 'part')
  const findings = runs.filter((run) => run.kind !== 'part')
  const near = cues.slice(firstFrom(cues, start - farthest), firstFrom(cues, end + farthest))
  const sense = assertionOf(findings, parts, places, near)
  if (sense.assertion !== 'historical') return sense
  if (rule.past) return { assertion: 'affirmed', sure: true }
  // Put in the past by another sentence, which cannot take back what this one says: to be asked about.
  return sense.sure ? sense : { assertion: 'affirmed', sure: false }
}

function mentionOf(
  sign: SignId,
  rule: string,
  { start, end }: Combination,
  words: readonly Word[],
  sense: Sense,
  sure: boolean,
): Mention {
  return {
    flag: flagOf(sign),
    sign,
    assertion: sense.assertion,
    sure,
    start: words[start]!.start,
    end: words[end - 1]!.end,
    rule,
  }
}

/** What a study comes to: signs affirmed, signs to ask about, questions put in general. */
export function summarise({ reading: { words }, mentions: found, facts, region }: Study): Recognition {
  const mentions = [...found]
  if (facts.has('minorFall')) {
    const whole = { start: words[0]!.start, end: words.at(-1)!.end }
    const risks = { bloodThinners: 'blood-thinners', bones: 'bones', over70: 'age' } as const
    for (const [fact, sign] of Object.entries(risks))
      if (facts.has(fact as HeardFact))
        mentions.push({
          flag: 'fracture-risk',
          sign: `fracture-risk/${sign}`,
          assertion: 'affirmed',
          sure: true,
          ...whole,
          rule: `fall-and-${sign}`,
        })
  }
  mentions.sort((a, b) => a.start - b.start || a.end - b.end)

  const signs: Partial<Record<SignId, Known>> = {}
  const affirmed = new Set<RedFlag>()
  for (const mention of mentions)
    if (mention.assertion === 'affirmed' && mention.sure) {
      signs[mention.sign] = 'yes'
      affirmed.add(mention.flag)
    }
  const heard: { -readonly [K in keyof Facts]?: Facts[K] } = {}
  if (Object.keys(signs).length > 0) heard.signs = signs
  for (const fact of personFacts) if (facts.has(fact)) heard[fact] = 'yes'
  if (facts.has('forSomeoneElse')) heard.forSomeoneElse = true
  if (region !== undefined) heard.region = region

  const unsure = new Set<SignId>()
  for (const mention of mentions)
    if (mention.assertion === 'affirmed' && !mention.sure && !affirmed.has(mention.flag))
      unsure.add(mention.sign)
  return {
    mentions,
    heard,
    unsure: [...unsure].sort(mostUrgentSign),
    hypothetical: mostUrgentFirst(
      mentions.filter((mention) => mention.assertion === 'hypothetical').map((mention) => mention.flag),
    ),
  }
}
