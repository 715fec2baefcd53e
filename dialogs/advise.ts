/** Says what to do, and pins it: the advice stands until a direct answer changes what it rests on. */
import type { TurnContext } from 'botbuilder'
import type { Conversation } from '../src/core/conversation.ts'
import { composeAdvice } from '../src/core/triage/advice.ts'
import { compareLevels } from '../src/core/triage/flags.ts'
import { inDanger, whoNow } from '../src/core/triage/people.ts'
import type { Outcome } from '../src/core/triage/rules.ts'
import { conversationOf, referenceOf, regionOf, say, type Services } from './services.ts'

const advisedKey = Symbol('advised')

export async function advise(context: TurnContext, services: Services, outcome: Outcome): Promise<void> {
  const conversation = conversationOf(context)
  context.turnState.set(advisedKey, outcome.rule)
  const reference = referenceFor(context, conversation, outcome)
  const flags = [...outcome.flags]
  conversation.advice = { level: outcome.level, rule: outcome.rule, flags, ...(reference && { reference }) }
  const region = regionOf(services, conversation)
  const people = { who: whoNow(conversation), inDanger: inDanger(conversation) }
  const advice = composeAdvice(outcome, conversation.facts, { ...services, region, reference, ...people })
  await say(context, services, advice)
}

/** The staff are told once of an escalation, and again when it becomes more urgent: under the reference of that turn. */
function referenceFor(
  context: TurnContext,
  { advice }: Conversation,
  { level }: Outcome,
): string | undefined {
  if (compareLevels(level, 'urgent') < 0) return undefined
  const told = advice?.reference !== undefined && compareLevels(level, advice.level) <= 0
  return told ? advice.reference : (referenceOf(context) ?? advice?.reference)
}

/** Whether this very advice was given earlier in this turn. */
export const justAdvised = (context: TurnContext, { rule }: Outcome): boolean =>
  context.turnState.get(advisedKey) === rule

/** Whether an outcome says something else than the advice that stands. */
export const isNews = ({ advice }: Conversation, outcome: Outcome): boolean =>
  advice?.rule !== outcome.rule || outcome.flags.some((flag) => !advice.flags.includes(flag))
