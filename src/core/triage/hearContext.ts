/**
 * Facts about the pain and the person in any free text, read conservatively: a question, somebody's old story or an
 * instruction ("ice for 20 minutes") tells nothing. Red-flag signs are the recogniser's business.
 */
import { readDuration, type Today } from './duration.ts'
import type { Facts, Known } from './facts.ts'
import { inDigits, readSeverity } from './numbers.ts'
import { plain } from './yesNo.ts'

const asks = /\?\s*$|^(?:how|what|when|why|where|which|who|can|could|should|would|will|is|are|does|do|did)\b/
const aboutOthers =
  /\b(?:ice|iced|heat|heating|hot water|ibuprofen|naproxen|aspirin|paracetamol|acetaminophen|tylenol|advil|tablets?|pills?|took|taken|taking|stretch\w*|exercis\w*|pregnan\w*|appointment|physio\w*|booked|work(?:ed|ing)?|drive|drove|sit|sitting|sleep|slept|flight|holiday|old|aged|every|used to|operation|surgery|diagnosed|if|until|in (?:about )?\d)\b/
const cares =
  /\b(?:heat|hot water|heating|ice|icing|rest(?:ed|ing)?|stretch\w*|ibuprofen|naproxen|paracetamol|acetaminophen|tylenol|advil|nurofen|painkillers?|pain ?relief|pain relievers?|home care|massage|warm baths?|gentle)\b/
const lasting =
  /\b(?:for|since|ago|started|began|came on|been|lasted|lasting|past|last|now|already|going on|having|had|on and off|off and on)\b/
const whole =
  /^(?:about |around |roughly |maybe |nearly |almost |just |only |over |more than |less than |at least |the |a |an )*(?:[\d.]+|couple|few|half|fortnight|week|month|day|year|several)\b[^.]{0,24}$/

/** @param question the closed question just asked, whose own words may then be short: "worse", "first time". */
export function hearContext(
  text: string,
  today: Today,
  question?: 'pregnancy-warning' | 'recurrence' | 'home-care' | 'improving',
): Partial<Facts> {
  if (text.length > 4000) return {}
  const facts: { -readonly [K in keyof Facts]?: Facts[K] } = {}
  for (const sentence of sentences(text)) {
    Object.assign(facts, aboutPerson(sentence))
    if (asks.test(sentence)) continue
    for (const clause of sentence
      .split(/[,;:]|\b(?:and|but|so|because)\b(?! a half)(?! off)/)
      .map((c) => c.trim())) {
      const lasted = hearDuration(clause, today)
      if (lasted !== undefined) facts.durationDays = Math.max(lasted, Number(facts.durationDays ?? 0))
      if (hearHomeCare(clause, today)) facts.homeCare = 'yes'
      const worst = hearSeverity(clause)
      if (worst !== undefined) facts.severity = Math.max(worst, Number(facts.severity ?? 0))
    }
    const recurrence = hearRecurrence(sentence)
    if (recurrence) facts.recurrence = recurrence
    const improving = hearImproving(sentence, question === 'improving')
    if (improving) facts.improving = improving
  }
  return facts
}

const sentences = (text: string): string[] =>
  text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
    .map((sentence) => plain(sentence) + (sentence.endsWith('?') ? '?' : ''))

function hearDuration(clause: string, today: Today): number | undefined {
  const said = inDigits(clause)
  if (aboutOthers.test(said) || cares.test(said)) return undefined
  if (/\bhad\b.*\bago\b|\blast (?:year|time)\b|\bnot\b.*\bsince\b/.test(said)) return undefined
  if (!lasting.test(said) && !whole.test(said)) return undefined
  return readDuration(said, today)
}

function hearSeverity(clause: string): number | undefined {
  const said = inDigits(clause)
  const scored = /\b\d{1,2}(?:\.\d)?\s*(?:\/|out of)\s*10\b/.test(said)
  const named =
    /\b(?:pain|level|severity|score|scale|hurts)\b[\w\s']{0,14}\b(?:is|at|a|of|about|around|say)\b\s*(?:about |around |a |an )*\d{1,2}(?:\.\d)?\b(?!\s*(?:st|nd|rd|th|-|days?|weeks?|months?|years?|hours?|minutes?|mins?|times?|%|tablets?|pills?))/.test(
      said,
    )
  return scored || named ? readSeverity(said) : undefined
}

function hearRecurrence(said: string): Known | undefined {
  if (
    /\b(?:first time|never (?:had|happened)|not (?:had|happened) before|never before|new for me|one[- ]off|just (?:the |this )?once|only once)\b/.test(
      said,
    )
  )
    return 'no'
  if (/\b(?:n't|nt|not|never) (?:come|coming|comes|came) back\b/.test(said)) return undefined
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
    /\b(?:no|not|n't|isn't|isnt|hasn't|hasnt|ain't|never|nothing|without)\b[\w\s']{0,16}\b(?:better|improv\w*|help(?:s|ed|ing)?|eas(?:ed|ing|ier)|working|relief|difference|progress)\b/.test(
      said,
    ) ||
    /\b(?:getting|got|gets|becoming|become|feels?|is|much|even) (?:a (?:bit|lot|little) |much |even |far )?worse\b|\bworse than\b/.test(
      said,
    ) ||
    (asked &&
      /\b(?:worse|the same|same|no change|unchanged|no different|no improvement|constant|steady)\b/.test(
        said,
      ))
  )
    return 'no'
  if (
    /\b(?:getting|got|gets|feels?|is|bit|little|much|lot|slowly|slightly|definitely|starting to (?:get|feel)) (?:a (?:bit|lot|little) |much |slowly |slightly )?better\b|\bimprov(?:ing|ed|es)\b|\beasing\b|\beased\b|\bon the mend\b/.test(
      said,
    ) ||
    (asked && /\b(?:better|easier|improve\w*|less pain\w*|helps|helped|helping)\b/.test(said))
  )
    return 'yes'
  return undefined
}

const hasCared =
  /\b(?:i'?ve|i have|we have|been|tried|trying|using|used|taking|taken|took|doing|done|resting|icing)\b/

function hearHomeCare(clause: string, today: Today): boolean {
  if (!cares.test(clause) || !hasCared.test(clause)) return false
  if (/\b(?:not|n't|never|no)\b/.test(clause)) return false
  const long = /\b(?:for|since|past|last|over|these)\b/.exec(clause)
  return long !== null && (readDuration(clause.slice(long.index), today) ?? 0) >= 3
}

const age =
  /\b(?:(?:i'?m|i am|im|he'?s|he is|she'?s|she is|they'?re|(?:son|daughter|child|boy|girl|kid|grandson|granddaughter|husband|wife|mum|mom|dad|mother|father) (?:is|who is|aged)|aged?|age:?)\s+(?:only |just |a )?(\d{1,2})\b(?!\s*(?:-\s*)?(?:\/|weeks?|days?|months?|hours?|minutes?|%|st|nd|rd|th|out|kg|stone|cm|times))|\b(\d{1,2})[\s-]*(?:years?|yrs?|yr|y\/?o)[\s-]*(?:old|\b(?=y\/?o))|\b(\d{1,2}) ?yo\b)/

function aboutPerson(sentence: string): Partial<Facts> {
  const said = inDigits(sentence)
  const facts: { -readonly [K in keyof Facts]?: Facts[K] } = {}
  const years = age.exec(said)
  const found = years && Number(years[1] ?? years[2] ?? years[3])
  if (found) facts.under16 = found < 16 ? 'yes' : 'no'
  if (/^(?:what|can|is|are|does|do|should|how) (?!.*\b(?:i'?m|i am|my)\b)/.test(said)) return facts
  const clear = (pattern: RegExp) => {
    const m = pattern.exec(said)
    return (
      m !== null &&
      !/\b(?:not|no|never|n't|isn't|aren't|don't|without|if|used to|was|were|when i was|stopped)\b[\w\s']{0,24}$/.test(
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
  return facts
}
