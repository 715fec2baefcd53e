import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { createPages } from '../src/server/pages.ts'

const ask = createPages(
  {
    clinic: 'Bones & "Sons" <script>',
    reception: 'Call us on 01632 960 123.',
    emergency: { number: '1 2 3', dial: '123' },
    region: 'uk',
  },
  { version: 'abc', integrity: 'sha384-x' },
)
const get = (path: string, headers = {}) =>
  ask({ path, headers: { host: 'clinic.example:3978', ...headers } })
const bundle = '/pages/vendor/botframework-webchat-4.18.1.js'

describe.each([
  ['/', '/widget.js'],
  ['/webchat', bundle],
  ['/widget/builder', '/pages/builder.js'],
])('the page %s', (path, main) => {
  it('loads nothing from anywhere else and has no script or style of its own', async () => {
    const html = (await get(path))!.body.toString()
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
    expect(html).not.toMatch(/<style|style="|\son\w+=|<script(?![^>]*\ssrc=)/)
    const loaded = [...html.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map((match) => match[1]!)
    expect(loaded).toContain(main)
    for (const file of loaded.filter((name) => name.startsWith('/pages/')))
      expect((await get(file))?.status, file).toBe(200)
  })

  it('writes the name of the clinic as text', async () => {
    expect((await get(path))!.body.toString()).toContain('Bones &amp; &quot;Sons&quot; &lt;script&gt;')
  })

  it('lets no host into its policy that is none', async () => {
    const { headers } = (await get(path, { host: "x; script-src 'unsafe-inline'" }))!
    expect(headers['Content-Security-Policy']).toContain('ws://localhost ')
  })
})

it.each(['/', '/webchat'])('%s gives the emergency number, also without JavaScript', async (path) => {
  const html = (await get(path))!.body.toString()
  expect(html.match(/<a href="tel:123">call 1 2 3 now<\/a>/g)).toHaveLength(2)
  expect(/<noscript>(.*?)<\/noscript>/s.exec(html)?.[1]).toContain('tel:123')
})

it('Web Chat has a policy whose nonce is used once', async () => {
  const nonces = []
  for (let i = 0; i < 2; i++) {
    const { headers, body } = (await get('/webchat'))!
    const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(headers['Content-Security-Policy']!)![1]!
    expect(body.toString()).toContain(`nonce="${nonce}"`)
    expect(headers['Content-Security-Policy']).toMatch(/default-src 'none'; script-src 'self';/)
    expect(headers['Content-Security-Policy']).toContain('ws://clinic.example:3978')
    nonces.push(nonce)
  }
  expect(nonces[0]).not.toBe(nonces[1])
})

it.each(['/', '/widget/builder'])('%s needs no exception for styles', async (path) => {
  expect((await get(path))!.headers['Content-Security-Policy']).toContain("style-src 'self';")
})

describe('the files of the pages', () => {
  it('are sent zipped to those who can read it, and not again when they have them', async () => {
    const plain = (await get('/pages/demo.css'))!
    const zipped = (await get('/pages/demo.css', { 'accept-encoding': 'br, gzip' }))!
    expect(zipped.headers['Content-Encoding']).toBe('gzip')
    expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true)
    const again = (await get('/pages/demo.css', { 'if-none-match': plain.headers['ETag'] }))!
    expect([again.status, again.body.length]).toEqual([304, 0])
  })

  it.each([
    '/pages/../pages.ts',
    '/pages/..%2fpages.ts',
    '/pages/index.html',
    '/pages/vendor/README.md',
    '/pages/',
    '/pages/__proto__',
    '/nothing',
  ])('do not include %s', async (path) => {
    expect(await get(path)).toBeUndefined()
  })

  it('hold Web Chat as Microsoft published it', async () => {
    const { body } = (await get(bundle))!
    // dist/webchat.js of the npm package botframework-webchat 4.18.1
    expect(createHash('sha256').update(body).digest('hex')).toBe(
      '0a68ad0a64fc04d621197da10c3eec0f843e16f7d03f6bcbed29b47517cf9bff',
    )
  })
})

it('offers on the settings page the regions there are, each with its emergency number', async () => {
  const html = (await get('/widget/builder'))!.body.toString()
  const offered = [...html.matchAll(/<option value="(\w\w)" data-number="(\d+)">(.*), \2</g)].map(
    ([, id, number, name]) => ({ id, number, name }),
  )
  const regions = Object.values(loadKnowledge().regions).map(({ id, name, emergency: { number } }) => ({
    id,
    number,
    name,
  }))
  expect(offered).toEqual(regions.toSorted((a, b) => a.id.localeCompare(b.id)))
})
