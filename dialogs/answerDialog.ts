/** Answers one free-form question from the articles, or says what is not in them. */
import { WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from 'botbuilder-dialogs'
import { compareLevels, type RedFlag } from '../src/core/triage/flags.ts'
import { conversationOf, inPlace, notify, say, type Services } from './services.ts'

export const answerId = 'answer'

export interface AnswerOptions {
  readonly question: string
  /** Signs of something dangerous the question asks about in general: the answer says what to do if they happen. */
  readonly about: readonly RedFlag[]
}

export function answerDialog(services: Services): WaterfallDialog<AnswerOptions> {
  async function answer(step: WaterfallStepContext<AnswerOptions>): Promise<DialogTurnResult> {
    const conversation = conversationOf(step.context)
    const { question, about } = step.options
    const message = services.answer(question, conversation.lastQuestion)
    const urgent = conversation.advice && compareLevels(conversation.advice.level, 'urgent') >= 0
    if (urgent && message.kind === 'unsure' && !message.closest && about.length === 0) {
      await notify(step.context, services, 'still-stands')
      return step.endDialog()
    }
    if (message.kind === 'answer') conversation.lastQuestion = question
    const warning =
      about.length > 0
        ? { warning: inPlace(step.context, services, services.wording.notices['if-happening']) }
        : {}
    await say(step.context, services, { ...message, ...warning })
    return step.endDialog()
  }

  return new WaterfallDialog<AnswerOptions>(answerId, [answer])
}
