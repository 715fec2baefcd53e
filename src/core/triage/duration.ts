/**
 * Reads how long something has lasted, in days; 0 is today. Of a range the longer end counts ("3 or 4 days" is 4),
 * because a longer time is the more careful reading.
 */
import { inDigits } from './numbers.ts'

/** The day it is for the person: a date, or only the day of the week, 0 (Sunday) to 6. */
export type Today = Date | { readonly weekday: number }

const dayMs = 86_400_000
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthName =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'

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
  [/^(?:for |about |around |roughly |nearly |almost )*(day|week|fortnight|month|year)$/, '1 $1'],
  [/\bhalf (?:an? |of an? )?(hour|day)\b/g, '0.5 $1'],
  [/\b(?:a )?quarter of an hour\b/g, '15 minutes'],
  [/\bhalf (?:a )?(week|month|year)\b/g, '0.5 $1'],
  [/\b(?:an?|1|the) (hour|day|week|month|year) and (?:a|1) half\b/g, '1.5 $1'],
  [/\b(?:a )?couple(?: of)?(?: more)?\b/g, '2'],
  [/\b(?:a |the (?:last|past) )?few(?: more)?\b/g, '3'],
  [/\b(?:several|a number of)\b/g, '5'],
  [/\b(?:many|loads of|lots of)\b/g, '10'],
  [/\ba dozen\b/g, '12'],
  [/\b(hour|day|week|month|year) or (?:so|two|2|more)\b/g, '$1 or 2'],
  [
    /\b(?:an?|one|the (?:last|past|whole)|this (?:last|past)|whole|past) (?=(?:hour|day|week|month|year|fortnight|decade)\b)/g,
    '1 ',
  ],
]

/** `today` counts back to the latest such weekday; that very day means a week ago unless "this". */
function weekdayDays(name: string, today: Today): number {
  const then = weekdays.indexOf(name.slice(0, 3))
  const now = today instanceof Date ? today.getDay() : today.weekday
  return (((now - then) % 7) + 7) % 7
}

function dateDays(month: number, day: number, year: number | undefined, today: Today): number | undefined {
  if (!(today instanceof Date)) return undefined
  const at = (y: number) => Math.round((today.getTime() - new Date(y, month, day, 12).getTime()) / dayMs)
  if (year !== undefined) return Math.max(0, at(year))
  const thisYear = at(today.getFullYear())
  return thisYear >= 0 ? thisYear : at(today.getFullYear() - 1)
}

/** @returns days, rounded; undefined when the text holds no length of time. */
export function readDuration(text: string, today: Today): number | undefined {
  let said = inDigits(text)
  for (const [pattern, amount] of amounts) said = said.replace(pattern, amount)
  const found = [...amountsIn(said), ...namedIn(said, today)].filter((n) => Number.isFinite(n) && n >= 0)
  if (found.length === 0) return undefined
  return Math.min(36_500, Math.floor(Math.max(...found)))
}

function* amountsIn(said: string): Generator<number> {
  const number = '(\\d{1,4}(?:\\.\\d+)?)'
  const range = new RegExp(
    `(over|more than|longer than|at least|less than|under|nearly|almost|not even)?\\s*${number}(?:\\s*${unit})?\\s*(?:-|–|to|or|and|maybe)\\s*${number}\\s*${unit}\\b`,
    'g',
  )
  const pending: number[] = []
  const rest = said.replace(range, (_, _edge, _from, _first, to: string, name: string) => {
    pending.push(Number(to) * daysIn(name))
    return ' '
  })
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

function* namedIn(said: string, today: Today): Generator<number> {
  if (
    /\bthis (?:morning|afternoon|evening)\b|\btoday\b|\btonight\b|\bjust now\b|\bjust (?:started|happened|began)\b|\bminutes? ago\b|\bright now\b/.test(
      said,
    )
  )
    yield 0
  if (/\bday before yesterday\b/.test(said)) yield 2
  else if (/\b(?:yesterday|last night|overnight|the other night)\b/.test(said)) yield 1
  if (
    /\b(?:all my life|whole life|forever|for ever|ages|long time|(?:as|so) long as i can remember|since (?:i was|my|childhood|birth|school)|chronic\w*|lifelong)\b/.test(
      said,
    )
  )
    yield 365
  if (/\blast week\b(?!end)/.test(said)) yield 7
  if (/\blast month\b/.test(said)) yield 30
  if (/\blast (?:year|summer|winter|spring|autumn|fall)\b/.test(said)) yield 365
  if (/\bthis week\b/.test(said)) yield weekdayDays('mon', today)
  if (/\b(?:last|the|this|over the) weekend\b|\bat the weekend\b/.test(said))
    yield weekdayDays('sat', today) || 7
  const weekday =
    /\b(week(?: ago)?(?: last)? |last week |(?:this|last|on|since) )?(sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?\b(?!s\b)( (?:of )?last week| week| before last)?/g
  for (const m of said.matchAll(weekday)) {
    if (!/day/.test(m[0]) && !m[1] && m[2] !== said) continue
    const days = weekdayDays(m[2]!, today)
    const lastWeek = /week/.test(`${m[1] ?? ''}${m[3] ?? ''}`) || / before last/.test(m[3] ?? '')
    yield lastWeek ? days + 7 : days === 0 && m[1]?.trim() !== 'this' ? 7 : days
  }
  const dated = new RegExp(
    `\\b(?:(\\d{1,2})(?:st|nd|rd|th)?(?: of)? )?${monthName}(?: (\\d{1,2})(?:st|nd|rd|th)?\\b)?(?:,? (\\d{4}))?\\b`,
    'g',
  )
  for (const m of said.matchAll(dated)) {
    if (m[2] === 'may' && !m[1] && !m[3] && !/\b(?:since|in|from|last|early|late|mid) may\b/.test(said))
      continue
    if (m[2] === 'mar' && !m[1] && !m[3]) continue
    const month = months.indexOf(m[2]!.slice(0, 3))
    const days = dateDays(month, Number(m[1] ?? m[3] ?? 1), m[4] ? Number(m[4]) : undefined, today)
    if (days !== undefined) yield days
  }
  const year = /\b(?:since|in|from)(?: about| around)? (19\d\d|20\d\d)\b/.exec(said)
  if (year && today instanceof Date) yield Math.max(0, (today.getFullYear() - Number(year[1])) * 365)
  if (/\bsince (?:christmas|xmas)\b/.test(said)) {
    const days = dateDays(11, 25, undefined, today)
    if (days !== undefined) yield days
  }
}
