/**
 * Which sections may answer a question, the likeliest first, and what speaks for and against each.
 *
 * Search knows where the question's words stand, the classifier what people mean by them. Both together are taken for odds: the
 * classifier's chance, times e to the power of the search's score (as a share of the best) and of the coverage, weighed. The
 * weights were chosen on ways to ask put to an index and a classifier made without them.
 */
import type { AnswerIndex } from './answerIndex.ts'
import { focus } from './focus.ts'
import { confidence, leastChance, type Evidence } from './gate.ts'
import type { Pairing, Pairings } from './pairings.ts'
import type { Hit, Reading } from './reading.ts'
import { words } from './terms.ts'
import {
  asksOfSpasm,
  handles,
  names,
  pointsAtSpasm,
  carriesChild,
  handlesAnAnimal,
  speaksOfHome,
  speaksOfOwnBack,
  type Topic,
} from './topics.ts'

/** How much the words around a question count beside it, and the question before it. */
const aroundWeight = 0.25
const pointedWeight = 0.8
const previousWeight = 0.4
/** "and for how long?": leans on the question before. */
const followUp = /^\W*(and|what about|how about|so|then|but|or|also)\b/i
/** Of a medicine's name. */
const shortestName = 4
/** So many sections the search finds; the classifier seldom prefers one further down. */
const searched = 16
/** So many are looked at closely, fewer of those that name all the question names; none with so small a share of the best one's odds. */
const looked = 16
const lookedOfComplete = 8
const negligible = 2e-3
/** What the score of a search, as a share of the best one, and coverage count beside the classifier's chance: in nats. */
const searchCounts = 2
const coverageCounts = 2

/** A hit, and what speaks for it. */
export interface Judged {
  readonly hit: Hit
  /** By what hits are put in order, search and classifier together: a chance, but for a factor all share. */
  readonly rank: number
  readonly evidence: Evidence
  /** What the question names and the passage does not. */
  readonly missing: readonly Named[]
  /** Sentences that speak of what has to be minded, by their place: they must be quoted. */
  readonly quoted: readonly number[]
  /** They warn of a treatment. */
  readonly warns: boolean
}

/** A thing that no passage answers for, as typed, and its kind. */
export interface Named extends Pick<Topic, 'kind' | 'words'> {
  /** The rest of the question may be answered without it. */
  readonly partly?: boolean
  /** Who or what is minded, as a group of the pairings. */
  readonly group?: string
}

export interface Judgement {
  /** The question's words, spelt as the articles spell them. */
  readonly spoken: readonly string[]
  readonly reading: Reading
  readonly needed: readonly Named[]
  /** A treatment is asked about. */
  readonly treats: boolean
  /** The message speaks of the back, a muscle or a spasm. */
  readonly ofTheBack: boolean
  /** The best hits, best first. */
  readonly hits: readonly Judged[]
}

/** What was said before a question. */
export interface Before {
  /** The question before it, for "and for how long?". */
  readonly previous?: string | undefined
  /** It stands in the same message, so that this one leans on it: "how long between goes". */
  readonly sameMessage?: boolean
  /** Who or what has to be minded, as groups of the pairings. */
  readonly told?: readonly string[]
}

/** Searches, and gathers what speaks for each hit. */
export function judge(
  question: string,
  index: AnswerIndex,
  { previous, sameMessage = false, told = [] }: Before = {},
): Judgement {
  const { pointsBack, ...said } = focus(question)
  const asked = index.topics.withoutOwners(said.asked)
  const around = index.topics.withoutOwners(said.around)
  const spoken = index.search.spell(asked)
  const beside = index.search.spell(around)
  const says = index.search.holds(spoken)
  const follows = followUp.test(question) || !says || sameMessage
  const earlier = previous === undefined ? undefined : focus(previous)
  const before = earlier && follows ? index.search.spell(earlier.asked) : []
  const besideWeight = !says ? 1 : pointsBack ? pointedWeight : aroundWeight
  const reading = index.search.read(
    // "pregnancy and cramps: is there a connection?" asks with words that say nothing
    { spoken, weight: 1, story: beside.length > 0 && !says },
    { spoken: beside, weight: besideWeight, story: true },
    { spoken: before, weight: previousWeight, story: true },
    { spoken: pointsAtSpasm(spoken) ? ['spasm'] : [], weight: previousWeight, story: true },
  )
  const named = pairingOf(index, {
    spoken,
    beside: pointsBack || !says ? beside : [],
    around: beside,
    earlier: earlier ? index.search.spell([...earlier.around, ...earlier.asked]) : [],
    follows,
    told,
  })
  const all = [...spoken, ...beside]
  const medicine = index.pairings.speaksOfMedicine(named)
  // "my son jumped on my back"; but "I am 14, and my back …" is a child's
  const isLoad = (typed: string): boolean =>
    index.pairings.isChild(words(typed)) &&
    ((!medicine && carriesChild(all)) ||
      (named.treatments.length === 0 && !/\d/.test(typed) && speaksOfOwnBack(all)))
  const pairing = { ...named, minded: named.minded.filter((one) => !isLoad(one.words)) }
  // "is aspirin ok with ginkgo": a word that nobody knows, beside a medicine, may well be another one
  const strangers = medicine
    ? all
        .filter((word) => word.length >= shortestName && !/\d/.test(word) && !index.search.knows(word))
        .map((word): Named => ({ kind: 'medicine', words: word }))
    : []
  const asks = (typed: string) => ` ${spoken.join(' ')} `.includes(` ${typed} `)
  const needed = index.topics
    .needed(spoken, beside)
    .filter((topic) => !isMinded(topic, pairing, index.pairings))
    .filter(
      ({ kind, words: typed }) =>
        kind !== 'animal' || medicine || !(handlesAnAnimal(all) || handles(all, typed)),
    )
    .filter(({ kind, words: typed }) => kind !== 'person' || !isLoad(typed))
    .filter(({ kind, words: typed }) => kind !== 'everyday' || !handles(all, typed))
    .filter(({ kind, words: typed }) => kind !== 'activity' || !asksOfSpasm(spoken) || asks(typed))
    .map((topic) => (isSafeWithout(topic, pairing, index.pairings) ? topic : { ...topic, partly: false }))
  const { strangest, weights } = reading
  const chances = chancesOf(index, asked, [...before, ...around])
  const elsewhere = chances.at(-1)!
  const asWhole = {
    strangest,
    mass: weights.reduce((sum, weight) => sum + weight, 0),
    inside: Math.log((1 - elsewhere + leastChance) / (elsewhere + leastChance)),
  }
  const judged = (hit: Hit, likely: number): Judged => {
    const holds = index.search.held(reading, hit)
    const held = index.held(hit.passage)
    const { missing, quoted } = index.pairings.fit(pairing, held.lines)
    const evidence = { ...asWhole, ...holds, cosine: hit.cosine, chance: chances[hit.place]! }
    const absent = needed.filter((topic) => !names(held, topic, (word) => index.synonyms.same(word)))
    const surely = confidence(evidence)
    const byTheWay = absent.every(
      ({ sureWithout, kind, subject, words: typed }) =>
        sureWithout !== undefined &&
        surely >= sureWithout &&
        (!medicine || kind === 'everyday') &&
        (!subject || held.text.includes(` ${typed} `)),
    )
    return {
      hit,
      rank: likely * Math.exp(coverageCounts * holds.coverage),
      evidence,
      missing: [...missing, ...strangers, ...(byTheWay ? [] : absent)],
      quoted,
      warns: quoted.length > 0 && pairing.treatments.length > 0,
    }
  }
  const found = index.search.search(reading, searched)
  const most = found[0]?.score ?? 0
  const likeliest = found
    .map((hit) => ({
      hit,
      likely: (chances[hit.place]! + leastChance) * Math.exp((searchCounts * hit.score) / most),
    }))
    .toSorted((a, b) => b.likely - a.likely)
    .slice(0, looked)
  const hits: Judged[] = []
  let [complete, enough] = [0, 0]
  for (const { hit, likely } of likeliest) {
    if (likely < enough || complete === lookedOfComplete) break
    const one = judged(hit, likely)
    hits.push(one)
    if (one.missing.length > 0) continue
    complete += 1
    enough = Math.max(enough, negligible * likely)
  }
  hits.sort((a, b) => b.rank - a.rank)
  return {
    spoken,
    reading,
    needed: [...pairing.minded, ...strangers, ...needed],
    treats: pairing.treatments.length > 0,
    ofTheBack: speaksOfHome(all),
    hits,
  }
}

/** Of the question by itself, and with the words around and before it: they may be what is asked about, or only lead up to it. */
function chancesOf(
  { classify }: AnswerIndex,
  asked: readonly string[],
  beside: readonly string[],
): Float64Array {
  if (beside.length === 0) return classify(asked)
  const alone = classify(asked).slice()
  return classify([...asked, ...beside]).map((chance, n) => (chance + alone[n]!) / 2)
}

/** Whether what a pairing asks of a section is asked by this topic again, in other words. */
const isMinded = ({ kind, words: named }: Topic, { minded }: Pairing, pairings: Pairings): boolean =>
  minded.some(
    ({ group, place }) =>
      (place && kind === 'body-part') || pairings.minded(words(named)).some((other) => other.group === group),
  )

/** What is the subject, and what may not go together with a medicine, cannot be left out of an answer. */
const isSafeWithout = (
  { kind, words: named, subject }: Topic,
  { treatments }: Pairing,
  pairings: Pairings,
): boolean => {
  if (subject || kind !== 'medicine') return !subject
  const own = pairings.treatments(words(named))
  return !pairings.speaksOfMedicine({
    minded: [],
    treatments: treatments.filter((one) => !own.includes(one)),
  })
}

interface Said {
  readonly spoken: readonly string[]
  /** Words around the question that it points at. */
  readonly beside: readonly string[]
  /** All words around it. */
  readonly around: readonly string[]
  /** Of the question before. */
  readonly earlier: readonly string[]
  readonly follows: boolean
  readonly told: readonly string[]
}

function pairingOf({ pairings, topics }: AnswerIndex, said: Said): Pairing {
  const asked = topics.literal([...said.spoken, ...said.around])
  const here = pairings.minded(asked)
  const before = said.follows ? pairings.minded(topics.literal(said.earlier)) : []
  const named = pairings.treatments(said.spoken)
  const pointed = named.length > 0 ? named : pairings.treatments(said.beside)
  // "what about my 6 year old?" asks of the treatment asked about before
  const carried = said.follows || here.length > 0 ? pairings.treatments(said.earlier) : []
  const treatments = pointed.length > 0 ? pointed : carried
  const minded = [...here, ...before, ...pairings.toldBefore(said.told, treatments)]
  const once = minded.filter(({ group }, at) => minded.findIndex((other) => other.group === group) === at)
  return pairings.counts({ minded: once, treatments })
}
