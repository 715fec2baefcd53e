/**
 * One bot, one browser and one clinic's web server for all tests of the widget. The clinic is on another port, so on
 * another origin, and its pages are as strict or as rude as each path says.
 */
import { createServer, type Server } from 'node:http'
import { mkdtempSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, ElementHandle, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { launch } from '../chromium.ts'
import { run, type Run } from '../program.ts'

export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface ClinicPage {
  readonly policy?: (bot: string) => string
  readonly html: (bot: string) => string
}

const line = (bot: string, attributes = '') => `<script src="${bot}/widget.js" ${attributes} async></script>`
const page = (body: string, head = '') =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Clinic</title><meta name="viewport" content="width=device-width">${head}</head><body><main><h1>Clinic</h1><p>Words of the clinic.</p><button>Book</button></main>${body}</body></html>`

const rtlLook =
  ':root{color-scheme:light dark}body{margin:0;background:light-dark(#f3f6f5,#0e1719);font:1.2rem/1.6 system-ui}main{padding:3rem}'

const strict = (bot: string) =>
  `default-src 'none'; script-src 'self' ${bot}; connect-src ${bot} ${bot.replace('http', 'ws')}; style-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types backwise`

/** Pages of the clinic, by path. */
const clinicPages: Readonly<Record<string, ClinicPage>> = {
  '/': { html: (bot) => page(line(bot)) },
  '/strict': {
    policy: strict,
    html: (bot) => page(line(bot)),
  },
  '/watched': {
    policy: strict,
    html: (bot) => page(line(bot), '<script src="/watch.js"></script>'),
  },
  '/hostile': {
    html: (bot) =>
      page(
        `<div class="war">war</div>${line(bot)}`,
        `<style>* { all: unset; font-size: 40px !important; color: lime !important; letter-spacing: 1em } html { font-size: 5px }
         .war { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important; background: red !important; pointer-events: none }
         button, input, textarea, div, p { display: none !important } body { transform: translateX(50px) }</style>`,
      ),
  },
  '/framed': { html: () => page('<iframe src="/" title="Chat" width="380" height="500"></iframe>') },
  '/twice': { html: (bot) => page(line(bot) + line(bot)) },
  '/two': { html: (bot) => page(line(bot) + line(bot.replace('localhost', '127.0.0.1'))) },
  '/rtl': {
    html: (bot) =>
      page(line(bot, 'data-dir="rtl"'), `<style>${rtlLook}</style>`)
        .replace('lang="en"', 'lang="ar" dir="rtl"')
        .replace(/<main>.*<\/main>/, '<main><h1>عيادة الظهر</h1><p>نساعدكم على العناية بظهركم.</p></main>'),
  },
  '/elsewhere': { html: (bot) => page(line(bot, 'data-region="us" data-emergency="112"')) },
  '/nowhere': { html: (bot) => page(line(bot, 'data-region="atlantis"')) },
  '/pale': { html: (bot) => page(line(bot, 'data-color="#ffe97a" data-side="start"')) },
}

/** Writes down what a page's policy refuses, and what fails. */
const watch = `const seen = []
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => seen.push(violatedDirective + ' ' + blockedURI))
addEventListener('error', ({ message }) => seen.push(message))
addEventListener('unhandledrejection', ({ reason }) => seen.push(String(reason)))`

export interface Stage {
  /** Origin of the bot, and of the clinic. */
  readonly bot: string
  readonly clinic: string
  readonly browser: Browser
  /** The bot's SQLite file. */
  readonly store: string
  /** What somebody pasted into the page `/pasted`, which is strict. */
  pasted: string
  /** Ends the bot as a crash would, and starts it again with the same store. */
  restartBot(between?: () => Promise<void>): Promise<void>
  /** A browser of its own, as a patient would come: nothing kept. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>
}

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export function setStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-widget-'))
  let program: Run
  let server: Server
  const store = join(folder, 'widget.db')
  const stage = { pasted: '', store } as Pick<Stage, 'store'> &
    Record<'bot' | 'clinic' | 'pasted', string> & { browser: Browser }
  const startBot = async () => {
    program = run(
      {
        PORT: new URL(stage.bot).port,
        STORE: `sqlite:${store}`,
        ALLOWED_ORIGINS: stage.clinic,
        CLINIC_NAME: 'Elm Street Clinic',
        CLINIC_PHONE: '020 7946 0000',
        NEW_CONVERSATIONS_PER_MINUTE: '10000',
      },
      folder,
    )
    await program.url
  }
  beforeAll(async () => {
    server = createServer((req, res) => {
      const path = req.url!.split('?')[0]!
      if (path === '/watch.js') return res.writeHead(200, { 'Content-Type': 'text/javascript' }).end(watch)
      const pasted: ClinicPage = { policy: strict, html: () => page(stage.pasted) }
      const found = path === '/pasted' ? pasted : clinicPages[path]
      if (!found) return res.writeHead(404).end()
      const policy = found.policy?.(stage.bot)
      res.writeHead(200, {
        'Content-Type': 'text/html',
        ...(policy && { 'Content-Security-Policy': policy }),
      })
      res.end(found.html(stage.bot))
    })
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    stage.clinic = `http://localhost:${(server.address() as AddressInfo).port}`
    stage.bot = `http://localhost:${await freePort()}`
    ;[stage.browser] = await Promise.all([launch(), startBot()])
  }, 60_000)
  afterAll(async () => {
    await stage.browser?.close()
    program?.child.kill('SIGKILL')
    server?.close()
  })
  return Object.assign(stage, {
    async restartBot(between?: () => Promise<void>) {
      program.child.kill('SIGKILL')
      await program.exited
      await between?.()
      await startBot()
    },
    async visit(path: string, options?: BrowserContextOptions) {
      const context = await stage.browser.newContext(options)
      context.setDefaultTimeout(10_000)
      const visited = await context.newPage()
      await visited.goto(path.startsWith('http') ? path : stage.clinic + path)
      await launcher(visited).waitFor()
      return visited
    },
  })
}

export const launcher = (within: Page): Locator => within.locator('.launcher')
export const panel = (within: Page): Locator => within.getByRole('dialog')
export const input = (within: Page): Locator => within.locator('textarea')
export const entries = (within: Page): Locator => within.locator('.entries > li')
export const lastBot = (within: Page): Locator => within.locator('.entries > .bot').last()

/** Opens the chat and waits for the welcome. */
export async function open(within: Page): Promise<void> {
  await launcher(within).click()
  await within.locator('.entries').getByText('I am an assistant for adults').waitFor()
}

/** Opens the chat, sleeps beyond the life of its token, and wakes when the token is renewed. */
export async function oversleep(within: Page): Promise<void> {
  await within.clock.install()
  await within.reload()
  await open(within)
  const renewed = within.waitForRequest((request) => request.url().endsWith('/tokens/refresh'))
  await within.clock.fastForward('45:00')
  await renewed
  await within.clock.resume()
}

/** Says something, and waits until the bot has said something new. */
export async function say(within: Page, text: string): Promise<void> {
  const before = await within.locator('.entries > .bot').count()
  await input(within).fill(text)
  await input(within).press('Enter')
  await expect
    .poll(() => within.locator('.entries > .bot').count(), { timeout: 5_000 })
    .toBeGreaterThan(before)
}

/** Says something in the page's conversation without touching its chat. */
export const sayUnseen = (stage: Stage, within: Page, text: string): Promise<void> =>
  within.evaluate(
    async ([bot, said]) => {
      const kept = sessionStorage.getItem(`backwise ${bot}`)!
      const { conversation, token } = JSON.parse(kept) as Record<string, string>
      await fetch(`${bot}/v3/directline/conversations/${conversation}/activities`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: JSON.stringify({ type: 'message', text: said }),
      })
    },
    [stage.bot, text] as const,
  )

const replies: readonly (readonly [RegExp, string])[] = [
  [/how long/i, '1 or 2 days'],
  [/how bad/i, '3'],
  [/coming back/i, 'No'],
  [/getting better/i, 'Yes'],
  [/at home/i, 'No'],
]

/** What leads to self-care; undefined for a list to tick, where nothing fits. */
export const replyTo = (asked: string): string | undefined =>
  replies.find(([question]) => question.test(asked))?.[1]

/** What has the focus, also inside the shadow root. */
export const focused = (within: Page): Promise<ElementHandle<Element>> =>
  within.evaluateHandle(() => {
    let { activeElement } = document
    while (activeElement?.shadowRoot?.activeElement) activeElement = activeElement.shadowRoot.activeElement
    return activeElement!
  })

/** Everything axe finds wrong on the page, in a line each. */
export async function violations(within: Page): Promise<string[]> {
  if (!(await within.evaluate(() => 'axe' in globalThis))) await within.evaluate(axe)
  return within.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>
      }
    }
    const found = await checker.run()
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    )
  })
}

/** From now on, what screen readers are given to say. */
export async function listen(within: Page): Promise<() => Promise<{ role: string; text: string }[]>> {
  await within.evaluate(() => {
    const root = document.querySelector('backwise-chat')!.shadowRoot!
    const heard: { role: string; text: string }[] = []
    Object.assign(globalThis, { heard })
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        const role = (target as Element).closest('[role="alert"], [role="status"]')?.getAttribute('role')
        for (const node of addedNodes)
          if (role && node.textContent) heard.push({ role, text: node.textContent })
      }
    }).observe(root, { childList: true, subtree: true })
  })
  return () =>
    within.evaluate(() => (globalThis as unknown as { heard: { role: string; text: string }[] }).heard)
}
