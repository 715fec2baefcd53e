/** How urgent the facts are: one row a rule, the most urgent first. The first row that holds decides. */
import { affirmedFlags, knownOf, type FactKey, type Facts } from './facts.ts'
import { redFlag, redFlags, signsOf, type Action, type Level, type RedFlag, type SignId } from './flags.ts'
import type { Guideline } from './guidelines.ts'

export interface Rule {
  readonly id: string
  readonly disposition: Level
  readonly action: Action
  readonly source: readonly Guideline[]
  readonly when: (facts: Facts) => boolean
  /** The condition in words, for the clinician who signs; a flag's own row is told by its signs instead. */
  readonly condition?: string
  /** The facts it rests on, of those the person has. */
  readonly because: (facts: Facts) => readonly FactKey[]
  /** Flags that the combination means, though no sign of theirs was affirmed by itself. */
  readonly means?: readonly RedFlag[]
}

const yes = (facts: Facts, flag: RedFlag) => knownOf(facts, flag) === 'yes'

const affirmedSigns = (facts: Facts, ...flags: RedFlag[]): SignId[] =>
  flags.flatMap((flag) => {
    const [own, ...signs] = signsOf(flag).filter((sign) => facts.signs[sign] === 'yes')
    return own === flag && signs.length > 0 ? signs : own ? [own, ...signs] : []
  })

/** The row of one flag on its own. */
function flagRule(flag: RedFlag, ...source: Guideline[]): Rule {
  const { level, action } = redFlag(flag)
  return {
    id: flag,
    disposition: level,
    action,
    source,
    when: (facts) => yes(facts, flag),
    because: (facts) => affirmedSigns(facts, flag),
  }
}

/** The facts named by `keys` that the person has. */
const held = (facts: Facts, ...keys: (keyof Facts & FactKey)[]): FactKey[] =>
  keys.filter((key) => facts[key] !== undefined && facts[key] !== 'no')

const limbWeakness = (facts: Facts) =>
  facts.signs['limb-neuro'] === 'yes' ||
  facts.signs['limb-neuro/weakness'] === 'yes' ||
  facts.signs['limb-neuro/sudden-arm'] === 'yes'

/** Chemotherapy counts until the cancer itself is denied. */
const onChemo = (facts: Facts) => facts.onChemo === 'yes' && knownOf(facts, 'cancer-history') !== 'no'

const departmentFlags: readonly RedFlag[] = ['bladder-bowel', 'saddle-numbness', 'paralysis']

const combinations: readonly Rule[] = [
  {
    id: 'fever-with-immune-risk',
    condition:
      'fever or infection, and a weak immune system, chemotherapy, long-term steroids or injected drugs',
    disposition: 'emergency',
    action: 'emergency-department',
    source: ['finucane-2020', 'nice-ng59'],
    when: (facts) => yes(facts, 'fever-infection') && (yes(facts, 'immune-risk') || onChemo(facts)),
    because: (facts) => affirmedSigns(facts, 'fever-infection', 'immune-risk', 'cancer-history'),
    means: ['immune-risk'],
  },
  {
    id: 'fever-with-limb-weakness',
    condition: 'fever or infection, and numbness, tingling or weakness of one leg or an arm',
    disposition: 'emergency',
    action: 'emergency-department',
    source: ['finucane-2020'],
    when: (facts) => yes(facts, 'fever-infection') && yes(facts, 'limb-neuro'),
    because: (facts) => affirmedSigns(facts, 'fever-infection', 'limb-neuro'),
  },
  {
    id: 'cancer-with-limb-weakness',
    condition: 'cancer now or in the past, and weakness of a leg or an arm (numbness alone stays urgent)',
    disposition: 'emergency',
    action: 'emergency-department',
    source: ['nice-ng234', 'finucane-2020'],
    when: (facts) => yes(facts, 'cancer-history') && limbWeakness(facts),
    because: (facts) => affirmedSigns(facts, 'cancer-history', 'limb-neuro'),
  },
  {
    id: 'blood-thinners-with-fall',
    condition: 'blood thinners, and a fall or knock however small',
    disposition: 'emergency',
    action: 'emergency-department',
    source: ['nice-ng232', 'nice-ng38'],
    when: (facts) =>
      facts.signs['fracture-risk/blood-thinners'] === 'yes' ||
      (facts.bloodThinners === 'yes' && (facts.minorFall === 'yes' || yes(facts, 'fracture-risk'))),
    because: (facts) => [
      ...affirmedSigns(facts, 'fracture-risk'),
      ...(facts.signs['fracture-risk/blood-thinners'] === 'yes'
        ? []
        : held(facts, 'bloodThinners', 'minorFall')),
    ],
    means: ['fracture-risk'],
  },
]

const emergencyBesides = (facts: Facts) =>
  departmentFlags.some((flag) => yes(facts, flag)) || combinations.some((rule) => rule.when(facts))

const unknownFlags = (facts: Facts, level: 'emergency' | 'urgent') =>
  redFlags.map((f) => f.id).filter((id) => redFlag(id).level === level && knownOf(facts, id) === 'not-known')

const aboutYou = ['under16', 'pregnant', 'pregnancyWarning', 'bloodThinners', 'ulcerOrKidney'] as const
const context = ['durationDays', 'severity', 'recurrence', 'homeCare', 'improving'] as const
const unknownOf = (facts: Facts, keys: readonly (keyof Facts & FactKey)[]) =>
  keys.filter((key) => facts[key] === 'not-known')

const emergencyRules: readonly Rule[] = [
  flagRule('major-trauma', 'nhs-back-pain', 'nice-ng59'),
  flagRule('stroke-signs', 'nhs-stroke'),
  flagRule('chest-pain', 'nhs-chest-pain'),
  flagRule('aortic', 'nhs-aortic', 'finucane-2020'),
  {
    id: 'paralysis-cannot-stand',
    condition: 'cannot stand or move the legs',
    disposition: 'emergency',
    action: 'call-ambulance',
    source: ['nhs-back-pain', 'nhs-cauda-equina'],
    when: (facts) => facts.signs['paralysis/cannot-stand'] === 'yes',
    because: (facts) => affirmedSigns(facts, 'paralysis'),
  },
  flagRule('overdose', 'nhs-medicine-overdose'),
  {
    id: 'self-harm-plan',
    condition: 'self-harm with a plan, a means or an act',
    disposition: 'emergency',
    action: 'call-ambulance',
    source: ['nhs-suicidal-thoughts', 'nice-ng225'],
    when: (facts) => facts.signs['self-harm/plan'] === 'yes',
    because: (facts) => affirmedSigns(facts, 'self-harm'),
  },
  {
    id: 'self-harm-with-emergency',
    condition: 'thoughts of self-harm together with an emergency that needs the emergency department',
    disposition: 'emergency',
    action: 'call-ambulance',
    source: ['nhs-suicidal-thoughts', 'nhs-back-pain'],
    when: (facts) => yes(facts, 'self-harm') && emergencyBesides(facts),
    because: (facts) => affirmedSigns(facts, 'self-harm', ...departmentFlags),
  },
  flagRule('self-harm', 'nhs-suicidal-thoughts', 'nice-ng225'),
  flagRule('bladder-bowel', 'nhs-back-pain', 'nhs-cauda-equina'),
  flagRule('saddle-numbness', 'nhs-back-pain', 'nhs-cauda-equina'),
  flagRule('paralysis', 'nhs-back-pain', 'nhs-cauda-equina'),
  ...combinations,
]

const urgentRules: readonly Rule[] = [
  {
    id: 'pregnancy-warning',
    condition: 'pregnant, with regular tightening, bleeding or fluid, or that is not known',
    disposition: 'urgent',
    action: 'same-day',
    source: ['nhs-pregnancy-back-pain'],
    when: (facts) => facts.pregnancyWarning === 'yes' || facts.pregnancyWarning === 'not-known',
    because: (facts) => held(facts, 'pregnancyWarning'),
  },
  flagRule('limb-neuro', 'nice-ng59', 'nice-ng127', 'nhs-back-pain'),
  flagRule('fever-infection', 'nhs-back-pain', '000'),
  flagRule('immune-risk', 'nice-ng59', 'finucane-2020'),
  flagRule('cancer-history', 'nice-ng59', 'finucane-2020'),
  flagRule('kidney-gallbladder', 'nhs-kidney-infection'),
  flagRule('fracture-risk', 'nice-ng59', 'finucane-2020'),
  flagRule('night-rest-pain', 'nhs-back-pain', 'finucane-2020', '000'),
  flagRule('balance', 'nice-ng127', '003'),
  flagRule('weight-loss', 'nhs-back-pain', '000'),
  {
    id: 'emergency-sign-not-known',
    condition: 'an emergency sign was asked about on its own and is still not known',
    disposition: 'urgent',
    action: 'same-day',
    source: ['nhs-back-pain'],
    when: (facts) => unknownFlags(facts, 'emergency').length > 0,
    because: (facts) => unknownFlags(facts, 'emergency'),
  },
]

/** Longer than this many days is a case for an appointment. */
const weekDays = 7
/** Worst pain from here on is a case for an appointment. */
const severePain = 8

const otherRules: readonly Rule[] = [
  {
    id: 'under-16',
    condition: 'the person is under 16',
    disposition: 'routine',
    action: 'appointment',
    source: ['nice-ng59'],
    when: (facts) => facts.under16 === 'yes',
    because: (facts) => held(facts, 'under16'),
  },
  {
    id: 'pregnant',
    condition: 'the person is pregnant',
    disposition: 'routine',
    action: 'appointment',
    source: ['nhs-pregnancy-back-pain'],
    when: (facts) => facts.pregnant === 'yes',
    because: (facts) => held(facts, 'pregnant'),
  },
  {
    id: 'sign-not-known',
    condition: 'an urgent sign, or something about the person, is still not known',
    disposition: 'routine',
    action: 'appointment',
    source: ['nhs-back-pain'],
    when: (facts) => unknownFlags(facts, 'urgent').length > 0 || unknownOf(facts, aboutYou).length > 0,
    because: (facts) => [...unknownFlags(facts, 'urgent'), ...unknownOf(facts, aboutYou)],
  },
  {
    id: 'more-than-a-week',
    condition: 'it has lasted more than 7 days',
    disposition: 'routine',
    action: 'appointment',
    source: ['000', 'nhs-back-pain'],
    when: (facts) => typeof facts.durationDays === 'number' && facts.durationDays > weekDays,
    because: (facts) => held(facts, 'durationDays'),
  },
  {
    id: 'no-better-with-home-care',
    condition: '3 days or more of home care, and it is not improving',
    disposition: 'routine',
    action: 'appointment',
    source: ['000', 'nhs-back-pain'],
    when: (facts) => facts.homeCare === 'yes' && facts.improving === 'no',
    because: () => ['homeCare', 'improving'],
  },
  {
    id: 'comes-back',
    condition: 'it comes back regularly in the same place',
    disposition: 'routine',
    action: 'appointment',
    source: ['004', '003'],
    when: (facts) => facts.recurrence === 'yes',
    because: (facts) => held(facts, 'recurrence'),
  },
  {
    id: 'severe-pain',
    condition: 'the worst pain is 8 or more of 10',
    disposition: 'routine',
    action: 'appointment',
    source: ['003', 'nhs-back-pain'],
    when: (facts) => typeof facts.severity === 'number' && facts.severity >= severePain,
    because: (facts) => held(facts, 'severity'),
  },
  {
    id: 'answer-not-known',
    condition: 'how long, how bad, whether it returns or improves is not known',
    disposition: 'routine',
    action: 'appointment',
    source: ['nhs-back-pain'],
    when: (facts) => unknownOf(facts, context).length > 0,
    because: (facts) => unknownOf(facts, context),
  },
  {
    id: 'self-care',
    condition: 'everything else: every sign was denied',
    disposition: 'self-care',
    action: 'self-care',
    source: ['nhs-back-pain', 'nice-ng59', '000'],
    when: () => true,
    because: (facts) => held(facts, 'durationDays', 'severity'),
  },
]

export const rules: readonly Rule[] = [...emergencyRules, ...urgentRules, ...otherRules]

/** How urgent the most urgent rule that holds is: all that is wanted of `judge` where many texts are weighed. */
export const urgencyOf = (facts: Facts): Level => rules.find((rule) => rule.when(facts))!.disposition

/** What a rule makes of the facts. `because`: the facts it rests on. */
export interface Outcome {
  readonly level: Level
  readonly flags: readonly RedFlag[]
  readonly rule: string
  readonly action: Action
  readonly because: readonly FactKey[]
}

const mild = ({ disposition }: Rule) => disposition === 'routine' || disposition === 'self-care'
/** All that was asked and could not be found out; an outcome that sends nobody to care today says so. */
const unknown = (facts: Facts): FactKey[] => [
  ...unknownFlags(facts, 'urgent'),
  ...unknownOf(facts, [...aboutYou, ...context]),
]
/** Whether an outcome says no more than that something is not known. */
export const restsOnUnknown = ({ rule }: Outcome): boolean =>
  rule === 'sign-not-known' || rule === 'answer-not-known'

/** The most urgent rule that holds. Which questions are still open is not its business: see `decide`. */
export function judge(facts: Facts): Outcome {
  const holding = rules.filter((rule) => rule.when(facts))
  const rule = holding[0]!
  const flags = new Set([...affirmedFlags(facts), ...holding.flatMap((row) => row.means ?? [])])
  return {
    level: rule.disposition,
    flags: redFlags.map((flag) => flag.id).filter((flag) => flags.has(flag)),
    rule: rule.id,
    action: rule.action,
    because: [...new Set([...rule.because(facts), ...(mild(rule) ? unknown(facts) : [])])],
  }
}
