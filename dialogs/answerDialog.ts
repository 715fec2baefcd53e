/** Answers one free-form question from the articles, or says what is not in them. */
import { Waterfall, type DialogTurnResult, type Step } from './waterfalls.ts'
import { decide } from '../src/core/triage/decide.ts'
import { compareLevels, type RedFlag } from '../src/core/triage/flags.ts'
import type { Answer, Unsure } from '../src/core/messages.ts'
import type { Facts } from '../src/core/triage/facts.ts'
import { whatIf } from '../src/core/triage/advice.ts'
import { advise } from './advise.ts'
import { conversationOf, inPlace, labelled, notify, regionOf, say, type Services } from './services.ts'
import { markUnanswered } from './unanswered.ts'

export const answerId = 'answer'

/** "What should I do if I can't pee?": the advice for that sign answers it, better than any article. */
const asksWhatIf =
  /\bwhat (?:should|do|can|must|would|shall|will) (?:i|we|he|she|they|you|one) (?:have to |need to )?do\b|\bwhat to do\b|\bwhat (?:if|happens if|happens when)\b/i

const painRelief =
  /\b(?:ibuprofen|naproxen|aspirin|anti-?inflammator\w*|pain ?(?:killers?|relievers?|relief))\b/i
/** Who must not take anti-inflammatories, by what was told. */
const notForThem = ({ pregnant, bloodThinners, ulcerOrKidney, under16 }: Facts): boolean =>
  [pregnant, bloodThinners, ulcerOrKidney, under16].includes('yes')

/** What was told of the person, as groups of `knowledge/retrieval/pairings.json`. */
const toldOf = ({ pregnant, bloodThinners, ulcerOrKidney, under16 }: Facts): string[] => [
  ...(pregnant === 'yes' ? ['pregnancy'] : []),
  ...(under16 === 'yes' ? ['child'] : []),
  ...(bloodThinners === 'yes' ? ['blood thinner'] : []),
  ...(ulcerOrKidney === 'yes' ? ['ulcer'] : []),
]

export interface AnswerOptions {
  readonly question: string
  /** Signs of something dangerous the question asks about in general: the answer says what to do if they happen. */
  readonly about: readonly RedFlag[]
}

export function answerDialog(services: Services): Waterfall<AnswerOptions> {
  async function answer(step: Step<AnswerOptions>): Promise<DialogTurnResult> {
    const conversation = conversationOf(step.context)
    const { question, about } = step.options
    const level = conversation.advice?.level ?? 'self-care'
    const urgentStands = compareLevels(level, 'urgent') >= 0
    // "Can I wait until tomorrow?": no article may soothe where advice to get help stands.
    const outcome = urgentStands ? decide(conversation.facts).outcome : undefined
    if (outcome && services.asksWhatNow(question)) {
      await advise(step.context, services, outcome)
      return step.endDialog()
    }
    const [flag] = about
    const region = regionOf(services, conversation)
    const happens = flag && whatIf(flag, { ...services, region })
    const message: Answer | Unsure =
      happens && asksWhatIf.test(question)
        ? {
            kind: 'answer',
            text: happens.why,
            sources: happens.sources,
            sections: [`what-if/${flag}`],
            score: 1,
          }
        : services.answer(question, {
            previous: conversation.lastQuestion,
            told: toldOf(conversation.facts),
          })
    const nothingFound = message.kind === 'unsure' && !message.closest && about.length === 0
    if (nothingFound && urgentStands) {
      await notify(step.context, services, 'still-stands')
      return step.endDialog()
    }
    // also of what is not answered: "and paracetamol?" may be asked after a refusal about a child
    conversation.lastQuestion = question
    if (message.kind !== 'answer') markUnanswered(step.context, question)
    const notice = urgentStands ? 'first-of-all' : happens ? 'if-happening' : undefined
    if (notice === 'if-happening' && flag) conversation.happening = flag
    const blanks = { instruction: happens?.instruction ?? '' }
    const { notices, advice } = services.wording
    const served = message.kind === 'answer' ? message.text : message.closest?.text
    const unsafe = served !== undefined && (painRelief.test(served) || painRelief.test(question))
    const warnings = [
      ...(notice ? [notices[notice]] : []),
      ...(unsafe && notForThem(conversation.facts) ? [advice['no-anti-inflammatories']] : []),
    ]
    const warning = warnings.map((text) => inPlace(step.context, services, text, blanks)).join(' ')
    const free = !conversation.asked && !conversation.confirming
    const options = free ? [labelled(services, 'check-my-symptoms')] : undefined
    await say(step.context, services, {
      ...message,
      ...(warning && { warning }),
      ...(message.kind === 'answer' && options && { options }),
    })
    return step.endDialog()
  }

  return new Waterfall<AnswerOptions>(answerId, [answer])
}
