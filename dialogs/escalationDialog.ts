/** One closed question about a possible sign of something dangerous; its answer is that sign's direct answer. */
import { Dialog, Waterfall, type DialogTurnResult, type Step } from './waterfalls.ts'
import { decide } from '../src/core/triage/decide.ts'
import { record } from '../src/core/triage/facts.ts'
import { answerSign, confirmQuestion } from '../src/core/triage/questions.ts'
import { readConfirm } from '../src/core/triage/readAnswer.ts'
import { compareLevels, flagOf } from '../src/core/triage/flags.ts'
import { advise, isNews } from './advise.ts'
import { askedAbout, conversationOf, notify, saidOf, say, wordsOf, type Services } from './services.ts'
import { triageId } from './triageDialog.ts'

export const escalationId = 'escalation'

/** Taken up after a "no": nothing but the interview. */
export const goOn = ''

/** How it ends: with the words that led here, to take up after a "no", or with nothing. */
export interface TakeUp {
  readonly takeUp: string
}

/** After this many answers that could not be read, the sign counts as not known, which is never "no". */
const attempts = 2

/** Asks about `conversation.confirming.sign`. A "yes" is advised on at once. */
export function escalationDialog(services: Services): Waterfall {
  async function ask(step: Step): Promise<DialogTurnResult> {
    const conversation = conversationOf(step.context)
    const { confirming } = conversation
    if (!confirming) return step.endDialog()
    const question = confirmQuestion(confirming.sign, services.wording)
    const text = askedAbout(conversation, question.text, services)
    await say(step.context, services, { ...question, text })
    return Dialog.EndOfTurn
  }

  async function settle(step: Step): Promise<DialogTurnResult> {
    const conversation = conversationOf(step.context)
    const { confirming } = conversation
    if (!confirming) return step.endDialog()
    const known = readConfirm(wordsOf(saidOf(step.context)))
    if (known === undefined && ++confirming.unread < attempts) {
      await notify(step.context, services, 'read-again')
      return step.replaceDialog(escalationId)
    }
    const { sign, takeUp } = confirming
    delete conversation.confirming
    conversation.facts = record(
      conversation.facts,
      answerSign(sign, known ?? 'not-known', conversation.facts),
    )
    // Affirmed by its own question, only its own question lowers it.
    if (known === 'yes') conversation.told = [...new Set([...conversation.told, flagOf(sign)])]
    if (known === 'no') conversation.told = conversation.told.filter((flag) => flag !== flagOf(sign))

    const { outcome } = decide(conversation.facts)
    const urgent = outcome && compareLevels(outcome.level, 'urgent') >= 0
    if (urgent && (takeUp === undefined || isNews(conversation, outcome))) {
      await advise(step.context, services, outcome)
      return outcome.level === 'emergency' ? step.endDialog() : step.replaceDialog(triageId)
    }
    const next = takeUp === undefined ? undefined : conversation.doubts.shift()
    if (next) {
      conversation.confirming = { sign: next, takeUp, unread: 0 }
      return step.replaceDialog(escalationId)
    }
    if (takeUp === goOn) return step.replaceDialog(triageId)
    if (takeUp !== undefined) return step.endDialog({ takeUp } satisfies TakeUp)
    delete conversation.advice
    await notify(step.context, services, 'corrected')
    return step.replaceDialog(triageId)
  }

  return new Waterfall(escalationId, [ask, settle])
}
