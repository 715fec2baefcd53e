/** Whose the signs told last are, where that may have been mistaken. */
import type { TurnContext } from 'botbuilder'
import type { Conversation } from '../src/core/conversation.ts'
import { affirmedFlags } from '../src/core/triage/facts.ts'
import { isNamed, me, type Who } from '../src/core/triage/forWhom.ts'
import { whoNow, type People } from '../src/core/triage/people.ts'
import { whoInWords } from '../src/core/triage/whoInWords.ts'
import { fill } from '../src/core/wording.ts'
import { notify, type Services } from './services.ts'

/** Of the one spoken of and the one named instead. */
export const both = 'both'
export const readBoth = (text: string): typeof both | undefined =>
  /^\W*(?:it['’]?s |that['’]?s |it is |about |of |for )*(?:both|us both|the two of us|we both)\b[\w\s]{0,12}\W*$/i.test(
    text,
  )
    ? both
    : undefined

/** Whom the signs of the open file may be of instead: the one spoken of before, else the writer. */
export const otherWho = (people: People): Who | undefined => {
  const last = people.others.at(-1)
  return last ? whoNow(last) : whoNow(people) === me ? undefined : me
}

/** Asks whose the signs told last are: of whom they were told, or of another. */
export async function askWhose(
  context: TurnContext,
  conversation: Conversation,
  services: Services,
  to: Who,
): Promise<void> {
  const { wording } = services
  conversation.sorting = { to }
  const told = affirmedFlags(conversation.facts).map((flag) => wording.told[flag])
  const { people } = wording
  const about = (who: Who) =>
    who === me
      ? people['option-me']
      : isNamed(who)
        ? fill(people.option, { whose: whoInWords(who, people) })
        : people['option-them']
  const labels = [about(to), about(whoNow(conversation)), people.both]
  const options = labels.map((label) => ({ value: label, label }))
  await notify(context, services, 'whose', { blanks: { told: told.join('; ') }, options })
}
