/** A real Chromium, when the machine has one: `CHROMIUM_PATH`, else `/usr/bin/chromium`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { describe } from 'vitest'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const missing = !existsSync(executablePath)
if (missing && !process.env.CI)
  console.warn(`Skipped, no browser at ${executablePath}: set CHROMIUM_PATH to a Chromium or Chrome.`)

/** Skips without a browser; in CI the launch fails instead. */
export const describeInBrowser = describe.skipIf(missing && !process.env.CI)

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** For people to look at, once scrolling has come to rest; nothing compares them. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(import.meta.dirname, 'screenshots', `${name}.png`) })
}
