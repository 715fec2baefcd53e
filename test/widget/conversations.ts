/** What people do with it: ask, answer, read, come back, leave. */
import { expect, it } from 'vitest'
import {
  entries,
  input,
  lastBot,
  launcher,
  open,
  panel,
  phone,
  replyTo,
  say,
  sayUnseen,
  violations,
  type Stage,
} from './stage.ts'

export function conversations(stage: Stage): void {
  it('before the first click nothing but the loader is fetched and nothing is kept', async () => {
    const page = await stage.browser.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(stage.clinic)
    await launcher(page).waitFor()
    await page.waitForTimeout(300)
    expect(asked.filter((url) => url.startsWith(stage.bot))).toEqual([`${stage.bot}/widget.js`])
    expect(await page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie])).toEqual([
      0,
      0,
      '',
    ])
    await page.close()
  })

  it('taps alone lead to self-care, answers stay readable and can be changed, and who wants to is asked again', async () => {
    const page = await stage.visit('/', phone)
    await open(page)
    await lastBot(page).getByRole('button', { name: 'Check my symptoms' }).click()
    for (let i = 0; i < 9; i++) {
      await expect.poll(() => page.locator('.card .progress, .care').count()).toBeGreaterThan(i)
      if (await page.locator('.care').count()) break
      const asked = await lastBot(page).innerText()
      const reply = replyTo(asked)
      if (reply) await lastBot(page).getByRole('button', { name: reply, exact: true }).click()
      else {
        await lastBot(page).getByRole('checkbox', { name: 'None of these' }).check()
        await lastBot(page).getByRole('button', { name: 'Send' }).click()
      }
    }
    expect(await page.locator('.care.self-care').innerText()).toMatch(/What to do/)
    expect(await violations(page)).toEqual([])
    const first = page.locator('.card').first()
    await expect.poll(() => first.getByRole('checkbox').count()).toBe(1)
    expect(await first.getByRole('checkbox', { name: 'None of these' }).isChecked()).toBe(true)
    await first.getByRole('checkbox').click({ force: true })
    expect(await first.getByRole('checkbox').isChecked()).toBe(true)
    expect(await page.locator('.own .bubble').allInnerTexts()).toContain('1 or 2 days')

    await page.getByRole('button', { name: 'Change an answer' }).click()
    await lastBot(page).getByRole('button', { name: 'How bad' }).click()
    await lastBot(page).getByRole('button', { name: '9', exact: true }).click()
    await page.locator('.care.routine').waitFor()
    expect(await violations(page)).toEqual([])

    // back to advice for home, to be asked again: by then this tab is long closed
    await page.getByRole('button', { name: 'Change an answer' }).click()
    await lastBot(page).getByRole('button', { name: 'How bad' }).click()
    await lastBot(page).getByRole('button', { name: '3', exact: true }).click()
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    await page.getByRole('button', { name: 'Ask me in 2 days' }).click()
    const kept = page.getByText('this chat is now kept on this device')
    await expect
      .poll(async () => {
        const [below, above] = [await kept.boundingBox(), await input(page).boundingBox()]
        return below!.y + below!.height < above!.y
      })
      .toBe(true)
    expect(await page.evaluate(() => localStorage.length)).toBe(1)
    const next = await page.context().newPage()
    await page.close()
    await next.goto(stage.clinic)
    await open(next)
    await next.getByText('I will ask you in 2 days').waitFor()
    await next.getByRole('button', { name: 'Menu' }).click()
    expect(await next.getByRole('checkbox', { name: 'Remember this chat' }).isChecked()).toBe(true)
    await next.context().close()
  })

  it('an answer shows where sources differ, what it rests on, and can be judged', async () => {
    const page = await stage.visit('/')
    await open(page)
    await say(page, 'how long do spasms last?')
    const answer = lastBot(page)
    const offered = page.locator('.entries > .bot').first().getByRole('button', { name: 'Check my symptoms' })
    expect(await offered.getAttribute('aria-disabled')).toBe('false')
    await answer.getByText('Sources differ.').waitFor()
    await answer.getByText('Where this comes from').click()
    expect(await answer.getByText('How Long Do Back Muscle Spasms Last?: ').first().isVisible()).toBe(true)
    const sent = page.waitForRequest((request) => request.postData()?.includes('"feedback"') ?? false)
    await answer.getByRole('button', { name: 'No, not helpful' }).click()
    const { name, value } = (await sent).postDataJSON() as { name: string; value: object }
    expect([name, value]).toEqual(['feedback', { feedback: 'down', answer: expect.stringMatching(/\|\d+$/) }])
    await page.reload()
    await expect
      .poll(() => page.getByRole('button', { name: 'No, not helpful' }).getAttribute('aria-pressed'))
      .toBe('true')
    await page.context().close()
  })

  it('an emergency is pinned with its number until it is acknowledged, also through reloads and a closed panel', async () => {
    const page = await stage.visit('/', phone)
    await open(page)
    await say(page, "I can't feel anything when I wipe")
    const strip = page.getByRole('region', { name: 'Emergency', exact: true })
    expect(await strip.getByRole('link').getAttribute('href')).toBe('tel:999')
    expect(await page.locator('.care a[href="tel:999"]').innerText()).toBe('Call 999 now')
    await page.getByRole('button', { name: 'Close the chat' }).click()
    expect(await page.locator('a.call:visible').innerText()).toBe('Call 999 now')
    await page.reload()
    await page.locator('a.call:visible').waitFor()
    await launcher(page).click()
    await strip.getByRole('button', { name: 'I have read this' }).click()
    await page.reload()
    await page.locator('.care.emergency').waitFor()
    expect(await strip.count()).toBe(0)
    await page.context().close()
  })

  it('the sheet for the staff holds the time, the answers and the words typed', async () => {
    const page = await stage.visit('/')
    await open(page)
    await say(page, 'crushing chest pain and I am sweating')
    await page.getByRole('button', { name: 'Show this at the hospital' }).click()
    const sheet = page.locator('.sheet')
    // the browser says en-US, the clinic is in the United Kingdom
    expect(await sheet.innerText()).toMatch(
      /Advised at \d+ \w+ 20\d\d, \d\d:\d\d[\s\S]*Call 999 now[\s\S]*crushing chest pain and I am sweating[\s\S]*not a diagnosis/,
    )
    await page.evaluate(() => Object.assign(window, { print: () => {} }))
    await sheet.getByRole('button', { name: 'Print' }).click()
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByText('Words of the clinic').isVisible()).toBe(false)
    expect(await sheet.isVisible()).toBe(true)
    await page.context().close()
  })

  it('the whole conversation can be read and saved', async () => {
    const page = await stage.visit('/')
    await open(page)
    await say(page, 'is it ok to walk with a back spasm')
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Whole conversation' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save' }).click()
    const file = await (await download).createReadStream()
    let text = ''
    for await (const chunk of file) text += String(chunk)
    expect(text).toMatch(/^Assistant, [^\n]*\nHello[\s\S]*You, [^\n]*\nis it ok to walk/)
    await page.context().close()
  })

  it('a reload, and another page of the clinic, show it all again', async () => {
    const page = await stage.visit('/')
    await open(page)
    await say(page, 'check my symptoms')
    await lastBot(page).getByRole('checkbox', { name: 'None of these' }).check()
    const before = await entries(page).allInnerTexts()
    await page.goto(`${stage.clinic}/strict`)
    await expect.poll(() => entries(page).allInnerTexts()).toEqual(before)
    expect(await panel(page).isVisible()).toBe(true)
    await page.context().close()
  })

  it('a second tab has a conversation of its own, also when it was made from the first', async () => {
    const page = await stage.visit('/')
    await open(page)
    await say(page, 'can i take ibuprofen for it')
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage))
    const other = await page.context().newPage()
    await other.addInitScript((stored) => {
      for (const [name, value] of Object.entries(JSON.parse(stored) as Record<string, string>))
        if (!sessionStorage.getItem(name)) sessionStorage.setItem(name, value)
    }, kept)
    await other.goto(stage.clinic)
    await other.getByText('Another tab has one of its own').waitFor()
    await other.locator('.entries').getByText('I am an assistant for adults').waitFor()
    expect(await other.getByText('can i take ibuprofen').count()).toBe(0)
    await say(page, 'thanks')
    await say(other, 'hello')
    await page.context().close()
  })

  it('a new tab after the first was closed remembers only who wanted it', async () => {
    for (const wanted of [false, true]) {
      const page = await stage.visit('/')
      await open(page)
      await say(page, 'what does a physiotherapist do')
      await page.getByRole('button', { name: 'Menu' }).click()
      if (wanted) await page.getByRole('checkbox', { name: 'Remember this chat' }).check()
      if (wanted) await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(1)
      const context = page.context()
      await page.close()
      const next = await context.newPage()
      await next.clock.install({ time: Date.now() + 29 * 24 * 3_600_000 })
      await next.goto(stage.clinic)
      await open(next)
      expect(await next.getByText('what does a physiotherapist do').count()).toBe(wanted ? 1 : 0)
      if (wanted) {
        const renewed = await next.evaluate(() => Object.values(localStorage).join())
        const { ticket } = JSON.parse(renewed) as { ticket: string }
        await next.getByRole('button', { name: 'Menu' }).click()
        await next.getByRole('checkbox', { name: 'Remember this chat' }).uncheck()
        expect(await next.evaluate(() => localStorage.length)).toBe(0)
        const refresh = {
          method: 'POST',
          headers: { Authorization: `Bearer ${ticket}`, Origin: stage.clinic },
        }
        await expect
          .poll(async () => (await fetch(`${stage.bot}/v3/directline/tokens/refresh`, refresh)).status)
          .toBe(403)
      }
      await context.close()
    }
  })

  it('what the person told can be deleted from inside', async () => {
    const page = await stage.visit('/')
    await open(page)
    await say(page, 'my secret words')
    const { conversation, token } = await page.evaluate(
      (bot) =>
        JSON.parse(sessionStorage.getItem(`backwise ${bot}`)!) as { conversation: string; token: string },
      stage.bot,
    )
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Delete my data' }).click()
    await lastBot(page).getByRole('button', { name: 'Yes, delete it' }).click()
    await page.getByRole('heading', { name: 'Your data is deleted' }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))).not.toContain(
      conversation,
    )
    const left = await fetch(`${stage.bot}/v3/directline/conversations/${conversation}/activities`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    expect(await left.text()).not.toContain('my secret words')
    await page.getByRole('button', { name: 'Start a new chat' }).click()
    await page.locator('.entries').getByText('I am an assistant for adults').waitFor()
    await page.context().close()
  })

  it('a new chat knows nothing of the one before, but what is pinned stays', async () => {
    const page = await stage.visit('/')
    await open(page)
    await say(page, "I can't feel anything when I wipe")
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Start a new chat' }).click()
    await page.getByRole('button', { name: 'Yes, start a new chat' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Yes, start a new chat' }).click()
    await page.locator('.entries').getByText('I am an assistant for adults').waitFor()
    expect(await page.locator('.own').count()).toBe(0)
    expect(await page.getByRole('region', { name: 'Emergency', exact: true }).innerText()).toContain(
      'Go to A&E now',
    )
    await page.context().close()
  })

  it('the page can open, close and hear of it, but never hears a word of the conversation', async () => {
    const page = await stage.visit('/')
    await page.evaluate(() => {
      const told: unknown[] = []
      const { Backwise } = window as unknown as {
        Backwise: { on(name: string, hear: (detail: unknown) => void): () => void; open(): void }
      }
      Object.assign(window, { told })
      for (const name of ['open', 'close', 'unread', 'message', 'restart'])
        Backwise.on(name, (detail) => told.push([name, detail]))
      const stop = Backwise.on('open', () => told.push('never'))
      stop()
      Backwise.open()
    })
    await page.locator('.entries').getByText('I am an assistant for adults').waitFor()
    await page.keyboard.press('Escape')
    await sayUnseen(stage, page, 'crushing chest pain, I am sweating')
    await expect.poll(() => page.locator('.badge:visible').count()).toBe(1)
    const told = await page.evaluate(() => JSON.stringify((window as unknown as { told: unknown }).told))
    expect(told).toContain('["open",null]')
    expect(told).toContain('{"kind":"advice","level":"emergency"}')
    expect(told).not.toMatch(/never|crushing|assistant for adults/)
    expect(await launcher(page).getAttribute('aria-label')).toMatch(/New messages: \d/)
    await launcher(page).click()
    await page.keyboard.press('Escape')
    expect(await page.locator('.badge:visible').count()).toBe(0)
    await page.evaluate(() => (window as unknown as { Backwise: { remove(): void } }).Backwise.remove())
    expect(await page.locator('backwise-chat').count()).toBe(0)
    await page.context().close()
  })
}
