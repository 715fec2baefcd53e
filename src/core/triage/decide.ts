/**
 * The one judge of how urgent something is and what to ask next, from facts alone.
 *
 * An emergency ends the questions. After an urgent outcome the questions about signs go on, because some of them
 * together are an emergency; the caller shows the outcome and asks. Otherwise there is no outcome while a question
 * that could change it is open; an answer that stays unknown closes none of the others.
 */
import type { Facts } from './facts.ts'
import { nextContext, nextSign, type QuestionId } from './questions.ts'
import { judge, restsOnUnknown, type Outcome } from './rules.ts'

export interface Decision {
  readonly outcome?: Outcome
  readonly next?: QuestionId
}

/** Facts are never changed in place, and a turn asks of the same ones several times. */
const decided = new WeakMap<Facts, Decision>()

export function decide(facts: Facts): Decision {
  const known = decided.get(facts) ?? weigh(facts)
  decided.set(facts, known)
  return known
}

function weigh(facts: Facts): Decision {
  const outcome = judge(facts)
  if (outcome.level === 'emergency') return { outcome }
  const sign = nextSign(facts)
  if (outcome.level === 'urgent') return sign ? { outcome, next: sign } : { outcome }
  const open = outcome.level === 'self-care' || restsOnUnknown(outcome)
  const next = sign ?? (open ? nextContext(facts) : undefined)
  return next ? { next } : { outcome }
}
