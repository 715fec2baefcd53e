/** What is known about the person, however it was said: a tap, an answer, a sentence in free text. */
import { redFlags, signsOf, type RedFlag, type SignId } from './flags.ts'

/** `not-known`: asked twice and not understood, or "not sure". It is never read as "no". */
export type Known = 'yes' | 'no' | 'not-known'

export interface Facts {
  /** Red-flag signs. Absent: neither asked nor mentioned. */
  readonly signs: Readonly<Partial<Record<SignId, Known>>>
  /** How long the pain has lasted, in days; 0 is today. */
  readonly durationDays?: number | 'not-known'
  /** Worst pain, 0 to 10. */
  readonly severity?: number | 'not-known'
  /** It comes back regularly in the same place. */
  readonly recurrence?: Known
  /** Looked after at home (heat, gentle movement, a pain reliever) for 3 days or more. */
  readonly homeCare?: Known
  readonly improving?: Known
  readonly under16?: Known
  readonly pregnant?: Known
  /** Regular tightening, bleeding or fluid in pregnancy. */
  readonly pregnancyWarning?: Known
  readonly bloodThinners?: Known
  /** Stomach ulcer or kidney disease. */
  readonly ulcerOrKidney?: Known
  /** A slip, trip, fall or knock that was no serious accident. */
  readonly minorFall?: Known
  /** So old that a small fall may break a bone. */
  readonly over70?: Known
  /** Chemotherapy now: with a fever as dangerous as any other weak immune system. */
  readonly onChemo?: Known
  /** The writer asks for somebody else. */
  readonly forSomeoneElse?: boolean
  /** Where the person says they are, as a region id (`uk`, `us`, …), when it differs from the clinic's. */
  readonly region?: string
  /** Questions about several signs that were answered twice in words nobody could read: their signs are asked one by one. */
  readonly unread?: Readonly<Partial<Record<Bundle, true>>>
}

/** A question about several signs at once. */
export type Bundle = 'nerve-signs' | 'sudden-signs' | 'illness-signs'

/** One thing an outcome can rest on: a sign, or another fact. */
export type FactKey =
  SignId | Exclude<keyof Facts, 'signs' | 'unread' | 'forSomeoneElse' | 'region' | 'onChemo' | 'over70'>

export const noFacts: Facts = { signs: {} }

/** What is known of a whole flag: `yes` if any sign is, `no` only if the flag or all its signs were denied. */
export function knownOf(facts: Facts, flag: RedFlag): Known | undefined {
  const signs = signsOf(flag)
  let unknown = false
  let denied = 0
  // asked of every flag by every rule: it allocates nothing
  for (const sign of signs) {
    const known = facts.signs[sign]
    if (known === 'yes') return 'yes'
    if (known === 'not-known') unknown = true
    if (known === 'no' && sign !== flag) denied++
  }
  if (unknown) return 'not-known'
  const all = signs.length > 1 && denied === signs.length - 1
  return all || facts.signs[flag] === 'no' ? 'no' : undefined
}

export const affirmedFlags = (facts: Facts): RedFlag[] =>
  redFlags.map((flag) => flag.id).filter((flag) => knownOf(facts, flag) === 'yes')

/**
 * Later facts over earlier ones, sign by sign. Who may lower a sign is the caller's business: see `raise`.
 * "Not known" never replaces a "yes" of a sign, and `undefined` replaces nothing.
 */
export function record(facts: Facts, later: Partial<Facts>): Facts {
  const unread = facts.unread || later.unread ? { unread: { ...facts.unread, ...later.unread } } : {}
  const told = Object.fromEntries(
    Object.entries(later.signs ?? {}).filter(
      ([sign, known]) => known !== 'not-known' || facts.signs[sign as SignId] !== 'yes',
    ),
  )
  const stated = Object.fromEntries(Object.entries(later).filter(([, value]) => value !== undefined))
  return { ...facts, ...stated, signs: { ...facts.signs, ...told }, ...unread }
}

/** Of two answers in free text, the one that keeps the person safer stays. */
const safer = {
  durationDays: 'more',
  severity: 'more',
  recurrence: 'yes',
  homeCare: 'yes',
  improving: 'no',
  under16: 'yes',
  pregnant: 'yes',
  pregnancyWarning: 'yes',
  bloodThinners: 'yes',
  ulcerOrKidney: 'yes',
  minorFall: 'yes',
  over70: 'yes',
  onChemo: 'yes',
} as const

/** What a person may put right in passing, in either direction: "no, it's 3 weeks", "sorry, the pain was 5". */
const correctable: readonly string[] = ['durationDays', 'severity']

/**
 * Facts read from free text: they may raise, never lower. A "no" or "not known" in `heard` is dropped for signs; of
 * other facts the text fills what is not known yet, or makes it more urgent. `corrects`: the text says that what was
 * told of the pain's length or strength was wrong, so the new number counts.
 */
export function raise(facts: Facts, heard: Partial<Facts>, corrects = false): Facts {
  if (Object.keys(heard).every((key) => key === 'signs') && !heard.signs) return facts
  const affirmed = Object.fromEntries(
    Object.entries(heard.signs ?? {}).filter(([, known]) => known === 'yes'),
  )
  const kept = Object.entries(safer).filter(([key, wins]) => {
    const before = facts[key as keyof typeof safer]
    const now = heard[key as keyof typeof safer]
    if (now === undefined || before === undefined || before === 'not-known') return false
    if (corrects && correctable.includes(key) && typeof now === 'number') return false
    return wins === 'more' ? !(typeof now === 'number' && now > Number(before)) : now !== wins
  })
  const keep = Object.fromEntries(kept.map(([key]) => [key, facts[key as keyof typeof safer]]))
  return record(facts, { ...heard, ...keep, signs: affirmed })
}

/** The direct answer "no" to a flag's own question lowers every sign of it. */
export const deny = (facts: Facts, flag: RedFlag): Facts =>
  record(facts, { signs: Object.fromEntries(signsOf(flag).map((sign) => [sign, 'no' as const])) })
