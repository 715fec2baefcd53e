/** The bot in Microsoft's emulator of Teams, without network or credentials: text and simple cards. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, launch, screenshot } from './chromium.ts'
import { startProgram, type Program } from './program.ts'

const emulator = join(import.meta.dirname, '../node_modules/@microsoft/m365agentsplayground/cli.js')

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })

async function startEmulator(bot: string): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort()
  const child = spawn(
    process.execPath,
    [
      emulator,
      'start',
      '-e',
      `${bot}/api/messages`,
      '-c',
      'msteams',
      '-p',
      String(port),
      '--disable-telemetry',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise<void>((ready, fail) => {
    child.stdout.on('data', (data) => String(data).includes('Listening') && ready())
    child.on('exit', () => fail(new Error('the emulator of Teams ended')))
  })
  return { child, url: `http://localhost:${port}` }
}

describeInBrowser('in Teams', () => {
  let program: Program
  let browser: Browser
  let teams: { child: ChildProcess; url: string }
  let page: Page

  const card = (): Locator => page.locator('.ac-adaptiveCard').last()

  async function say(text: string): Promise<void> {
    const box = page.getByRole('textbox').first()
    await box.click()
    await page.keyboard.insertText(text)
    await page.keyboard.press('Enter')
  }

  /** Answers the question now asked, and waits for the next card. */
  async function answer(reply: string | RegExp): Promise<void> {
    const cards = await page.locator('.ac-adaptiveCard').count()
    const choice = card()
      .getByRole('checkbox', { name: reply })
      .or(card().getByRole('radio', { name: reply, exact: true }))
    if ((await choice.count()) > 0) {
      await choice.check()
      await card().getByRole('button', { name: 'Send' }).click()
    } else await card().getByRole('button', { name: reply, exact: true }).click()
    await expect
      .poll(() => page.locator('.ac-adaptiveCard').count(), { timeout: 5_000 })
      .toBeGreaterThan(cards)
  }

  /** From the first question once more. */
  async function again(): Promise<void> {
    await say('start over')
    await card()
      .getByText(/^Question 1 of/)
      .waitFor()
  }

  beforeAll(async () => {
    ;[program, browser] = await Promise.all([startProgram(), launch()])
    teams = await startEmulator(program.url)
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await page.goto(teams.url)
  }, 30_000)
  afterAll(async () => {
    teams?.child.kill('SIGKILL')
    await browser?.close()
    program?.stop()
  })

  /** Answers "none of these", and what is given, until a card says what to do. */
  async function interview(replies: readonly (readonly [RegExp, string | RegExp])[]): Promise<void> {
    for (let asked = 0; asked < 9; asked++) {
      const question = await card().innerText()
      const urgent = page.getByText('Be seen by a doctor today')
      if ((await urgent.count()) > 0 || !/^Question \d+ of \d+/.test(question)) return
      await answer(replies.find(([about]) => about.test(question))?.[1] ?? 'None of these')
    }
  }
  const usual = [
    [/how long/i, '1 or 2 days'],
    [/coming back/i, 'No'],
  ] as const
  const question = (n: number) => page.getByText(new RegExp(`^Question ${n} of`))

  it('welcomes once, and takes an interview to advice for home', async () => {
    await page.getByText('I am an assistant').first().waitFor()
    await say('check my symptoms')
    await question(1).waitFor()
    await screenshot(page, 'teams-question')
    await interview([...usual, [/how bad/i, '3']])
    expect(await card().innerText()).toMatch(/at home/i)
    await screenshot(page, 'teams-self-care')
  })

  it('goes on from a card that was sent twice as if it was sent once, to an appointment', async () => {
    await again()
    const taps: string[] = []
    page.on('request', (request) => void (request.url().endsWith('/submit') && taps.push(request.url()))) // prettier-ignore
    await card().getByRole('checkbox', { name: 'None of these' }).check()
    await card()
      .getByRole('button', { name: 'Send' })
      .evaluate((button: { click(): void }) => {
        button.click()
        button.click()
      })
    await card()
      .getByText(/^Question 2 of/)
      .waitFor()
    expect(taps).toHaveLength(2)
    await interview([...usual, [/how bad/i, '9']])
    expect(await card().innerText()).toMatch(/^Book an appointment/)
    await screenshot(page, 'teams-routine')
    // asked in the first interview, and now
    expect(await page.getByText(/question has been answered|not the newest/i).count()).toBe(0)
    for (const n of [2, 3]) expect(await question(n).count()).toBe(0)
  })

  it('says so when a doctor should look today, asks on, and stops for an emergency in the middle', async () => {
    await again()
    await interview([[/fever/i, /fever/i]])
    await page.getByText('Be seen by a doctor today').first().waitFor()
    await screenshot(page, 'teams-urgent')
    // the question pushes the advice out of sight, so it says the instruction again
    expect(await card().innerText()).toMatch(/^▲ Be seen by a doctor today\s+Question \d+ of/)
    await say("I can't feel anything when I wipe")
    await card().getByText('This is an emergency').waitFor()
    expect(
      await card()
        .getByRole('link', { name: /call 999/i })
        .first()
        .getAttribute('href'),
    ).toBe('tel:999')
    await screenshot(page, 'teams-emergency')
    // the list of chats shows the beginning of a message too
    expect(await page.getByText('I am not a doctor and I do not diagnose').count()).toBe(1)
    // each question asked on a card was answered on it, and can be answered no more
    expect(await page.getByText('You answered:').count()).toBeGreaterThanOrEqual(6)
    expect(await page.getByRole('button', { name: 'Send', exact: true }).count()).toBeLessThanOrEqual(1)
  })

  /** Writes to the bot where others read along. */
  async function address(text: string): Promise<void> {
    const box = page.getByRole('textbox').first()
    await box.click()
    await box.pressSequentially('@')
    await page.getByRole('menuitem', { name: 'Test Bot' }).click()
    await page.keyboard.insertText(` ${text}`)
  }
  const post = async (text: string) => {
    await address(text)
    await page.getByRole('button', { name: 'Post' }).click()
  }
  const mention = async (text: string) => {
    await address(text)
    await page.keyboard.press('Enter')
  }

  const go = (place: string) => page.getByText(place, { exact: true }).first().click()

  it('keeps symptoms out of groups, and has the staff take an alert in one of their channels for all', async () => {
    await go('General')
    await post("I can't feel anything when I wipe")
    await page.getByText('If someone needs help now, call 999').first().waitFor()
    expect(await page.getByRole('link', { name: 'Write to me in private' }).or(page.getByRole('button', { name: 'Write to me in private' })).count()).toBeGreaterThan(0) // prettier-ignore
    for (const channel of ['Announcements', 'General']) {
      await go(channel)
      await post('alerts on')
      await page.getByText('Alerts are on here.').first().waitFor()
    }
    await screenshot(page, 'teams-channel')

    await go('Personal Chat')
    await say('start over')
    await say('my chest is crushing me and I cannot breathe')
    await page.getByText('gets a note that this advice was given').first().waitFor()

    await go('General')
    await page.getByText('Emergency advice was given').first().waitFor()
    expect(await card().innerText()).not.toMatch(/crushing|breathe/)
    await screenshot(page, 'teams-alert')
    await page.getByRole('button', { name: 'I take care of this' }).first().click()
    await page
      .getByText(/Taken by Alex Wilber/)
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: 'I take care of this' }).count()).toBe(0)
    await screenshot(page, 'teams-alert-taken')
    await go('Announcements')
    await page
      .getByText(/Taken by Alex Wilber/)
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: 'I take care of this' }).count()).toBe(0)

    await go('Group Chat')
    await mention('check my symptoms')
    await page.getByText('Please do not write about your health here').first().waitFor()
    await mention('my bladder leaks since yesterday')
    await page.getByText('A note of this goes to').first().waitFor()
    await screenshot(page, 'teams-group')
    expect(await page.getByText(/^Question \d+ of/).count()).toBe(0)
    await go('Announcements')
    await page.getByText('Microsoft Teams, in a group').first().waitFor()
  }, 40_000)
})
