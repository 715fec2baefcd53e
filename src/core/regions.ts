/** Numbers and words that differ by place, as loaded from `knowledge/regions/`. */
import { z } from 'zod'

/** `confirmed`: the day a clinic last checked the number, or null until it has. */
const line = z.strictObject({
  /** As people read it: `116 123`. */
  number: z.string(),
  /** For `tel:` and `sms:` links: digits and a leading `+` only. */
  dial: z.string().regex(/^\+?\d+$/),
  /** How the line is called there: `NHS 111`, `Samaritans`. */
  name: z.string(),
  confirmed: z.iso.date().nullable(),
  /** How to reach it, when not by an ordinary call: `sms` by text message, `tty` by textphone only. */
  by: z.enum(['sms', 'tty']).optional(),
  /** What must be known before using it: "register first: text 'register' to 999". */
  note: z.string().optional(),
})

/** What to dial of a number as people read it: `+44 (0)20 7946 0958` is +442079460958. */
export const dialOf = (number: string): string =>
  number.replace(/^(\+\d+) ?\(0\)/, '$1').replace(/(?!^\+)\D/g, '')

export const regionSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  emergency: line,
  /** Another emergency number that works too, such as 112 beside 999. */
  alsoEmergency: line.optional(),
  /** Non-emergency health line. Where a region lacks one: the emergency number is used. */
  healthLine: line.optional(),
  crisisLine: line.optional(),
  poisonLine: line.optional(),
  /** For people who cannot hear or speak on the phone. */
  textEmergency: line.optional(),
  textCrisis: line.optional(),
  /**
   * Local words: `emergencyDepartment` as it follows "go to" ("A&E", "the ER"); as they follow "a" or "your": `doctor`
   * ("GP"), `physiotherapist`, `pharmacist`, `maternityUnit`; `painReliever` "paracetamol", `ambulance` …
   */
  words: z.record(z.string(), z.string()),
  /** How people name the place when they say they are there: "america", "the states", "usa". */
  spoken: z.array(z.string()),
})
export type Region = z.infer<typeof regionSchema>
export type Line = z.infer<typeof line>
