/** The interview, then what to do. */
import { Waterfall, type DialogTurnResult, type Step } from './waterfalls.ts'
import { decide } from '../src/core/triage/decide.ts'
import { advise as sayAdvice, justAdvised } from './advise.ts'
import { interviewId, type InterviewOptions } from './interviewDialog.ts'
import { conversationOf, type Services } from './services.ts'

export const triageId = 'triage'

const interview = (step: Step<InterviewOptions>): Promise<DialogTurnResult> =>
  step.beginDialog(interviewId, step.options)

export function triageDialog(services: Services): Waterfall<InterviewOptions> {
  async function advise(step: Step<InterviewOptions>): Promise<DialogTurnResult> {
    const { outcome } = decide(conversationOf(step.context).facts)
    if (outcome && !justAdvised(step.context, outcome)) await sayAdvice(step.context, services, outcome)
    return step.endDialog()
  }

  return new Waterfall(triageId, [interview, advise])
}
