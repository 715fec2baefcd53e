/** The interview, then what to do. */
import { Waterfall, type DialogTurnResult, type Step } from './waterfalls.ts'
import { decide } from '../src/core/triage/decide.ts'
import { unfinished, whoNow } from '../src/core/triage/people.ts'
import { whoInWords } from '../src/core/triage/whoInWords.ts'
import { advise as sayAdvice, justAdvised } from './advise.ts'
import { interviewId, type InterviewOptions } from './interviewDialog.ts'
import { conversationOf, notify, type Services } from './services.ts'

export const triageId = 'triage'

const interview = (step: Step<InterviewOptions>): Promise<DialogTurnResult> =>
  step.beginDialog(interviewId, step.options)

export function triageDialog(services: Services): Waterfall<InterviewOptions> {
  async function advise(step: Step<InterviewOptions>): Promise<DialogTurnResult> {
    const { outcome } = decide(conversationOf(step.context).facts)
    const left = outcome?.level === 'emergency' ? undefined : unfinished(conversationOf(step.context))
    if (left) {
      const whose = whoInWords(whoNow(left), services.wording.people)
      await notify(step.context, services, 'unfinished', { blanks: { whose } })
    }
    if (outcome && !justAdvised(step.context, outcome)) await sayAdvice(step.context, services, outcome)
    return step.endDialog()
  }

  return new Waterfall(triageId, [interview, advise])
}
