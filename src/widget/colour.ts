/** Colours as WCAG 2.2 measures them. */

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly number[]

/** Of `#rrggbb`; undefined for anything else. */
export const rgbOf = (color: string): Rgb | undefined => {
  const digits = /^#([\da-f]{6})$/i.exec(color.trim())?.[1]
  return digits ? [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16)) : undefined
}

/** Relative luminance, 0 to 1. */
export const luminance = (rgb: Rgb): number => {
  const [red, green, blue] = rgb.map((channel) => {
    const share = channel / 255
    return share > 0.04 ? ((share + 0.055) / 1.055) ** 2.4 : share / 12.92
  }) as [number, number, number]
  return red * 0.2126 + green * 0.7152 + blue * 0.0722
}

/** Black or white: whichever reads better on the colour. One of them always reaches 4.5 to 1. */
export const inkOn = (rgb: Rgb): string => (luminance(rgb) < 0.179 ? '#fff' : '#000')
