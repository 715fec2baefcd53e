/** The pages it stands on: strict, rude, framed, twice; and what strangers write into the conversation. */
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { focused, input, launcher, open, panel, phone, say, violations, type Stage } from './stage.ts'

const attacks = [
  '<img src=x onerror="window.hit=1">',
  '<script>window.hit=1</script>',
  '<svg onload="window.hit=1">',
  '[call](javascript:window.hit=1)',
  'javascript:window.hit=1',
  '"><iframe srcdoc="<script>parent.hit=1</script>">',
  '{{constructor.constructor("window.hit=1")()}}',
  '\u202Egnp.exe <a href="javascript:window.hit=1">999</a>',
]

/** Every text of every kind of message is an attack. */
const hostileMessages = attacks.flatMap((text) => {
  const source = { document: text, title: text, section: text }
  const options = [{ value: text, label: text }]
  const call = { label: text, href: 'javascript:window.hit=1', number: text }
  return [
    {
      kind: 'question',
      question: text,
      text,
      hint: text,
      multiple: true,
      flags: [],
      options,
      progress: { step: text, of: 2 },
    },
    {
      kind: 'question',
      question: text,
      text,
      hint: text,
      multiple: false,
      flags: [],
      options,
      progress: { step: 1, of: 2 },
    },
    { kind: 'confirm', flags: [], text, options },
    {
      kind: 'advice',
      level: 'emergency',
      heading: text,
      instruction: text,
      calls: [call],
      because: [text],
      steps: [text],
      worse: text,
      notes: [text],
      sources: [source],
      options,
    },
    {
      kind: 'answer',
      text,
      warning: text,
      ranges: [{ of: text, range: text, source }],
      sources: [source],
      options,
    },
    { kind: 'unsure', text, warning: text, suggestions: [text], closest: { text, sources: [source] } },
    { kind: 'notice', notice: text, text, options },
    { kind: text, text },
    { kind: 'advice', level: text, calls: text, steps: { a: text }, options: 3 },
    { kind: 'answer', sources: [null, 1], ranges: [null] },
  ]
})

/** Lets the bot's socket say `activities` after its first words. */
async function speak(page: Page, activities: readonly object[]): Promise<void> {
  await page.routeWebSocket(/\/stream/, (socket) => {
    const server = socket.connectToServer()
    let first = true
    server.onMessage((message) => {
      socket.send(message)
      if (!first || !String(message)) return
      first = false
      socket.send(JSON.stringify({ activities }))
    })
  })
}

const botSays = (message: object, i: number) => ({
  type: 'message',
  id: `x|${String(100 + i).padStart(7, '0')}`,
  from: { role: 'bot' },
  text: attacks[i % attacks.length],
  channelData: { message },
})

/** What the console says from now on. */
function warnings(page: Page): string[] {
  const heard: string[] = []
  page.on('console', (message) => heard.push(message.text()))
  return heard
}

export function hostPages(stage: Stage): void {
  it('a page with the strictest policy: everything works, and nothing is reported', async () => {
    const page = await stage.visit('/strict')
    const reported: string[] = []
    page.on('console', (message) => reported.push(message.text()))
    page.on('pageerror', (error) => reported.push(error.message))
    await open(page)
    await say(page, 'check my symptoms')
    await say(page, "I can't feel anything when I wipe")
    await page.getByRole('button', { name: 'Show this at the hospital' }).click()
    await page.evaluate(() => Object.assign(window, { print: () => {} }))
    await page.getByRole('button', { name: 'Print' }).click()
    expect(reported).toEqual([])
    const look = await page
      .locator('.care-now')
      .evaluate((element) => getComputedStyle(element).backgroundColor)
    expect(look).toBe('rgb(179, 18, 29)')
    await page.context().close()
  })

  it('the settings page shows the chat and prints a line that works, pinned by its hash', async () => {
    const settings = await stage.visit(`${stage.bot}/widget/builder`, phone)
    await settings.getByLabel('Words on the button').fill('Ask "us" & see')
    await settings.getByLabel('Colour').fill('#7a3b8f')
    await settings.getByLabel('Pin this version').check()
    await expect.poll(() => launcher(settings).innerText()).toBe('Ask "us" & see')
    await expect
      .poll(() => launcher(settings).evaluate((element) => getComputedStyle(element).backgroundColor))
      .toBe('rgb(122, 59, 143)')
    stage.pasted = await settings.locator('#line').innerText()
    expect(stage.pasted).toMatch(/ integrity="sha384-[^"]+" crossorigin="anonymous".* data-region="uk"/)
    await settings.getByLabel('Where your patients are').selectOption('us')
    expect(await settings.locator('#line').innerText()).toMatch(/ data-region="us" async>/)
    await settings.getByLabel('Where your patients are').selectOption('')
    expect(await violations(settings)).toEqual([])
    await open(settings)
    await settings.reload()
    await launcher(settings).waitFor()
    await settings.context().close()
    const page = await stage.visit('/pasted')
    expect(await launcher(page).innerText()).toBe('Ask "us" & see')
    await open(page)
    expect(await page.getByRole('link', { name: 'In an emergency, call 999' }).count()).toBe(1)
    await page.context().close()
  })

  it('a page for readers elsewhere gives their numbers, in the chat as in its frame, whatever else is set', async () => {
    const page = await stage.visit('/elsewhere')
    const warned = warnings(page)
    await open(page)
    expect(warned).toEqual(['Backwise: data-emergency="112" is not used. Set data-region instead.'])
    await say(page, 'crushing chest pain and I am sweating')
    const numbers = await page
      .locator('.panel a[href^="tel:"]')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    expect(new Set(numbers)).toEqual(new Set(['tel:911']))
    expect(await page.locator('.panel').innerText()).not.toContain('999')
    await page.context().close()
  })

  it('a region that is none is said on the console, and the number is that of the bot', async () => {
    const page = await stage.visit('/nowhere')
    const warned = warnings(page)
    await open(page)
    expect(warned).toEqual([
      expect.stringMatching(/^Backwise: data-region="atlantis" is none of au, .*uk, us/),
    ])
    expect(await page.getByRole('link', { name: 'In an emergency, call 999' }).count()).toBe(1)
    await page.context().close()
  })

  it('a page at war with everything on it does not change how it looks', async () => {
    const looks: object[] = []
    for (const path of ['/', '/hostile']) {
      const page = await stage.visit(path)
      await open(page)
      await say(page, 'crushing chest pain and I am sweating')
      looks.push(
        await page.evaluate(() => {
          const root = document.querySelector('backwise-chat')!.shadowRoot!
          return [...root.querySelectorAll('.panel *')].map((element) => {
            const { fontSize, color, display, letterSpacing } = getComputedStyle(element)
            const { width, height, x } = element.getBoundingClientRect()
            return [
              element.className.toString(),
              fontSize,
              color,
              display,
              letterSpacing,
              width,
              Math.round(height),
              x,
            ]
          })
        }),
      )
      const box = (await panel(page).boundingBox())!
      const top = await page.evaluate(
        ([x, y]) => document.elementFromPoint(x!, y!)?.localName,
        [box.x + 200, box.y + 30],
      )
      expect(top).toBe('backwise-chat')
      await page.context().close()
    }
    expect(looks[1]).toEqual(looks[0])
  })

  it('in a frame, and with the line twice on a page, there is one chat', async () => {
    const framed = await stage.browser.newPage()
    framed.setDefaultTimeout(10_000)
    await framed.goto(`${stage.clinic}/framed`)
    const frame = framed.frameLocator('iframe')
    await frame.locator('.launcher').click()
    await frame.locator('.entries').getByText('I am an assistant for adults').waitFor()
    await framed.close()
    const twice = await stage.visit('/twice')
    await twice.waitForTimeout(300)
    expect(await launcher(twice).count()).toBe(1)
    await twice.context().close()
  })

  it('in a sandbox, which no list of origins can name, the number to call is there', async () => {
    const page = await stage.visit('/')
    let asked = 0
    page.on('request', (request) => void (asked += Number(request.url().endsWith('/tokens/generate') && request.method() === 'POST'))) // prettier-ignore
    await page.setContent(
      `<iframe sandbox="allow-scripts" src="${stage.clinic}/" title="Chat" width="380" height="600"></iframe>`,
    )
    const frame = page.frameLocator('iframe')
    await frame.locator('.launcher').click()
    expect(await frame.getByRole('link', { name: 'In an emergency, call 999' }).getAttribute('href')).toBe(
      'tel:999',
    )
    await frame.getByText('The chat cannot be reached from this page').waitFor()
    expect(await frame.locator('.down').innerText()).toContain('In an emergency, call 999')
    await page.waitForTimeout(1_200)
    expect(asked, 'a page that is refused asks once').toBe(1)
    await page.context().close()
  })

  it('two bots on a page have a conversation and a corner each', async () => {
    const page = await stage.browser.newPage()
    await page.goto(`${stage.clinic}/two`)
    await expect.poll(() => launcher(page).count()).toBe(2)
    const corners = await launcher(page).evaluateAll((all) =>
      all.map((one) => one.getBoundingClientRect().x > 500),
    )
    expect(corners.toSorted()).toEqual([false, true])
    for (const one of await page.locator('backwise-chat').all()) {
      await one.locator('.launcher').click()
      await one.locator('.entries').getByText('I am an assistant for adults').waitFor()
    }
    expect(await page.evaluate(() => sessionStorage.length)).toBe(2)
    await page.close()
  })

  it('nothing on the page moves when it comes and when it opens, and the focus stays until the click', async () => {
    const page = await stage.browser.newPage()
    await page.addInitScript(() => {
      const shifts: number[] = []
      Object.assign(window, { shifts })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value)
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await page.goto(stage.clinic)
    await launcher(page).waitFor()
    expect(await (await focused(page)).evaluate((element) => element.localName)).toBe('body')
    await open(page)
    await say(page, 'thanks')
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([])
    await page.close()
  })

  it('threat 20: no script runs, whatever is written in names, texts, articles and values', async () => {
    const page = await stage.visit('/')
    await speak(page, hostileMessages.map(botSays))
    await page.reload()
    await open(page)
    await expect.poll(() => page.locator('.entries > .bot').count()).toBeGreaterThan(70)
    for (const text of attacks) {
      await input(page).fill(text)
      await input(page).press('Enter')
    }
    for (const button of await page.locator('.entries > .bot:last-child button').all()) await button.click()
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Whole conversation' }).click()
    await page.waitForTimeout(200)
    expect(await page.evaluate(() => (window as { hit?: number }).hit)).toBe(undefined)
    expect(await page.locator('a[href^="javascript" i], iframe, img, script:not([src])').count()).toBe(0)
    await page.context().close()
  })

  it('a pale colour is corrected with a warning, and the other side is the other side', async () => {
    const context = await stage.browser.newContext()
    const page = await context.newPage()
    const warned = warnings(page)
    await page.goto(`${stage.clinic}/pale`)
    await open(page)
    expect(warned).toEqual([expect.stringMatching(/^Backwise: #ffe97a is too faint/)])
    expect((await panel(page).boundingBox())!.x).toBeLessThan(40)
    await context.close()
    const rtl = await stage.visit('/rtl')
    expect((await launcher(rtl).boundingBox())!.x).toBeLessThan(40)
    await rtl.context().close()
  })

  it('with 1,000 messages in it, a key is on the screen within 50 ms', async () => {
    const page = await stage.visit('/', phone)
    const flood = Array.from({ length: 1_000 }, (_, i) =>
      botSays(
        {
          kind: i % 3 ? 'notice' : 'answer',
          text: `Message ${i}, some words that fill a line or two.`,
          sources: [{ title: 'A', section: 'B' }],
        },
        i,
      ),
    )
    await speak(page, flood)
    await page.reload()
    await open(page)
    await expect.poll(() => page.locator('.entries > .bot').count()).toBeGreaterThan(1_000)
    await input(page).focus()
    const times = await input(page).evaluate(async (element) => {
      const taken: number[] = []
      for (const letter of 'how long does it last') {
        const began = performance.now()
        document.execCommand('insertText', false, letter)
        element.getBoundingClientRect()
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
        taken.push(performance.now() - began)
      }
      return taken.sort((a, b) => a - b)
    })
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(50)
    await page.context().close()
  })
}
