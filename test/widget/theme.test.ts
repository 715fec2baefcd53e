import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { inkOn, rgbOf } from '../../src/widget/colour.ts'
import { luminance, themeOf } from '../../src/widget/theme.ts'

const contrast = (one: string, other: string) => {
  const [bright, dim] = [one, other]
    .map((color) => luminance(rgbOf(color.length === 4 ? color.replace(/\w/g, '$&$&') : color)!))
    .sort((a, b) => b - a)
  return (bright! + 0.05) / (dim! + 0.05)
}
const color = fc.integer({ min: 0, max: 0xffffff }).map((rgb) => `#${rgb.toString(16).padStart(6, '0')}`)

afterEach(() => vi.restoreAllMocks())

it('any colour of a clinic ends up readable, on light and on dark', () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  fc.assert(
    fc.property(color, (wished) => {
      expect(contrast(wished, inkOn(rgbOf(wished)!))).toBeGreaterThanOrEqual(4.5)
      const css = themeOf(wished)
      const [light, dark] = [...css.matchAll(/--brand:(#\w+);--brand-ink:(#\w+);--head:(#\w+)/g)]
      for (const [[, brand, ink, head], ground] of [
        [light!, '#ffffff'],
        [dark!, '#172427'],
      ] as const) {
        expect(contrast(brand!, ground)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(brand!, ink!)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(head!, '#ffffff')).toBeGreaterThanOrEqual(4.5)
      }
    }),
  )
})

it('says when a colour is corrected or is none', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  expect(themeOf('#0b5c63')).toContain('--brand:#0b5c63')
  expect(warn).not.toHaveBeenCalled()
  themeOf('#ffe97a')
  expect(warn).toHaveBeenLastCalledWith(expect.stringMatching(/too faint/))
  expect(themeOf('red}*{display:none')).toBe('')
  expect(warn).toHaveBeenLastCalledWith(expect.stringMatching(/not a colour/))
})
