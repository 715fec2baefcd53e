/** Whether a text asks for somebody else. Wrong either way it only changes how the advice addresses the reader. */
import { plain } from './yesNo.ts'

export const relatives =
  "(?:(?:little |teenage |young )?(?:son|daughter|child|boy|girl|kid|baby|toddler|lad|brother|sister|nephew|niece|grandson|granddaughter|grandchild|husband|wife|partner|mum|mom|mam|dad|mother|father|nan|nana|gran|grandma|grandad|grandpa|grandmother|grandfather|uncle|aunt|auntie|cousin)(?:'?s)?)"
const others = `(?:${relatives}|(?:friend|mate|flatmate|roommate|housemate|neighbou?r|colleague|boyfriend|girlfriend|fianc[eé]e?|someone|somebody)(?:'s)?)`

const another = new RegExp(
  `^(?:help[,! ]*|hi[,! ]*|hello[,! ]*|please[,! ]*)*(?:(?:my|our|the|a) )?(?:\\d+[ -](?:year|yr|month)s?[ -]old )?${others}\\b|\\b(?:my|our) (?:\\d+[ -](?:year|yr|month)s?[ -]old )?${others}\\b|\\b(?:he|she)(?:'s| is| has| can'?t| cannot| says| took| fell)\\b`,
)
/** The writer speaks of himself or herself as the one in pain. */
const own =
  /\b(?:i'?m|i am|i'?ve|i have|i had|i can'?t|i cannot|i can|i feel|i felt|i got|i get|i wet|i took|i fell|i hurt|i was|i lost|me|myself|mine)\b|\bmy (?!\d)(?:\w{1,20} ){0,2}(?:back|spine|neck|shoulders?|legs?|arms?|foot|feet|hips?|pain|spasms?|muscles?|chest|bladder|bowels?|groin|genitals|bum|butt|body|head)\b/
/** What a writer says of himself or herself while another is in pain. */
const aside =
  /\b(?:i'?m|i am) (?:so |very |really )?(?:worried|scared|asking|writing|calling|not sure|panicking|with (?:him|her|them))\b|\b(?:help|tell|told|advise|asking|let|says to|said to) me\b/g
const quoted = new RegExp(
  `\\b${others} (?:says?|said|thinks?|thought|told|reckons?)\\b(?! (?:he|she|they)\\b)`,
)

export function asksForAnother(text: string): boolean {
  const said = plain(text)
  return another.test(said) && !own.test(said.replace(aside, ' ')) && !quoted.test(said)
}

/** A child too young for a number to be told: "my toddler", "our little boy". */
export const speaksOfChild = (text: string): boolean =>
  /\b(?:my|our) (?:toddler|baby|infant|newborn|child|kid|little (?:boy|girl|one|lad))\b/.test(plain(text))
