/**
 * The red flags: the one list of what must never be missed, most urgent first.
 *
 * A flag has signs. A sign is the smallest thing a person can affirm or deny; its id is
 * `<flag>/<sign>`. Where a flag has no signs of its own, the flag's id stands for it.
 * Sources: NHS "Back pain" (2023), NICE NG59 (2020), Finucane et al. 2020 (IFOMPT red flags).
 */

export type Level = 'emergency' | 'urgent' | 'routine' | 'self-care'

/** What the person should do now. */
export type Action =
  'call-ambulance' | 'emergency-department' | 'crisis-line' | 'same-day' | 'appointment' | 'self-care'

interface Flag {
  readonly id: string
  readonly level: 'emergency' | 'urgent'
  readonly action: Action
  readonly signs: readonly string[]
}

export const redFlags = [
  { id: 'chest-pain', level: 'emergency', action: 'call-ambulance', signs: ['chest', 'breathing', 'spread'] },
  {
    id: 'stroke-signs',
    level: 'emergency',
    action: 'call-ambulance',
    signs: ['face-speech', 'one-side', 'confusion'],
  },
  { id: 'aortic', level: 'emergency', action: 'call-ambulance', signs: ['tearing', 'pulsing', 'collapse'] },
  { id: 'major-trauma', level: 'emergency', action: 'call-ambulance', signs: ['crash', 'fall', 'blow'] },
  { id: 'overdose', level: 'emergency', action: 'call-ambulance', signs: [] },
  { id: 'self-harm', level: 'emergency', action: 'crisis-line', signs: ['thoughts', 'plan'] },
  {
    id: 'bladder-bowel',
    level: 'emergency',
    action: 'emergency-department',
    signs: ['cannot-pass', 'leaks', 'no-feeling'],
  },
  { id: 'saddle-numbness', level: 'emergency', action: 'emergency-department', signs: ['numb', 'sexual'] },
  {
    id: 'paralysis',
    level: 'emergency',
    action: 'emergency-department',
    signs: ['cannot-stand', 'both-legs', 'foot-drop', 'worsening'],
  },
  { id: 'limb-neuro', level: 'urgent', action: 'same-day', signs: ['numbness', 'weakness', 'sudden-arm'] },
  { id: 'fever-infection', level: 'urgent', action: 'same-day', signs: [] },
  { id: 'immune-risk', level: 'urgent', action: 'same-day', signs: ['weak', 'steroids', 'injected'] },
  { id: 'cancer-history', level: 'urgent', action: 'same-day', signs: [] },
  { id: 'kidney-gallbladder', level: 'urgent', action: 'same-day', signs: [] },
  { id: 'fracture-risk', level: 'urgent', action: 'same-day', signs: ['bones', 'age', 'blood-thinners'] },
  { id: 'night-rest-pain', level: 'urgent', action: 'same-day', signs: [] },
  { id: 'balance', level: 'urgent', action: 'same-day', signs: [] },
  { id: 'weight-loss', level: 'urgent', action: 'same-day', signs: [] },
] as const satisfies readonly Flag[]

type Entry = (typeof redFlags)[number]
export type RedFlag = Entry['id']
/** `<flag>` for the flag as a whole, or `<flag>/<sign>`. */
export type SignId = Entry extends infer E
  ? E extends { id: infer F extends string; signs: readonly (infer S extends string)[] }
    ? F | `${F}/${S}`
    : never
  : never

/** The most urgent first. */
export const redFlagIds: readonly RedFlag[] = redFlags.map(({ id }) => id)

const byId = new Map<string, Entry>(redFlags.map((flag) => [flag.id, flag]))

/** @throws {Error} for an id that is no red flag. */
export function redFlag(id: string): Entry {
  const flag = byId.get(id)
  if (!flag) throw new Error(`'${id}' is not a red flag; the list is in src/core/triage/flags.ts`)
  return flag
}

/** Of a flag by itself; two urgent ones together may be an emergency, too. */
export const isEmergency = (flag: RedFlag): boolean => redFlag(flag).level === 'emergency'

export const isRedFlag = (id: string): id is RedFlag => byId.has(id)

/** The flag a sign belongs to: `paralysis/foot-drop` -> `paralysis`. */
export function flagOf(sign: SignId): RedFlag {
  const end = sign.indexOf('/')
  return (end === -1 ? sign : sign.slice(0, end)) as RedFlag
}

const signsByFlag = new Map<RedFlag, readonly SignId[]>(
  redFlags.map(({ id, signs }) => [id, [id, ...signs.map((sign) => `${id}/${sign}` as SignId)]]),
)
/** Every sign of a flag, the flag's own id first. */
export const signsOf = (flag: RedFlag): readonly SignId[] => signsByFlag.get(flag) ?? [redFlag(flag).id]

/** The sign of that name; its flag, when the flag has lost such a sign; undefined for anything else. */
export function signNamed(name: string): SignId | undefined {
  const flag = name.split('/', 1)[0]!
  if (!isRedFlag(flag)) return undefined
  return signsOf(flag).find((sign) => sign === name) ?? flag
}

/** The flags in the order of the table, most urgent first, without repeats. */
export const mostUrgentFirst = (flags: Iterable<RedFlag>): RedFlag[] => {
  const wanted = new Set(flags)
  return redFlagIds.filter((id) => wanted.has(id))
}

/** Sorts signs by their flags, the most urgent first. */
export const mostUrgentSign = (a: SignId, b: SignId): number =>
  redFlagIds.indexOf(flagOf(a)) - redFlagIds.indexOf(flagOf(b))

const order: readonly Level[] = ['self-care', 'routine', 'urgent', 'emergency']
/** Positive when `a` is more urgent than `b`, negative when less, 0 when the same. */
export const compareLevels = (a: Level, b: Level): number => order.indexOf(a) - order.indexOf(b)
