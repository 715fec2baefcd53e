/** A card whose question was answered shows what was answered, and can no longer be tapped. */
import type { TurnContext } from 'botbuilder'
import { closed } from '../src/cards/render.ts'
import type { Conversation } from '../src/core/conversation.ts'
import type { Option } from '../src/core/messages.ts'
import { signNamed } from '../src/core/triage/flags.ts'
import { noFacts } from '../src/core/triage/facts.ts'
import { confirmQuestion, isQuestionId, questionMessage } from '../src/core/triage/questions.ts'
import { fill } from '../src/core/wording.ts'
import { changeId, changeQuestion } from './changeDialog.ts'
import { wordsOf, type Said, type Services } from './services.ts'

interface Asked {
  readonly text: string
  readonly options: readonly Option[]
}

function askedBy(
  { tapped, confirm }: Said,
  conversation: Conversation,
  services: Services,
): Asked | undefined {
  const sign = confirm === undefined ? undefined : signNamed(confirm)
  if (sign) return confirmQuestion(sign, services.wording)
  if (!tapped) return undefined
  if (tapped.question === changeId) return changeQuestion(conversation, services)
  return isQuestionId(tapped.question)
    ? questionMessage(tapped.question, noFacts, services.wording, 0)
    : undefined
}

/** @param taken whether the answer was taken; else the card only closes */
export async function closeCard(
  context: TurnContext,
  conversation: Conversation,
  services: Services,
  said: Said,
  taken: boolean,
): Promise<void> {
  const asked = askedBy(said, conversation, services)
  if (!asked) return
  const answers = said.tapped?.answers ?? [wordsOf(said)]
  const named = answers.map((answer) => asked.options.find(({ value }) => value === answer)?.label ?? answer)
  const answered = taken ? fill(services.wording.notices['answered-card'], { answer: named.join(', ') }) : ''
  const card = closed(context.activity, asked.text, answered)
  if (card) await context.sendActivity(card)
}
