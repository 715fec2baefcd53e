/** A patient in a real browser with Microsoft's Web Chat, Direct Line and the bot, as `npm start` serves them. */
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, launch, screenshot } from './chromium.ts'
import { startProgram, type Program } from './program.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const desktop = { viewport: { width: 1280, height: 800 } }

let program: Program
let browser: Browser

/** A page with the chat open and the welcome read; what it asks other servers for ends up in `foreign`. */
async function open(path: string, look: object = desktop): Promise<{ page: Page; foreign: string[] }> {
  const page = await (await browser.newContext(look)).newPage()
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(program.url) && !/^(data|blob):/.test(request.url()))
      foreign.push(request.url())
  })
  await page.goto(program.url + path)
  await page.getByText('I am an assistant').first().waitFor()
  return { page, foreign }
}

const sendbox = (page: Page): Locator => page.locator('[data-id="webchat-sendbox-input"]')
const articles = (page: Page): Locator => page.getByRole('article')
const lastCard = (page: Page): Locator => page.locator('.ac-adaptiveCard').last()

async function say(page: Page, text: string): Promise<void> {
  await sendbox(page).fill(text)
  await sendbox(page).press('Enter')
  await articles(page).filter({ hasText: text }).first().waitFor()
}

const isInView = async (page: Page, element: Locator): Promise<boolean> => {
  const box = await element.boundingBox()
  const top = (await page.locator('#webchat').boundingBox())!
  return box !== null && box.y >= top.y && box.y + box.height <= top.y + top.height
}

/** Taps through the questions: a quick reply where the question is named here, "None of these" otherwise. */
async function tapThrough(page: Page, replies: readonly [asked: RegExp, reply: string][]): Promise<string> {
  for (let tap = 1; tap <= 10; tap++) {
    const heading = lastCard(page).getByRole('heading').first()
    const asked = (await heading.textContent()) ?? ''
    if (
      (await lastCard(page)
        .getByText(/^Question \d+ of \d+$/)
        .count()) === 0
    )
      return asked.trim()
    const reply = replies.find(([question]) => question.test(asked))?.[1]
    const before = await page.locator('.ac-adaptiveCard').count()
    if (reply) await page.locator('.webchat__suggested-action').getByText(reply, { exact: true }).click()
    else {
      await lastCard(page).getByRole('checkbox', { name: 'None of these' }).check()
      await lastCard(page).getByRole('button', { name: 'Send' }).click()
    }
    await expect
      .poll(() => page.locator('.ac-adaptiveCard').count(), { timeout: 5_000 })
      .toBeGreaterThan(before)
  }
  throw new Error('more than 9 questions')
}

describeInBrowser('in a browser', () => {
  beforeAll(async () => {
    ;[program, browser] = await Promise.all([startProgram(), launch()])
  })
  afterAll(async () => {
    await browser?.close()
    program?.stop()
  })

  it('a question is answered with its sources, and nothing is loaded from elsewhere', async () => {
    const { page, foreign } = await open('/webchat')
    await screenshot(page, 'welcome')
    await say(page, 'how long do spasms last?')
    await lastCard(page).getByText('Where this comes from').waitFor()
    expect(await lastCard(page).innerText()).toMatch(/How Long Do Back Muscle Spasms Last/)
    await screenshot(page, 'answer')
    expect(foreign).toEqual([])
    await page.context().close()
  })

  it('taps alone lead through the interview to self-care', async () => {
    const { page } = await open('/webchat', phone)
    await say(page, 'check my symptoms')
    await lastCard(page)
      .getByText(/^Question 1 of/)
      .waitFor()
    await screenshot(page, 'question')
    const outcome = await tapThrough(page, [
      [/how long/i, '1 or 2 days'],
      [/how bad/i, '3'],
      [/coming back/i, 'No'],
      [/getting better/i, 'Yes'],
      [/home|heat|tried/i, 'No'],
    ])
    await screenshot(page, 'self-care')
    expect(outcome).not.toBe('')
    expect(await lastCard(page).innerText()).toMatch(/at home|yourself/i)
    expect(
      await page
        .locator('.ac-adaptiveCard')
        .getByText(/^Question \d+ of \d+$/)
        .count(),
    ).toBeLessThanOrEqual(9)
    await page.context().close()
  })

  it('a danger sign typed in the middle of it brings the number to call, and a reload keeps it all', async () => {
    const { page } = await open('/webchat', { ...phone, colorScheme: 'dark' })
    await say(page, 'check my symptoms')
    await lastCard(page)
      .getByText(/^Question 1 of/)
      .waitFor()
    await say(page, "I can't feel anything when I wipe")
    const call = page.locator('.ac-adaptiveCard a[href="tel:999"]').first()
    await call.waitFor()
    // The beginning of the card comes into view, not its end.
    await expect.poll(() => isInView(page, call)).toBe(true)
    expect(await lastCard(page).getByRole('heading').first().textContent()).toMatch(/now/i)
    await screenshot(page, 'emergency-phone-dark')

    const said = await articles(page).count()
    await page.reload()
    await call.waitFor()
    await expect.poll(() => articles(page).count()).toBe(said)
    await say(page, 'my chest hurts and I cannot breathe')
    await lastCard(page).getByText('Call 999 now').first().waitFor()
    await page.context().close()
  })

  it('an emergency fills the chat, and can be printed', async () => {
    const { page } = await open('/webchat')
    await say(page, 'crushing chest pain and I am sweating')
    const call = lastCard(page).locator('a[href="tel:999"]').first()
    await call.waitFor()
    expect(await call.innerText()).toBe('Call 999 now')
    await expect.poll(() => isInView(page, call)).toBe(true)
    await screenshot(page, 'emergency-desktop')

    await lastCard(page).getByRole('button', { name: 'Print' }).click()
    await page.locator('.sheet').waitFor({ state: 'attached' })
    await page.emulateMedia({ media: 'print' })
    const [time, ...sheet] = (await page.locator('body').innerText()).split('\n')
    expect(time).toMatch(/\d:\d\d/)
    expect(sheet.join('\n')).toMatch(/^\W*Call 999 now[\s\S]*What to do[\s\S]*Where this comes from/)
    await screenshot(page, 'printed')
    await page.context().close()
  })
})
