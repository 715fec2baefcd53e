/** The same chat in browsers of other makers: a strict page, a triage by keyboard, an emergency, a reload. */
import { it } from 'vitest'
import { otherBrowsers, type Driven } from './driven.ts'
import { replyTo, type Stage } from './stage.ts'

const root = `document.querySelector('backwise-chat').shadowRoot`
const tab = '\uE004'
const enter = '\uE007'
const space = ' '

/** What has the focus, by name. */
const focusedName = `(() => {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return (element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent ?? '').trim()
})()`

/** A key may arrive after the driver said it was pressed. */
const settled = 'new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)))'

async function tabTo(browser: Driven, name: string): Promise<void> {
  for (let press = 0; press < 40; press++) {
    await browser.press(tab)
    await browser.read(settled)
    if ((await browser.read(focusedName)) === name) return
  }
  throw new Error(`Tab never came to ${name}`)
}

async function until(browser: Driven, expression: string): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end;)
    if (await browser.read(`Boolean(${expression})`)) return
  throw new Error(`it never came true: ${expression}`)
}

export function elsewhere(stage: Stage): void {
  it.concurrent.for(otherBrowsers)(
    '$name: a triage by keyboard on a strict page, an emergency, a reload',
    { timeout: 60_000 },
    async ({ start }, { expect }) => {
      const browser = await start()
      try {
        await browser.go(`${stage.clinic}/watched`)
        await until(browser, `document.querySelector('backwise-chat')`)
        await tabTo(browser, 'Back pain? Ask here')
        await browser.press(enter)
        await until(browser, `${root}.querySelector('.entries button')`)
        await tabTo(browser, 'Check my symptoms')
        await browser.press(enter)
        for (let i = 0; i < 9; i++) {
          await until(browser, `${root}.querySelectorAll('.card .progress, .care').length > ${i}`)
          if (await browser.read(`${root}.querySelector('.care') !== null`)) break
          const asked = await browser.read<string>(
            `[...${root}.querySelectorAll('.entries > .bot')].at(-1).innerText`,
          )
          const reply = replyTo(asked)
          await tabTo(browser, reply ?? 'None of these')
          await browser.press(reply ? enter : space)
          if (reply) continue
          await tabTo(browser, 'Send')
          await browser.press(enter)
        }
        await until(browser, `${root}.querySelector('.care.self-care')`)

        await tabTo(browser, 'Your message')
        await browser.press(`I can't feel anything when I wipe${enter}`)
        await until(browser, `${root}.querySelector('.care.emergency')`)
        await until(browser, `${root}.querySelector('[role="alert"]').textContent.includes('9 9 9')`)
        expect(await browser.read(`${root}.querySelector('.strip a').getAttribute('href')`)).toBe('tel:999')
        expect(await browser.read(focusedName)).toBe('Your message')
        const said = `[...${root}.querySelectorAll('.entries > li')].map(({ innerText }) => innerText)`
        const before = await browser.read<string[]>(said)

        await browser.go(`${stage.clinic}/watched`)
        await until(browser, `document.querySelector('backwise-chat')`)
        await until(browser, `${said}.length === ${before.length}`)
        expect(await browser.read(said)).toEqual(before)
        expect(await browser.read(`${root}.querySelector('.strip a').getAttribute('href')`)).toBe('tel:999')
        expect(await browser.read(`${root}.querySelector('[role="alert"]').textContent`)).toBe('')
        const { width, wide } = await browser.read<{ width: number; wide: string[] }>(`(() => {
        const { left, right, width } = ${root}.querySelector('.frame').getBoundingClientRect()
        const wide = [...${root}.querySelectorAll('.panel *:not(.aside, svg *)')].filter((element) => {
          const box = element.getBoundingClientRect()
          return box.width && (box.left < left - 1 || box.right > right + 1)
        })
        return { width, wide: wide.map(({ outerHTML }) => outerHTML.slice(0, 80)) }
      })()`)
        expect(width).toBeGreaterThan(400)
        expect(wide).toEqual([])
        expect(await browser.read(`seen.filter((line) => !line.endsWith('favicon.ico'))`)).toEqual([])
      } finally {
        await browser.stop()
      }
    },
  )
}
