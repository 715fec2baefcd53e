/** Colours as people see them. */

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly number[]

/** Of `#rrggbb`; undefined for anything else. */
export const rgbOf = (color: string): Rgb | undefined =>
  /^\s*#[\da-f]{6}\s*$/i.test(color) ? color.match(/\w\w/g)!.map((two) => parseInt(two, 16)) : undefined

/** How much each channel counts for how bright a colour is, by WCAG 2.2. */
export const weights = [0.2126, 0.7152, 0.0722] as const

/**
 * Black or white: whichever reads better on the colour. A plain power is near enough to WCAG's luminance for that: the ink
 * it chooses reaches 4.5 to 1 on every colour there is.
 */
export const inkOn = (rgb: Rgb): string =>
  weights.reduce((sum, weight, i) => sum + weight * (rgb[i]! / 255) ** 2.2, 0) < 0.18 ? '#fff' : '#000'
