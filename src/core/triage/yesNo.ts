/**
 * Reads yes, no and not sure. Only words that are plainly that and nothing else count: known phrases are taken out
 * of the text, and whatever is left over makes it unread. An emergency sign must not be denied by a "no" that
 * belongs to the next word ("no feeling down there").
 */
import type { Known } from './facts.ts'

/** Lower case, plain apostrophes, stretched letters shortened, other marks as spaces. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/([a-z])\1{2,}/g, '$1$1')
    .replace(/[^\p{L}\p{N}'./%:,\s-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** One pattern of many lines, the longest first, at word borders. */
const phrases = (list: string): RegExp => {
  const lines = list
    .trim()
    .split(/\s*\n\s*/)
    .sort((x, y) => y.length - x.length)
  return new RegExp(`(?<![\\w'])(?:${lines.join('|')})(?![\\w'])`, 'g')
}

/** Denials whose words would otherwise read as unsure or as yes. */
const firmDenials = phrases(`
  i (?:don'?t|dont|do not) (?:think|believe) so
  (?:definitely|absolutely|certainly|of course|surely|most certainly|hell) (?:not|no|none|never)
  hopefully not
`)

const unsure = phrases(`
  (?:i'?m |i am |am )?(?:really |still )?(?:not|nt) (?:really |quite |too |entirely |completely |100 ?% )?(?:sure|certain|positive)(?: (?:about|of) (?:that|it|this|them|any of (?:these|those|them)))?
  unsure
  uncertain
  (?:i )?(?:really |honestly )?(?:don'?t|dont|do not|didn'?t|wouldn'?t) (?:really )?(?:know|remember|recall)(?: (?:that|really|tbh))?
  (?:i )?(?:can'?t|cannot|can not|couldn'?t) (?:really )?(?:tell|say|remember|be sure)(?: for sure)?
  (?:it'?s |that'?s )?(?:hard|difficult|tricky) to (?:tell|say|know)
  (?:i )?(?:have |haven'?t |got )?(?:no|a) (?:idea|clue)
  not a clue
  (?:i )?dunno
  d'?no
  idk
  no clue
  (?:yes|yeah) and no
  (?:i )?(?:think|guess|suppose|believe|reckon) so
  (?:well )?may ?be(?: not)?
  perhaps(?: not)?
  possibly(?: not)?
  probably(?: not)?
  (?:it )?(?:might|could) (?:be|have|do|not|not be)
  i might
  it could
  not that sure
  (?:it )?depends
  sort of
  sorta
  kind of
  kinda
  (?:don'?t|do not|dont) know
  who knows
  not known
  unknown
  unclear
`)

const denials = phrases(`
  none(?: at all)?(?: of (?:these|those|them|the above|that|it|this|the (?:things|signs)|them things))?(?: apply| applies| apply to me| fit)?
  none above
  nothing(?: (?:at all|like (?:that|this|these)|of the (?:sort|kind)|else|to report|new|here|there|of that|such))?
  no+
  no (?:to )?(?:all|any|both|each|every one)(?: of (?:these|those|them|that|it|the above))?
  no (?:problems?|issues?|troubles?|signs?|symptoms?)(?: there| here| at all| like (?:that|these|this)| with (?:that|any of (?:these|those|that|them)))?
  no thank(?:s| you)
  nope
  nop
  nah+
  naw
  nay
  na
  n/a
  n
  nil
  zero
  negative
  neither(?: of (?:these|those|them))?
  never(?: (?:had|happened|has|have|did|before)(?: (?:it|that|any of (?:these|those|that|them)))?)?
  not (?:at all|really|that (?:i know(?: of)?|i'?m aware of|i'?ve noticed|i can tell)|as far as i (?:know|can tell)|to my knowledge|so far|yet|me|any of (?:these|those|them|that)|one of (?:these|those|them)|a thing|any|particularly|especially|now|currently|this time|in the slightest|anything like (?:that|this)|i|true|applicable)
  not
  (?:i |it |that |they |he |she |we )?(?:don'?t|dont|do not|doesn'?t|doesnt|does not|haven'?t|havent|have not|hasn'?t|hasnt|has not|didn'?t|didnt|did not|isn'?t|isnt|is not|wasn'?t|was not|weren'?t|aren'?t|am not|ain'?t|never)(?: (?:have|had|got|get|noticed|felt|happened|happen|feel|done|experienced|been|seen))?(?: (?:any(?: of)?(?: (?:these|those|them|that|this|it|the above))?|anything(?: like (?:that|this|these))?|it|that|those|these|one|them|this))?(?: at all)?
  i'?m not
  i am not
  any of (?:these|those|them|that)
  all (?:are )?no
  all no'?s
  everything(?: is|'s)? no
`)

const fine = phrases(`
  all (?:good|fine|ok|okay|normal|clear|well)(?: (?:there|here|thanks|down there|with (?:that|those|these)))?
  (?:everything|that|it|those|they)(?:'s| is| are|'re)? (?:all )?(?:good|fine|ok|okay|normal|well)
  (?:i'?m|i am|im) (?:fine|ok|okay|good|all right|alright)
  that'?s (?:all )?(?:good|fine|ok|okay|normal)
  (?:just|only) (?:the |my |a |some |plain |normal |regular )*(?:lower |upper |sore |bad |stiff |mid )?(?:back|back ?pain|backache|pain|spasms?|muscle spasms?|stiffness|soreness|ache)(?: (?:pain|ache|spasms?|hurts|is sore|itself))?
  (?:it'?s |its |it is )?(?:just|only) (?:sore|stiff|painful|achy|tight|hurts|the pain|the spasms?)
`)

const affirmations = phrases(`
  yes+
  yes (?:please|it (?:is|does|has|did)|i (?:do|have|am|did|can|was)|that'?s (?:right|it|me)|they (?:do|are|have)|he (?:is|does|has)|she (?:is|does|has))
  ye
  yeah+
  yea
  yeh
  yep
  yup
  yip
  yas
  ya
  y
  aye
  uh ?huh
  mm ?hmm?
  sure(?: (?:is|does|do|has|have|am))?
  definitely
  def
  certainly
  absolutely
  of course
  indeed
  correct
  right
  true
  exactly
  affirmative
  afraid so
  unfortunately
  sadly
  (?:that'?s|thats|this is|that is) (?:right|correct|true|it|me|the case|so)
  i (?:do|have|am|did|was|can|would)
  i'?m afraid so
  it (?:is|does|has|did|was)
  they (?:do|are|have|did)
  (?:he|she) (?:is|does|has|did)
  (?:just )?a (?:little bit|tiny bit|wee bit|little|bit|lot|touch)
  slightly
  somewhat
  sometimes
  occasionally
  often
  a few times
  now and (?:then|again)
  very much(?: so)?
  totally
  100 ?%
  mostly
  mainly
  i think yes
`)

const fillers = phrases(`
  well
  oh
  um+
  uh+
  er+m?
  hm+
  ok
  okay
  thank (?:god|goodness|heavens|the lord)(?: for that)?
  thankfully
  luckily
  fortunately
  thanks?(?: you)?
  thx
  ta
  cheers
  please
  pls
  sorry
  so
  so far
  doctor
  doc
  mate
  sir
  to be honest
  tbh
  honestly
  actually
  really
  just
  touch wood
  at all
  at the moment
  right now
  as well
  too
  i think
  i guess
  i'?d say
  i would say
  for me
  to (?:that|those|these|all|any|them|it|both)(?: of (?:them|those|these|that))?
  either
  again
  still
  then
  lol
  and
  that'?s (?:a|an?)?
  it'?s (?:a|an?)?
  my answer is
  the answer is
  answer
  definitely
  absolutely
  certainly
  of course
  hopefully
  (?:i'?m )?(?:pretty|quite|fairly|very) (?:sure|certain)
  i'?m sure
  for sure
`)

const realWords = new Set(
  (
    'bone done gone nine tone zone lone one nose note node numb eyes yet yen hope rope pope know now new not knee' +
    ' sore more store these those there three where here hear near year ears tear wear bear sour soup sum sun shoe' +
    ' stone alone phone noise nerve neck need never nose move mine line fine dine non noon moon soon'
  ).split(' '),
)
const keywords = ['yes', 'yeah', 'yep', 'none', 'nope', 'nothing', 'these', 'those', 'above', 'maybe', 'sure']

/** One letter more, less or other, or two neighbours swapped. */
function oneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return a === b
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  if (a.length === b.length)
    return (
      a.slice(i + 1) === b.slice(i + 1) ||
      (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2))
    )
  return a.length > b.length ? a.slice(i + 1) === b.slice(i) : a.slice(i) === b.slice(i + 1)
}

const mend = (word: string): string => {
  if (/^n+o+$/.test(word)) return 'no'
  if (/^y+e+s+$/.test(word)) return 'yes'
  if (word === 'noe') return 'no'
  if (word === 'fo' || word === 'ot' || word === 'off' || word === 'od') return 'of'
  if (word.length < 3 || realWords.has(word) || keywords.includes(word)) return word
  return keywords.find((keyword) => oneSlip(word, keyword)) ?? word
}

const blank = (text: string, pattern: RegExp) => {
  const rest = text.replace(pattern, ' ')
  return { rest, hit: rest !== text }
}

function strict(text: string): Known | 'fine' | undefined {
  const firm = blank(text, firmDenials)
  const hedge = blank(firm.rest, unsure)
  const deny = blank(hedge.rest, denials)
  const well = blank(deny.rest, fine)
  const affirm = blank(well.rest, affirmations)
  const { rest } = blank(affirm.rest, fillers)
  if (/[\p{L}\p{N}]/u.test(rest)) return undefined
  const no = firm.hit || deny.hit
  // "yeah no": which of the two is meant is anybody's guess.
  if (no && affirm.hit) return undefined
  if (hedge.hit) return affirm.hit ? 'yes' : 'not-known'
  if (no) return 'no'
  if (affirm.hit) return 'yes'
  return well.hit ? 'fine' : undefined
}

/** Yes, no, not sure; `fine` for "all good", which denies a sign; undefined for anything else. */
export function readPlain(text: string): Known | 'fine' | undefined {
  const said = plain(text).replace(/[.,:%-]+/g, (marks) => (marks.includes('%') ? marks : ' '))
  const trimmed = said.replace(/\s+/g, ' ').trim()
  if (trimmed.length === 0 || trimmed.length > 200) return undefined
  return strict(trimmed) ?? strict(trimmed.split(' ').map(mend).join(' '))
}

const contrast = /\b(?:but|except|although|though|however|apart|unless|only when|until|yes|yeah|maybe)\b/
const lack =
  /\b(?:can'?t|cant|cannot|could ?n'?t|unable|don'?t feel|not feel|lost|loss|numb\w*|without|gone)\b/
const beginsYes = /^(?:yes+|yeah+|yea|yep|yup|ye|aye|definitely|absolutely|i do|i have|i am|it is|it does)\b/
const beginsNo =
  /^(?:no+|nope|nah|not really|not at all|none)(?:\s*[,.:-]+\s*| (?=(?:i|it|my|that|they|he|she|we|just|never|everything|all|not|thank)\b))/

/** For a question about one thing: also a plain "yes" or "no" at the head of a sentence. */
export function readClosed(text: string): Known | undefined {
  const known = readPlain(text)
  if (known) return known === 'fine' ? 'no' : known
  const said = plain(text)
  if (said.length > 400) return undefined
  if (beginsYes.test(said)) return /\bno\b(?! \w)/.test(said) ? undefined : 'yes'
  if (beginsNo.test(said) && !contrast.test(said) && !lack.test(said)) return 'no'
  return undefined
}
