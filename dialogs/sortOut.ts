/**
 * "That was about me", "I meant my husband", "not him, me". Where signs were told of the one spoken of, whose they are is
 * asked, for the words may mean an earlier message; the answer moves them, and loses none.
 */
import { decide } from '../src/core/triage/decide.ts'
import { affirmedFlags } from '../src/core/triage/facts.ts'
import { compareLevels } from '../src/core/triage/flags.ts'
import { isSame, type Who, type Whose } from '../src/core/triage/forWhom.ts'
import { credit, isBlank, speakOf, whoNow } from '../src/core/triage/people.ts'
import { whoInWords } from '../src/core/triage/whoInWords.ts'
import { advise } from './advise.ts'
import type { CommandTurn } from './commands.ts'
import { notify } from './services.ts'
import { askWhose, both } from './whose.ts'

/** @param sorting whose signs they are was asked, and this is the answer */
export async function sortOut(
  turn: CommandTurn,
  whose: Whose | typeof both,
  sorting: { readonly to: Who } | undefined,
): Promise<void> {
  const { conversation, services, main, context } = turn
  if (whose === both) {
    if (sorting) credit(conversation, sorting.to, true)
  } else {
    const { who, anew } = whose
    const same = isSame(who, whoNow(conversation))
    const doubtful = !sorting && !same && !anew && affirmedFlags(conversation.facts).length > 0
    if (doubtful) return askWhose(context, conversation, services, who)
    if (sorting && !same) credit(conversation, who, false)
    else speakOf(conversation, sorting?.to ?? who)
  }
  await main.stop(context)
  await goOnAbout(turn)
}

/** Says whom it is about now, what stands for them, and goes on with their questions. */
async function goOnAbout({ conversation, services, context, main }: CommandTurn): Promise<void> {
  const whose = whoInWords(whoNow(conversation), services.wording.people)
  await notify(context, services, 'now-about', { blanks: { whose } })
  const { outcome } = decide(conversation.facts)
  const urgent = outcome && compareLevels(outcome.level, 'urgent') >= 0
  if (urgent) await advise(context, services, outcome)
  if (outcome?.level === 'emergency') return
  if (conversation.confirming || conversation.asked) return main.resume(context)
  if (urgent || isBlank(conversation)) return main.interview(context)
  if (outcome) await advise(context, services, outcome)
  else await main.interview(context)
}
