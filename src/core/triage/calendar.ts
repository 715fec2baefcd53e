/** Days that people name instead of counting: weekdays, dates, "last week", "since Christmas". */

/** The day it is for the person: a date, or only the day of the week, 0 (Sunday) to 6. */
export type Today = Date | { readonly weekday: number }

const dayMs = 86_400_000
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthName =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'

/** "Since the summer": some months, and surely longer than a week. */
const seasonDays = 60
const holidays = [
  [/(?:\b(?:since|at|over|from|around|after|before|last|on) |^)(?:christmas|xmas)\b(?! tree)/, 11, 25],
  [/(?:\b(?:since|at|over|from|around|after|last|on) |^)new year'?s?\b/, 0, 1],
] as const

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

/** Dates in digits, "2026-11-01" or "1/11/2026"; where day and month could be either, the longer time counts. */
function* digitDates(said: string, today: Today): Generator<number> {
  if (!(today instanceof Date)) return
  for (const m of said.matchAll(/\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/g))
    yield* digitDate(Number(m[1]), Number(m[2]), Number(m[3]), today)
  for (const m of said.matchAll(/\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b/g)) {
    yield* digitDate(Number(m[3]), Number(m[2]), Number(m[1]), today)
    yield* digitDate(Number(m[3]), Number(m[1]), Number(m[2]), today)
  }
}

/** "Since 20/11": without its year, the latest such day. Alone, "3/4" may be anything; "20/11" can only be a date. */
function* shortDates(said: string, today: Today): Generator<number> {
  const date =
    /(?:\b(?:since|began|started)(?: about| around| on| on the| the)? |^)(\d{1,2})[/.-](\d{1,2})(?![\d/.-]|\s*(?:days?|weeks?|months?|hours?|years?)\b)/g
  for (const [all, first, second] of said.matchAll(date)) {
    const [a, b] = [Number(first), Number(second)]
    if (/^\d/.test(all) && (Math.max(a, b) <= 12 || said !== all)) continue
    for (const [day, month] of a === b
      ? [[a, b]]
      : [
          [a, b],
          [b, a],
        ])
      if (month! >= 1 && month! <= 12 && day! >= 1 && day! <= 31) {
        const days = dateDays(month! - 1, day!, undefined, today)
        if (days !== undefined) yield days
      }
  }
}

function* digitDate(year: number, month: number, day: number, today: Date): Generator<number> {
  const date = new Date(year, month - 1, day, 12)
  if (date.getMonth() !== month - 1 || date.getDate() !== day) return
  const days = Math.round((today.getTime() - date.getTime()) / dayMs)
  if (days >= 0) yield days
}

/** Each day or time that the text names, in days before today. */
export function* namedDays(said: string, today: Today): Generator<number> {
  yield* digitDates(said, today)
  yield* shortDates(said, today)
  if (
    /\bthis (?:morning|afternoon|evening)\b|\btoday\b|\btonight\b|\bjust now\b|\bjust (?:started|happened|began)\b|\bminutes? ago\b|\bright now\b/.test(
      said,
    )
  )
    yield 0
  if (/\bday before yesterday\b/.test(said)) yield 2
  else if (/\b(?:yesterday|last night|overnight|the other night)\b/.test(said)) yield 1
  if (
    /\b(?:all my life|whole life|forever|for ever|ages|long time|(?:as|so) long as i can remember|since (?:i was|i can remember|(?:my )?(?:childhood|birth|school|teens|youth|\d0s|twenties|thirties))|chronic\w*|lifelong)\b/.test(
      said,
    )
  )
    yield 365
  if (/\blast week\b(?!end)/.test(said)) yield 7
  if (/\blast month\b/.test(said)) yield 30
  if (/\blast (?:year|summer|winter|spring|autumn|fall)\b/.test(said)) yield 365
  if (/\bthis week\b/.test(said)) yield weekdayDays('mon', today)
  if (/\b(?:start|beginning) of (?:the|this) week\b/.test(said)) yield weekdayDays('mon', today)
  if (/\b(?:start|beginning) of (?:the|this) month\b/.test(said) && today instanceof Date)
    yield today.getDate() - 1
  if (/\bsince (?:last |the )?(?:summer|winter|spring|autumn)\b/.test(said)) yield seasonDays
  if (/\b(?:last|the|this|past) weekend\b|^weekend$/.test(said)) yield weekdayDays('sat', today) || 7
  const weekday =
    /\b(week(?: ago)?(?: last)?(?: on)? |last week |(?:this|last|on|since) )?(sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?\b(?!s\b)( (?:of )?last week| week| before last)?/g
  for (const m of said.matchAll(weekday)) {
    if (!/day/.test(m[0]) && !m[1] && m[2] !== said) continue
    const days = weekdayDays(m[2]!, today)
    const lastWeek = /week/.test(`${m[1] ?? ''}${m[3] ?? ''}`) || / before last/.test(m[3] ?? '')
    yield lastWeek ? days + 7 : days === 0 && m[1]?.trim() !== 'this' ? 7 : days
  }
  const ago = /\b(\d{1,2}) (sun|mon|tues|wednes|thurs|fri|satur)days? ago\b/.exec(said)
  if (ago) yield (weekdayDays(ago[2]!, today) || 7) + 7 * (Number(ago[1]) - 1)
  const dayOfMonth = /\b(?:since|on|from) the (\d{1,2})(?:st|nd|rd|th)\b(?! of)/.exec(said)
  if (dayOfMonth && today instanceof Date && !new RegExp(monthName).test(said)) {
    const days = today.getDate() - Number(dayOfMonth[1])
    yield days >= 0 ? days : days + 30
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
  const year = /\b(?:since|in|from)(?: about| around)? (19\d\d|20\d\d)\b(?![-/.]\d)/.exec(said)
  if (year && today instanceof Date) yield Math.max(0, (today.getFullYear() - Number(year[1])) * 365)
  for (const [name, month, day] of holidays) {
    const days = name.test(said) ? dateDays(month, day, undefined, today) : undefined
    if (days !== undefined) yield days
  }
}
