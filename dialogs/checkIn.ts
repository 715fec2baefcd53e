/**
 * A question some days after advice to look after it at home, if the person asked for it: better, the same, or worse? The
 * turn leaves word with the store, which has the conversation woken at that time, in Teams as on a clinic's page. Where
 * advice to get help stands by then nobody is asked: a human must look first.
 */
import type { Activity, TurnContext } from 'botbuilder'
import type { Conversation } from '../src/core/conversation.ts'
import { dayMs } from '../src/core/feedback.ts'
import { record, type Facts } from '../src/core/triage/facts.ts'
import { compareLevels } from '../src/core/triage/flags.ts'
import { bundleIds } from '../src/core/triage/questions.ts'
import { plain } from '../src/core/triage/yesNo.ts'
import type { TurnResult } from '../src/store/store.ts'
import type { MainDialog } from './mainDialog.ts'
import { choiceOf, labelled, notify, type Said, type Services } from './services.ts'

/** The type of the activity that wakes a conversation; no client is shown it. */
export const wakeType = 'wake'

/** What the turn leaves with the store, where it changed. */
export function wakeOf(
  before: Conversation['checkIn'],
  after: Conversation['checkIn'],
  { channelId, serviceUrl, conversation, from, recipient }: Activity,
): Pick<TurnResult, 'wake'> {
  const due = after?.asked ? undefined : after?.due
  const wasDue = before?.asked ? undefined : before?.due
  if (due === wasDue) return {}
  if (due === undefined) return { wake: 'none' }
  const envelope = { channelId, serviceUrl, conversation, from, recipient }
  return { wake: { due, activity: { type: wakeType, id: `${wakeType}-${due}`, ...envelope } } }
}

const answers = ['better', 'same', 'worse'] as const

export async function askHowItIs(
  context: TurnContext,
  conversation: Conversation,
  services: Services,
): Promise<void> {
  const { checkIn, advice } = conversation
  if (!checkIn || checkIn.asked || services.now().getTime() < checkIn.due) return
  delete conversation.checkIn
  if (advice && compareLevels(advice.level, 'urgent') >= 0) return
  conversation.checkIn = { ...checkIn, asked: true }
  await notify(context, services, 'check-in', {
    options: answers.map((answer) => labelled(services, answer)),
  })
}

/** What was answered to "how is it now?", if that was asked. */
export function readCheckIn(
  { checkIn }: Conversation,
  services: Services,
  said: Said,
): (typeof answers)[number] | undefined {
  if (!checkIn?.asked) return undefined
  const chosen = choiceOf(
    answers.map((answer) => labelled(services, answer)),
    said,
  )
  const word = /^(?:it(?:['’]s| is) |feels? |much |a (?:bit|little|lot) |the )*(better|same|worse)\W*$/i.exec(
    said.text.trim(),
  )?.[1]
  return answers.find(
    (answer) => labelled(services, answer).value === chosen || answer === word?.toLowerCase(),
  )
}

const ofWorse = new Set(
  (
    "oh so now hi hello hey well and but no sorry help my the back pain spasm spasms it its it's this things has have " +
    'feel feels just got gotten getting become gone went much even far a lot bad hurting started come came in is are ' +
    'worse again returned today than before ever yesterday'
  ).split(' '),
)
const isBack = /(?:\bits|'s|\b(?:is|are|has|have|came|come|comes|coming))(?: come)? back\b/

/** "It's worse now", "my back is bad again": said to advice, of one's own accord. */
export function saysWorse(text: string): boolean {
  const words = plain(text)
    .replace(/[.,:-]/g, ' ')
    .split(' ')
    .filter(Boolean)
  if (words.length > 12 || /^(?:is|are|has|have)$/.test(words[0]!) || text.includes('?')) return false
  const worse = words.some((word) => word === 'worse' || word === 'again' || word === 'returned')
  return words.every((word) => ofWorse.has(word)) && (worse || isBack.test(words.join(' ')))
}

/** After so long what was answered is asked again. */
const fresh = dayMs

/** Whether the answers are some days old. */
export const isOld = ({ answeredAt }: Conversation, services: Services): boolean =>
  answeredAt !== undefined && services.now().getTime() - answeredAt > fresh

/** "The same" or "worse" goes on by the rules for pain that lasts, "worse" with the danger signs first. */
export async function takeCheckIn(
  answer: (typeof answers)[number],
  {
    context,
    conversation,
    services,
    main,
  }: { context: TurnContext; conversation: Conversation; services: Services; main: MainDialog },
): Promise<void> {
  const { checkIn, facts } = conversation
  delete conversation.checkIn
  await notify(context, services, `check-in-${answer}`)
  if (answer === 'better') return main.stop(context)
  const days = Math.round((services.now().getTime() - (checkIn?.agreed ?? 0)) / dayMs)
  const lasted = typeof facts.durationDays === 'number' ? { durationDays: facts.durationDays + days } : {}
  conversation.facts = record(facts, { improving: 'no', ...lasted } satisfies Partial<Facts>)
  const again = answer === 'worse' ? [...bundleIds, 'severity'] : []
  conversation.again = facts.homeCare === 'yes' ? again : [...again, 'home-care']
  delete conversation.advice
  await main.interview(context)
}
