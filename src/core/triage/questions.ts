/**
 * The interview as a table. No position is kept: the next question is the first row that is still open for the
 * facts. Emergency signs come first; a person without any flag reaches self-care in at most nine questions.
 */
import type { Confirm, Option, Question } from '../messages.ts'
import type { Wording } from '../wording.ts'
import { knownOf, noFacts, type Bundle, type FactKey, type Facts, type Known } from './facts.ts'
import { flagOf, isRedFlag, mostUrgentFirst, signsOf, type RedFlag, type SignId } from './flags.ts'

export const aboutYouFacts = {
  'under-16': 'under16',
  pregnant: 'pregnant',
  'blood-thinners': 'bloodThinners',
  'ulcer-or-kidney': 'ulcerOrKidney',
} as const satisfies Record<string, keyof Facts>
export type AboutYou = keyof typeof aboutYouFacts

/** Questions answered by yes, no or not sure that are about no red flag, and the fact each one fills. */
export const closedFacts = {
  'pregnancy-warning': 'pregnancyWarning',
  recurrence: 'recurrence',
  'home-care': 'homeCare',
  improving: 'improving',
} as const satisfies Record<string, keyof Facts>
export type ClosedContext = keyof typeof closedFacts

export type QuestionId = Bundle | RedFlag | 'about-you' | ClosedContext | 'duration' | 'severity'

/** The signs each bundle asks about, in the order shown. */
export const bundles = {
  'nerve-signs': [
    'bladder-bowel/cannot-pass',
    'bladder-bowel/leaks',
    'saddle-numbness/numb',
    'saddle-numbness/sexual',
    'paralysis/cannot-stand',
    'paralysis/both-legs',
    'limb-neuro/weakness',
    'limb-neuro/numbness',
  ],
  'sudden-signs': [
    'chest-pain',
    'stroke-signs',
    'aortic',
    'major-trauma',
    'overdose',
    'self-harm',
    'balance',
  ],
  'illness-signs': [
    'fever-infection',
    'kidney-gallbladder',
    'night-rest-pain',
    'weight-loss',
    'cancer-history',
    'immune-risk',
    'fracture-risk',
    'fracture-risk/blood-thinners',
  ],
} as const satisfies Record<Bundle, readonly SignId[]>

export const bundleIds = Object.keys(bundles) as Bundle[]
export const isBundle = (id: string): id is Bundle => Object.hasOwn(bundles, id)
export const flagsOfBundle = (id: Bundle): RedFlag[] => mostUrgentFirst(bundles[id].map(flagOf))

/** What is known of one sign; what was said of the whole flag holds for its signs. */
export function knownOfSign(facts: Facts, sign: SignId): Known | undefined {
  const flag = flagOf(sign)
  return sign === flag ? knownOf(facts, flag) : (facts.signs[sign] ?? facts.signs[flag])
}

const open = (facts: Facts, id: Bundle) =>
  !facts.unread?.[id] && bundles[id].some((sign) => knownOfSign(facts, sign) === undefined)

/** A bundle that could not be read is asked again sign by sign, once. */
const singly = (facts: Facts, id: Bundle): RedFlag[] =>
  facts.unread?.[id] ? flagsOfBundle(id).filter((flag) => knownOf(facts, flag) === undefined) : []

interface Row {
  readonly id: QuestionId
  readonly open: (facts: Facts) => boolean
}

const days = (facts: Facts) => (typeof facts.durationDays === 'number' ? facts.durationDays : undefined)
/** Three days of home care fit only in this time; longer than a week is a case for an appointment anyway. */
const homeCareFits = (facts: Facts) => (days(facts) ?? 3) >= 3 && (days(facts) ?? 3) <= 7

const signRows: readonly Row[] = [
  // A suddenly weak arm may be a stroke: ask before anything else.
  {
    id: 'stroke-signs',
    open: (facts) =>
      facts.signs['limb-neuro/sudden-arm'] === 'yes' && knownOf(facts, 'stroke-signs') === undefined,
  },
  ...bundleIds.flatMap((id): Row[] => [
    { id, open: (facts) => open(facts, id) },
    ...flagsOfBundle(id).map((flag): Row => ({
      id: flag,
      open: (facts) => singly(facts, id).includes(flag),
    })),
  ]),
  {
    id: 'about-you',
    open: (facts) => Object.values(aboutYouFacts).some((key) => facts[key] === undefined),
  },
  {
    id: 'pregnancy-warning',
    open: (facts) => facts.pregnant === 'yes' && facts.pregnancyWarning === undefined,
  },
]

const contextRows: readonly Row[] = [
  { id: 'duration', open: (facts) => facts.durationDays === undefined },
  { id: 'severity', open: (facts) => facts.severity === undefined },
  { id: 'recurrence', open: (facts) => facts.recurrence === undefined },
  { id: 'home-care', open: (facts) => facts.homeCare === undefined && homeCareFits(facts) },
  { id: 'improving', open: (facts) => facts.homeCare === 'yes' && facts.improving === undefined },
]

/** The next question about signs and about the person; these decide how urgent it is. */
export const nextSign = (facts: Facts): QuestionId | undefined => signRows.find((row) => row.open(facts))?.id
/** The next question about the pain itself; these decide between self-care and an appointment. */
export const nextContext = (facts: Facts): QuestionId | undefined =>
  contextRows.find((row) => row.open(facts))?.id

export const questionIds: readonly QuestionId[] = [
  ...new Set([...signRows, ...contextRows].map((row) => row.id)),
]
export const isQuestionId = (id: string): id is QuestionId => (questionIds as readonly string[]).includes(id)

/** Values offered for how long, in days, and how bad, 0 to 10. */
const offered = {
  duration: ['0', '2', '5', '14', '60', 'not-sure'],
  severity: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
} as const
const closed = ['yes', 'no', 'not-sure'] as const

/** Every value the question offers, whatever is known already. */
export function valuesOf(id: QuestionId): readonly string[] {
  if (isBundle(id)) return [...bundles[id], 'none']
  if (id === 'about-you') return [...Object.keys(aboutYouFacts), 'none']
  if (id === 'duration' || id === 'severity') return offered[id]
  return closed
}

const knownOfValue = (facts: Facts, value: string) =>
  Object.hasOwn(aboutYouFacts, value)
    ? facts[aboutYouFacts[value as AboutYou]]
    : knownOfSign(facts, value as SignId)

/** The options with their words. Of several signs only those still open are offered, unless none is. */
export function optionsOf(id: QuestionId, facts: Facts, wording: Wording): Option[] {
  const own = wording.questions[id].options ?? {}
  const values = valuesOf(id)
  const left =
    isBundle(id) || id === 'about-you'
      ? values.filter((value) => value === 'none' || knownOfValue(facts, value) === undefined)
      : values
  return (left.length > 1 ? left : values).map((value) => ({
    value,
    label: own[value] ?? wording.options[value] ?? value,
  }))
}

/** The options on show, in their order: after a bare "yes" every one, else those still open. */
export const shownOptions = (id: QuestionId, facts: Facts, wording: Wording, which = false): Option[] =>
  optionsOf(id, which ? noFacts : facts, wording)

export const flagsOfQuestion = (id: QuestionId): readonly RedFlag[] => {
  if (isBundle(id)) return flagsOfBundle(id)
  return isRedFlag(id) ? [id] : []
}

const walk: readonly QuestionId[] = [
  ...bundleIds,
  'about-you',
  'duration',
  'severity',
  'recurrence',
  'home-care',
  'improving',
]

/** The question as said. `attempt` 0 is the first time; from 1 on it is asked in other words. */
export function questionMessage(id: QuestionId, facts: Facts, wording: Wording, attempt: number): Question {
  const words = wording.questions[id]
  const options = optionsOf(id, facts, wording)
  const several = isBundle(id) || id === 'about-you'
  const partly = several && options.length < valuesOf(id).length
  const flags = isBundle(id)
    ? mostUrgentFirst(options.filter((o) => o.value !== 'none').map((o) => flagOf(o.value as SignId)))
    : flagsOfQuestion(id)
  return {
    kind: 'question',
    question: id,
    text: attempt > 0 ? words.again : partly && words.others ? words.others : words.text,
    hint: wording.hints[several ? 'several' : id === 'duration' || id === 'severity' ? id : 'closed'],
    multiple: several,
    flags,
    options,
    progress: progress(id, facts),
  }
}

/** The same question once more after a bare "yes" to several signs. */
export const whichMessage = (id: QuestionId, wording: Wording): Question => ({
  ...questionMessage(id, noFacts, wording, 0),
  text: wording.questions[id].which ?? wording.questions[id].text,
})

function progress(id: QuestionId, facts: Facts): Question['progress'] {
  const steps = walk.filter((step) => {
    if (step === 'home-care') return homeCareFits(facts)
    if (step === 'improving') return homeCareFits(facts) && facts.homeCare !== 'no'
    return true
  })
  const home = bundleIds.find((bundle) => flagsOfBundle(bundle).includes(id as RedFlag))
  const stage: QuestionId = id === 'pregnancy-warning' ? 'about-you' : (home ?? id)
  return { step: Math.max(1, steps.indexOf(stage) + 1), of: steps.length }
}

/** A closed question about one possible sign. */
export const confirmQuestion = (sign: SignId, wording: Wording): Confirm => ({
  kind: 'confirm',
  flags: [flagOf(sign)],
  sign,
  text: wording.confirm[sign] ?? wording.questions[flagOf(sign)].text,
  options: closed.map((value) => ({ value, label: wording.options[value] ?? value })),
})

/** The question that asks about a fact: what "that's not right" and "change my answer" come back to. */
export function questionOfFact(key: FactKey): QuestionId {
  if (key === 'durationDays') return 'duration'
  if (key === 'severity') return 'severity'
  if (key === 'minorFall') return 'fracture-risk'
  for (const [id, fact] of Object.entries(closedFacts)) if (fact === key) return id as QuestionId
  for (const fact of Object.values(aboutYouFacts)) if (fact === key) return 'about-you'
  return flagOf(key as SignId)
}

/** What was asked and not understood a second time. Not known is never "no", and replaces nothing that is known. */
export function notKnown(id: QuestionId, facts: Facts = noFacts): Partial<Facts> {
  if (isBundle(id)) return { unread: { [id]: true } }
  if (id === 'about-you')
    return Object.fromEntries(
      Object.values(aboutYouFacts).flatMap((key) => (facts[key] === undefined ? [[key, 'not-known']] : [])),
    )
  if (id === 'duration') return { durationDays: 'not-known' }
  if (id === 'severity') return { severity: 'not-known' }
  if (Object.hasOwn(closedFacts, id)) return { [closedFacts[id as ClosedContext]]: 'not-known' }
  return { signs: { [id as RedFlag]: 'not-known' } }
}

/**
 * The direct answer to a flag's own question. "No" lowers every sign of it. A fall together with blood thinners is taken
 * back by it too; a fall told by itself stays, for "no" may mean the weak bones or the blood thinners.
 */
export function answerFlag(flag: RedFlag, known: Known, { bloodThinners, minorFall }: Facts): Partial<Facts> {
  const signs =
    known === 'no'
      ? Object.fromEntries(signsOf(flag).map((sign) => [sign, 'no' as const]))
      : { [flag]: known }
  const noFall = minorFall !== 'yes' || bloodThinners === 'yes'
  return flag === 'fracture-risk' && known === 'no' && noFall ? { signs, minorFall: 'no' } : { signs }
}

/** The direct answer to a confirm question about one sign. */
export const answerSign = (sign: SignId, known: Known, facts: Facts): Partial<Facts> =>
  sign === flagOf(sign) ? answerFlag(flagOf(sign), known, facts) : { signs: { [sign]: known } }
