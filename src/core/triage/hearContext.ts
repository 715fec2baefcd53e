/**
 * Facts about the pain and the person in any free text, read conservatively: a question, somebody's old story or an
 * instruction ("ice for 20 minutes") tells nothing. Red-flag signs are the recogniser's business.
 */
import type { Today } from './calendar.ts'
import { readDuration } from './duration.ts'
import type { Facts, Known } from './facts.ts'
import { asksForAnother, relatives, speaksOfChild } from './forWhom.ts'
import { inDigits, readSeverity } from './numbers.ts'
import { plain, wordsIn } from './yesNo.ts'

const asks = /\?\s*$|^(?:how|what|when|why|where|which|who|can|could|should|would|will|is|are|does|do|did)\b/
const aboutOthers =
  /\b(?:ice|iced|heat|heating|hot water|ibuprofen|naproxen|aspirin|paracetamol|acetaminophen|tylenol|advil|tablets?|pills?|took|taken|taking|stretch\w*|exercis\w*|pregnan\w*|appointment|physio\w*|booked|work(?:ed|ing)?|driv\w*|drove|stand\w*|than last|sit|sitting|sleep|slept|flight|holiday|old|aged|every|used to|operation|surgery|diagnosed|if|until|in (?:about )?\d)\b/
const cares =
  /\b(?:heat|hot water|heating|ice|icing|rest(?:ed|ing)?|stretch\w*|ibuprofen|naproxen|paracetamol|acetaminophen|tylenol|advil|nurofen|pain ?killers?|pain ?relief|pain relievers?|home care|massage|warm baths?|gentle)\b/
const lasting =
  /\b(?:for|since|ago|started|began|came on|been|lasted|lasting|past|last|now|already|going on|having|had|on and off|off and on|pulled|hurt|went|did|put|strained|tweaked|threw|injured|woke|seized|locked|cramped|lifted)\b/
const whole =
  /^(?:about |around |roughly |maybe |nearly |almost |just |only |over |more than |less than |at least |the |a |an )*(?:[\d.]+|couple|few|half|fortnight|week|month|day|year|several)\b[^.]{0,24}$/

/** "Idk, like 2 days". */
const hesitates = /^(?:idk|dunno|um+|er+m?|well|i think|i guess|i'?d say|prob(?:ably)?|so) (?:like )?/

/** Questions whose own words may be short: "worse", "first time", "bleeding". */
type Asked = 'about-you' | 'pregnancy-warning' | 'recurrence' | 'home-care' | 'improving'

/** @param question the question just asked, if any. */
export function hearContext(text: string, today: Today, question?: Asked): Partial<Facts> {
  if (text.length > 4000) return {}
  const facts: { -readonly [K in keyof Facts]?: Facts[K] } = {}
  const age = ageOf(inDigits(plain(text)), question === 'about-you')
  if (age !== undefined && age > 70) facts.over70 = 'yes'
  if (age !== undefined && age > 0) facts.under16 = age < 16 ? 'yes' : 'no'
  else if (speaksOfChild(text) && asksForAnother(text)) facts.under16 = 'yes'
  const long = wordsIn(text) > 60
  const corrects = isCorrection(text)
  // Short words count as an answer only where the question was just asked, and little else is said.
  const brief = wordsIn(text) <= 9
  for (const sentence of sentences(text)) {
    const { under16, ...person } = aboutPerson(sentence, question === 'about-you')
    // "Under 16? No, I'm 46."
    Object.assign(facts, person, under16 === undefined || facts.under16 ? {} : { under16 })
    if (asks.test(sentence)) continue
    for (const clause of sentence
      .split(/[,;:]|\b(?:and|but|so|because)\b(?! a half)(?! off)/)
      .map((c) => c.trim())) {
      const ofThePain = !long || /\b(?:back|spasms?|pain|it|cramp\w*)\b/.test(clause)
      const lasted = ofThePain ? hearDuration(clause, today, corrects) : undefined
      if (lasted !== undefined) facts.durationDays = Math.max(lasted, Number(facts.durationDays ?? 0))
      if (hearHomeCare(clause, today)) facts.homeCare = 'yes'
      const worst = hearSeverity(clause, corrects)
      if (worst !== undefined) facts.severity = Math.max(worst, Number(facts.severity ?? 0))
    }
    const recurrence = hearRecurrence(sentence, brief && question === 'recurrence')
    if (recurrence) facts.recurrence = recurrence
    const improving = hearImproving(sentence, brief && question === 'improving')
    if (improving) facts.improving = improving
    const cared = brief && question === 'home-care' ? caredFor(sentence, today) : undefined
    if (cared) facts.homeCare = cared
    if (brief && question === 'pregnancy-warning' && warning.test(sentence) && !denies.test(sentence))
      facts.pregnancyWarning = 'yes'
  }
  return facts
}

/**
 * Signs in pregnancy that the maternity unit should see today, from somebody known to be pregnant: regular tightening,
 * bleeding, fluid, or a baby that moves less.
 */
export const warnsInPregnancy = (text: string): boolean =>
  sentences(text)
    .filter((sentence) => !asks.test(sentence))
    .flatMap((sentence) => sentence.split(/[,;:]|\b(?:and|but|so)\b/))
    .some((clause) => pregnancySign.test(clause) && !denies.test(clause.replace(stillBaby, '')))

const stillBaby =
  /\bbaby\b.{0,24}\b(?:not|n't|isn't|hasn't|less|stopped|no longer)\b.{0,16}\b(?:mov\w*|kick\w*)\b/
const pregnancySign = new RegExp(
  [
    '\\bbleed\\w*\\b|\\bspotting\\b|\\bblood (?:from|in|when|on)\\b|\\bpassing blood\\b',
    '\\bcontract(?:ion|ing)\\w*\\b|\\bin labou?r\\b',
    '\\bwaters?\\b.{0,12}\\b(?:broke\\w*|gone|went|leak\\w*)\\b|\\b(?:leak\\w*|gush\\w*|losing) (?:of )?(?:fluid|water)\\b|\\bfluid\\b.{0,12}\\b(?:leak\\w*|coming|came)\\b',
    '\\b(?:belly|tummy|bump|stomach|womb|abdomen)\\b.{0,24}\\btight\\w*|\\btight\\w*.{0,24}\\b(?:belly|tummy|bump|stomach|womb|abdomen|regular\\w*|every \\w+ min\\w*|minutes apart)\\b|\\bregular tighten',
    '\\b(?:com(?:e|es|ing)|cramps?|pains?)\\b.{0,20}\\b(?:every (?:few|\\w+) min\\w*|minutes apart)\\b',
    stillBaby.source,
  ].join('|'),
)

const warning =
  /\b(?:bleed\w*|blood|spotting|tighten\w*|contract\w*|fluid|waters? (?:broke|gone|went|leak\w*)|leak\w*)\b/
const denies = /(?:\b(?:no|not|none|never|without)|n't)\b/

/** "4 days", "only since yesterday": how long the home care has been. */
function caredFor(said: string, today: Today): Known | undefined {
  if (/\b(?:havent|haven't|not|didnt|didn't) (?:tried|done|used|taken|started|do|try)\b/.test(said))
    return 'no'
  const days = readDuration(said, today)
  if (days === undefined || denies.test(said.replace(/^no\b/, ''))) return undefined
  return days >= 3 ? (/^no\b/.test(said) ? undefined : 'yes') : 'no'
}

const corrected =
  /^(?:(?:no|nope|nah|sorry|oops|wait|actually|i mean|i meant|correction|my mistake|that'?s wrong)\b[,.\s]*)*(?:it'?s|its|it is|it was|it has been|it'?s been|make that|more like|should be)\s+/
const takesBack =
  /^(?:oh |um |no )*(?:sorry|oops|wait|actually|i meant?|correction|my mistake|that'?s (?:wrong|not right)|i was wrong|make that)\b(?!.*\bif\b)|\b(?:i meant|should (?:be|have been)|not \d+ (?:days?|weeks?|months?))\b|^(?:no|nope|nah)[,.\s]+(?:it'?s|its|it is|it was|it started|it began|it has been|the pain|more like|make that)\b/

/** Whether a text puts right what was said before: "no, it's 3 weeks", "sorry, the pain was 9". */
export const isCorrection = (text: string): boolean => wordsIn(text) <= 25 && takesBack.test(plain(text))

const sentences = (text: string): string[] =>
  text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
    .map((sentence) => plain(sentence) + (sentence.endsWith('?') ? '?' : ''))

function hearDuration(clause: string, today: Today, corrects: boolean): number | undefined {
  const said = inDigits(clause).replace(hesitates, '')
  if (aboutOthers.test(said) || cares.test(said)) return undefined
  if (/\bhad\b.*\bago\b|\blast (?:year|time)\b|\bnot\b.*\bsince\b/.test(said)) return undefined
  // Seconds and minutes are mostly the length of one spasm.
  if (/\b(?:seconds?|secs?|minutes?|mins?)\b/.test(said) && !/\b(?:ago|started|began|since)\b/.test(said))
    return undefined
  if (
    /\b(?:each|every|one|a single) (?:spasm|cramp|one)\b|\b(?:spasms?|cramps?) (?:only |usually )?lasts?\b/.test(
      said,
    )
  )
    return undefined
  if (/(?:n't|\bnot) (?:been|had|gone)\b|\b(?:nothing|never)\b.*\bsince\b/.test(said)) return undefined
  const past = /\bin (?:19|20)\d\d\b|\byears? (?:ago|back)\b|\blast (?:summer|winter|autumn|spring)\b/
  if (past.test(said) && !/\b(?:since|for|started|began)\b/.test(said)) return undefined
  if (!lasting.test(said) && !whole.test(corrects ? said.replace(corrected, '') : said)) return undefined
  return readDuration(said, today)
}

function hearSeverity(clause: string, corrects: boolean): number | undefined {
  const said = inDigits(clause)
  const scored = /\b\d{1,2}(?:\.\d)?\s*(?:\/|out of)\s*10\b/.test(said)
  const named =
    /\b(?:pain|level|severity|score|scale|hurts)\b[\w\s']{0,14}\b(?:is|at|a|of|about|around|say)\b\s*(?:about |around |a |an ){0,3}\d{1,2}(?:\.\d)?\b(?!\s*(?:st|nd|rd|th|-|days?|weeks?|months?|years?|hours?|minutes?|mins?|times?|%|tablets?|pills?))/.test(
      said,
    )
  const put =
    corrects && /\b(?:pain|it)\b.{0,12}\b(?:was|is|were|be|been) (?:a |an |about )?\d{1,2}$/.test(said)
  return scored || named || put ? readSeverity(said) : undefined
}

function hearRecurrence(said: string, asked: boolean): Known | undefined {
  if (/\bnot (?:my |the )?first\b/.test(said)) return undefined
  if (
    /\b(?:first time|never (?:happened|had (?:it|this|that|one|a spasm|back))|not (?:had|happened) before|never before|new for me|one[- ]off|just (?:the |this )?once|only once)\b/.test(
      said,
    )
  )
    return 'no'
  if (asked && /\b(?:different|not (?:in )?the same|moves (?:around|about)|new|first)\b/.test(said))
    return 'no'
  if (
    asked &&
    !denies.test(said) &&
    /\bsame (?:place|spot|side|area|bit)\b|\bevery\b|\b(?:often|regularly|frequently|constantly|always)\b|\bon and off\b|\bcomes and goes\b|\b(?:many|lots of|several|few) times\b/.test(
      said,
    )
  )
    return 'yes'
  if (/(?:n't|nt|\bnot|\bnever) (?:come|coming|comes|came) back\b/.test(said)) return undefined
  if (
    /\b(?:keeps?|kept) (?:on )?(?:coming back|returning|recurring|happening|flaring|going into spasm)|\bcomes? back (?:every|all the time|regularly|again|often|each)|\bcomes and goes\b.*\b(?:months|years)|\bkeep (?:on )?getting (?:it|them|this|these|spasms)|\b(?:again and again|time and again|over and over)\b|\b(?:regularly|frequently)\b.*\b(?:same|happens|returns|comes|flares)|\b(?:happens|returns|flares up|comes back|get it|get this|get them) (?:\w+ )?(?:regularly|often|a lot|every|each|all the time)|\b(?:always|every time) (?:in )?the same (?:place|spot|side|area)|\bsame (?:place|spot|side|area) (?:every|each) time|\brecurr(?:ing|ent|s)\b/.test(
      said,
    )
  )
    return 'yes'
  return undefined
}

function hearImproving(said: string, asked: boolean): Known | undefined {
  if (
    /(?:\b(?:no|not|isnt|hasnt|doesnt|never|nothing|without)|n't)\b[\w\s']{0,16}\b(?:better|improv\w*|help(?:s|ed|ing)?|eas(?:ed|ing|ier)|work(?:ing|ed|s)?|relief|difference|progress)\b/.test(
      said,
    ) ||
    /\b(?:getting|got|gets|becoming|become|feels?|is|much|even) (?:a (?:bit|lot|little) |much |even |far )?worse\b|\bworse than\b/.test(
      said,
    ) ||
    (asked &&
      /\b(?:hardly|barely|more pain\w*|worse|the same|same|no change|unchanged|no different|no improvement|constant|steady)\b/.test(
        said,
      ))
  )
    return 'no'
  if (
    /(?:\bis|'s|\bits) (?:now |slowly |gradually |definitely |already |slightly |a (?:bit|lot|little) |much ){0,4}(?:getting |feeling )?(?:a (?:bit|lot|little) |much |slowly ){0,4}(?:better|improving|easing)\b|^(?:slowly |gradually )?getting (?:a bit |much )?better\b/.test(
      said,
    ) ||
    (asked &&
      /\b(?:slowly|gradually|bit by bit|better|easier|improve\w*|less pain\w*|helps|helped|helping)\b/.test(
        said,
      ))
  )
    return 'yes'
  return undefined
}

const hasCared =
  /\b(?:i'?ve|i have|we have|been|tried|trying|using|used|taking|taken|took|doing|done|resting|icing)\b/

function hearHomeCare(clause: string, today: Today): boolean {
  if (!cares.test(clause) || !hasCared.test(clause)) return false
  if (/(?:\b(?:not|never|no)|n't)\b/.test(clause)) return false
  const long = /\b(?:for|since|past|last|over|these)\b/.exec(clause)
  return long !== null && (readDuration(clause.slice(long.index), today) ?? 0) >= 3
}

/** "I'm 14" ends there, or goes on about the person; "I'm 7 out of 10" and "I'm 5 foot 10" are no ages. */
const afterAge =
  '(?=\\s*(?:$|[,.]|and\\b|but\\b|with\\b|now\\b|so\\b|male|female|girl|boy|my\\b|i\\b|m\\b|f\\b|none\\b|no\\b))'
const yearsOld = '[\\s-]*(?:years?|yrs?|yr)(?:[\\s-]*olds?)?|[\\s-]?(?:yo|y/o)'

const ownAge = new RegExp(
  [
    `(?<=^|[^\\w ] ?|\\b(?:no|nope|none|yes|and|but|so|ok|well|hi|hello) )(?:i'?m|im|i am)\\s+(?:only |just |now |a |aged? )*(\\d{1,2})(?:${afterAge}|(?:${yearsOld})\\b)`,
    `\\bmy age is (\\d{1,2})\\b`,
    `^(?:age[d:]* |a )?(\\d{1,2})(?:${yearsOld})\\b`,
    `^age[d:]*\\s*(\\d{1,2})\\b`,
    `^(?:male|female|man|woman|boy|girl),?\\s*(?:aged )?(\\d{1,2})\\b`,
    `^(\\d{1,2}),? ?(?:male|female|man|woman|fella|lady|m|f)$`,
  ].join('|'),
)
const othersAge = new RegExp(
  [
    `\\b(?:${relatives},?|he'?s|he is|she'?s|she is|they'?re|they are)\\s+(?:is |who is |who'?s |aged |only |just |now )*(\\d{1,2})(?:${afterAge}|(?:${yearsOld})\\b)`,
    `\\b(?:my|our|a|the|her|his) (\\d{1,2})(?:${yearsOld})'?s?\\b`,
  ].join('|'),
)

/** The writer has the pain: then the child or dog they speak of was lifted, not hurt. */
const ownPain = new RegExp(
  [
    '\\bmy (?:(?:lower|upper|mid|middle|own|whole|poor|bad|left|right) )*(?:back|spine|neck|shoulders?|legs?|hips?|pain|spasms?|muscles?)\\b',
    "\\b(?:i|i'?ve|i have|i'?m|i was) (?:just |had |got |have )*(?:hurt|pulled|strained|tweaked|threw|put|lift\\w*|carr\\w+|pick\\w*|held|holding|bent|bend\\w*|been|sleep|slept)\\b",
    '\\b(?:gave|given|giving|kicked|hit|hurt|on|onto) me\\b',
    '^(?:lifting|carrying|picking up|holding)\\b',
  ].join('|'),
)
const ache =
  '(?:back|backache|spine|neck|shoulders?|legs?|pain|spasms?|muscles?|cramps?|hurts?|sore|aches?|aching)'
const othersPain = new RegExp(
  [
    `\\b(?:his|her|their|\\w+'s|olds|sons|daughters) (?:\\w+ ){0,2}${ache}\\b`,
    `\\b(?:${relatives}|olds?|yo|y/o|he|she)\\b[,\\s]*(?:(?:aged|is|who|and|he|she)[,\\s]+|\\d+[,\\s]+){0,3}(?:has|have|had|got|gets|keeps|suffers|complains|hurt|pulled|strained|with|in|having|woke|wakes)\\b.*\\b${ache}\\b`,
    `\\b(?:asking|ask|question|writing|here|behalf|it'?s|this is) (?:for|of|about) (?:my|our)\\b`,
  ].join('|'),
)

const numberIn = (found: RegExpExecArray | null): number | undefined => {
  const group = found?.slice(1).find((part) => part !== undefined)
  return group === undefined ? undefined : Number(group)
}

/** The age of the one in pain: the writer's own, or that of somebody the text says is in pain. */
function ageOf(text: string, asked: boolean): number | undefined {
  const own = numberIn(ownAge.exec(text))
  const other = numberIn(othersAge.exec(text))
  const forOther = asked || othersPain.test(text) || asksForAnother(text)
  if (other !== undefined && forOther && !ownPain.test(text) && (own === undefined || !asked)) return other
  return own ?? (asked ? numberIn(/^(\d{1,2})$/.exec(text)) : undefined)
}

const grown =
  /\bover (?:16|18)\b|\ban adult\b|\bin (?:my|his|her|their) (?:early |mid |late |mid-)?(?:[2-9]0'?s|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies)\b/
/** "I'm 30 weeks", and no more: so a pregnancy is told. */
const weeksAlong =
  /\b(?:i'?m|i am|she'?s|she is) (?:about |nearly |almost |only |just )?\d{1,2} (?:weeks|wks)(?=\s*(?:$|[,.]|and\b|gone\b|along\b|now\b|with my\b))/
const grownUp = /^(?:an? )?(?:adult|grown ?up|pensioner)$|\b(?:retired|pensioner|oap|middle[- ]aged)\b/

function aboutPerson(sentence: string, asked: boolean): Partial<Facts> {
  const said = inDigits(sentence)
  const facts: { -readonly [K in keyof Facts]?: Facts[K] } = {}
  if (/\bunder 16\b/.test(said)) facts.under16 = 'yes'
  else if (grown.test(said) || (asked && grownUp.test(said))) facts.under16 = 'no'
  if (/^(?:what|can|is|are|does|do|should|how) (?!.*\b(?:i'?m|i am|my)\b)/.test(said)) return facts
  const clear = (pattern: RegExp) => {
    const m = pattern.exec(said)
    return (
      m !== null &&
      !/(?:\b(?:not|no|never|dont|without|if|used to|was|were|when i was|stopped)|n't)\b[\w\s']{0,24}$/.test(
        said.slice(0, m.index),
      )
    )
  }
  if (
    clear(
      /\bpregnant\b|\bexpecting a baby\b|\b(?:first|second|third|1st|2nd|3rd) trimester\b|\b(?:weeks|months) pregnant\b/,
    ) &&
    !/\bget(?:ting)? pregnant\b|\bgirlfriend's friend\b/.test(said)
  )
    facts.pregnant = 'yes'
  if (
    clear(
      /\bblood ?-?thinn\w*|\bwarfarin\b|\bcoumadin\b|\bapixaban\b|\beliquis\b|\brivaroxaban\b|\bxarelto\b|\bedoxaban\b|\bdabigatran\b|\bpradaxa\b|\bheparin\b|\benoxaparin\b|\bclopidogrel\b|\banticoagul\w*/,
    )
  )
    facts.bloodThinners = 'yes'
  if (
    clear(
      /\b(?:stomach|peptic|gastric|duodenal) ulcers?\b|\b(?:chronic )?kidney (?:disease|failure|problems?)\b|\bckd\b|\bdialysis\b|\bulcers? in my (?:stomach|gut)\b/,
    )
  )
    facts.ulcerOrKidney = 'yes'
  if (clear(weeksAlong)) facts.pregnant = 'yes'
  if (
    asked &&
    clear(/\bexpecting\b|\b\d+ (?:weeks|months) gone\b|\bhaving a baby\b|\bpreg(?:gers|gy|o|nat)\b/)
  )
    facts.pregnant = 'yes'
  if (
    asked &&
    clear(
      /\bulcers?\b|\bkidneys? (?:is|are)(?: very| really)? (?:bad|weak|poor|failing|damaged)\b|\b(?:one|1|single) kidney\b|\bkidney transplant\b|^(?:my |bad )?kidneys?$|\b(?:bad|weak|poor|failing|damaged) kidneys?\b|\bkidney (?:trouble|issues?|damage|condition)\b/,
    )
  )
    facts.ulcerOrKidney = 'yes'
  return facts
}
