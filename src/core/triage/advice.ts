/** Puts an outcome into words: what to do, why in the person's own answers, how, and what would make it worse. */
import type { Advice, Call, Source } from '../messages.ts'
import { dialOf, type Line, type Region } from '../regions.ts'
import { fill, type Wording } from '../wording.ts'
import { addressed, type AdviceText, type AdviceTexts, type CallId } from './adviceText.ts'
import type { FactKey, Facts } from './facts.ts'
import { isEmergency, isRedFlag, redFlag, type RedFlag } from './flags.ts'
import { me, type Who } from './forWhom.ts'
import { sourceOf } from './guidelines.ts'
import { judge, rules, type Outcome } from './rules.ts'
import { whoInWords } from './whoInWords.ts'

export type { AdviceTexts } from './adviceText.ts'

export interface Clinic {
  readonly name: string
  /** As people read it; empty when the clinic has set none. */
  readonly phone: string
}

export interface AdviceContext {
  readonly advice: AdviceTexts
  readonly wording: Wording
  readonly region: Region
  readonly clinic: Clinic
  /** Under which reference the clinic's staff are told of this advice; undefined where nobody is told. */
  readonly reference?: string | undefined
  /** After so many days the person may be asked how it is; undefined where nobody is asked. */
  readonly checkInDays?: number | undefined
  /** Whom it is for; the writer where it is absent. */
  readonly who?: Who | undefined
  /** Others of this conversation to whom advice to get help stands. */
  readonly inDanger?: readonly { readonly about?: Who; readonly facts: Facts }[]
}

/** The text of an outcome: the rule's own file over its action's. @throws {Error} naming a file that is missing. */
export function adviceText(
  outcome: Pick<Outcome, 'rule' | 'action'>,
  advice: AdviceTexts,
  another = false,
): AdviceText {
  const action = advice[`action-${outcome.action}`]
  const own = advice[outcome.rule]
  if (!action || !own) {
    const missing = action ? outcome.rule : `action-${outcome.action}`
    throw new Error(`knowledge/advice has no ${missing}.md; every rule and every action needs one`)
  }
  return { ...addressed(action, another), ...addressed(own, another) }
}

export function composeAdvice(outcome: Outcome, facts: Facts, context: AdviceContext): Advice {
  const { advice, wording, region, clinic } = context
  const another = facts.forSomeoneElse === true
  const text = adviceText(outcome, advice, another)
  const { reference, checkInDays, inDanger = [], who = another ? 'somebody' : me } = context
  const whose = whoInWords(who, wording.people)
  const asked = { reference: reference ?? '', days: String(checkInDays ?? ''), whose }
  const values = { ...placeholders(region, clinic), ...asked }
  const say = (template: string) => fill(template, values)
  const others = besides(outcome, advice, another)
  const urgent = outcome.level === 'emergency' || outcome.level === 'urgent'
  const forWhom =
    facts.under16 === 'yes'
      ? [wording.advice[another ? 'for-parent' : 'for-child']]
      : another
        ? [wording.advice['for-other']]
        : inDanger.length > 0
          ? [wording.advice['for-you']]
          : []
  const beside = standsFor(inDanger, context)
  const callOrder = [...(text.call ?? []), ...others.flatMap((other) => other.call ?? [])]
  return {
    kind: 'advice',
    level: outcome.level,
    flags: outcome.flags,
    rule: outcome.rule,
    action: outcome.action,
    heading: say(text.title ?? ''),
    instruction: say(text.instruction ?? ''),
    calls: calls(callOrder, outcome, context),
    because: [
      ...toldLines(outcome.because, facts, wording, another || inDanger.length > 0 ? who : undefined),
      ...(text.why ? [say(text.why)] : []),
    ],
    steps: [
      ...forWhom,
      ...beside,
      ...(text.steps ?? []),
      ...others.flatMap((other) => other.besides ?? []),
      ...(outcome.level === 'emergency' ? [] : medicineSteps(facts, wording)),
    ]
      .map(say)
      .filter((step, i, all) => all.indexOf(step) === i),
    worse: say(text.worse ?? ''),
    notes: [
      wording.advice['nobody-live'],
      wording.advice[reference ? 'staff-told' : urgent ? 'nobody-told' : 'nobody-told-mild'],
      wording.advice['not-right-note'],
      ...(another || inDanger.length > 0 ? [wording.advice['not-them']] : []),
      ...textLines(outcome, region).flatMap((line) => (line.note ? [`${line.name}: ${line.note}`] : [])),
    ].map(say),
    sources: sources(outcome, text),
    options: [
      'not-right' as const,
      ...(urgent ? (['cannot-call'] as const) : []),
      'print' as const,
      ...(outcome.level === 'self-care' && checkInDays ? (['check-in'] as const) : []),
    ].map((value) => ({ value, label: say(wording.adviceOptions[value]) })),
  }
}

/** What to do, in a line. */
export function instructionOf(
  outcome: Outcome,
  facts: Facts,
  { advice, region, clinic }: Omit<AdviceContext, 'wording'>,
): string {
  const text = adviceText(outcome, advice, facts.forSomeoneElse === true)
  return fill(text.instruction ?? '', placeholders(region, clinic))
}

/** What stands for others than the one spoken of, a line each. */
export const standsFor = (
  inDanger: NonNullable<AdviceContext['inDanger']>,
  context: Pick<AdviceContext, 'advice' | 'wording' | 'region' | 'clinic'>,
): string[] =>
  inDanger.map(({ about = me, facts }) =>
    fill(context.wording.advice['still-stands-for'], {
      whose: whoInWords(about, context.wording.people, 'myself'),
      instruction: instructionOf(judge(facts), facts, context),
    }),
  )

/** What to do if a sign happens, for a question about it in general. */
export function whatIf(
  flag: RedFlag,
  { advice, region, clinic }: Omit<AdviceContext, 'wording'>,
): { instruction: string; why: string; sources: Source[] } {
  const text = adviceText({ rule: flag, action: redFlag(flag).action }, advice)
  const values = placeholders(region, clinic)
  return {
    instruction: fill(text.instruction ?? '', values),
    why: fill(text.why ?? '', values),
    sources: text.source.map(sourceOf),
  }
}

/** The texts of flags that were affirmed beside the rule that leads. */
const besides = (outcome: Outcome, advice: AdviceTexts, another: boolean): AdviceText[] =>
  outcome.flags
    .filter((flag) => flag !== outcome.rule && isEmergency(flag))
    .filter((flag) => !outcome.rule.startsWith(flag))
    .flatMap((flag) => advice[flag] ?? [])
    .map((text) => addressed(text, another))

const placeholders = ({ emergency, healthLine, crisisLine, poisonLine, words }: Region, clinic: Clinic) => ({
  ...words,
  emergency: emergency.number,
  healthLine: (healthLine ?? emergency).number,
  crisisLine: (crisisLine ?? emergency).number,
  poisonLine: (poisonLine ?? emergency).number,
  clinic: clinic.name,
})

/** For people who cannot speak on the phone. */
const textLines = ({ flags, level }: Outcome, region: Region): Line[] =>
  [
    flags.includes('self-harm') ? region.textCrisis : undefined,
    level === 'emergency' ? region.textEmergency : undefined,
  ].filter((line) => line !== undefined)

/** Each number once, the most important first; a line that the region lacks is its emergency number. */
function calls(
  order: readonly CallId[],
  outcome: Outcome,
  { wording, region, clinic }: AdviceContext,
): Call[] {
  const labels = wording.calls
  const list: Call[] = []
  const add = (label: string, line: Pick<Line, 'number' | 'dial'>, scheme = 'tel') => {
    const href = `${scheme}:${line.dial}`
    if (!list.some((call) => call.href === href)) list.push({ label, href, number: line.number })
  }
  const named = (line: Line) =>
    fill(namedByNumber(line) ? labels.line : labels['line-number'], { ...line, confirmed: '' })
  const emergency = (label: 'emergency' | 'emergency-if-worse') =>
    add(fill(labels[label], { number: region.emergency.number }), region.emergency)
  for (const id of order) {
    if (id === 'clinic') {
      const dial = dialOf(clinic.phone)
      if (dial !== '')
        add(fill(labels.clinic, { clinic: clinic.name, number: clinic.phone }), {
          number: clinic.phone,
          dial,
        })
    } else {
      const line = id === 'emergency' ? undefined : region[id]
      // The first line to call is the instruction itself, whatever number stands in for it.
      const now = outcome.level === 'emergency' || (list.length === 0 && id === order[0])
      if (line) add(named(line), line)
      else emergency(now ? 'emergency' : 'emergency-if-worse')
    }
  }
  for (const line of textLines(outcome, region)) {
    const label = line.by === 'tty' ? 'textphone' : namedByNumber(line) ? 'text-number' : 'text-line'
    add(
      fill(labels[label], { name: line.name, number: line.number }),
      line,
      line.by === 'tty' ? 'tel' : 'sms',
    )
  }
  return list
}

/** Whether a line is named for its number: "NHS 111", "9-8-8 by text". */
const namedByNumber = (line: Line): boolean =>
  line.name.replace(/\D/g, '').includes(line.number.replace(/\D/g, ''))

/** @param who named where more than the writer are spoken of */
function toldLines(keys: readonly FactKey[], facts: Facts, wording: Wording, who?: Who): string[] {
  const valueOf = (key: FactKey) =>
    key.includes('/') || isRedFlag(key) ? undefined : facts[key as keyof Facts]
  const unknown = (key: FactKey) =>
    isRedFlag(key)
      ? !Object.entries(facts.signs).some(([sign, known]) => known === 'yes' && sign.startsWith(key))
      : valueOf(key) === 'not-known'
  const notKnown = keys.filter(unknown)
  const known = keys.filter((key) => !unknown(key))
  const told = known.map((key) => {
    const value = valueOf(key)
    const words =
      typeof value !== 'number' ? '' : key === 'durationDays' ? lengthInWords(value, wording) : String(value)
    return fill(wording.told[key], { value: words })
  })
  const template = (line: string): [string, Record<string, string>] =>
    who
      ? [wording.advice['told-of'], { whose: whoInWords(who, wording.people, 'myself'), told: line }]
      : [wording.advice.told, { told: line }]
  return [
    ...told.map((line) => fill(...template(line))),
    ...notKnown.map((key) =>
      fill(wording.advice['not-known'], { told: wording.notKnown[key as keyof Wording['notKnown']] }),
    ),
  ]
}

/** "3 days", "2 weeks". Rounded down, as people say it. */
export function lengthInWords(days: number, { lengths }: Wording): string {
  const n = (unitDays: number) => ({ n: String(Math.floor(days / unitDays)) })
  if (days < 1) return lengths.today
  if (days < 2) return lengths.day
  if (days === 7) return lengths.week
  if (days < 14) return fill(lengths.days, n(1))
  if (days < 60) return fill(lengths.weeks, n(7))
  if (days < 730) return fill(lengths.months, n(30))
  return fill(lengths.years, n(365))
}

/** No anti-inflammatories for whom they are not safe, or for whom that could not be found out. */
function medicineSteps(facts: Facts, wording: Wording): string[] {
  const unsafe = [facts.pregnant, facts.bloodThinners, facts.ulcerOrKidney, facts.under16]
  return unsafe.some((known) => known === 'yes' || known === 'not-known')
    ? [wording.advice['no-anti-inflammatories']]
    : []
}

function sources(outcome: Outcome, text: AdviceText): Source[] {
  const rule = rules.find((row) => row.id === outcome.rule)
  return [...new Set([...(rule?.source ?? []), ...text.source])].map(sourceOf)
}
