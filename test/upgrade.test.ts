/** What older releases kept, opened by this one in the middle of a conversation. One folder for each version of the state. */
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { openDesk } from '../src/cli/desk.ts'
import { currentVersion, upgrade, type Conversation } from '../src/core/conversation.ts'
import { services } from './server/realBot.ts'
import { sqliteMigrations } from '../src/store/migrations/sqlite.ts'
import { meaning } from './transcript.ts'

const fixtures = join(import.meta.dirname, 'fixtures')
const versions = Array.from({ length: currentVersion }, (_, n) => n + 1)
const cases = versions.flatMap((version) =>
  readdirSync(join(fixtures, `state${version}`)).map((name) => ({
    version,
    name: name.replace('.json', ''),
  })),
)
const read = ({ version, name }: { version: number; name: string }) =>
  readFileSync(join(fixtures, `state${version}`, `${name}.json`), 'utf8')

/** A store as the release with so many migrations left it, with one state in it. */
function storeOf(migrations: number, state: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'backwise-')), 'old.db')
  const db = new Database(path)
  db.exec(`${sqliteMigrations.slice(0, migrations).join('\n')}; PRAGMA user_version = ${migrations}`)
  db.prepare('INSERT INTO conversations VALUES (?, ?, ?, 7, ?)').run('text/old', 'text', state, Date.now())
  db.close()
  return path
}

/** What is said next, and what is pending after it. */
const next: Readonly<Record<string, readonly [said: string, answered: string]>> = {
  'first-question': ['none', 'question sudden-signs'],
  'third-question': ['none', 'question'],
  'which-of-several': ['none of these', ''],
  numbers: ['4', 'question'],
  'after-emergency': ['what should I do now?', 'advice emergency'],
  'urgent-in-interview': ['none', 'question'],
  confirming: ['yes', 'advice emergency (rule bladder-bowel)'],
  deleting: ['yes', 'notice deleted'],
  changing: ['none', 'question'],
  'after-question': ['and for how long?', ''],
  finished: ['check my symptoms', 'question'],
  'two-people': ['back to me', 'advice urgent (rule fever-infection)'],
  'whose-asked': ['about me', 'advice emergency (rule fever-with-limb-weakness)'],
  'starting-new': ['yes', 'notice renewed'],
}

describe('fault upgrade: what an older release kept', () => {
  it.each(cases)('is opened whole, version $version, $name', (which) => {
    const kept = JSON.parse(read(which)) as Conversation
    const { conversation, restarted } = upgrade(read(which))
    expect(restarted).toBe(false)
    expect(conversation.facts).toEqual(kept.facts)
    expect(conversation.asked).toEqual(kept.asked)
    expect(conversation.advice).toEqual(kept.advice)
    expect(conversation.version).toBe(currentVersion)
  })

  it.each(cases)('goes on where it was, version $version, $name', async (which) => {
    const [said, answered] = next[which.name]!
    const desk = await openDesk(services, `sqlite:${storeOf(1, read(which))}`)
    const messages = (await desk.say('old', said)).map(meaning)
    await desk.close()
    expect(messages).not.toContain('notice error')
    expect(messages).not.toContain('notice upgraded')
    expect(
      messages.findLast((message) => message.startsWith(answered)),
      messages.join(),
    ).toBeDefined()
  })

  it.each(sqliteMigrations.map((_, n) => n + 1))(
    'is opened in a file with %i of the migrations',
    async (done) => {
      const path = storeOf(done, read({ version: 1, name: 'third-question' }))
      const desk = await openDesk(services, `sqlite:${path}`)
      expect((await desk.say('old', 'none')).map(meaning)[0]).toMatch(/^question/)
      await desk.close()
    },
  )
})

describe('fault corrupt: a state that cannot be read', () => {
  const whole = read({ version: 1, name: 'after-emergency' })
  const damages: Readonly<Record<string, string>> = {
    'is cut off': whole.slice(0, whole.indexOf('"again"')),
    'has facts of another shape': whole.replace('"signs": {', '"signs": {"x": 7,'),
    'is of a version nobody knows': whole.replace('"version": 1', '"version": 99'),
    'lost its lists': whole.replace('"again": []', '"again": 7'),
    'is compact and cut': JSON.stringify(JSON.parse(whole)).slice(0, 60),
  }
  it.each(Object.entries(damages))(
    '%s: keeps its raised flags, is put aside, and the person is told',
    async (_, state) => {
      const path = storeOf(sqliteMigrations.length, state)
      const desk = await openDesk(services, `sqlite:${path}`)
      const messages = (await desk.say('old', 'check my symptoms')).map(meaning)
      await desk.close()
      expect(messages[0]).toBe('notice upgraded')
      expect(messages.join()).toMatch(/advice emergency|question/)
      const db = new Database(path)
      const [row] = db.prepare('SELECT state FROM quarantine').all() as [{ state: string }]
      const now = db.prepare('SELECT state FROM conversations').all() as [{ state: string }]
      db.close()
      expect(row.state).toBe(state)
      expect((JSON.parse(now[0].state) as Conversation).facts.signs).toMatchObject({
        'saddle-numbness/numb': 'yes',
      })
    },
  )

  it('keeps the raised flags of everybody', () => {
    const kept = JSON.parse(read({ version: 2, name: 'two-people' })) as Conversation
    const { conversation, restarted } = upgrade(JSON.stringify({ ...kept, again: 7 }))
    expect(restarted).toBe(true)
    expect(conversation.facts.signs).toEqual({ 'fever-infection': 'yes', 'limb-neuro/numbness': 'yes' })
  })

  it.each(['', '{}', 'null', '[]', '7', '"x"', '{"facts":{"signs":{"no such flag":"yes"}}}'])(
    'such as %j harms nobody',
    (state) => {
      const { conversation } = upgrade(state)
      expect(conversation.facts.signs).toEqual({})
    },
  )
})
