/**
 * Reads how long something has lasted, in days; 0 is today. Of a range the longer end counts ("3 or 4 days" is 4),
 * because a longer time is the more careful reading.
 */
import { namedDays, type Today } from './calendar.ts'
import { inDigits, ordinals } from './numbers.ts'

const unitDays: readonly (readonly [RegExp, number])[] = [
  [/^(?:s|sec|secs|second|seconds|min|mins|minute|minutes|m)$/, 1 / 1440],
  [/^(?:h|hr|hrs|hour|hours)$/, 1 / 24],
  [/^(?:d|day|days|night|nights|dys|dayz)$/, 1],
  [/^(?:w|wk|wks|week|weeks|wek|weks|weeek|weeeks)$/, 7],
  [/^(?:fortnight|fortnights)$/, 14],
  [/^(?:mo|mos|mth|mths|month|months)$/, 30],
  [/^(?:y|yr|yrs|year|years)$/, 365],
  [/^(?:decade|decades)$/, 3650],
]
const unit =
  '(s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|d|days?|dys|nights?|w|wks?|weeks?|weks?|fortnights?|mos?|mths?|months?|y|yrs?|years?|decades?)'
const daysIn = (name: string) => unitDays.find(([pattern]) => pattern.test(name))?.[1] ?? 1

const amounts: readonly (readonly [RegExp, string])[] = [
  [/\b(day|week|fortnight|month|year)(s?) ?ish\b/g, '$1$2'],
  [/^(?:for |about |around |roughly |nearly |almost )*(day|week|fortnight|month|year)(?= or |$)/, '1 $1'],
  [/\bhalf (?:an? |of an? )?(hour|day)\b/g, '0.5 $1'],
  [/\b(?:a )?quarter of an hour\b/g, '15 minutes'],
  [/\bhalf (?:a )?(week|month|year)\b/g, '0.5 $1'],
  [/\b(?:an?|1|the) (hour|day|week|month|year) and (?:a|1) half\b/g, '1.5 $1'],
  [/\b(?:a )?(?:couple(?: of)?|coupla)(?: more)?\b/g, '2'],
  [/\b(?:a |the (?:last|past) )?few(?: more)?\b/g, '3'],
  [/\b(?:several|a number of)\b/g, '5'],
  [/\b(?:many|loads of|lots of)\b/g, '10'],
  [/\ba dozen\b/g, '12'],
  [/\b(hour|day|week|month|year) or (?:so|two|2|more)\b/g, '$1 or 2'],
  [
    /\b(?:an?|one|the (?:last|past|whole)|this (?:last|past)|whole|past) (?=(?:hour|day|week|month|year|fortnight|decade)\b)/g,
    '1 ',
  ],
  [/\b1 (?:good|solid|full|whole|bit of an?) (?=(?:hour|day|week|month|year)\b)/g, '1 '],
  [/\ba (?:good|solid|full) (?=(?:hour|day|week|month|year|fortnight)\b)/g, '1 '],
  [/\b(\d{1,3})(?:st|nd|rd|th) (day|week|month|year)\b/g, '$1 $2'],
  [/\b(day|week|month|year) (?:number |no )?(\d{1,2})\b(?! (?:days?|weeks?|months?|hours?))/g, '$2 $1'],
  [/^(day|week|month|year) and a half\b/g, '1.5 $1'],
  [/\b(day|week|month|year)s? and a bit\b/g, '$1 or more'],
  [/\bdecades\b/g, '20 years'],
]

/** As people type it, and what it stands for. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/\b(?:yday|yest|yesty|yesterdy|yesteday|ystrday|yesturday)\b/g, 'yesterday'],
  [/\bnite\b/g, 'night'],
  [/\bmornin\b/g, 'morning'],
  [/\b(?:n|an|&) a half\b/g, 'and a half'],
  [
    /\b(?:since|when|as soon as) i (?:got up|woke(?: up)?|got out of bed)\b|^(?:i )?woke(?: up)? with it\b/g,
    'today',
  ],
]
const spelt = (text: string): string =>
  spellings.reduce((said, [spelling, word]) => said.replace(spelling, word), text)

const nth = new RegExp(`\\b(${ordinals.join('|')})(?= (?:day|week|month|year)\\b)`, 'g')

/** @returns days, rounded; undefined when the text holds no length of time. */
export function readDuration(text: string, today: Today): number | undefined {
  let said = inDigits(spelt(text)).replace(nth, (_, name: string) => String(ordinals.indexOf(name) + 1))
  for (const [pattern, amount] of amounts) said = said.replace(pattern, amount)
  const found = [...amountsIn(said), ...namedDays(said, today)].filter((n) => Number.isFinite(n) && n >= 0)
  if (found.length === 0) return undefined
  return Math.min(36_500, Math.floor(Math.max(...found)))
}

function* amountsIn(said: string): Generator<number> {
  const number = '(\\d{1,4}(?:\\.\\d+)?)'
  const range = new RegExp(
    `(over|more than|longer than|at least|less than|under|nearly|almost|not even)?\\s*${number}(?:\\s*${unit})?\\s*(-|–|to|or|and|maybe)\\s*${number}\\s*${unit}\\b`,
    'g',
  )
  const pending: number[] = []
  const rest = said.replace(
    range,
    (_, _edge, from: string, first: string | undefined, joint: string, to: string, name: string) => {
      const [low, high] = [Number(from) * daysIn(first ?? name), Number(to) * daysIn(name)]
      // "3 days and 4 hours" is one length; "3 days or 4" is two.
      pending.push(
        joint === 'and' && first !== undefined && first !== name ? low + high : Math.max(low, high),
      )
      return ' '
    },
  )
  yield* pending
  // "a week or 2": the number after the unit counts in the same unit.
  const after = new RegExp(`${number}\\s*${unit}\\s*or\\s*${number}(?!\\s*\\w)`, 'g')
  for (const m of rest.matchAll(after)) yield Number(m[3]) * daysIn(m[2]!)
  const one = new RegExp(
    `(over|more than|longer than|at least|less than|under|not even)?\\s*(?<![\\d.])${number}\\s*\\+?\\s*-?\\s*${unit}\\b(\\s+(?:or|and) (?:more|longer|over|counting))?(?: plus)?`,
    'g',
  )
  for (const m of rest.matchAll(one)) {
    const days = Number(m[2]) * daysIn(m[3]!)
    const edge = m[1]
    if (edge === 'less than' || edge === 'under' || edge === 'not even')
      yield Math.max(0, Math.ceil(days) - 1)
    else yield edge && edge !== 'at least' ? days + 1 : m[4] ? days + 1 : days
  }
  if (!/\d\s*(?:days?|weeks?|months?|years?)/.test(said)) {
    if (
      /\b(?:for|on and off|off and on|been|now|lasted|about|over|past|last|already)\b.*\byears\b|^years\b|\byears (?:now|ago|on and off)/.test(
        said,
      )
    )
      yield 730
    if (/\bmonths\b/.test(said)) yield 60
    if (/\bweeks\b/.test(said)) yield 14
    if (/\bdays\b/.test(said)) yield 3
    if (/\b(?:hours|minutes)\b/.test(said)) yield 0
  }
}
