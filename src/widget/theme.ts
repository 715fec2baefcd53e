/**
 * The clinic's colour, made readable: contrast as WCAG 2.2 defines it. In the panel it is a ground for text, and text on
 * a light and on a dark ground; where it is too faint for one of these it is mixed with black or white, a step at a time,
 * until it is not.
 */
import { rgbOf, weights, type Rgb } from './colour.ts'

const step = 0.1
const darkGround: Rgb = [23, 36, 39]
const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]
/** WCAG 1.4.3 for text, and a little more, so that rounding never falls below it. */
const enough = 4.6
/** How much of the colour the head of a dark page keeps. */
const dimmed = 0.5

/** Relative luminance as WCAG 2.2 defines it, 0 to 1. */
export const luminance = (rgb: Rgb): number =>
  weights.reduce((sum, weight, i) => {
    const share = rgb[i]! / 255
    return sum + weight * (share > 0.04 ? ((share + 0.055) / 1.055) ** 2.4 : share / 12.92)
  }, 0)

const contrast = (one: Rgb, other: Rgb): number => {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (bright! + 0.05) / (dim! + 0.05)
}

const hex = (rgb: Rgb): string =>
  `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`

const mix = (rgb: Rgb, goal: Rgb, share: number): Rgb =>
  rgb.map((channel, i) => channel * (1 - share) + goal[i]! * share) as unknown as Rgb

function readable(rgb: Rgb, ground: Rgb, goal: Rgb): Rgb {
  let mixed = rgb
  while (contrast(mixed, ground) < enough) mixed = mix(mixed, goal, step)
  return mixed
}

const declare = (rgb: Rgb, ink: string, head: Rgb): string =>
  `--brand:${hex(rgb)};--brand-ink:${ink};--head:${hex(head)}`

/** A style sheet with the colour for light and for dark pages; empty for what is no `#rrggbb`. */
export function themeOf(color: string): string {
  const wished = rgbOf(color)
  if (!wished) {
    if (color.trim()) console.warn(`Backwise: "${color}" is not a colour like #0b5c63, so it is not used.`)
    return ''
  }
  const onLight = readable(wished, white, black)
  const onDark = readable(wished, darkGround, white)
  if (onLight !== wished)
    console.warn(`Backwise: ${color} is too faint to read on white; ${hex(onLight)} is used there.`)
  const head = mix(onLight, black, dimmed)
  return `.box .frame{${declare(onLight, '#fff', onLight)}}.dark .frame{${declare(onDark, '#000', head)}}`
}
