/** The interview, then what to do. */
import { WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from './waterfalls.ts'
import { decide } from '../src/core/triage/decide.ts'
import { advise as sayAdvice, justAdvised } from './advise.ts'
import { interviewId, type InterviewOptions } from './interviewDialog.ts'
import { conversationOf, type Services } from './services.ts'

export const triageId = 'triage'

const interview = (step: WaterfallStepContext<InterviewOptions>): Promise<DialogTurnResult> =>
  step.beginDialog(interviewId, step.options)

export function triageDialog(services: Services): WaterfallDialog<InterviewOptions> {
  async function advise(step: WaterfallStepContext<InterviewOptions>): Promise<DialogTurnResult> {
    const { outcome } = decide(conversationOf(step.context).facts)
    if (outcome && !justAdvised(step.context, outcome)) await sayAdvice(step.context, services, outcome)
    return step.endDialog()
  }

  return new WaterfallDialog(triageId, [interview, advise])
}
