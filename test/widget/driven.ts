/**
 * Firefox and WebKit as distributions ship them, driven by the little of WebDriver that the tests need: Firefox over
 * WebDriver BiDi, WebKit over classic WebDriver on a screen of its own.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'

export interface Driven {
  go(url: string): Promise<void>
  /** What an expression is in the page. */
  read<T>(expression: string): Promise<T>
  /** Presses one key after the other; special keys as WebDriver names them. */
  press(keys: string): Promise<void>
  /** A picture of the window, PNG in base64. */
  picture(): Promise<string>
  stop(): Promise<void>
}

export interface OtherBrowser {
  readonly name: string
  readonly program: string
  start(): Promise<Driven>
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const pressed = (keys: string) => [
  {
    type: 'key',
    id: 'keys',
    actions: [...keys].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]),
  },
]
const inJson = (expression: string) => `Promise.resolve(${expression}).then((value) => JSON.stringify(value))`
const fromJson = <T>(text: string | undefined): T => (text === undefined ? undefined : JSON.parse(text)) as T

/** What a program says of where it listens, once it does. */
const said = (child: ChildProcess, pattern: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let output = ''
    const hear = (data: Buffer) => {
      output += String(data)
      const found = pattern.exec(output)?.[1]
      if (found) resolve(found)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.on('exit', () => reject(new Error(`it ended: ${output}`)))
  })

async function startFirefox(): Promise<Driven> {
  const profile = mkdtempSync(join(tmpdir(), 'backwise-firefox-'))
  const child = spawn(
    firefox.program,
    ['--headless', '--remote-debugging-port=0', '--profile', profile, '--width=1280', '--height=800'],
    { env: { ...process.env, HOME: profile } },
  )
  const url = await said(child, /WebDriver BiDi listening on (ws:\S+)/)
  const socket = new WebSocket(`${url}/session`)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  socket.on('message', (data) => {
    const { id, result, message } = JSON.parse(String(data)) as {
      id?: number
      result?: unknown
      message?: string
    }
    const asked = waiting.get(id ?? -1)
    if (result) asked?.resolve(result)
    else asked?.reject(new Error(message))
  })
  let last = 0
  const call = <T>(method: string, params: object): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.set(++last, { resolve: resolve as (result: unknown) => void, reject })
      socket.send(JSON.stringify({ id: last, method, params }))
    })
  await call('session.new', { capabilities: {} })
  // The tab it opens with has no focus of its own, and buttons there hear no Enter.
  const { context } = await call<{ context: string }>('browsingContext.create', { type: 'tab' })
  return {
    go: async (address) =>
      void (await call('browsingContext.navigate', { context, url: address, wait: 'complete' })),
    async read<T>(expression: string) {
      const evaluated = await call<{ result?: { value?: string }; exceptionDetails?: { text: string } }>(
        'script.evaluate',
        {
          expression: inJson(expression),
          target: { context },
          awaitPromise: true,
        },
      )
      if (evaluated.exceptionDetails) throw new Error(evaluated.exceptionDetails.text)
      return fromJson<T>(evaluated.result?.value)
    },
    press: async (keys) => void (await call('input.performActions', { context, actions: pressed(keys) })),
    picture: async () =>
      (await call<{ data: string }>('browsingContext.captureScreenshot', { context })).data,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      socket.close()
      child.kill()
      await ended
    },
  }
}

async function startWebKit(): Promise<Driven> {
  const screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'])
  const DISPLAY = `:${await said(screen, /(\d+)\n/)}`
  // Below those that systems give away by themselves.
  const port = 20_000 + (process.pid % 10_000)
  const driver = spawn(webKit.program, [`--port=${port}`], {
    env: {
      ...process.env,
      HOME: mkdtempSync(join(tmpdir(), 'backwise-webkit-')),
      DISPLAY,
      LIBGL_ALWAYS_SOFTWARE: '1',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    },
  })
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    const { value } = (await response.json()) as { value: T & { message?: string } }
    if (!response.ok) throw new Error(value.message)
    return value
  }
  for (let tries = 0; tries < 50; tries++) {
    if (await call('GET', '/status').catch(() => undefined)) break
    await pause(100)
  }
  const options = { binary: miniBrowser, args: ['--automation'] }
  const { sessionId } = await call<{ sessionId: string }>('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
  })
  const path = `/session/${sessionId}`
  return {
    go: (url) => call('POST', `${path}/url`, { url }),
    async read<T>(expression: string) {
      const script = `return ${inJson(expression)}`
      return fromJson<T>(await call<string | undefined>('POST', `${path}/execute/sync`, { script, args: [] }))
    },
    press: (keys) => call('POST', `${path}/actions`, { actions: pressed(keys) }),
    picture: () => call('GET', `${path}/screenshot`),
    async stop() {
      await call('DELETE', path)
      driver.kill()
      screen.kill()
    },
  }
}

const miniBrowser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'
const firefox = { name: 'Firefox', program: '/usr/bin/firefox-esr', start: startFirefox }
const webKit = { name: 'WebKit', program: '/usr/bin/WebKitWebDriver', start: startWebKit }

const isThere = ({ program, name }: OtherBrowser) =>
  [program, ...(name === 'WebKit' ? [miniBrowser, '/usr/bin/Xvfb'] : [])].every((path) => existsSync(path))

/** Those that this machine has. */
export const otherBrowsers: readonly OtherBrowser[] = [firefox, webKit].filter((browser) => {
  const there = isThere(browser)
  if (!there) console.warn(`Not tried in ${browser.name}: this machine has no ${browser.program}.`)
  return there
})
