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
  /** Where its readers are, as the bot knows the place: `us`. Tells the emergency number, too. */
  region?: string
  /** Of the clinic, as people read it. */
  phone?: string
  hours?: string
}

/**
 * What is wrong with the settings of the place, a line each. Whatever they are, the number shown is the one that the bot's
 * own advice names.
 * @param emergency that number; undefined where no setting tells it
 */
export function faultsOf(
  { region, ...others }: Pick<Settings, 'region'>,
  emergency: string | undefined,
): string[] {
  const { emergency: wished } = others as { emergency?: string }
  const known = Object.keys(regionNumbers)
  return [
    region && !known.includes(region) && `data-region="${region}" is none of ${known.join(', ')}.`,
    !emergency && 'Set data-region, so that the emergency number can be shown.',
    wished && wished !== emergency && `data-emergency="${wished}" is not used. Set data-region instead.`,
  ].filter((fault) => typeof fault === 'string' && fault !== '') as string[]
}

/** A `tel:` link of a number as people read it. */
export const tel = (number: string): string => `tel:${number.replace(/[^\d+]/g, '')}`

/** A text whose phone numbers stay on one line. */
export const unbroken = (text: string): string => text.replace(/([\d)]) (?=[\d(])/g, '$1\u00a0')

export const fill = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
