import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createWidgetFiles } from '../../src/server/widgetFiles.ts'

const clinic = 'Bones </script><script>x</script> & "Sons"'
const { version, integrity, files } = createWidgetFiles({
  clinic,
  phone: '01632 960 123',
  region: 'uk',
})
const get = (path: string, headers = {}) => files({ path, headers })
const pinned = `/widget/${version}/widget.js`

const size = async (path: string) => gzipSync((await get(path))!.body, { level: 9 }).length

it('the loader weighs at most 3 kB and the panel at most 40 kB after gzip, also with the settings of a clinic', async () => {
  const sizes = [await size('/widget.js'), await size(pinned), await size(`/widget/${version}/panel.js`)]
  console.info(`loader ${sizes[0]} bytes, pinned ${sizes[1]}, panel ${sizes[2]}`)
  expect(sizes[0]).toBeLessThanOrEqual(3 * 1024)
  expect(sizes[1]).toBeLessThanOrEqual(3 * 1024)
  expect(sizes[2]).toBeLessThanOrEqual(40 * 1024)
})

/** As long as the program's settings allow, and of few repeats, so that they pack badly. */
const longest = {
  clinic:
    "Fitzwilliam & Quayside Joint Health Centre, Wexford Bridge (formerly Old Dr. Kapoor's Practice) No 7",
  hours:
    'Mon 8.15-18:30, Tue 7:45-20.00, Wed 9-12 and 14-17.30, Thu 10.30-19, Fri 8-13; Sat by phone, Sun no.',
  phone: '+44 (0)20 7946 0958 ext. 31762',
  region: 'uk',
}

it('the loader stays within its promise with the longest settings a clinic may give', async () => {
  expect([longest.clinic.length, longest.hours.length]).toEqual([100, 100])
  const { body } = (await createWidgetFiles(longest).files({ path: '/widget.js', headers: {} }))!
  const bytes = gzipSync(body, { level: 9 }).length
  console.info(`loader with the longest settings ${bytes} bytes`)
  expect(bytes).toBeLessThanOrEqual(3 * 1024)
})

it('the newest loader is asked for often and knows the settings; a version never changes and knows none', async () => {
  const newest = (await get('/widget.js'))!
  const version1 = (await get(pinned))!
  expect(newest.headers['Cache-Control']).toBe('public, max-age=300')
  expect(version1.headers['Cache-Control']).toMatch(/immutable/)
  expect(version1.body.toString()).toMatch(/\(\{\}\)\s*$/)
  const settings = /\((\{[^{}]*\})\)\s*$/.exec(newest.body.toString())![1]!
  expect(JSON.parse(settings)).toEqual({ clinic, phone: '01632 960 123', region: 'uk' })
  expect(newest.body.toString()).not.toContain('</script>')
})

it('the hashes are those of the files, so a page can pin the whole', async () => {
  const loader = (await get(pinned))!.body
  expect(integrity).toBe(`sha384-${createHash('sha384').update(loader).digest('base64')}`)
  const panel = (await get(`/widget/${version}/panel.js`))!.body
  expect(loader.toString()).toContain(`sha256-${createHash('sha256').update(panel).digest('base64')}`)
  expect(loader.toString()).toContain(`/widget/${version}/panel.js`)
})

it('pages of any origin may load them, zipped and once', async () => {
  const { headers, body } = (await get(pinned, { 'accept-encoding': 'gzip' }))!
  expect(headers).toMatchObject({
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Content-Type': 'text/javascript; charset=utf-8',
    'Content-Encoding': 'gzip',
  })
  expect(gunzipSync(body).toString()).toBe((await get(pinned))!.body.toString())
  expect((await get(pinned, { 'if-none-match': headers['ETag'] }))!.status).toBe(304)
})

it.each([
  '/widget/',
  '/widget/current',
  `/widget/${version}`,
  `/widget/x/widget.js`,
  '/widget/__proto__',
  '/widget/../widget.js',
])('there is nothing at %s', async (path) => expect(await get(path)).toBeUndefined())

it('it shares no module with the server: the protocol is the border', () => {
  const folder = resolve(import.meta.dirname, '../../src/widget')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  )
  const imported = sources.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) =>
      from!.startsWith('.') ? resolve(folder, name, '..', from!) : from!,
    ),
  )
  expect(imported.length).toBeGreaterThan(30)
  const strange = imported.filter(
    (from) => !from.startsWith(folder) && !/^preact(\/hooks)?$|\/knowledge\/widget\/en\.json$/.test(from),
  )
  expect(strange).toEqual([])
})
