/**
 * Free text to mentions of red flags.
 *
 *   words      folded, split, spelling repaired, numbers read, synonyms rewritten ("spend a penny" is `pee`)
 *   concepts   phrases of the vocabulary found in the words; idioms strike out what they cover ("numb with boredom")
 *   rules      concepts near each other make a mention: {bladder} + {cannot}
 *   assertion  each mention is affirmed, negated, hypothetical, historical or another person's: see assertion.ts
 *
 * Everything a rule may combine lies within a few words, and once a rule has a sure, affirmed mention it rests, so the time
 * is linear in the text. The more is said the more is found: no sentence takes back what another affirmed.
 */
import { tokenise } from '../text.ts'
import type { Facts, Known } from '../triage/facts.ts'
import { flagOf, mostUrgentFirst, redFlags, type RedFlag, type SignId } from '../triage/flags.ts'
import { assertionOf, farthest, type Cue, type Place, type Run, type Sense } from './assertion.ts'
import { personFacts, type CueEntry, type HeardFact, type Lexicon, type Rule } from './lexicon.ts'
import type { Mention, Recognition } from './mention.ts'
import { numberWords, readNumbers } from './numbers.ts'
import { Phrases } from './phrases.ts'
import { aliasesOf, rewritten } from './rewrites.ts'
import { speller } from './spelling.ts'

export interface Recogniser {
  recognise(text: string): Recognition
}

interface Word extends Run {
  readonly word: string
  readonly value?: number
  readonly heavy: boolean
  readonly before: 'none' | 'comma' | 'clause' | 'sentence'
  readonly asked: boolean
}

interface Hit extends Run {
  readonly kind: string
}

interface CompiledRule extends Omit<Rule, 'all' | 'none'> {
  readonly groups: readonly (readonly number[])[]
  readonly none: readonly number[]
}

type Entry =
  | { readonly type: 'concept'; readonly concept: number; readonly kind: string }
  | { readonly type: 'cue'; readonly entry: CueEntry }
  | { readonly type: 'idiom' }

const defaultWithin = 12
/** How many neighbours of a concept a rule looks at on each side. */
const neighbours = 6

/** @throws {Error} naming the file and the rule that speaks of a concept nobody defines. */
export function compile(lexicon: Lexicon): Recogniser {
  const files = Object.entries(lexicon)
  const phrases = new Phrases()
  const rewriting = new Phrases()
  const rewrites: string[] = []
  const aliases = aliasesOf(files.map(([, file]) => file.rewrites ?? {}))
  const add = (own: readonly string[], entry: Entry) => {
    for (const phrase of own) for (const way of rewritten(phrase, aliases)) phrases.add(way, entries.length)
    entries.push(entry)
  }
  const entries: Entry[] = []
  const concepts = new Map<string, number>()
  const known = new Set(numberWords)
  const numbers: { name: string; ranges: readonly (readonly [number, number])[] }[] = []

  for (const [, file] of files) {
    for (const [name, words] of Object.entries(file.classes ?? {})) {
      phrases.addClass(name, words)
      rewriting.addClass(name, words)
    }
    for (const [name, ranges] of Object.entries(file.numbers ?? {})) numbers.push({ name, ranges })
    for (const [word, from] of Object.entries(file.rewrites ?? {})) {
      for (const phrase of from) rewriting.add(phrase, rewrites.length)
      rewrites.push(word)
    }
    for (const words of file.known ?? []) for (const word of words.split(' ')) known.add(word)
    for (const [name, { kind, phrases: own }] of Object.entries(file.concepts ?? {})) {
      const concept = concepts.get(name) ?? concepts.size
      concepts.set(name, concept)
      add(own, { type: 'concept', concept, kind })
    }
    for (const entry of file.cues ?? []) add(entry.phrases, { type: 'cue', entry })
    add(file.idioms ?? [], { type: 'idiom' })
  }
  for (const word of rewrites) known.add(word)

  const rules = files.flatMap(([name, file]) =>
    (file.rules ?? []).map((rule): CompiledRule => {
      const conceptOf = (concept: string) => {
        const index = concepts.get(concept)
        if (index === undefined)
          throw new Error(`${name}, rule '${rule.id}': there is no concept '${concept}'`)
        return index
      }
      return {
        ...rule,
        groups: rule.all.map((group) => group.map(conceptOf)),
        none: (rule.none ?? []).map(conceptOf),
      }
    }),
  )

  const spelling = speller(new Map([...rewriting.words, ...phrases.words]), known)
  const numberClasses = (value: number | undefined) =>
    value === undefined
      ? []
      : [
          'number',
          ...numbers
            .filter(({ ranges }) => ranges.some(([from, to]) => value >= from && value <= to))
            .map(({ name }) => name),
        ]

  function wordsOf(text: string): Word[] {
    const repaired = readNumbers(tokenise(text)).flatMap((token): (Word & { value?: number })[] => {
      if (token.value !== undefined) return [{ ...token, heavy: false }]
      const { words, heavy } = spelling.repair(token.word, token.spaced)
      return words.map((word, i) => ({ ...token, word, heavy, before: i === 0 ? token.before : 'none' }))
    })
    const found = rewriting.find(
      repaired.map((word) => rewriting.symbolsOf(word.word, numberClasses(word.value))),
      (i) => repaired[i]!.before !== 'none',
    )
    const longest = new Map<number, { end: number; word: string }>()
    for (const { id, start, end } of found)
      if (end > (longest.get(start)?.end ?? 0)) longest.set(start, { end, word: rewrites[id]! })
    const words: Word[] = []
    for (let i = 0; i < repaired.length;) {
      const rewrite = longest.get(i)
      const first = repaired[i]!
      const last = repaired[(rewrite?.end ?? i + 1) - 1]!
      words.push({
        ...first,
        end: last.end,
        ...(rewrite && {
          word: rewrite.word,
          value: undefined,
          heavy: repaired.slice(i, rewrite.end).some((w) => w.heavy),
        }),
      })
      i = rewrite?.end ?? i + 1
    }
    return words
  }

  const classOf = (name: string) => {
    const symbol = [...phrases.symbolsOf('', [name])][0]!
    return (symbols: ReadonlySet<number>) => symbols.has(symbol)
  }
  const is = {
    subject: classOf('subject'),
    self: classOf('self'),
    joins: classOf('joins'),
    relays: classOf('relays'),
    personal: classOf('personal'),
    owner: classOf('owner'),
    past: classOf('past'),
    others: classOf('others'),
    own: classOf('own'),
    negation: classOf('neg'),
    preposition: classOf('preposition'),
  }

  function recognise(text: string): Recognition {
    const words = wordsOf(text)
    const symbols = words.map((word) => phrases.symbolsOf(word.word, numberClasses(word.value)))
    const found = phrases.find(
      symbols,
      (i) => words[i]!.before === 'clause' || words[i]!.before === 'sentence',
    )

    const covered = new Uint8Array(words.length)
    const idiomStarts: Run[] = []
    for (const { id, start, end } of found)
      if (entries[id]!.type === 'idiom') {
        covered.fill(1, start, end)
        idiomStarts.push({ start, end })
      }
    const hits = new Map<number, Hit[]>()
    const cues: Cue[] = []
    const idiomAt = (run: Run) =>
      range(run).some((i) => covered[i]) &&
      !idiomStarts.every(
        (idiom) =>
          idiom.end <= run.start ||
          run.end <= idiom.start ||
          (run.start <= idiom.start && idiom.end <= run.end),
      )
    const maximal = longestOfKind(found, (id) => {
      const entry = entries[id]!
      return entry.type === 'concept' && (entry.kind === 'part' || entry.kind === 'benign')
        ? entry.kind
        : undefined
    })
    const findingEnd = new Uint8Array(words.length + 1)
    for (const { id, start, end } of maximal) {
      const entry = entries[id]!
      if (entry.type === 'cue' && !crossesComma({ start, end }, words))
        cues.push({ start, end, entry: entry.entry })
      if (entry.type !== 'concept' || (idiomStarts.length > 0 && idiomAt({ start, end }))) continue
      if (entry.kind !== 'part' && entry.kind !== 'person' && !is.preposition(symbols[end - 1]!))
        findingEnd[end] = 1
      const list = hits.get(entry.concept)
      if (list) list.push({ start, end, kind: entry.kind })
      else hits.set(entry.concept, [{ start, end, kind: entry.kind }])
    }

    const places = placesOf(words, symbols, cues, findingEnd)
    const initialCues = cues.filter((cue) => !cue.entry.initial || beginsQuestion(cue, words, symbols))

    const mentions: Mention[] = []
    const facts = new Set<HeardFact>()
    let region: string | undefined
    for (const rule of rules) {
      if (!rule.groups.every((group) => group.some((concept) => hits.has(concept)))) continue
      for (const { runs, harmless } of combinations(rule, hits, places)) {
        if (harmless) {
          // A doubt the words themselves settle: read, so that nobody else doubts it again.
          if (rule.sign && rule.unsure)
            mentions.push(
              mentionOf(rule.sign, rule.id, runs, words, { assertion: 'negated', sure: true }, false),
            )
          continue
        }
        const sense = senseOf(rule, runs, places, initialCues)
        const heavy = runs.some((run) => range(run).some((i) => words[i]!.heavy))
        const sure = sense.sure && !heavy && !rule.unsure
        if (rule.sign) mentions.push(mentionOf(rule.sign, rule.id, runs, words, sense, sure))
        else if (sense.assertion === 'affirmed') {
          if (rule.fact) facts.add(rule.fact)
          if (rule.region) region = rule.region
        }
        if (sense.assertion === 'affirmed' && sure) break
      }
    }
    return summarise(mentions, facts, region, words)
  }

  function placesOf(
    words: readonly Word[],
    symbols: readonly ReadonlySet<number>[],
    cues: readonly Cue[],
    findingEnd: Uint8Array,
  ): Place[] {
    const inCue = new Uint8Array(words.length)
    const stop = new Uint8Array(words.length)
    for (const cue of cues) {
      if (cue.entry.category === 'stop') stop.fill(1, cue.start, cue.end)
      else inCue.fill(1, cue.start, cue.end)
    }
    let position = 0
    let sentence = 0
    return words.map((word, i) => {
      if (word.before === 'sentence' && i > 0) sentence++
      position += 1 + (i === 0 ? 0 : penalty[word.before])
      const own = symbols[i]!
      const parted = word.before !== 'none' || (i > 0 && is.joins(symbols[i - 1]!))
      const subject =
        !inCue[i] &&
        ((is.subject(own) && parted) ||
          (is.self(own) && !(i > 0 && is.relays(symbols[i - 1]!))) ||
          (is.owner(own) && findingEnd[i] === 1))
      return {
        position,
        sentence,
        subject,
        negates: word.before !== 'none' && is.negation(own),
        stop: stop[i] === 1 || word.before === 'clause',
        afterComma: word.before !== 'none',
        joins: is.joins(own),
        personal: is.personal(own),
        past: is.past(own),
        other: is.others(own),
        own: is.own(own),
        asked: word.asked,
      }
    })
  }

  /** At the start of a sentence or after "and", "hi", …; after a comma only where the sentence ends in a question mark. */
  function beginsQuestion(
    cue: Cue,
    words: readonly Word[],
    symbols: readonly ReadonlySet<number>[],
  ): boolean {
    const { before, asked } = words[cue.start]!
    if (before === 'sentence' || before === 'clause') return true
    if (before === 'comma') return asked
    const joined = is.joins(symbols[cue.start - 1]!)
    return joined && (asked || words[cue.start - 1]!.before === 'sentence')
  }

  return { recognise }
}

/** "I'm scared, I …" is not "scared I …". */
const crossesComma = (run: Run, words: readonly Word[]): boolean =>
  range(run).some((i) => i > run.start && words[i]!.before !== 'none')

const penalty = { none: 0, comma: 1, clause: 3, sentence: 12 } as const

const range = (run: Run): number[] => Array.from({ length: run.end - run.start }, (_, i) => run.start + i)

/** Of the phrases of one kind, those not contained in a longer one; what has no kind stays. */
function longestOfKind<F extends Run & { readonly id: number }>(
  found: readonly F[],
  kindOf: (id: number) => string | undefined,
): F[] {
  const reach = new Map<string, Run>()
  const sorted = [...found].sort((a, b) => a.start - b.start || b.end - a.end)
  return sorted.filter((run) => {
    const kind = kindOf(run.id)
    if (kind === undefined) return true
    const last = reach.get(kind)
    if (last && run.end <= last.end && !(run.start === last.start && run.end === last.end)) return false
    reach.set(kind, run)
    return true
  })
}

interface Combination {
  readonly runs: Hit[]
  /** Words between or beside them give them another meaning. */
  readonly harmless: boolean
}

/** One hit of every group, near the first group's, not overlapping. */
function* combinations(
  rule: CompiledRule,
  hits: ReadonlyMap<number, readonly Hit[]>,
  places: readonly Place[],
): Iterable<Combination> {
  const groups = rule.groups.map((group) =>
    group.length === 1
      ? (hits.get(group[0]!) ?? [])
      : group.flatMap((concept) => hits.get(concept) ?? []).sort((a, b) => a.start - b.start),
  )
  const within = rule.within ?? defaultWithin
  const forbidden = rule.none.flatMap((concept) => hits.get(concept) ?? []).sort((a, b) => a.start - b.start)
  for (const anchor of groups[0]!) {
    let chosen: Hit[][] = [[anchor]]
    for (let g = 1; g < groups.length; g++) {
      const group = groups[g]!
      const middle = firstFrom(group, anchor.start)
      const near = group.slice(Math.max(0, middle - neighbours), middle + neighbours)
      chosen = chosen
        .flatMap((so) =>
          near
            .filter((hit) => fits(hit, so, rule.ordered === true, within, places))
            .map((hit) => [...so, hit]),
        )
        .sort((a, b) => span(a, places) - span(b, places))
        .slice(0, 3)
    }
    for (const runs of chosen) {
      const start = Math.min(...runs.map((run) => run.start))
      const end = Math.max(...runs.map((run) => run.end))
      const from = firstFrom(forbidden, start - 6)
      const harmless = forbidden
        .slice(from, from + 4 * neighbours)
        .some(
          (hit) =>
            hit.end >= start - 1 &&
            hit.start <= end + 1 &&
            places[hit.start]!.sentence === places[start]!.sentence,
        )
      yield { runs, harmless }
    }
  }
}

function fits(
  hit: Hit,
  so: readonly Hit[],
  ordered: boolean,
  within: number,
  places: readonly Place[],
): boolean {
  if (so.some((run) => hit.start < run.end && run.start < hit.end)) return false
  if (ordered && hit.start < so.at(-1)!.end) return false
  return span([...so, hit], places) <= within
}

const span = (runs: readonly Run[], places: readonly Place[]): number =>
  places[Math.max(...runs.map((run) => run.end)) - 1]!.position -
  places[Math.min(...runs.map((run) => run.start))]!.position

/** Index of the first run that starts at `start` or later. */
function firstFrom(runs: readonly Run[], start: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (runs[middle]!.start < start) low = middle + 1
    else high = middle
  }
  return low
}

function senseOf(
  rule: CompiledRule,
  runs: readonly Hit[],
  places: readonly Place[],
  cues: readonly Cue[],
): Sense {
  const parts = runs.filter((run) => run.kind === 'part')
  const findings = runs.filter((run) => run.kind !== 'part')
  const start = Math.min(...runs.map((run) => run.start))
  const end = Math.max(...runs.map((run) => run.end))
  const near = cues.slice(firstFrom(cues, start - farthest), firstFrom(cues, end + farthest))
  const sense = assertionOf(findings, parts, places, near)
  return rule.past && sense.assertion === 'historical' ? { assertion: 'affirmed', sure: true } : sense
}

function mentionOf(
  sign: SignId,
  rule: string,
  runs: readonly Run[],
  words: readonly Word[],
  sense: Sense,
  sure: boolean,
): Mention {
  return {
    flag: flagOf(sign),
    sign,
    assertion: sense.assertion,
    sure,
    start: Math.min(...runs.map((run) => words[run.start]!.start)),
    end: Math.max(...runs.map((run) => words[run.end - 1]!.end)),
    rule,
  }
}

function summarise(
  found: Mention[],
  facts: Set<HeardFact>,
  region: string | undefined,
  words: readonly Word[],
): Recognition {
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

  const order = redFlags.map((flag) => flag.id as string)
  const unsure = new Set<SignId>()
  for (const mention of mentions)
    if (mention.assertion === 'affirmed' && !mention.sure && !affirmed.has(mention.flag))
      unsure.add(mention.sign)
  return {
    mentions,
    heard,
    unsure: [...unsure].sort((a, b) => order.indexOf(flagOf(a)) - order.indexOf(flagOf(b))),
    hypothetical: mostUrgentFirst(
      mentions.filter((mention) => mention.assertion === 'hypothetical').map((mention) => mention.flag),
    ),
  }
}
