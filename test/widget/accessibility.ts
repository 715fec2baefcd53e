/** What people do who use no mouse, or do not see it. */
import type { Page, WebSocketRoute } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Rgb } from '../../src/widget/colour.ts'
import { luminance } from '../../src/widget/theme.ts'
import {
  entries,
  focused,
  input,
  lastBot,
  launcher,
  listen,
  open,
  panel,
  phone,
  replyTo,
  say,
  sayUnseen,
  violations,
  type Stage,
} from './stage.ts'

const nameOfFocus = async (page: Page): Promise<string> =>
  (await focused(page)).evaluate((element) => {
    const { labels } = element as HTMLInputElement
    return (
      element.getAttribute('aria-label') ??
      labels?.[0]?.textContent ??
      element.textContent ??
      ''
    ).trim()
  })

/** Presses Tab until something with that name has the focus. */
async function tabTo(page: Page, name: RegExp | string, key = 'Tab'): Promise<void> {
  const passed: string[] = []
  for (let press = 0; press < 40; press++) {
    await page.keyboard.press(key)
    const reached = await nameOfFocus(page)
    if (typeof name === 'string' ? reached === name : name.test(reached)) return
    passed.push(reached)
  }
  throw new Error(`Tab never came to ${String(name)}, only to ${passed.join(' | ')}`)
}

/** What is too small to hit with a finger. */
const small = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.querySelector('backwise-chat')!.shadowRoot!
    return [...root.querySelectorAll<HTMLElement>('a, button, summary, textarea, label')]
      .filter((element) => element.checkVisibility() && !element.classList.contains('aside'))
      .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 44 || box.height < 44)
      .map(({ name, box }) => `${name} ${box.width}x${box.height}`)
  })

const brightness = (colour: string): number =>
  luminance((colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number) as unknown as Rgb)

/** Where a ring around what has the focus would not stand out from the ground it is drawn on (WCAG 2.4.7, 1.4.11). */
async function ringless(page: Page): Promise<string[]> {
  const rings = await page.evaluate(() => {
    const root = document.querySelector('backwise-chat')!.shadowRoot!
    const groundOf = (element: Element): string => {
      const { backgroundColor } = getComputedStyle(element)
      return backgroundColor === 'rgba(0, 0, 0, 0)' ? groundOf(element.parentElement!) : backgroundColor
    }
    const stops = root.querySelectorAll<HTMLElement>(
      '.frame :is(a, button, input, textarea, summary, [tabindex="0"])',
    )
    return [...stops]
      .filter((stop) => stop.checkVisibility())
      .map((stop) => {
        stop.focus()
        const element = stop.closest('.tick') ?? stop
        const { outlineColor, outlineStyle, outlineOffset } = getComputedStyle(element)
        const ground = groundOf(parseFloat(outlineOffset) < 0 ? element : element.parentElement!)
        return {
          name: stop.outerHTML.slice(0, 60),
          ring: outlineStyle === 'none' ? ground : outlineColor,
          ground,
        }
      })
  })
  return rings
    .filter(({ ring, ground }) => {
      const [bright, dim] = [brightness(ring), brightness(ground)].toSorted((a, b) => b - a)
      return (bright! + 0.05) / (dim! + 0.05) < 3
    })
    .map(({ name, ring, ground }) => `${name} ${ring} on ${ground}`)
}

export function accessibility(stage: Stage): void {
  it('where the focus is can be seen on every ground, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await stage.visit('/', { colorScheme })
      await page.keyboard.press('Tab')
      await open(page)
      await say(page, 'how long do spasms last?')
      await say(page, 'check my symptoms')
      expect(await ringless(page)).toEqual([])
      await say(page, 'I have a fever and chills')
      expect(await ringless(page)).toEqual([])
      await say(page, "I can't feel anything when I wipe")
      expect(await ringless(page)).toEqual([])
      await page.context().close()
    }
  })

  it('a whole triage by keyboard alone, and the focus stays where the person put it', async () => {
    const page = await stage.visit('/')
    await tabTo(page, 'Back pain? Ask here')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Check my symptoms' }).waitFor()
    await tabTo(page, 'Check my symptoms')
    await page.keyboard.press('Enter')
    for (let i = 0; i < 9; i++) {
      const held = await focused(page)
      await expect.poll(() => page.locator('.card .progress, .care').count()).toBeGreaterThan(i)
      expect(await held.evaluate((element) => element.matches(':focus'))).toBe(true)
      if (await page.locator('.care').count()) break
      const asked = await lastBot(page).innerText()
      const reply = replyTo(asked)
      if (reply) {
        await tabTo(page, reply)
        await page.keyboard.press('Enter')
      } else {
        await tabTo(page, 'None of these')
        await page.keyboard.press('Space')
        await tabTo(page, 'Send')
        await page.keyboard.press('Enter')
      }
    }
    await page.locator('.care.self-care').waitFor()
    await page.keyboard.press('Escape')
    expect(await panel(page).count()).toBe(0)
    expect(await nameOfFocus(page)).toBe('Back pain? Ask here')
    await page.context().close()
  })

  it('what is typed at once after opening goes into the field, and nothing else moves the focus there', async () => {
    const page = await stage.visit('/')
    await launcher(page).press('Enter')
    await page.getByRole('button', { name: 'Check my symptoms' }).waitFor()
    await page.keyboard.press('Shift')
    expect(await nameOfFocus(page)).toBe('Back spasm assistant')
    await page.keyboard.type('My back')
    expect(await page.locator('#message').inputValue()).toBe('My back')
    await page.context().close()
  })

  it('a button that goes when it is pressed hands the focus on', async () => {
    const page = await stage.visit('/')
    await open(page)
    await say(page, "I can't feel anything when I wipe")
    await tabTo(page, 'I have read this', 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.locator('.strip').waitFor({ state: 'detached' })
    expect(await nameOfFocus(page)).toBe('Back spasm assistant')
    await page.locator('.log').evaluate((element) => (element.scrollTop = 0))
    await page.waitForTimeout(100)
    await sayUnseen(stage, page, 'thanks')
    await page.getByRole('button', { name: 'New message' }).focus()
    await page.keyboard.press('Enter')
    expect(await nameOfFocus(page)).toBe('Conversation')
    await page.context().close()
  })

  it('full screen keeps Tab inside, a corner does not', async () => {
    const page = await stage.visit('/', phone)
    await open(page)
    expect(await panel(page).getAttribute('aria-modal')).toBe('true')
    const inside: boolean[] = []
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press(press < 10 ? 'Tab' : 'Shift+Tab')
      inside.push(await (await focused(page)).evaluate((element) => element.getRootNode() !== document))
    }
    expect(inside).not.toContain(false)
    await page.setViewportSize({ width: 1000, height: 800 })
    await expect.poll(() => panel(page).getAttribute('aria-modal')).toBe('false')
    await page.context().close()
  })

  it('screen readers hear each message once, an urgent one as an alert, and nothing again after a reload', async () => {
    const page = await stage.visit('/')
    await page.clock.install()
    await open(page)
    const heard = await listen(page)
    await say(page, 'how long do spasms last?')
    await say(page, "I can't feel anything when I wipe")
    await expect.poll(async () => (await heard()).filter(({ role }) => role === 'alert').length).toBe(1)
    const [answer, alert, ...more] = await heard()
    expect(answer).toMatchObject({
      role: 'status',
      text: expect.stringMatching(/^Assistant: One back spasm lasts/),
    })
    expect(alert!.text).toMatch(/^Assistant: Go to A&E now\s+Call 9 9 9 now/)
    expect(more).toEqual([])
    await page.clock.fastForward(5_000)
    for (const role of ['alert', 'status'] as const)
      expect(await page.locator(`.frame > [role="${role}"]`).textContent()).toBe('')
    await page.reload()
    const after = await listen(page)
    await page.locator('.care.emergency').waitFor()
    await page.waitForTimeout(300)
    expect(await after()).toEqual([])
    await page.context().close()
  })

  it('names, roles and levels stand in the tree', async () => {
    const page = await stage.visit('/')
    await open(page)
    await say(page, 'check my symptoms')
    const tree = await panel(page).ariaSnapshot()
    for (const part of [
      '- dialog "Back spasm assistant"',
      '- heading "Back spasm assistant" [level=2]',
      '- link "In an emergency, call 999"',
      '- region "Conversation"',
      /- group "Question 1 of 9 Have any of these happened since the back got bad\?"/,
      '- checkbox "Hard to pee, or cannot pee"',
      '- textbox "Your message"',
    ])
      expect(tree).toMatch(typeof part === 'string' ? new RegExp(part.replace(/[[\]?().]/g, '\\$&')) : part)
    await say(page, 'crushing chest pain and I am sweating')
    const advised = await lastBot(page).ariaSnapshot()
    expect(advised).toMatch(/heading "Call 999 now This is an emergency" \[level=3\]/)
    await page.context().close()
  })

  it('axe finds nothing in any state, light and dark, and every target is big enough', async () => {
    const page = await stage.visit('/', { ...phone, colorScheme: 'dark' })
    let stream: WebSocketRoute
    await page.routeWebSocket(/\/stream/, (socket) => {
      stream = socket
      socket.connectToServer()
    })
    const found: Record<string, string[]> = {}
    const look = async (state: string) => {
      const wrong = [...(await violations(page)), ...(await small(page))]
      const order = await page
        .locator('backwise-chat [tabindex]')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).tabIndex))
      wrong.push(...order.filter((index) => index > 0).map((index) => `tabindex ${index}`))
      await page.emulateMedia({ colorScheme: 'light' })
      wrong.push(...(await violations(page)))
      await page.emulateMedia({ colorScheme: 'dark' })
      if (wrong.length > 0) found[state] = wrong
    }
    await look('closed')
    await open(page)
    await look('first open')
    await say(page, 'how long do spasms last?')
    await look('answer')
    await say(page, 'check my symptoms')
    await look('question')
    await lastBot(page).getByRole('button', { name: 'Send' }).click()
    await look('nothing ticked')
    const inSight = await page.getByText('Tick at least one answer').evaluate((element) => {
      const [told, log] = [element, element.closest('.log')!].map((one) => one.getBoundingClientRect())
      return told!.top >= log!.top && told!.bottom <= log!.bottom
    })
    expect(inSight).toBe(true)
    expect(await (await focused(page)).getAttribute('type')).toBe('checkbox')
    await say(page, 'how much does a massage gun cost')
    await look('unsure')
    stream!.send(JSON.stringify({ activities: [{ type: 'typing' }] }))
    await page.locator('.typing').waitFor()
    await look('typing')
    await say(page, 'I have a fever and chills')
    await look('urgent')
    await say(page, "I can't feel anything when I wipe")
    await look('emergency')
    expect(await page.locator('.entries a[href="tel:999"]').count()).toBeGreaterThan(0)
    await say(page, "that's not right")
    await look('confirm')
    for (const view of ['Menu', 'Whole conversation'] as const)
      await page.getByRole('button', { name: view }).click()
    await look('transcript')
    await page.getByRole('button', { name: 'Back to the chat' }).click()
    await page.getByRole('button', { name: 'Menu' }).click()
    await look('menu')
    await page.getByRole('button', { name: 'Show or print the advice' }).click()
    await look('sheet')
    await page.getByRole('button', { name: 'Back to the chat' }).click()
    await page.context().setOffline(true)
    await page.getByText('You are offline').waitFor()
    await look('offline')
    expect(found).toEqual({})
    await page.context().close()
  }, 40_000)

  it('with 200 % and 400 % zoom, right to left, and a keyboard on the screen, nothing is cut off', async () => {
    for (const [path, viewport] of [
      ['/', { width: 640, height: 400 }],
      ['/rtl', { width: 360, height: 740 }],
      ['/', { width: 360, height: 330 }],
      ['/', { width: 320, height: 256 }],
    ] as const) {
      const page = await stage.visit(path, { viewport })
      await open(page)
      await say(page, 'crushing chest pain and I am sweating')
      const wide = await page.evaluate(() => {
        const root = document.querySelector('backwise-chat')!.shadowRoot!
        const { clientWidth, clientHeight } = document.documentElement
        return [...root.querySelectorAll('.panel *')]
          .filter((element) => element.checkVisibility() && !element.closest('.aside, svg'))
          .map((element) => ({ element, box: element.getBoundingClientRect() }))
          .filter(
            ({ element, box }) =>
              box.left < -1 ||
              box.right > clientWidth + 1 ||
              (clientHeight > 320 && element.matches('.composer *') && box.bottom > clientHeight + 1),
          )
          .map(({ element }) => element.outerHTML.slice(0, 100))
      })
      expect(wide).toEqual([])
      const log = (await page.locator('.log').boundingBox())!
      expect(log.height, JSON.stringify(viewport)).toBeGreaterThan(90)
      await page.context().close()
    }
  })

  it('high contrast, no motion and right to left together: all of it is there, bordered and still', async () => {
    const page = await stage.visit('/rtl', { ...phone, forcedColors: 'active', reducedMotion: 'reduce' })
    await open(page)
    await say(page, 'check my symptoms')
    await page.evaluate(() => {
      const root = document.querySelector('backwise-chat')!.shadowRoot!
      root.querySelector('.log')!.insertAdjacentHTML('beforeend', '<p class="typing"><i></i></p>')
    })
    const seen = await page.evaluate(() => {
      const root = document.querySelector('backwise-chat')!.shadowRoot!
      const borderless = [
        ...root.querySelectorAll<HTMLElement>('.panel button:not(.link), .tick, .card, textarea'),
      ]
        .filter(
          (element) => element.checkVisibility() && !parseFloat(getComputedStyle(element).borderTopWidth),
        )
        .map((element) => element.outerHTML.slice(0, 80))
      const moving = root.getAnimations().length + document.getAnimations().length
      const { left } = root.querySelector('.send')!.getBoundingClientRect()
      return { borderless, moving, sendAtLeft: left < 60 }
    })
    expect(seen).toEqual({ borderless: [], moving: 0, sendAtLeft: true })
    expect(await violations(page)).toEqual([])
    await page.context().close()
  })

  it('a message that comes while the person reads further up moves nothing', async () => {
    const page = await stage.visit('/', phone)
    await open(page)
    await say(page, 'how long do spasms last?')
    await say(page, 'can i take ibuprofen for it')
    const log = page.locator('.log')
    await log.evaluate((element) => (element.scrollTop = 0))
    await page.waitForTimeout(100)
    const count = await entries(page).count()
    await sayUnseen(stage, page, 'thanks')
    await expect.poll(() => entries(page).count()).toBeGreaterThan(count + 1)
    expect(await log.evaluate((element) => element.scrollTop)).toBe(0)
    await page.getByRole('button', { name: 'New message' }).click()
    expect(await log.evaluate((element) => element.scrollTop)).toBeGreaterThan(100)
    expect(await launcher(page).count()).toBe(1)
    expect(
      await input(page).evaluate((element) => parseFloat(getComputedStyle(element).fontSize)),
    ).toBeGreaterThanOrEqual(16)
    await page.context().close()
  })
}
