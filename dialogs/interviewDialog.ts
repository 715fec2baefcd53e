/**
 * The interview: ask what is still unknown, record the answer, look again. It keeps no position; `decide` says after
 * every answer what comes next, so a release may add, drop or reorder questions without stranding anyone half-way.
 */
import { Dialog, WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from 'botbuilder-dialogs'
import { decide } from '../src/core/triage/decide.ts'
import { record as put } from '../src/core/triage/facts.ts'
import {
  isBundle,
  isQuestionId,
  notKnown,
  questionMessage,
  whichMessage,
} from '../src/core/triage/questions.ts'
import { readAnswer } from '../src/core/triage/readAnswer.ts'
import { advise, isNews } from './advise.ts'
import { conversationOf, notify, saidOf, say, type Services } from './services.ts'

export const interviewId = 'interview'

/** After this many answers that could not be read, a question counts as not known. */
const attempts = 2

export interface InterviewOptions {
  /** What was said this turn answers the pending question: record it instead of asking again. */
  readonly answered?: boolean
}

/** Ends when nothing is left to ask or an emergency has come up; the outcome follows from the facts. */
export function interviewDialog(services: Services): WaterfallDialog<InterviewOptions> {
  async function ask(step: WaterfallStepContext<InterviewOptions>): Promise<DialogTurnResult> {
    const conversation = conversationOf(step.context)
    if (step.options.answered && conversation.asked) return step.next()
    const { outcome, next } = decide(conversation.facts)
    const emergency = outcome?.level === 'emergency'
    const question = conversation.again.find(isQuestionId) ?? next
    if (question === undefined || (emergency && isNews(conversation, outcome))) {
      // After a bare "yes" the person is sent to care first; which sign it is can be said or asked next.
      if (conversation.which) conversation.asked = { question: conversation.which, unread: 0 }
      else delete conversation.asked
      return step.endDialog()
    }
    if (outcome?.level === 'urgent' && isNews(conversation, outcome))
      await advise(step.context, services, outcome)

    if (conversation.asked?.question !== question) conversation.asked = { question, unread: 0 }
    const message =
      conversation.which === question
        ? whichMessage(question, services.wording)
        : questionMessage(question, conversation.facts, services.wording, conversation.asked.unread)
    await say(step.context, services, message)
    return Dialog.EndOfTurn
  }

  async function record(step: WaterfallStepContext<InterviewOptions>): Promise<DialogTurnResult> {
    const conversation = conversationOf(step.context)
    const question = conversation.asked?.question
    if (!conversation.asked || question === undefined || !isQuestionId(question))
      return step.replaceDialog(interviewId)

    const { text, tapped } = saidOf(step.context)
    const { facts } = conversation
    const changing = conversation.changing === question || conversation.which === question
    const asked = { facts, wording: services.wording, today: services.now(), changing }
    const reading = readAnswer(question, tapped?.answers ?? text, asked)
    if (reading.kind === 'unread' && ++conversation.asked.unread < attempts) {
      await notify(step.context, services, 'read-again')
      return step.replaceDialog(interviewId)
    }
    if (reading.kind === 'unread' && isBundle(question)) await notify(step.context, services, 'one-by-one')
    conversation.facts = put(facts, reading.kind === 'read' ? reading.facts : notKnown(question))
    conversation.again = conversation.again.filter((other) => other !== question)
    conversation.answered = [...conversation.answered.filter((other) => other !== question), question]
    delete conversation.asked
    delete conversation.which
    delete conversation.changing
    if (reading.kind === 'read' && reading.which) {
      conversation.which = question
      conversation.again = [question]
    }
    return step.replaceDialog(interviewId)
  }

  return new WaterfallDialog(interviewId, [ask, record])
}
