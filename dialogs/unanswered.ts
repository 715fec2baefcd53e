/**
 * A question without an answer is kept for the staff, masked, by its day and nothing else: see `maskQuestion`. Kept is
 * only what was typed in a conversation of one person, told of nothing dangerous, and asks rather than tells.
 */
import type { TurnContext } from 'botbuilder'
import type { Conversation } from '../src/core/conversation.ts'
import { dayOf } from '../src/core/feedback.ts'
import type { Intent } from '../src/core/intent.ts'
import { maskQuestion } from '../src/core/maskQuestion.ts'
import type { Recognition } from '../src/core/redFlags/mention.ts'
import type { Lesson } from '../src/store/store.ts'
import type { Services } from './services.ts'

const unansweredKey = Symbol('unanswered')
/** Words that are no question, but not more than these, look something up: "flying with a bad back". */
const shortWords = 12

/** Notes that the articles hold no sure answer to this. */
export const markUnanswered = (context: TurnContext, question: string): void => {
  context.turnState.set(unansweredKey, question)
}

/** What was made of the words of this turn. */
interface Heard {
  readonly text: string
  readonly heard?: Recognition | undefined
  readonly intent?: Intent | undefined
}

/** Undefined when nothing of this turn is to be kept. */
export function lessonOf(
  context: TurnContext,
  { advice }: Conversation,
  services: Services,
  { text, heard, intent }: Heard,
): Lesson | undefined {
  const question = context.turnState.get<string | undefined>(unansweredKey)
  // words of an earlier turn, taken up after a "no", told of a red flag, or may have
  if (question === undefined || question !== text || !services.keepsQuestions) return undefined
  const { isGroup, conversationType = 'personal' } = context.activity.conversation
  if (isGroup || conversationType !== 'personal' || advice?.level === 'emergency') return undefined
  if (!heard || heard.mentions.length > 0 || heard.unsure.length > 0) return undefined
  const asks = intent?.kind === 'question'
  const looksUp = intent?.kind !== 'gibberish' && text.trim().split(/\s+/).length <= shortWords
  if (!asks && !looksUp) return undefined
  const masked = maskQuestion(question)
  return /\p{L}/u.test(masked) ? { day: dayOf(services.now()), question: masked } : undefined
}
