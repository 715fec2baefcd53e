/** What a clinic sets: by `data-` attributes of the script, by CSS variables of the page, or on the server. */

export interface Settings {
  /** Of the assistant, the panel's title. */
  name: string
  /** On the launcher. */
  label: string
  /** Where it is not the page's. */
  lang: string
  /** `ltr` or `rtl`, where it is neither the page's (for the place) nor that of the words (for the panel). */
  dir?: string
  /** Brand colour, `#0b5c63`; what is too faint is corrected. */
  color: string
  /** Name of the clinic. */
  clinic?: string
  /** Said by the widget above the bot's own welcome. */
  greeting?: string
  /** Where the launcher stands: `end` (right in English) or `start`. */
  side?: string
  /** `light`, `dark`, or by the system. */
  theme?: string
  /** Where its readers are, as the bot knows the place: `us`. Goes with `emergency`. */
  region?: string
  /** Emergency number where its readers are, as people read it. */
  emergency?: string
  /** Of the clinic, as people read it. */
  phone?: string
  hours?: string
}

/** A `tel:` link of a number as people read it. */
export const tel = (number: string): string => `tel:${number.replace(/[^\d+]/g, '')}`

/** A text whose phone numbers stay on one line. */
export const unbroken = (text: string): string => text.replace(/([\d)]) (?=[\d(])/g, '$1\u00a0')

export const fill = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
