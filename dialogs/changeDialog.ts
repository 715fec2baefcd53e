/** "Change my answer": which one? Then its question is put again. */
import { Dialog, Waterfall, type DialogTurnResult, type Step } from './waterfalls.ts'
import type { Conversation } from '../src/core/conversation.ts'
import type { Question } from '../src/core/messages.ts'
import type { Facts } from '../src/core/triage/facts.ts'
import {
  flagsOfBundle,
  isBundle,
  questionIds,
  questionOfFact,
  type QuestionId,
} from '../src/core/triage/questions.ts'
import { choiceByName, readChoice } from '../src/core/triage/readAnswer.ts'
import { wordsIn } from '../src/core/triage/yesNo.ts'
import { conversationOf, notify, saidOf, say, type Said, type Services } from './services.ts'
import { triageId } from './triageDialog.ts'
import { askWhose, otherWho } from './whose.ts'

export const changeId = 'change'
/** The choice that changes not an answer but whom it is about. */
const whoseId = 'whose'

/** What was answered or told so far, as a question about which of it to change. */
export const changeQuestion = (
  { answered, facts, advice, about, others }: Conversation,
  services: Services,
): Question => ({
  kind: 'question',
  question: changeId,
  text: services.wording.notices['which-answer'],
  multiple: false,
  flags: [],
  options: [
    ...questionIds
      .filter((id) => answered.includes(id) || isTold(facts, id) || advice?.flags.some((flag) => flag === id))
      .map((id) => ({ value: id, label: services.wording.questions[id].short })),
    ...(about || others.length > 0 ? [{ value: whoseId, label: services.wording.people.which }] : []),
  ],
  progress: { step: 1, of: 1 },
})

const contextFacts = ['durationDays', 'severity', 'recurrence', 'homeCare', 'improving'] as const
/** Whether a question's fact was told in other words, so that it never had to be put. */
const isTold = (facts: Facts, id: QuestionId): boolean =>
  contextFacts.some((key) => facts[key] !== undefined && questionOfFact(key) === id)

/** So many words name an answer; more of them say something. */
const longestName = 5

/** The answer that is named: by its place or name in the list, or by the name of a sign that its question asks about. */
export function namedAnswer(conversation: Conversation, services: Services, said: Said): string | undefined {
  if (wordsIn(said.text) > longestName) return undefined
  const { options } = changeQuestion(conversation, services)
  const { questions } = services.wording
  const names = options.flatMap(({ value }) =>
    isBundle(value) ? flagsOfBundle(value).map((flag) => ({ value, label: questions[flag].short })) : [],
  )
  return readChoice(options, said) ?? choiceByName(names, said.text)
}

export function changeDialog(services: Services): Waterfall {
  async function ask(step: Step): Promise<DialogTurnResult> {
    const conversation = conversationOf(step.context)
    conversation.asked = { question: changeId, unread: 0 }
    await say(step.context, services, changeQuestion(conversation, services))
    return Dialog.EndOfTurn
  }

  async function choose(step: Step): Promise<DialogTurnResult> {
    const conversation = conversationOf(step.context)
    const chosen = namedAnswer(conversation, services, saidOf(step.context))
    delete conversation.asked
    if (chosen === undefined) {
      await notify(step.context, services, 'nothing-changed')
      return step.replaceDialog(triageId)
    }
    const to = chosen === whoseId && otherWho(conversation)
    if (to) {
      await askWhose(step.context, conversation, services, to)
      return step.endDialog()
    }
    conversation.again = [chosen]
    conversation.changing = chosen
    return step.replaceDialog(triageId)
  }

  return new Waterfall(changeId, [ask, choose])
}
