/**
 * Taking back what was just said: "sorry, I meant no", "no wait, only my foot", "oops, wrong button". It lowers nothing by
 * itself; whoever reads it asks the question again, or takes a plain "no" as the new answer to that same question.
 */
import { asksBack, plain, readPlain, wordsIn } from './yesNo.ts'

export interface Retraction {
  /** The words say plainly that an answer was wrong; "wait" and "actually" alone may begin anything. */
  readonly plainly: boolean
  /** Besides taking back, they say "no" and nothing else. */
  readonly no: boolean
}

const longest = 16
const strong =
  /\b(?:i (?:really |actually )?(?:meant|mean)(?: to (?:say|put|press|tap|type))?|(?:that was |it was )?(?:my |a |by )?mistake|by accident|accidentally|(?:i )?misread(?: (?:it|that))?|(?:i )?misunderstood(?: (?:it|that))?|(?:i )?(?:pressed|hit|tapped|clicked|picked|chose|gave) (?:the )?wrong (?:one|button|answer|thing)|wrong (?:one|button|answer)|(?:i )?(?:did ?n'?t|did not) mean (?:to (?:say|press|tap|put) )?(?:yes|that|it)|(?:that|this|it)(?:'?s| is| was) (?:wrong|not right|not true|incorrect|not what i (?:said|meant))|(?:none|nothing|not (?:any|all)) of (?:that|this|it) (?:is|was) (?:true|right|correct)|(?:that|this|it)(?:'?s| is| was)? (?:all |completely |totally )?(?:wrong|untrue|false)|(?:that|this|it) (?:is ?n'?t|was ?n'?t|ain'?t) (?:true|right|correct)|typo|scratch that|(?:i was |just |only )?(?:joking|kidding)|my bad|should (?:be|have been))\b/g
const weak =
  /\b(?:sorry|oops|ooops|whoops|wait|hang on|hold on|actually|correction|no wait|ignore that|oh no|not yes)\b/g

export function readRetraction(text: string): Retraction | undefined {
  const said = plain(text)
  if (wordsIn(said) > longest || asksBack(text)) return undefined
  const rest = said.replace(strong, ' ')
  const plainly = rest !== said
  const left = rest.replace(weak, ' ')
  if (!plainly && left === rest) return undefined
  return { plainly, no: /\p{L}/u.test(left) && readPlain(left.replace(/\s+/g, ' ')) === 'no' }
}
