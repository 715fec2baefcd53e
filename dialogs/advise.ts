/** Says what to do, and pins it: the advice stands until a direct answer changes what it rests on. */
import type { TurnContext } from 'botbuilder'
import type { Conversation } from '../src/core/conversation.ts'
import { composeAdvice } from '../src/core/triage/advice.ts'
import type { Outcome } from '../src/core/triage/rules.ts'
import { conversationOf, regionOf, say, type Services } from './services.ts'

const advisedKey = Symbol('advised')

export async function advise(context: TurnContext, services: Services, outcome: Outcome): Promise<void> {
  const conversation = conversationOf(context)
  context.turnState.set(advisedKey, outcome.rule)
  conversation.advice = { level: outcome.level, rule: outcome.rule, flags: [...outcome.flags] }
  const region = regionOf(services, conversation)
  await say(context, services, composeAdvice(outcome, conversation.facts, { ...services, region }))
}

/** Whether this very advice was given earlier in this turn. */
export const justAdvised = (context: TurnContext, { rule }: Outcome): boolean =>
  context.turnState.get(advisedKey) === rule

/** Whether an outcome says something else than the advice that stands. */
export const isNews = ({ advice }: Conversation, outcome: Outcome): boolean =>
  advice?.rule !== outcome.rule || outcome.flags.some((flag) => !advice.flags.includes(flag))
