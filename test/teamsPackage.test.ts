/** The app package for Teams, as the command writes it. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readIdentity } from '../src/cli/teamsPackage/identity.ts'
import { faultsOf, manifest, schemaVersions } from '../src/cli/teamsPackage/manifest.ts'
import { intentReader } from '../src/core/intent.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { openSqlite } from '../src/store/sqlite.ts'

const knowledge = loadKnowledge()
const id = '8ec08d27-1111-4222-8333-6d38a9b3b2d1'
const good = { 'app-id': id, domain: 'chat.clinic.example' }
const identity = readIdentity(good, 'Elm Street', '1.2.3')

interface App {
  id: string
  bots: {
    botId: string
    commandLists: { scopes: string[]; commands: { title: string; description: string }[] }[]
  }[]
  developer: Record<string, string>
  validDomains: string[]
}

const run = (...args: string[]) => runIn(mkdtempSync(join(tmpdir(), 'backwise-')), ...args)
const runIn = (cwd: string, ...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const program = resolve(import.meta.dirname, '../dist/src/cli/teams.js')
    execFile(process.execPath, [program, ...args], { cwd }, (error, out, err) =>
      done({ code: Number(error?.code ?? 0), out, err }),
    )
  })

/** The files of an archive, read by its directory. */
function unzip(archive: Buffer): Record<string, Buffer> {
  const files: Record<string, Buffer> = {}
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  let at = archive.readUInt32LE(end + 16)
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    const [size, length, name] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24), archive.readUInt16LE(at + 28)] // prettier-ignore
    const path = archive.toString('ascii', at + 46, at + 46 + name)
    const start = archive.readUInt32LE(at + 42) + 30 + name
    files[path] = inflateRawSync(archive.subarray(start, start + size))
    expect(files[path].length).toBe(length)
    at += 46 + name
  }
  return files
}

describe('the manifest', () => {
  const versions = schemaVersions().filter((version) => Number(version.split('.')[1]) >= 17)

  it.each(versions)('is valid by the schema %s', async (version) => {
    expect(await faultsOf(manifest(identity, knowledge, version), version)).toEqual([])
  })

  it('is held to the schema', async () => {
    const wrong = { ...manifest({ ...identity, appId: 'x', name: 'x'.repeat(31) }, knowledge, '1.30') }
    expect((await faultsOf(wrong, '1.30')).join()).toMatch(/\/id .*\/name\/short /)
    expect(versions.at(-1)).toBe('1.30')
  })

  it('lists commands that the bot obeys', () => {
    const intentOf = intentReader(knowledge.retrieval)
    const [{ commandLists }] = (manifest(identity, knowledge, '1.30') as App).bots as [App['bots'][0]]
    const [personal, groups] = commandLists
    for (const { title, description } of personal!.commands) {
      expect(intentOf(title)).toMatchObject({ kind: 'command' })
      expect(title.length).toBeLessThanOrEqual(32)
      expect(description.length).toBeLessThanOrEqual(128)
    }
    expect(personal!.commands.length).toBeGreaterThanOrEqual(8)
    expect(groups!.commands.map(({ title }) => title)).toEqual(['help', 'alerts on', 'alerts off'])
  })
})

describe('the command', () => {
  it('writes a zip with manifest and icons', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'backwise-')), 'app.zip')
    const { code, out: said, err } = await run('package', '--app-id', id.toUpperCase(), '--domain', 'Chat.Clinic.example', '--out', out) // prettier-ignore
    expect([code, err, said]).toEqual([0, '', expect.stringContaining(out)])
    const files = unzip(readFileSync(out))
    expect(Object.keys(files)).toEqual(['manifest.json', 'color.png', 'outline.png'])
    const app = JSON.parse(files['manifest.json']!.toString()) as App
    expect(app).toMatchObject({ id, validDomains: ['chat.clinic.example'], bots: [{ botId: id }] })
    expect(app.developer).toMatchObject({
      privacyUrl: 'https://chat.clinic.example/privacy',
      termsOfUseUrl: 'https://chat.clinic.example/terms',
    })
    const sizes = ['color.png', 'outline.png'].map((name) => [files[name]!.readUInt32BE(16), files[name]!.readUInt32BE(20)]) // prettier-ignore
    expect(sizes).toEqual([
      [192, 192],
      [32, 32],
    ])
  })

  it('explains itself, and what it does not know', async () => {
    expect((await run('--help')).out).toContain('--app-id ID')
    expect((await run('package', '--help')).out).toContain('--app-id ID')
    expect(await run('pakage')).toMatchObject({ code: 1, err: expect.stringContaining('"pakage"') })
    const wrong = await run(
      'package',
      ...Object.entries({ 'app-id': 'x', domain: 'y' }).map(([o, v]) => `--${o}=${v}`),
    )
    expect(wrong.code).toBe(1)
    expect(wrong.err.trim().split('\n')).toEqual([
      expect.stringMatching(/--app-id is "x"/),
      expect.stringMatching(/--domain is "y"/),
    ])
    const nowhere = await run(
      'package',
      '--app-id',
      id,
      '--domain',
      'a.example',
      '--out',
      '/nowhere/at/all.zip',
    )
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('--out cannot be written') })
    const old = await run('package', '--app-id', id, '--domain', 'a.example', '--schema', '1.3')
    expect(old).toMatchObject({ code: 1, err: expect.stringContaining('one of 1.17, ') })
  })

  it('lists alerts that nobody took or that could not be brought, and has these tried again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'backwise-'))
    const store = openSqlite(join(folder, 'data/backwise.db'), () => 0)
    const place = 'alerts/K7QF-2M9P/alert-email'
    await store.open(place, 'alerts')
    const alert = { reference: 'K7QF-2M9P', level: 'urgent', rule: 'balance', channel: 'directline' } as const
    await store.turn(place, 'told-0', (_, commit) =>
      commit({ state: '{}', replies: [{}], outbox: true, alert }),
    )
    const [delivery] = await store.outbox.due(1, 0)
    await store.outbox.failed(delivery!, undefined, 'SMTP 550')
    await store.close()
    const { out } = await runIn(folder, 'alerts', '--retry')
    expect(out).toMatch(/Taken by nobody: 1\n +K7QF-2M9P +1970-01-01 00:00 UTC +urgent +balance/)
    expect(out).toMatch(/Given up: 1, tried once more now\n +K7QF-2M9P +alert-email: SMTP 550 after 1 tries/)
    expect((await runIn(folder, 'alerts')).out).toContain('Given up: 0')
  })

  it.each([
    [{ 'app-id': '' }, /--app-id is missing/],
    [{ 'app-id': '8ec08d27' }, /--app-id is "8ec08d27": it must be/],
    [{ 'app-id': '00000000-0000-0000-0000-000000000000' }, /all zeros/],
    [{ domain: '' }, /--domain is missing/],
    [{ domain: 'https://chat.clinic.example' }, /leave out https/],
    [{ domain: 'chat.clinic.example/api' }, /leave out https/],
    [{ domain: 'chat.clinic.example:3978' }, /port/],
    [{ domain: '*.clinic.example' }, /wildcard/],
    [{ domain: 'localhost' }, /cannot reach/],
    [{ domain: '10.0.0.1' }, /cannot reach/],
    [{ domain: 'bot.local' }, /cannot reach/],
    [{ domain: 'chat_bot.example' }, /no name of a host/],
    [{ domain: 'clinic' }, /no name of a host/],
    [{ domain: '-chat.example' }, /no name of a host/],
    [{ name: 'x'.repeat(31) }, /--name .* 1 to 30/],
    [{ clinic: 'x'.repeat(33) }, /--clinic .* 1 to 32/],
    [{ privacy: 'http://clinic.example/privacy' }, /--privacy .*https/],
    [{ terms: 'clinic.example' }, /--terms .*https/],
  ])('refuses %j', (change, message) => {
    expect(() => readIdentity({ ...good, ...change }, 'Elm Street', '1.2.3')).toThrow(message)
  })
})

const read = (path: string) => readFileSync(resolve(import.meta.dirname, '..', path), 'utf8')

/** No compiler of Bicep comes from a package registry, so what it would refuse first is looked for here. */
describe('the resources in Azure', () => {
  const source = read('deploy/teams.bicep').replace(/^\s*\/\/.*$/gm, '')
  const code = source.replace(/'(?:[^'\\]|\\.)*'/g, (text) =>
    [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, within]) => within).join(' '),
  )
  const declared = [...code.matchAll(/^(?:param|var|resource) (\w+)/gm)].map(([, name]) => name!)
  const parameters = [...source.matchAll(/^param (\w+) \w+( =)?/gm)].map(([, name, given]) => ({
    name: name!,
    given,
  }))

  it('close what they open, and name nothing twice, nothing unknown and nothing in vain', () => {
    const open: string[] = []
    const closes: Record<string, string> = { ')': '(', ']': '[', '}': '{' }
    for (const [sign] of code.matchAll(/[()[\]{}]/g))
      if (closes[sign]) expect(open.pop()).toBe(closes[sign])
      else open.push(sign)
    expect(open).toEqual([])
    expect(new Set(declared).size).toBe(declared.length)
    for (const [, name] of code.matchAll(/^(?:param|var) (\w+)/gm))
      expect(code.match(new RegExp(`\\b${name}\\b(?!:)`, 'g'))!.length, name).toBeGreaterThan(1)
    const values = [...code.matchAll(/(?:[:=?({] ?|if \(|parent: )([a-z]\w*)(?![\w(]|\s*:)/g)].map(
      ([, name]) => name!,
    )
    expect(
      values.filter((name) => ![...declared, 'if', 'true', 'false', 'null', 'string'].includes(name)),
    ).toEqual([])
  })

  it('are of a dated version, and what they put out are settings of the bot', () => {
    expect([...source.matchAll(/^resource \w+ '([^']*)'/gm)].map(([, type]) => type)).toEqual([
      expect.stringMatching(/^Microsoft\.ManagedIdentity\/userAssignedIdentities@\d{4}-\d\d-\d\d$/),
      expect.stringMatching(/^Microsoft\.BotService\/botServices@\d{4}-\d\d-\d\d$/),
      expect.stringMatching(/^Microsoft\.BotService\/botServices\/channels@\d{4}-\d\d-\d\d$/),
    ])
    const settings = read('.env.example')
    for (const [, name] of source.matchAll(/^output (\w+)/gm)) expect(settings).toContain(`\n${name}=`)
  })

  it('are made by the command of the README, which gives every parameter they need', () => {
    const [, given] = /--template-file deploy\/teams\.bicep --parameters ([^`]*)`/.exec(read('README.md'))!
    const named = [...given!.matchAll(/(\w+)=/g)].map(([, name]) => name!)
    const known = parameters.map(({ name }) => name)
    expect(named.filter((name) => !known.includes(name))).toEqual([])
    expect(parameters.filter((one) => !one.given && !named.includes(one.name))).toEqual([])
  })
})
