/**
 * Measures the chat on a clinic's page in a real Chromium, beside Microsoft's Web Chat in the same run, on a slow phone:
 * a processor 4 times slower than this one, 1.6 Mbit/s, 150 ms there and back.
 */
import { spawn } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'

/** As much of playwright-core as is used; it is there for development only, so its own types may be missing. */
interface Session {
  send(method: string, parameters?: object): Promise<unknown>
}
interface Socket {
  send(text: string): void
  connectToServer(): Socket
  onMessage(hear: (text: string) => void): void
}
interface Page {
  goto(url: string, options?: object): Promise<unknown>
  waitForSelector(selector: string): Promise<unknown>
  click(selector: string): Promise<void>
  evaluate<T>(script: string): Promise<T>
  route(url: string, handle: (route: { abort(): Promise<void> }) => unknown): Promise<void>
  routeWebSocket(url: RegExp, handle: (socket: Socket) => void): Promise<void>
  keyboard: { press(key: string): Promise<void> }
  context(): { newCDPSession(page: Page): Promise<Session>; close(): Promise<void> }
}
interface Browser {
  newContext(options: object): Promise<{ newPage(): Promise<Page> }>
  close(): Promise<void>
}
interface Playwright {
  chromium: { launch(options: object): Promise<Browser> }
}

const runs = 5
const slower = 4
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
}
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
const inMemory = { ...process.env, PORT: '0', STORE: 'sqlite::memory:', LOG_LEVEL: 'error' }

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

async function startProgram(): Promise<{ url: string; stop(): void }> {
  const program = fileURLToPath(new URL('../main.js', import.meta.url))
  const child = spawn(process.execPath, [program], { env: inMemory, stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /http:\/\/localhost:\d+/.exec(chunk.toString())?.[0]
      if (found) resolve(found)
    })
    child.on('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)))
  })
  return { url, stop: () => void child.kill() }
}

async function slowPage(browser: Browser): Promise<{ page: Page; session: Session }> {
  const page = await (await browser.newContext(phone)).newPage()
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', network)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  return { page, session }
}

/** From the click to an input that takes words, and on to the bot's first words. In milliseconds. */
async function openWidget(browser: Browser, url: string): Promise<{ usable: number; welcomed: number }> {
  const { page } = await slowPage(browser)
  await page.goto(url)
  await page.waitForSelector('.launcher')
  const began = performance.now()
  await page.click('.launcher')
  await page.waitForSelector('.panel textarea')
  const usable = performance.now() - began
  await page.waitForSelector('.entries > .bot')
  const welcomed = performance.now() - began
  await page.context().close()
  return { usable, welcomed }
}

/** Web Chat has no launcher: from the call of its page to an input that takes words. In milliseconds. */
async function openWebChat(browser: Browser, url: string): Promise<number> {
  const { page } = await slowPage(browser)
  const began = performance.now()
  await page.goto(`${url}/webchat`, { waitUntil: 'commit' })
  await page.waitForSelector('[data-id="webchat-sendbox-input"]:not([readonly])')
  const usable = performance.now() - began
  await page.context().close()
  return usable
}

/** What the processor does for a page until it rests, with the loader or without it. In milliseconds. */
async function hostCost(browser: Browser, url: string, withLoader: boolean): Promise<number> {
  const { page, session } = await slowPage(browser)
  if (!withLoader) await page.route('**/widget.js', (route) => route.abort())
  await session.send('Performance.enable')
  await page.goto(url, { waitUntil: 'networkidle' })
  const { metrics } = (await session.send('Performance.getMetrics')) as {
    metrics: { name: string; value: number }[]
  }
  const spent = metrics.filter(({ name }) => /^(Script|Layout|RecalcStyle)Duration$/.test(name))
  await page.context().close()
  return spent.reduce((sum, { value }) => sum + value * 1000, 0)
}

/** From each key to the end of the next frame, with 1,000 messages in the log. In milliseconds. */
async function inputLatency(browser: Browser, url: string): Promise<number[]> {
  const page = await (await browser.newContext(phone)).newPage()
  const session = await page.context().newCDPSession(page)
  const activities = Array.from({ length: 1_000 }, (_, i) => ({
    type: 'message',
    id: `x|${String(100 + i).padStart(7, '0')}`,
    from: { role: 'bot' },
    channelData: { message: { kind: 'notice', text: `Message ${i}, some words that fill a line or two.` } },
  }))
  await page.routeWebSocket(/\/stream/, (socket) => {
    const server = socket.connectToServer()
    let first = true
    server.onMessage((text) => {
      socket.send(text)
      if (first) socket.send(JSON.stringify({ activities }))
      first = false
    })
  })
  await page.goto(url)
  await page.click('.launcher')
  const root = `document.querySelector('backwise-chat').shadowRoot`
  await page.waitForSelector('.entries > li:nth-child(1001)')
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
  await page.evaluate(`
    window.taken = []
    addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => taken.push(Math.round(performance.now() - timeStamp))
      port2.postMessage(0)
    }), true)
    ${root}.querySelector('textarea').focus()`)
  for (const key of 'how long does it last, doctor?') {
    await page.keyboard.press(key)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  const taken = await page.evaluate<number[]>('taken')
  await page.context().close()
  return taken
}

const repeated = async <T>(measure: () => Promise<T>): Promise<T[]> => {
  const all: T[] = []
  for (let run = 0; run < runs; run++) all.push(await measure())
  return all
}

async function zippedBytes(url: string): Promise<number> {
  const body = Buffer.from(await (await fetch(url)).arrayBuffer())
  return gzipSync(body, { level: 9 }).length
}

export async function benchWidget(): Promise<void> {
  const name: string = 'playwright-core'
  const { chromium } = (await import(name)) as Playwright
  const { url, stop } = await startProgram()
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const loader = await (await fetch(`${url}/widget.js`)).text()
    const panel = /\/widget\/\w+\/panel\.js/.exec(loader)![0]
    const [before, after] = [await zippedBytes(`${url}/widget.js`), await zippedBytes(url + panel)]
    const webChatBytes = await zippedBytes(`${url}/pages/vendor/botframework-webchat-4.18.1.js`)
    const widget = await repeated(() => openWidget(browser, url))
    const usable = median(widget.map((run) => run.usable))
    const welcomed = median(widget.map((run) => run.welcomed))
    const webChat = median(await repeated(() => openWebChat(browser, url)))
    const cost =
      median(await repeated(() => hostCost(browser, url, true))) -
      median(await repeated(() => hostCost(browser, url, false)))
    const keys = (await inputLatency(browser, url)).toSorted((a, b) => a - b)
    const rows = [
      ['bytes before the first click, gzip', before, '<= 3072'],
      ['bytes after it, gzip', after, `<= 40960 (Web Chat ${webChatBytes})`],
      ['click to usable panel', `${usable.toFixed(0)} ms`, '<= 1000 ms'],
      ['click to the first words of the bot', `${welcomed.toFixed(0)} ms`, ''],
      [
        'Web Chat, its page called to usable',
        `${webChat.toFixed(0)} ms, ${(webChat / usable).toFixed(1)} times as long`,
        '>= 5 times',
      ],
      ["processor's work for the host page before the click", `${cost.toFixed(0)} ms`, ''],
      ['key to frame with 1,000 messages, median', `${keys[Math.floor(keys.length / 2)]} ms`, '<= 50 ms'],
      ['key to frame with 1,000 messages, longest', `${keys.at(-1)} ms`, ''],
    ]
    console.log(`| slow phone, median of ${runs} | measured | goal |\n|---|---|---|`)
    for (const row of rows) console.log(`| ${row.join(' | ')} |`)
  } finally {
    await browser.close()
    stop()
  }
}
