/**
 * The interview: ask what is still unknown, record the answer, look again. It keeps no position; `decide` says after
 * every answer what comes next, so a release may add, drop or reorder questions without stranding anyone half-way.
 */
import { Dialog, Waterfall, type DialogTurnResult, type Step } from './waterfalls.ts'
import { decide } from '../src/core/triage/decide.ts'
import type { Conversation } from '../src/core/conversation.ts'
import { instructionOf, standsFor } from '../src/core/triage/advice.ts'
import { record as put, type Facts, type Known } from '../src/core/triage/facts.ts'
import { compareLevels, flagOf, type SignId } from '../src/core/triage/flags.ts'
import { inDanger } from '../src/core/triage/people.ts'
import { judge } from '../src/core/triage/rules.ts'
import {
  isBundle,
  isQuestionId,
  notKnown,
  questionMessage,
  whichMessage,
  type QuestionId,
} from '../src/core/triage/questions.ts'
import { assumedOf, readAnswer, type Asked } from '../src/core/triage/readAnswer.ts'
import { advise, isNews } from './advise.ts'
import { askedAbout, conversationOf, notify, regionOf, saidOf, say, type Services } from './services.ts'

export const interviewId = 'interview'

/** After this many answers that could not be read, a question counts as not known. */
const attempts = 2

export interface InterviewOptions {
  /** What was said this turn answers the pending question: record it instead of asking again. */
  readonly answered?: boolean
}

/** Ends when nothing is left to ask or an emergency has come up; the outcome follows from the facts. */
export function interviewDialog(services: Services): Waterfall<InterviewOptions> {
  async function ask(step: Step<InterviewOptions>): Promise<DialogTurnResult> {
    const conversation = conversationOf(step.context)
    if (step.options.answered && conversation.asked) return step.next()
    const { outcome, next } = decide(conversation.facts)
    const emergency = outcome?.level === 'emergency'
    const question = conversation.again.find(isQuestionId) ?? next
    if (question === undefined || (emergency && isNews(conversation, outcome))) {
      delete conversation.asked
      return step.endDialog()
    }
    if (outcome?.level === 'urgent' && isNews(conversation, outcome))
      await advise(step.context, services, outcome)

    if (conversation.changing !== question) delete conversation.changing
    if (conversation.asked?.question !== question) conversation.asked = { question, unread: 0 }
    const message =
      conversation.which === question
        ? whichMessage(question, services.wording)
        : questionMessage(question, conversation.facts, services.wording, conversation.asked.unread)
    const region = regionOf(services, conversation)
    const at = { ...services, region }
    const own = outcome?.level === 'urgent' ? [instructionOf(outcome, conversation.facts, at)] : []
    const standing = [...own, ...standsFor(inDanger(conversation), at)].join('. ')
    const text = askedAbout(conversation, message.text, services)
    await say(step.context, services, { ...message, text, ...(standing && { standing }) })
    return Dialog.EndOfTurn
  }

  async function record(step: Step<InterviewOptions>): Promise<DialogTurnResult> {
    const conversation = conversationOf(step.context)
    const question = conversation.asked?.question
    if (!conversation.asked || question === undefined || !isQuestionId(question))
      return step.replaceDialog(interviewId)

    const { text, tapped, news } = saidOf(step.context)
    const { facts } = conversation
    const reading = readAnswer(question, tapped?.answers ?? text, askedOf(question, conversation, services))
    // "About two days" to another question is taken up, and is no failed answer to this one.
    if (reading.kind === 'unread' && news) return step.replaceDialog(interviewId)
    if (reading.kind === 'unread' && ++conversation.asked.unread < attempts) {
      await notify(step.context, services, 'read-again')
      return step.replaceDialog(interviewId)
    }
    const answer = reading.kind === 'read' ? reading.facts : notKnown(question, facts)
    if (answer.unread) await notify(step.context, services, 'one-by-one')
    else if (reading.kind === 'unread') await notify(step.context, services, 'noted-not-known')
    conversation.facts = put(facts, keepTold(conversation, question, answer))
    if (wasLowered(conversation)) {
      delete conversation.advice
      await notify(step.context, services, 'corrected')
    }
    conversation.answeredAt = services.now().getTime()
    conversation.again = conversation.again.filter((other) => other !== question)
    // "None of these" after a bare "yes": the sign assumed since then is asked about by itself, and so is every other.
    const assumed = isBundle(question) && conversation.which === question && assumedOf(question, facts)
    if (assumed && answer.unread) conversation.again = [assumed, ...conversation.again]
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

  return new Waterfall(interviewId, [ask, record])
}

/** What a reader of the answer to this question must know: what is known, what was shown, why it is put. */
export const askedOf = (question: QuestionId, conversation: Conversation, services: Services): Asked => ({
  facts: conversation.facts,
  wording: services.wording,
  today: services.now(),
  changing: conversation.changing === question,
  which: conversation.which === question,
})

/** What was told in the person's own words is lowered by its own question alone, not by "none of these" to many. */
function keepTold(
  { told, facts }: Conversation,
  question: QuestionId,
  answer: Partial<Facts>,
): Partial<Facts> {
  const signs = Object.entries(answer.signs ?? {}) as [SignId, Known][]
  const kept = signs.filter(([sign, known]) => {
    const flag = flagOf(sign)
    return known === 'yes' || facts.signs[sign] !== 'yes' || flag === question || !told.includes(flag)
  })
  return { ...answer, ...(answer.signs && { signs: Object.fromEntries(kept) }) }
}

/** Whether urgent advice stands that the facts no longer bear out. */
function wasLowered({ advice, facts }: Conversation): boolean {
  if (!advice || compareLevels(advice.level, 'urgent') < 0) return false
  return compareLevels(judge(facts).level, advice.level) < 0
}
