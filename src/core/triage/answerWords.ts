/**
 * Words that answer one question of the interview, where it was just asked and little else is said, and that would say
 * nothing elsewhere: "second time", "on the mend", "medium". Where they say two things at once they say neither.
 */
import type { Known } from './facts.ts'
import type { ClosedContext } from './questions.ts'
import { plain, wordsIn } from './yesNo.ts'

/** More words than this are a story. */
const brief = 14

const anyOf = (...patterns: string[]) => new RegExp(`(?<![\\w'])(?:${patterns.join('|')})(?![\\w'])`)

const often = '(?:a )?(?:couple(?: of)?|few|several|many|lots of|loads of|\\d+|two|three|four|five) times'
const again =
  '(?:year|month|week|winter|summer|spring|autumn|day|morning|night|spring|time|so often|now and (?:then|again))s?'

const words: Readonly<Record<ClosedContext, Partial<Record<Known, RegExp>>>> = {
  recurrence: {
    yes: anyOf(
      '(?:second|third|fourth|fifth|2nd|3rd|4th|5th|\\d+th|umpteenth|nth) (?:time|one|bout|go|attack)',
      "not (?:my |the |his |her )?(?:first|only)(?: (?:time|one|rodeo))?|(?:wasn|isn)'?t (?:my |the )?first(?: (?:time|one))?",
      `first time (?:this|in) (?!my life|(?:all )?(?:my|our) )\\w+(?: ${again})?`,
      '(?<!never |not |nothing )(?:had|have had|got|happened|been here|felt)(?: (?:it|this|that|one|them|something similar|the same))? (?:before|last|once|twice|again|previously|years? (?:ago|back))',
      'i had (?:it|this|that|one) (?:last|in|when|a |two |some )[\\w ]*',
      'once (?:or twice |before|,? ?(?:a |\\d+ |\\w+ )?(?:years?|months?|weeks?) (?:ago|back))',
      '(?<!(?:not|never) (?:in )?the )same (?:thing|as|again|one|place|spot|side|area|bit)(?: (?:last|as) \\w+)?',
      'twice|again|often|regular(?:ly)?|frequent(?:ly)?|usually|always|constantly|most (?:weeks|months|days|years)',
      `${often}(?: an? \\w+)?`,
      `every (?:few |couple of |other |\\d+ )?${again}`,
      '(?:whenever|each time|every time|any time) (?:i|he|she|they|we)[\\w ]*',
      'on (?:and|n|an|&) off|off (?:and|n|an|&) on|comes (?:and|n|&) goes|keeps? (?:on )?(?:coming|happening)[\\w ]*',
      '(?:been|kept|keep) getting (?:it|them|this|these)|used to (?:get|have) (?:it|them|this|these)[\\w ]*',
    ),
    no: anyOf(
      '(?<!not (?:my |the |his |her )?)(?:first|1st) (?:time|one|bout|go)(?: ever)?(?! (?:this|in (?!my life)))',
      'never (?:had|happened|before|felt|in the same (?:place|spot))[\\w ]*',
      'not (?:before(?: this)?|in the same (?:place|spot))|new(?: (?:to|for) (?:me|him|her))?|brand new',
      '(?:only|just) (?:this|the) (?:once|one|time|one time)|one off|out of the blue',
      'different (?:place|spot|bit|side)[\\w ]*|moves (?:about|around)|nothing like (?:it|this|that) before',
    ),
    'not-known': anyOf('bit of both'),
  },
  'home-care': {
    yes: anyOf('all week|for (?:ages|days|weeks)|whole week'),
    no: anyOf(
      'nothing (?:yet|so far|really)|not (?:yet|that long|long enough|(?:for )?(?:\\d|two|three|that many) days|so long|as long as that)',
      "(?:less|fewer|shorter) than (?:that|(?:3|three) days)|did(?:n't|nt| not) bother|not bothered|just got on with it",
    ),
    'not-known': anyOf('on (?:and|n|&) off|off and on|bit of both|here and there'),
  },
  improving: {
    yes: anyOf(
      '(?<!not )(?:(?:slowly )?getting there|eas(?:ing|ed)(?: (?:off|up))?|settl(?:ing|ed)(?: down)?|calm(?:ing|ed)(?: down)?|on the mend|improv(?:ing|ed)|fading|going away|wearing off)',
      'less (?:sore|painful|stiff|pain|bad|than)[\\w ]*|not (?:as|so) (?:bad|sore|painful|stiff)(?: as (?:it was|before|yesterday))?',
      '(?:nearly|almost|mostly) (?:gone|better|normal|back to normal|there)|a (?:bit|little|lot)|bit by bit|tiny bit',
    ),
    no: anyOf(
      'still (?:hurts?|bad|there|sore|painful|stiff|stuck|the same|as bad|in pain|in agony)[\\w ]*',
      "(?:has|have|is|are|wo|does|do)(?:n't|nt| not|nt) (?:shift|shifted|shifting|budge|budged|budging|move|moved|eased?|easing|going|gone)[\\w ]*",
      '(?:wont|not) (?:shift|shifted|shifting|budge|budging|eas(?:e|ing)|going away|gone|better)[\\w ]*|stuck',
      "nothing'?s? (?:is |has )?(?:help\\w*|work\\w*|chang\\w*|do\\w*)[\\w ]*",
    ),
    'not-known': anyOf(
      'up and down|comes (?:and|n|&) goes|on and off|(?:good|better) days? (?:and|n|&) bad(?: days?| ones?)?|bit of both',
      'some days[\\w ]*|too (?:early|soon)[\\w ]*|hard to (?:say|tell)|one day[\\w ]* the next',
    ),
  },
  'pregnancy-warning': {
    yes: anyOf(
      '(?:belly|tummy|bump|stomach)(?: keeps?)? (?:goes|gets|going|getting|feels) (?:all )?(?:tight|hard)[\\w ]*',
    ),
  },
}

/** What short words mean to that question; undefined where nothing is known of them. */
export function readWords(id: ClosedContext, text: string): Known | undefined {
  const said = plain(text)
    .replace(/[.,:-]+/g, ' ')
    .replace(/\s+/g, ' ')
  if (wordsIn(said) > brief) return undefined
  const found = (['yes', 'no', 'not-known'] as const).filter((known) => words[id][known]?.test(said))
  return found.length === 1 ? found[0] : undefined
}

/** How bad, 0 to 10, the worst first. The edges of mild, moderate and severe are those of pain scales in use. */
const strengths: readonly (readonly [RegExp, number])[] = [
  [
    /\b(?:agony|agonising|agonizing|horrendous|horrific|torture|(?:like|as) hell|(?:made me|i) scream(?:ed|ing)?|could(?:n't|nt| not) be worse)\b/,
    10,
  ],
  [
    /\b(?:really|very|so|extremely|super|proper|dead|v|too) (?:really |very |much )?(?:bad|painful|sore|strong|big|pain)\b|\b(?:big|strong|much|heavy) pain\b|\b(?:terribl[ey]|awful|severe(?:ly)?|horribl[ey]|dreadful|intense|crippling|brutal|nasty|hurts? (?:so much|(?:a|an awful) lot|loads|badly)|a lot of pain)\b/,
    8,
  ],
  [/\b(?:moderate(?:ly)?|medium|middling|middle|average|so so|half ?way|mid)\b/, 6],
  [/\bnot bad\b|\b(?:bearable|manageable|tolerable|live with it|cope with it|cop(?:e|ing)|ok|okay)\b/, 4],
  [/\b(?:mild(?:ly|ish)?|slight(?:ly)?|a (?:little|bit|touch)|bit (?:sore|stiff)|light|minor|low)\b/, 3],
  [/\b(?:niggle|twinge|niggling|dull ache|stiff more than sore)\b/, 2],
  [/\b(?:hardly|barely) (?:anything|any|hurts?|there)\b|\bnext to nothing\b/, 1],
]

/** The strength that words without a number tell: "mild" is 3, "really bad" is 8. */
export function strengthOf(text: string): number | undefined {
  const said = plain(text)
    .replace(/[.,:-]+/g, ' ')
    .replace(
      /\bnot (?:(?:too|that|so|very|really|as|all that|particularly) )?(?:bad(?:ly)?|terrible|awful|severe|horrible|agony|intense)\b/g,
      'not bad',
    )
  return strengths.find(([pattern]) => pattern.test(said))?.[1]
}
