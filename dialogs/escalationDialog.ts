/** One closed question about a possible sign of something dangerous; its answer is that sign's direct answer. */
import { Dialog, WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from 'botbuilder-dialogs'
import { decide } from '../src/core/triage/decide.ts'
import { record } from '../src/core/triage/facts.ts'
import { answerSign, confirmQuestion } from '../src/core/triage/questions.ts'
import { readConfirm } from '../src/core/triage/readAnswer.ts'
import { compareLevels } from '../src/core/triage/flags.ts'
import { advise, isNews } from './advise.ts'
import { conversationOf, notify, saidOf, say, type Services } from './services.ts'
import { triageId } from './triageDialog.ts'

export const escalationId = 'escalation'

/** How it ends: words to take up (those that led here, or new ones that were no answer), or nothing. */
export interface TakeUp {
  readonly takeUp: string
}

/** Asks about `conversation.confirming.sign`. A "yes" is advised on at once. */
export function escalationDialog(services: Services): WaterfallDialog {
  async function ask(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const { confirming } = conversationOf(step.context)
    if (!confirming) return step.endDialog()
    await say(step.context, services, confirmQuestion(confirming.sign, services.wording))
    return Dialog.EndOfTurn
  }

  async function settle(step: WaterfallStepContext): Promise<DialogTurnResult> {
    const conversation = conversationOf(step.context)
    const { confirming } = conversation
    const said = saidOf(step.context)
    const known = readConfirm(said.tapped?.answers.join(', ') ?? said.text)
    delete conversation.confirming
    if (!confirming || known === undefined) return step.endDialog({ takeUp: said.text } satisfies TakeUp)

    conversation.facts = record(conversation.facts, answerSign(confirming.sign, known))
    const { outcome } = decide(conversation.facts)
    if (
      outcome &&
      compareLevels(outcome.level, 'urgent') >= 0 &&
      (confirming.takeUp === undefined || isNews(conversation, outcome))
    ) {
      await advise(step.context, services, outcome)
      return outcome.level === 'emergency' ? step.endDialog() : step.replaceDialog(triageId)
    }
    if (confirming.takeUp !== undefined) return step.endDialog({ takeUp: confirming.takeUp } satisfies TakeUp)
    delete conversation.advice
    await notify(step.context, services, 'corrected')
    return step.replaceDialog(triageId)
  }

  return new WaterfallDialog(escalationId, [ask, settle])
}
