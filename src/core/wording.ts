/** Every sentence the bot says that is neither article nor advice, as loaded from `knowledge/wording/`. */
import { z } from 'zod'
import { cardWordingSchema } from './cardWording.ts'
import { answerWordingSchema } from './retrieval/answerWording.ts'
import { commandIds } from './intent.ts'
import { smallTalkIds } from './smallTalk.ts'
import { redFlags, signsOf } from './triage/flags.ts'

const text = z.string().min(1)

/** Notices that the code says by name; a wording file without one of them does not load. */
export const noticeIds = [
  'welcome',
  'start',
  'help',
  'privacy',
  'error',
  'not-saved',
  'why',
  'read-again',
  'one-by-one',
  'back',
  'back-at-start',
  'restarted',
  'start-new-how',
  'renew-sure',
  'renewed',
  'now-about',
  'whose',
  'noted-not-known',
  'some-days',
  'unfinished',
  'too-long',
  'empty',
  'only-text',
  'talk-to-a-person',
  'talk-to-a-person-no-phone',
  'talk-to-a-person-no-line',
  'deleted',
  'delete-sure',
  'kept',
  'which-answer',
  'nothing-to-change',
  'nothing-changed',
  'corrected',
  'interview-begins',
  'interview-stopped',
  'nod',
  'still-stands',
  'first-of-all',
  'nothing-to-print',
  'cannot-call',
  'print',
  'upgraded',
  'expired',
  'if-happening',
  'language',
  'privacy-questions',
  'feedback',
  'not-offered',
  'foreign-card',
  'group-help',
  'group-private',
  'group-emergency',
  'group-told',
  'group-unsure',
  'group-warning',
  'answered-card',
  'check-in-agreed',
  'check-in-not-now',
  'check-in',
  'check-in-better',
  'check-in-same',
  'check-in-worse',
  ...smallTalkIds,
] as const
export type NoticeId = (typeof noticeIds)[number]

const bundle = z.strictObject({
  /** What it is about, in a few words, for "which answer do you want to change?". */
  short: text,
  text,
  /** Asked again in other words. */
  again: text,
  /** Asked when some of its signs are known already. */
  others: text,
  /** After a bare "yes". */
  which: text,
  why: text,
  options: z.record(z.string(), text),
})
const single = bundle.partial({ others: true, which: true, options: true })

const flagIds = redFlags.map((flag) => flag.id)
const otherIds = [
  'about-you',
  'pregnancy-warning',
  'duration',
  'severity',
  'recurrence',
  'home-care',
  'improving',
] as const
const bundleIds = ['nerve-signs', 'sudden-signs', 'illness-signs'] as const
const signIds = flagIds.flatMap(signsOf)

const shape = <Id extends string, S extends z.ZodType>(ids: readonly Id[], schema: S) =>
  Object.fromEntries(ids.map((id) => [id, schema])) as Record<Id, S>

const contextKeys = [
  'durationDays',
  'severity',
  'recurrence',
  'homeCare',
  'improving',
  'under16',
  'pregnant',
  'pregnancyWarning',
  'bloodThinners',
  'ulcerOrKidney',
  'minorFall',
] as const
const unknownKeys = contextKeys.filter((key) => key !== 'minorFall')

export const wordingSchema = z.strictObject({
  cards: cardWordingSchema,
  answers: answerWordingSchema,
  /** Notices by id. `{name}` is filled in; see `fill`. */
  notices: z.object(shape(noticeIds, text)).catchall(text),
  /** Labels of options that several questions share. */
  options: z.record(z.string(), text),
  hints: z.strictObject({ several: text, closed: text, duration: text, severity: text }),
  questions: z.strictObject({
    ...shape(bundleIds, bundle),
    ...shape(flagIds, single),
    ...shape(otherIds, single),
  }),
  /** One closed plain question for each sign. */
  confirm: z.strictObject(shape(signIds, text)),
  /** What the person told, for "why": by sign and by fact. `{value}` is the answer in words. */
  told: z.strictObject({ ...shape(signIds, text), ...shape(contextKeys, text) }),
  /** The same for what could not be found out. */
  notKnown: z.strictObject({ ...shape(flagIds, text), ...shape(unknownKeys, text) }),
  /** Lengths of time in words. `{n}` is a number. */
  lengths: z.strictObject(shape(['today', 'day', 'days', 'week', 'weeks', 'months', 'years'] as const, text)),
  advice: z.strictObject(
    shape(
      [
        'told',
        'told-of',
        'not-known',
        'nobody-live',
        'nobody-told',
        'nobody-told-mild',
        'staff-told',
        'not-right-note',
        'for-other',
        'for-you',
        'still-stands-for',
        'not-them',
        'for-parent',
        'for-child',
        'no-anti-inflammatories',
      ] as const,
      text,
    ),
  ),
  /** Those spoken of. `{person}` is "husband", `{whose}` what becomes of it. */
  people: z.strictObject(
    shape(
      [
        'me',
        'myself',
        'relative',
        'somebody',
        'question',
        'option',
        'option-me',
        'option-them',
        'both',
        'which',
      ] as const,
      text,
    ),
  ),
  /** The whole instruction as link text. */
  calls: z.strictObject(
    shape(
      [
        'emergency',
        'emergency-if-worse',
        'line',
        'line-number',
        'text-line',
        'text-number',
        'textphone',
        'clinic',
      ] as const,
      text,
    ),
  ),
  /** What the person can do next with an advice. */
  adviceOptions: z.strictObject(shape(['not-right', 'cannot-call', 'print', 'check-in'] as const, text)),
  /** What the staff of a clinic read. */
  staff: z.strictObject(
    shape(
      [
        'alert-emergency',
        'alert-urgent',
        'reminder',
        'rule',
        'channel',
        'time',
        'reference',
        'how',
        'acknowledge',
        'acknowledged',
        'unknown-alert',
        'alerts-on',
        'alerts-already-on',
        'alerts-off',
        'alerts-not-owner',
        'alerts-nobody',
      ] as const,
      text,
    ),
  ),
  /** What each wish does, for lists of commands. */
  commands: z.strictObject(shape(commandIds, text)),
  /** What a group can ask for, besides questions. */
  groupCommands: z.strictObject(shape(['help', 'alerts on', 'alerts off'] as const, text)),
  /** How the app presents itself where people choose apps. `short` has at most 80 characters. */
  app: z.strictObject({ short: text.max(80), full: text.max(4000) }),
})
export type Wording = z.infer<typeof wordingSchema>

/** Fills `{name}` in a text. @throws {Error} naming the placeholder that has no value. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`no value for {${name}} in "${template}"`)
    return value
  })
