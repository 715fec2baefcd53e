/** Lines that break, servers that restart, tokens that end: nothing is lost and nothing doubled. */
import Database from 'libsql'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { entries, input, lastBot, open, oversleep, say, violations, type Stage } from './stage.ts'

const tooMany = {
  'Retry-After': '0.1',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Retry-After',
}

const said = (page: Page): Promise<string[]> => page.locator('.own .bubble').allInnerTexts()

export function connection(stage: Stage): void {
  it('what is typed while the network is cut is sent when it is back, once and in order', async () => {
    const page = await stage.visit('/')
    await open(page)
    await page.context().setOffline(true)
    await page.getByText('You are offline').waitFor()
    expect(await page.getByText('A phone call works without the internet').isVisible()).toBe(true)
    for (const text of ['how long do spasms last?', 'thanks']) {
      await input(page).fill(text)
      await input(page).press('Enter')
    }
    expect(await said(page)).toEqual(['how long do spasms last?', 'thanks'])
    await page.context().setOffline(false)
    await lastBot(page).getByText('You are welcome').waitFor()
    expect(await said(page)).toEqual(['how long do spasms last?', 'thanks'])
    expect(await page.locator('.card.answer').count()).toBe(1)
    await page.context().close()
  })

  it('a restart of the server in the middle of a question loses nothing, also what was said meanwhile', async () => {
    const page = await stage.visit('/')
    await open(page)
    await say(page, 'check my symptoms')
    const before = await entries(page).allInnerTexts()
    await stage.restartBot(async () => {
      await input(page).fill("I can't feel anything when I wipe")
      await input(page).press('Enter')
      await page.getByText(/Connecting again|keeps trying/).waitFor()
      expect(await violations(page)).toEqual([])
    })
    await page.locator('.care.emergency').waitFor({ timeout: 20_000 })
    expect((await entries(page).allInnerTexts()).slice(0, before.length - 1)).toEqual(before.slice(0, -1))
    expect(await said(page)).toEqual(['check my symptoms', "I can't feel anything when I wipe"])
    expect(await page.locator('.care').count()).toBe(1)
    await page.context().close()
  }, 40_000)

  it('advice to get help is shown also while the server can keep nothing, and what was said is kept later', async () => {
    const page = await stage.visit('/')
    await open(page)
    const other = new Database(stage.store)
    other.exec('BEGIN IMMEDIATE')
    await input(page).fill("I can't feel anything when I wipe")
    await input(page).press('Enter')
    const notSaved = page.locator('.entries').getByText('I could not save your last message')
    try {
      await page.locator('.care.emergency').waitFor()
      await notSaved.waitFor()
    } finally {
      other.close()
    }
    await expect.poll(() => page.locator('.care').count(), { timeout: 10_000 }).toBe(2)
    expect(await said(page)).toEqual(["I can't feel anything when I wipe"])
    expect(await notSaved.count()).toBe(1)
    await page.context().close()
  }, 20_000)

  it('what was not yet sent survives a reload', async () => {
    const page = await stage.visit('/')
    await open(page)
    await page.route('**/activities', (route) => route.abort())
    await input(page).fill('crushing chest pain and I am sweating')
    await input(page).press('Enter')
    await page.waitForTimeout(200)
    await page.unroute('**/activities')
    await page.reload()
    await page.locator('.care.emergency').waitFor()
    expect(await said(page)).toEqual(['crushing chest pain and I am sweating'])
    await page.context().close()
  })

  it('a flood of messages, some of them refused for being too many, arrives whole, once and in order', async () => {
    const page = await stage.visit('/')
    await open(page)
    let asked = 0
    await page.route('**/activities', (route) =>
      asked++ % 5 === 3 ? route.fulfill({ status: 429, headers: tooMany }) : route.continue(),
    )
    const flood = Array.from({ length: 20 }, (_, i) => `thanks ${i}`)
    for (const text of flood) {
      await input(page).fill(text)
      await input(page).press('Enter')
    }
    await expect.poll(() => page.locator('.entries > .bot').count(), { timeout: 15_000 }).toBeGreaterThan(20)
    expect(await said(page)).toEqual(flood)
    await page.unrouteAll()
    await page.reload()
    await expect.poll(() => said(page)).toEqual(flood)
    expect(asked).toBeGreaterThan(20)
    await page.context().close()
  }, 30_000)

  it('an answer that was lost on its way back does not double the message', async () => {
    const page = await stage.visit('/')
    await open(page)
    let lost = 0
    await page.route('**/activities', async (route) => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      return route.abort()
    })
    await input(page).fill('how long do spasms last?')
    await input(page).press('Enter')
    await page.locator('.card.answer').waitFor()
    await say(page, 'thanks')
    expect(await said(page)).toEqual(['how long do spasms last?', 'thanks'])
    expect(await page.locator('.card.answer').count()).toBe(1)
    await page.context().close()
  })

  it('after a sleep beyond the life of the token it is renewed, and the talk goes on', async () => {
    const page = await stage.visit('/')
    await oversleep(page)
    const before = await entries(page).allInnerTexts()
    await say(page, 'thanks')
    expect(await said(page)).toEqual(['thanks'])
    expect((await entries(page).allInnerTexts()).slice(0, before.length)).toEqual(before)
    await page.context().close()
  })

  it('a conversation that is too old begins anew, with what was just said', async () => {
    const page = await stage.visit('/')
    await open(page)
    const { origin } = new URL(stage.bot)
    await page.evaluate((bot) => {
      const name = `backwise ${bot}`
      const kept = JSON.parse(sessionStorage.getItem(name)!) as Record<string, unknown>
      sessionStorage.setItem(name, JSON.stringify({ ...kept, token: 'x.y', at: 1 }))
    }, origin)
    await page.reload()
    await page.getByText('too long ago').waitFor()
    await page.locator('.entries').getByText('I am an assistant for adults').waitFor()
    await say(page, 'thanks')
    await page.context().close()
  })

  it('where nothing may be stored, a conversation lasts as long as its page', async () => {
    const page = await stage.visit('/')
    const faults: string[] = []
    page.on('pageerror', ({ message }) => faults.push(message))
    await page.addInitScript(() => {
      for (const name of ['sessionStorage', 'localStorage'])
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('blocked', 'SecurityError')
          },
        })
    })
    await page.reload()
    await open(page)
    await say(page, 'how long do spasms last?')
    await page.locator('.card.answer').waitFor()
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('where no socket passes, it asks over HTTP', async () => {
    const page = await stage.visit('/')
    await page.addInitScript(() => {
      class Refusing extends EventTarget {
        constructor() {
          super()
          setTimeout(() => this.dispatchEvent(new CloseEvent('close')), 10)
        }
        close() {}
      }
      Object.assign(window, { WebSocket: Refusing })
    })
    await page.reload()
    await open(page)
    await say(page, 'how long do spasms last?')
    await page.locator('.card.answer').waitFor()
    await page.context().close()
  })

  it('when the panel cannot be fetched, the number to call is there, and a way to try again', async () => {
    const page = await stage.visit('/')
    await page.route('**/panel.js', (route) => route.abort())
    await page.locator('.launcher').click()
    await page.getByText('cannot be reached').waitFor()
    expect(await page.locator('.wait a').getAttribute('href')).toBe('tel:999')
    await page.unroute('**/panel.js')
    await page.getByRole('button', { name: 'Try again' }).press('Enter')
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('backwise-chat')
    await page.locator('.entries').getByText('I am an assistant for adults').waitFor()
    await page.context().close()
  })
}
