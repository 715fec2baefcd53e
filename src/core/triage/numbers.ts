/** Numbers as people say them. */

const ones = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
]
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const values = new Map<string, number>([
  ...ones.map((word, n): [string, number] => [word, n]),
  ...tens.map((word, n): [string, number] => [word, (n + 2) * 10]),
])
const word = [...values.keys()].sort((a, b) => b.length - a.length).join('|')
const compound = new RegExp(`\\b(${tens.join('|')})[ -](${ones.slice(1, 10).join('|')})\\b`, 'g')
const single = new RegExp(`\\b(${word})\\b`, 'g')

/** Number words as digits: `twenty-one days` -> `21 days`, `two and a half` -> `2.5`. */
export const inDigits = (text: string): string =>
  text
    .replace(compound, (_, ten: string, one: string) => String(values.get(ten)! + values.get(one)!))
    .replace(single, (name) => String(values.get(name)))
    .replace(/\b(\d+)(?: |-)(?:and )?(?:a |1 )half\b/g, '$1.5')
    .replace(/(\d)½/g, '$1.5')

/** 0 to 10, or undefined. The worst of several: "4 normally, 9 when it grips" is 9; "12 out of 10" is 10, "12" is nothing. */
export function readSeverity(text: string): number | undefined {
  const said = inDigits(text)
  if (/^\s*[-–−]\s?\d|\b(?:minus|negative) \d/.test(said)) return undefined
  if (
    /\bworst\b.*\b(?:ever|imaginable|possible|life|felt|had)\b|\bunbearable\b|\bexcruciating\b|\boff the (?:scale|charts?)\b|\bas bad as it (?:gets|can)\b/.test(
      said,
    )
  )
    return 10
  if (/\b(?:no|not any|without) pain\b|\bpain ?free\b|^(?:nothing|none|nil)$/.test(said)) return 0
  const percent = [
    ...said.matchAll(/\b(\d{1,3})(?: ?%| (?:percent|per cent)\b|(?: ?\/ ?| out of (?:a )?)100\b)/g),
  ]
  if (percent.length > 0) return Math.min(10, Math.max(...percent.map((m) => Number(m[1]) / 10)))
  const cleaned = said
    .replace(/(\d(?:\.\d)?) ?(?:\/|out of|outta|outa|of|on|over) ?(?:a )?10\b/g, '$1')
    .replace(/\b(?:out of|outta) ?10\b/g, ' ')
    .replace(/\b(?:on|from) (?:a )?(?:scale|1|0)\b.*?\b10\b/g, ' ')
    .replace(
      /\b\d+(?:\.\d+)?(?:\s*(?:-|to|or)(?:\s*\d+)?|\s+\d+)?\s*(?:min\w*|hours?|hrs?|days?|nights?|weeks?|wks?|months?|years?|yrs?|times?|am|pm|mg|o'clock)\b/g,
      ' ',
    )
  const numbers = [...cleaned.matchAll(/(?<![\d.])\d{1,2}(?:\.\d)?(?!\.?\d)/g)].map((m) => Number(m[0]))
  if (numbers.length === 0 || numbers.length > 4) return undefined
  const worst = Math.max(...numbers)
  const most = cleaned === said ? 10 : 15
  return worst > most ? undefined : Math.min(10, worst)
}

/** The first is at 0. */
export const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
]
