/**
 * Every state of the chat on every kind of screen, for people to look at: `npm run screenshots` leaves them in
 * `test/screenshots/widget`, with an `index.html` that shows those of one state side by side. Nothing compares them.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page, WebSocketRoute } from 'playwright-core'
import { describe, it } from 'vitest'
import {
  input,
  lastBot,
  open,
  oversleep,
  phone,
  replyTo,
  say,
  sayUnseen,
  setStage,
  type Stage,
} from './stage.ts'

const folder = join(import.meta.dirname, '../screenshots/widget')

const tablet: BrowserContextOptions = { viewport: { width: 820, height: 1180 }, hasTouch: true }
const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }
/** A window of 1280 x 800 at 200 %. */
const zoomed: BrowserContextOptions = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }
/** One of 1280 x 1024 at 400 %. */
const magnified: BrowserContextOptions = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }
const dark = { colorScheme: 'dark' } as const
const forced = { forcedColors: 'active' } as const

const screens: Readonly<Record<string, BrowserContextOptions & { rtl?: true }>> = {
  'phone-light': phone,
  'phone-dark': { ...phone, ...dark },
  'phone-forced': { ...phone, ...forced, ...dark },
  'phone-rtl': { ...phone, rtl: true },
  'tablet-light': tablet,
  'tablet-dark': { ...tablet, ...dark },
  'tablet-forced': { ...tablet, ...forced },
  'tablet-rtl': { ...tablet, rtl: true },
  'desktop-light': desktop,
  'desktop-dark': { ...desktop, ...dark },
  'desktop-forced': { ...desktop, ...forced },
  'desktop-rtl': { ...desktop, rtl: true },
  '200-light': zoomed,
  '200-rtl-dark': { ...zoomed, ...dark, rtl: true },
  '400-light': magnified,
}

type Take = (state: string) => Promise<void>

const menu = async (page: Page, item: string): Promise<void> => {
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('button', { name: item }).click()
}

/** A visit to a page that is as light, dark, forced or turned round as the screen says. */
async function begin(stage: Stage, screen: string): Promise<{ page: Page; socket: () => WebSocketRoute }> {
  const { rtl, ...options } = screens[screen]!
  const context = await stage.browser.newContext(options)
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  let last: WebSocketRoute
  await page.routeWebSocket(/\/stream/, (socket) => {
    last = socket
    socket.connectToServer()
  })
  await page.goto(rtl ? `${stage.clinic}/rtl` : `${stage.bot}/`)
  await page.locator('.launcher').waitFor()
  return { page, socket: () => last }
}

async function asks(stage: Stage, screen: string, take: Take): Promise<void> {
  const { page, socket } = await begin(stage, screen)
  const shot = (state: string) => shoot(page, screen, state, take)
  await shot('01-closed')
  await open(page)
  await shot('02-first-open')
  await say(page, 'how long do spasms last?')
  await shot('03-answer')
  await lastBot(page).getByText('Where this comes from').click()
  await shot('04-answer-with-sources')
  await say(page, 'how much does a massage gun cost')
  await shot('05-unsure')
  socket().send(JSON.stringify({ activities: [{ type: 'typing' }] }))
  await page.locator('.typing').waitFor()
  await shot('06-typing')
  await menu(page, 'Whole conversation')
  await shot('07-transcript')
  await page.getByRole('button', { name: 'Back to the chat' }).click()
  await page.getByRole('button', { name: 'Menu' }).click()
  await shot('08-menu')
  await page.getByRole('button', { name: 'Start a new chat' }).click()
  await shot('09-restart')
  await page.getByRole('button', { name: 'No, keep this chat' }).click()
  await page.context().setOffline(true)
  await page.getByText('You are offline').waitFor()
  await input(page).fill('can I take ibuprofen for it?')
  await input(page).press('Enter')
  await shot('10-offline')
  await page.context().setOffline(false)
  await page.locator('.card.answer').nth(1).waitFor()
  await page.route('**/v3/directline/**', (route) => route.abort())
  await socket().close()
  await page.getByText('Connecting again').waitFor()
  await shot('11-reconnecting')
  await page.unroute('**/v3/directline/**')
  await page.locator('.down').waitFor({ state: 'detached' })
  await menu(page, 'Delete my data')
  await lastBot(page).getByRole('button', { name: 'Yes, delete it' }).waitFor()
  await shot('12-delete-sure')
  await lastBot(page).getByRole('button', { name: 'Yes, delete it' }).click()
  await page.getByRole('heading', { name: 'Your data is deleted' }).waitFor()
  await shot('13-deleted')
  await page.context().close()
}

async function isAsked(stage: Stage, screen: string, take: Take): Promise<void> {
  const { page } = await begin(stage, screen)
  const shot = (state: string) => shoot(page, screen, state, take)
  await open(page)
  await say(page, 'check my symptoms')
  await shot('20-many-options')
  await lastBot(page).getByRole('button', { name: 'Send' }).click()
  await shot('21-nothing-ticked')
  for (let asked = 1; asked <= 9 && !(await page.locator('.care').count()); asked++) {
    const question = await lastBot(page).innerText()
    const reply = replyTo(question)
    if (/how long/i.test(question)) await shot('22-question')
    if (/how bad/i.test(question)) {
      await shot('23-numbers')
      await say(page, 'why do you ask?')
      await shot('24-why')
    }
    if (reply) await lastBot(page).getByRole('button', { name: reply, exact: true }).click()
    else {
      await lastBot(page).getByRole('checkbox', { name: 'None of these' }).check()
      await lastBot(page).getByRole('button', { name: 'Send' }).click()
    }
    await page.waitForFunction((before) => {
      const { shadowRoot } = document.querySelector('backwise-chat')!
      const last = [...shadowRoot!.querySelectorAll<HTMLElement>('.entries > .bot')].at(-1)
      return last && last.innerText !== before && !last.querySelector('[aria-disabled="true"]')
    }, question)
  }
  await shot('25-self-care')
  await page.getByRole('button', { name: 'Ask me in 2 days' }).click()
  await page.getByText('this chat is now kept on this device').waitFor()
  await shot('28-asked-again')
  await say(page, 'change my answer')
  await shot('26-change')
  await lastBot(page).getByRole('button', { name: 'How bad' }).click()
  await lastBot(page).getByRole('button', { name: '9', exact: true }).click()
  await page.locator('.care.routine').waitFor()
  await shot('27-routine')
  await page.context().close()
}

async function isWarned(stage: Stage, screen: string, take: Take): Promise<void> {
  const { page } = await begin(stage, screen)
  const shot = (state: string) => shoot(page, screen, state, take)
  await open(page)
  await say(page, 'peeing is a bit odd today')
  await shot('30-confirm')
  await say(page, 'no')
  await say(page, 'I have a fever and chills')
  await shot('31-urgent')
  await say(page, "I can't feel anything when I wipe")
  await shot('32-emergency')
  await page.locator('.log').evaluate((element) => (element.scrollTop = 1e6))
  await shot('33-emergency-below')
  await page.getByRole('button', { name: 'Show this at the hospital' }).click()
  await shot('34-sheet')
  await page.getByRole('button', { name: 'Back to the chat' }).click()
  await page.getByRole('button', { name: 'Close the chat' }).click()
  await sayUnseen(stage, page, 'thanks')
  await page.locator('.badge:visible').waitFor()
  await shot('35-closed-with-strip')
  await page.context().close()
}

async function sleeps(stage: Stage, screen: string, take: Take): Promise<void> {
  const { page } = await begin(stage, screen)
  await oversleep(page)
  await say(page, 'is it ok to walk')
  await shoot(page, screen, '40-after-sleep', take)
  await page.context().close()
}

async function isSet(stage: Stage, screen: string, take: Take): Promise<void> {
  const { rtl: _, ...options } = screens[screen]!
  const page = await stage.visit(`${stage.bot}/widget/builder`, options)
  await page.getByLabel('Greeting').fill('Good day!')
  await page.getByLabel('Colour').fill('#7a3b8f')
  await shoot(page, screen, '50-settings', take)
  await page.locator('h2').first().scrollIntoViewIfNeeded()
  await shoot(page, screen, '51-settings-below', take)
  await open(page)
  await shoot(page, screen, '52-settings-open', take)
  await page.context().close()
}

async function shoot(page: Page, screen: string, state: string, take: Take): Promise<void> {
  await page.waitForTimeout(200)
  await page.screenshot({ path: join(folder, `${state}--${screen}.png`) })
  await take(state)
}

describe('screenshots', () => {
  const stage = setStage()
  const only = process.env.SCREENS?.split(',')
  const wanted = Object.keys(screens).filter((screen) => !only || only.includes(screen))
  const taken = new Map<string, string[]>()
  if (!only) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })

  for (const screen of wanted)
    for (const walk of [asks, isAsked, isWarned, sleeps, isSet])
      it(`${screen}: ${walk.name}`, { timeout: 120_000 }, () =>
        walk(stage, screen, async (state) => {
          taken.set(state, [...(taken.get(state) ?? []), screen])
          const rows = [...taken].map(
            ([name, on]) =>
              `<h2>${name}</h2><div>${on.map((one) => `<img alt="${one}" title="${one}" src="${name}--${one}.png">`).join('')}</div>`,
          )
          const style = 'div{display:flex;gap:12px;overflow:auto}img{max-height:740px;outline:1px solid #999}'
          writeFileSync(
            join(folder, 'index.html'),
            `<!doctype html><meta charset="utf-8"><style>${style}</style>${rows.join('\n')}`,
          )
        }),
      )
})
