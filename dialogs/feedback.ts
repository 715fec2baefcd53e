/**
 * A thumb under an answer is counted for the sections the answer was made of: one for each answer of a conversation, the
 * last one given. Who gave it stands only in their own conversation, and goes with it.
 */
import type { Activity, TurnContext } from 'botbuilder'
import { ActivityTypes } from './botbuilder.ts'
import type { Conversation } from '../src/core/conversation.ts'
import { dayOf, nameOf, readThumb, type Thumb } from '../src/core/feedback.ts'
import type { Message, Option } from '../src/core/messages.ts'
import { isBundle, isQuestionId, confirmQuestion, shownOptions } from '../src/core/triage/questions.ts'
import type { Lesson, Store, Tally } from '../src/store/store.ts'
import { changeId, changeQuestion } from './changeDialog.ts'
import { labelled, notify, type Services } from './services.ts'

/** An answer that was given, by its place in the conversation's log. */
export interface Rated {
  readonly sequence: number
  readonly sections: readonly string[]
}

/** So many answers of a conversation are known to have a thumb; older ones could get another. */
const remembered = 50
/** Among so many lines of the log an answer is looked for that is not named by its place. */
const lookedThrough = 100

/** The thumb that an activity brings. What says something in words is heard as words. */
export function thumbOf({ type, text, name, value }: Activity): Thumb | undefined {
  if (value === undefined || text?.trim()) return undefined
  const invoked = type === ActivityTypes.Invoke && name === 'message/submitAction'
  return type === ActivityTypes.Message || type === ActivityTypes.Event || invoked
    ? readThumb(value)
    : undefined
}

/**
 * The answer that a thumb names: by the id of its activity, or by its sections. The newest answer where the thumb names
 * none, or names it by an id of another channel, which nobody here knows.
 */
export async function ratedAnswer(
  store: Store,
  key: string,
  { channelId }: Activity,
  { answer }: Thumb,
): Promise<Rated | undefined> {
  const sequence = answer?.startsWith(`${key}|`) ? Number(answer.slice(key.length + 1)) : undefined
  const entries =
    sequence === undefined
      ? await store.entries(key, (await store.newest(key)) - lookedThrough)
      : await store.entries(key, sequence - 1, 1)
  const given = entries.flatMap(({ sequence: at, answers, activity }) => {
    // What a person sends may look like an answer; it replies to nothing.
    const { message } = (activity.channelData ?? {}) as { message?: Message }
    return answers !== undefined && message?.kind === 'answer' && message.sections?.length
      ? [{ sequence: at, sections: message.sections }]
      : []
  })
  if (sequence !== undefined) return given.find((one) => one.sequence === sequence)
  const named = given.findLast(({ sections }) => nameOf(sections) === answer)
  return named ?? (answer === undefined || channelId !== 'directline' ? given.at(-1) : undefined)
}

interface ThumbTurn {
  readonly context: TurnContext
  readonly conversation: Conversation
  readonly services: Services
  readonly rated: Rated | undefined
  readonly learn: (lesson: Lesson) => void
}

/** Counts a thumb, takes back the one before it, and says thanks. What waits for the person goes on waiting. */
export async function takeThumb({ vote }: Thumb, turn: ThumbTurn): Promise<void> {
  const { context, conversation, services, rated, learn } = turn
  const before = rated && conversation.votes?.[rated.sequence]
  if (rated && before?.vote !== vote) {
    const day = dayOf(services.now())
    const tallies = rated.sections.flatMap((section): Tally[] => [
      ...(before ? [{ ...before, section, by: -1 as const }] : []),
      { day, section, vote, by: 1 },
    ])
    learn({ day, tallies })
    const votes: Conversation['votes'] = { ...conversation.votes, [rated.sequence]: { vote, day } }
    conversation.votes = Object.fromEntries(Object.entries(votes).slice(-remembered))
  }
  const waiting = whatWaits(conversation, services)
  await notify(context, services, 'feedback', waiting ? { waiting } : {})
}

/** What could be tapped under the last message. A list to tick stays on its card. */
function whatWaits(conversation: Conversation, services: Services): readonly Option[] | undefined {
  const { asked, confirming, erasing, facts, which } = conversation
  const { wording } = services
  if (erasing) return [labelled(services, 'delete-it'), labelled(services, 'keep-it')]
  if (confirming) return confirmQuestion(confirming.sign, wording).options
  if (!asked) return [labelled(services, 'check-my-symptoms')]
  const { question } = asked
  if (question === changeId) return changeQuestion(conversation, services).options
  if (!isQuestionId(question) || isBundle(question) || question === 'about-you') return undefined
  return shownOptions(question, facts, wording, which === question)
}
