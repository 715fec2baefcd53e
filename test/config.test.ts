import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, settings } from '../src/config.ts'

const regions = ['uk', 'us', 'ie', 'eu', 'ca', 'au', 'nz']
const read = (env: Record<string, string | undefined> = {}) => readConfig(env, regions)
const faultsOf = (env: Record<string, string | undefined>): string[] => {
  try {
    read(env)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message.split('\n')
  }
  return []
}

const clinic = {
  NODE_ENV: 'production',
  CLINIC_NAME: 'Elm Street',
  CLINIC_PHONE: '020 7946 0000',
  REGION: 'uk',
  ALLOWED_ORIGINS: 'https://elm.example',
}
const id = '11111111-2222-3333-4444-555555555555'

describe('the settings', () => {
  it('need nothing to try it out', () => {
    expect(read()).toEqual({
      port: 3978,
      host: '127.0.0.1',
      store: 'sqlite:./data/backwise.db',
      region: 'uk',
      clinic: { name: 'the clinic', phone: '', hours: '' },
      allowedOrigins: [],
      proxies: 0,
      production: false,
      newConversationsPerMinute: 60,
      retentionDays: 30,
      keepQuestions: true,
      checkInDays: 2,
      alerts: { owners: [], reminderMinutes: 15 },
      logLevel: 'info',
    })
  })

  it('promise no question that the conversation does not live to see', () => {
    expect(read({ RETENTION_DAYS: '2' }).checkInDays).toBe(0)
    expect(read({ RETENTION_DAYS: '3' }).checkInDays).toBe(2)
  })

  it('take a region in large or small letters, and name them all where it is none', () => {
    for (const region of ['us', 'US', ' Us ']) expect(read({ REGION: region }).region).toBe('us')
    expect(faultsOf({ REGION: 'USA' })).toEqual([expect.stringMatching(/"USA": set it to one of uk, us\b/)])
  })

  it('take an empty value for none', () => {
    expect(read({ PORT: '', CLINIC_PHONE: ' ', MicrosoftAppId: '' })).toEqual(read())
  })

  it.each([
    ['PORT', ['x', '-1', '65536', '1.5', '0x10', '80 80']],
    ['STORE', ['mysql://x', 'sqlite:', './data']],
    ['REGION', ['fr', 'england']],
    ['CLINIC_PHONE', ['call us', '1']],
    [
      'ALLOWED_ORIGINS',
      ['*', 'clinic.example', 'https://clinic.example/', 'https://a.example,javascript:1', 'null'],
    ],
    ['DIRECTLINE_SECRET', ['short', 'with a space in the middle of it']],
    ['TRUST_PROXY', ['yes', '10', '-1', '10.0.0.0/8']],
    ['NODE_ENV', ['prod']],
    ['MicrosoftAppId', ['my-bot']],
    ['CHECK_IN_DAYS', ['8', 'two']],
    ['ALERT_OWNERS', ['ann', `${id},bob`]],
    ['ALERT_WEBHOOK_URL', ['http://clinic.example/hook', 'clinic.example']],
    ['ALERT_WEBHOOK_SECRET', ['short']],
    ['ALERT_EMAIL_TO', ['ann', 'a@b.example, c']],
    ['SMTP_URL', ['mail.example:465', 'https://mail.example']],
    ['NEW_CONVERSATIONS_PER_MINUTE', ['0', 'many']],
    ['RETENTION_DAYS', ['0', '10000']],
    ['LOG_LEVEL', ['loud']],
  ])('refuse a wrong %s in one line that names it', (name, values) => {
    for (const value of values) {
      const faults = faultsOf({ [name]: value })
      expect(faults, value).toHaveLength(1)
      expect(faults[0]).toMatch(new RegExp(`^${name} is .*\\.$`))
    }
  })

  it('tell all faults at once, and no secret', () => {
    const faults = faultsOf({ PORT: 'x', REGION: 'fr', LOG_LEVEL: 'loud', DIRECTLINE_SECRET: 'hunter2' })
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'PORT',
      'DIRECTLINE_SECRET',
      'LOG_LEVEL',
      'REGION',
    ])
    expect(faults.join()).not.toContain('hunter2')
  })

  it('in production must name the clinic, its phone, region and pages', () => {
    expect(read(clinic)).toMatchObject({ production: true, allowedOrigins: ['https://elm.example'] })
    expect(faultsOf({ NODE_ENV: 'production' })).toHaveLength(4)
    for (const name of ['CLINIC_NAME', 'CLINIC_PHONE', 'REGION', 'ALLOWED_ORIGINS'])
      expect(faultsOf({ ...clinic, [name]: '' })).toEqual([expect.stringMatching(`^${name} is missing`)])
  })

  it('take Azure credentials whole or not at all', () => {
    const whole = { MicrosoftAppId: id, MicrosoftAppPassword: 'p' }
    expect(read(whole).azure).toEqual({ id, password: 'p', type: 'MultiTenant' })
    for (const half of [
      { MicrosoftAppId: id },
      { MicrosoftAppPassword: 'p' },
      { MicrosoftAppTenantId: id },
      { MicrosoftAppType: 'SingleTenant' },
      { ...whole, MicrosoftAppType: 'SingleTenant' },
      { MicrosoftAppId: id, MicrosoftAppType: 'UserAssignedMSI' },
    ])
      expect(faultsOf(half), JSON.stringify(half)).toEqual([
        expect.stringContaining('is missing: set all of'),
      ])
    expect(
      read({ MicrosoftAppId: id, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: id }).azure,
    ).toEqual({
      id,
      password: '',
      type: 'UserAssignedMSI',
      tenant: id,
    })
  })
})

describe('.env.example', () => {
  const lines = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split('\n')
  const shown = new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^([A-Za-z_]+)=(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name, value]]
    }),
  )

  it('shows every setting with its default, and no other', () => {
    const defaults = Object.entries(settings).map(([name, setting]) => [
      name,
      'default' in setting ? setting.default : '',
    ])
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(defaults))
  })

  it('says what each one is', () => {
    for (const [index, line] of lines.entries())
      if (/^[A-Za-z_]+=/.test(line)) expect(lines[index - 1], line).toMatch(/^# .*\.$/)
  })

  it('is itself a right set of settings', () => {
    expect(read(Object.fromEntries(shown) as Record<string, string>)).toEqual(read())
  })
})
