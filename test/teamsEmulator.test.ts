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
    await box.pressSequentially(text)
    await page.keyboard.press('Enter')
  }

  /** Answers the question now asked, and waits for the next card. */
  async function answer(reply: string): Promise<void> {
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

  it('welcomes once, takes an interview to its outcome, and sends an emergency card', async () => {
    await page.getByText('I am an assistant').first().waitFor()
    await say('check my symptoms')
    await card()
      .getByText(/^Question 1 of/)
      .waitFor()
    await screenshot(page, 'teams-question')

    const replies: [RegExp, string][] = [
      [/how long/i, '1 or 2 days'],
      [/how bad/i, '3'],
      [/coming back/i, 'No'],
    ]
    for (
      let asked = 1;
      asked <= 9 &&
      (await card()
        .getByText(/^Question \d+ of \d+$/)
        .count()) > 0;
      asked++
    ) {
      const question = await card().innerText()
      await answer(replies.find(([about]) => about.test(question))?.[1] ?? 'None of these')
    }
    expect(await card().innerText()).toMatch(/at home/i)
    await screenshot(page, 'teams-self-care')

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

  /** Posts something to the bot in the channel that is open. */
  async function post(text: string): Promise<void> {
    const box = page.getByRole('textbox').first()
    await box.click()
    await box.pressSequentially('@')
    await page.getByRole('menuitem', { name: 'Test Bot' }).click()
    await box.pressSequentially(` ${text}`)
    await page.getByRole('button', { name: 'Post' }).click()
  }

  it('keeps symptoms out of a channel, and has the staff take an alert there', async () => {
    await page.getByText('General', { exact: true }).first().click()
    await post("I can't feel anything when I wipe")
    await page.getByText('If someone needs help now, call 999').first().waitFor()
    expect(await page.getByRole('link', { name: 'Write to me in private' }).or(page.getByRole('button', { name: 'Write to me in private' })).count()).toBeGreaterThan(0) // prettier-ignore
    await post('alerts on')
    await page.getByText('Alerts are on here.').first().waitFor()
    await screenshot(page, 'teams-channel')

    await page.getByText('Personal Chat').first().click()
    await say('my chest is crushing me and I cannot breathe')
    await page.getByText('gets a note that this advice was given').first().waitFor()

    await page.getByText('General', { exact: true }).first().click()
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
  }, 40_000)
})
