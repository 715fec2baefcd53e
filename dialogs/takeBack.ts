/** "Sorry, I meant no": the answer given last is put right, or its question is asked again. Only a direct answer lowers. */
import { compareLevels } from '../src/core/triage/flags.ts'
import { isBundle } from '../src/core/triage/questions.ts'
import { assumedOf } from '../src/core/triage/readAnswer.ts'
import { readRetraction } from '../src/core/triage/retraction.ts'
import { changeId } from './changeDialog.ts'
import { commands, type CommandTurn } from './commands.ts'
import type { Said } from './services.ts'

/** Whether the words took something back, and were dealt with. */
export async function takeBack(turn: CommandTurn, { text, tapped }: Said): Promise<boolean> {
  const { context, conversation, main } = turn
  const { which, asked, advice, answered, confirming } = conversation
  const retraction = tapped || confirming ? undefined : readRetraction(text)
  if (!retraction) return false
  // A bare "yes" to several signs: "I meant no" answers that question anew, "only my foot" asks about the sign assumed.
  if (which !== undefined && isBundle(which)) {
    const assumed = assumedOf(which, conversation.facts)
    if (!assumed) return false
    delete conversation.which
    if (retraction.no && !conversation.told.includes(assumed)) await main.deny(context, which, assumed)
    else await main.confirm(context, assumed)
    return true
  }
  const urgent = advice !== undefined && compareLevels(advice.level, 'urgent') >= 0
  if (asked) {
    if (!retraction.plainly || asked.question === changeId || !(urgent || answered.length > 0)) return false
    await commands[answered.length > 0 ? 'go-back' : 'change'](turn)
    return true
  }
  if (!urgent || !(retraction.plainly || retraction.no)) return false
  await commands.change(turn)
  return true
}
