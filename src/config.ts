/** Settings, read once from the environment and a `.env` file. Nothing else reads the environment. */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { logLevels, type LogLevel } from './observe.ts'

export interface Config {
  readonly port: number
  readonly host: string
  readonly store: string
  readonly region: string
  readonly clinic: { readonly name: string; readonly phone: string; readonly hours: string }
  /** Scheme, host and port of each page that may use the bot. */
  readonly allowedOrigins: readonly string[]
  readonly directLineSecret?: string
  /** How many proxies of the clinic a request passes on its way. */
  readonly proxies: number
  readonly production: boolean
  readonly azure?: AzureCredentials
  readonly newConversationsPerMinute: number
  readonly retentionDays: number
  /** Whether questions without an answer are kept for the staff. */
  readonly keepQuestions: boolean
  /** After self-care advice a person may be asked how it is after so many days, if they want to; 0: never. */
  readonly checkInDays: number
  readonly alerts: {
    /** Entra ids of those who may turn alerts on in Teams. */
    readonly owners: readonly string[]
    /** 0: nobody is reminded. */
    readonly reminderMinutes: number
    readonly webhook?: { readonly url: string; readonly secret: string }
    readonly email?: { readonly smtp: string; readonly from: string; readonly to: string }
  }
  readonly logLevel: LogLevel
}

export interface AzureCredentials {
  readonly id: string
  /** Empty for a managed identity. */
  readonly password: string
  readonly type: string
  readonly tenant?: string
}

/** The message lists every fault, one a line. */
export class ConfigError extends Error {}

/** `EX_CONFIG` of sysexits.h. */
export const configExitCode = 78

interface Setting {
  readonly schema: z.ZodType
  /** What a right value looks like, as the end of "it must be …". */
  readonly expects: string
  readonly default?: string
  readonly secret?: boolean
}

const whole = (least: number, most: number) =>
  z.string().regex(/^\d{1,7}$/).transform(Number).pipe(z.number().min(least).max(most)) // prettier-ignore
const yesOrNo = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1')
const origins = z
  .string()
  .transform((list) => list.split(',').map((origin) => origin.trim()))
  .pipe(z.array(z.string().refine((o) => URL.canParse(o) && /^https?:/.test(o) && new URL(o).origin === o)))

const emails = z.string().refine((list) => list.split(',').every((one) => z.email().safeParse(one.trim()).success)) // prettier-ignore

/** Every variable there is, in the order of `.env.example`. */
export const settings = {
  PORT: { schema: whole(0, 65_535), expects: 'a whole number from 0 to 65535', default: '3978' },
  HOST: { schema: z.string(), expects: 'a host name or address to listen on', default: '127.0.0.1' },
  STORE: {
    schema: z.string().regex(/^(sqlite:.|postgres(ql)?:\/\/.)/),
    expects: '"sqlite:" and the path of a file, or "postgres://" and a user, host and database',
    default: 'sqlite:./data/backwise.db',
  },
  REGION: {
    schema: z.string().toLowerCase(),
    expects: 'one of the regions in knowledge/regions',
    default: 'uk',
  },
  CLINIC_NAME: { schema: z.string().max(100), expects: 'at most 100 characters', default: 'the clinic' },
  CLINIC_PHONE: {
    schema: z.string().regex(/^\+?[\d ()./-]{3,30}$/),
    expects: 'a phone number as people read it',
  },
  CLINIC_HOURS: { schema: z.string().max(100), expects: 'at most 100 characters' },
  ALLOWED_ORIGINS: {
    schema: origins,
    expects: 'origins such as https://clinic.example, with commas between',
  },
  DIRECTLINE_SECRET: {
    schema: z.string().regex(/^[\x21-\x7e]{16,200}$/),
    expects: '16 to 200 letters, digits and signs, without spaces',
    secret: true,
  },
  TRUST_PROXY: {
    schema: z.string().regex(/^(true|false|\d)$/).transform((value) => (value === 'true' ? 1 : Number(value) || 0)), // prettier-ignore
    expects: 'true, false, or how many proxies there are, 9 at most',
    default: 'false',
  },
  NODE_ENV: {
    schema: z.enum(['development', 'production', 'test']),
    expects: 'development, production or test',
    default: 'development',
  },
  MicrosoftAppId: {
    schema: z.guid(),
    expects: 'the id Azure shows, such as 00000000-0000-0000-0000-000000000000',
  },
  MicrosoftAppPassword: {
    schema: z.string().max(500),
    expects: 'the client secret from Azure',
    secret: true,
  },
  MicrosoftAppType: {
    schema: z.enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI']),
    expects: 'MultiTenant, SingleTenant or UserAssignedMSI',
  },
  MicrosoftAppTenantId: { schema: z.guid(), expects: 'the tenant id Azure shows' },
  NEW_CONVERSATIONS_PER_MINUTE: {
    schema: whole(1, 1_000_000),
    expects: 'a whole number from 1 to 1000000',
    default: '60',
  },
  RETENTION_DAYS: { schema: whole(1, 3_650), expects: 'a whole number from 1 to 3650', default: '30' },
  KEEP_QUESTIONS: { schema: yesOrNo, expects: 'true or false', default: 'true' },
  CHECK_IN_DAYS: { schema: whole(0, 7), expects: 'a whole number from 0 to 7', default: '2' },
  ALERT_OWNERS: {
    schema: z.string().transform((list) => list.split(',').map((id) => id.trim().toLowerCase())).pipe(z.array(z.guid())), // prettier-ignore
    expects: 'ids of people as Entra shows them, with commas between',
  },
  ALERT_REMINDER_MINUTES: {
    schema: whole(0, 1_440),
    expects: 'a whole number from 0 to 1440',
    default: '15',
  },
  ALERT_WEBHOOK_URL: {
    schema: z.url().refine((url) => /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])/.test(url)),
    expects: 'an https:// address',
    secret: true,
  },
  ALERT_WEBHOOK_SECRET: {
    schema: z.string().min(16).max(200),
    expects: '16 to 200 characters',
    secret: true,
  },
  ALERT_EMAIL_TO: { schema: emails, expects: 'e-mail addresses with commas between' },
  ALERT_EMAIL_FROM: { schema: z.email(), expects: 'an e-mail address' },
  SMTP_URL: {
    schema: z.string().regex(/^smtps?:\/\/[^\s/]+\/?$/),
    expects: 'smtps:// or smtp://, then user:password@, host and port',
    secret: true,
  },
  LOG_LEVEL: { schema: z.enum(logLevels), expects: `one of ${logLevels.join(', ')}`, default: 'info' },
} as const satisfies Record<string, Setting>

type Name = keyof typeof settings
type Values = { [N in Name]: z.infer<(typeof settings)[N]['schema']> | undefined }
type Environment = Readonly<Record<string, string | undefined>>

/** An empty value counts as none, as people leave them in `.env` files. */
const given = (env: Environment, name: Name): string | undefined => env[name]?.trim() || undefined

function readEach(env: Environment, faults: string[]): Values {
  const read = (name: Name): unknown => {
    const { schema, expects, ...setting }: Setting = settings[name]
    const raw = given(env, name) ?? setting.default
    if (raw === undefined) return undefined
    const result = schema.safeParse(raw)
    if (result.success) return result.data
    // a database's address holds its password
    const shown = setting.secret || raw.includes('@') ? 'not valid' : JSON.stringify(raw)
    const remedy = setting.default === undefined ? 'leave it out' : `leave it out for ${setting.default}`
    faults.push(`${name} is ${shown}: it must be ${expects}. Correct it, or ${remedy}.`)
    return undefined
  }
  return Object.fromEntries((Object.keys(settings) as Name[]).map((name) => [name, read(name)])) as Values
}

function readAzure(values: Values, faults: string[]): AzureCredentials | undefined {
  const { MicrosoftAppId: id, MicrosoftAppPassword: password, MicrosoftAppTenantId: tenant } = values
  const type = values.MicrosoftAppType ?? 'MultiTenant'
  const missing: string[] = []
  if (!id && (password || tenant || values.MicrosoftAppType)) missing.push('MicrosoftAppId')
  if (id && !password && type !== 'UserAssignedMSI') missing.push('MicrosoftAppPassword')
  if (id && !tenant && type !== 'MultiTenant') missing.push('MicrosoftAppTenantId')
  if (missing.length)
    faults.push(`${missing.join(' and ')} is missing: set all of the Azure credentials, or none of them.`)
  return id && !missing.length ? { id, password: password ?? '', type, ...(tenant && { tenant }) } : undefined
}

/** Both halves of a way that alerts go, or none. */
function readAlerts(values: Values, faults: string[]): Config['alerts'] {
  const { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret } = values
  const { ALERT_EMAIL_TO: to, ALERT_EMAIL_FROM: from, SMTP_URL: smtp } = values
  if (!url !== !secret)
    faults.push('ALERT_WEBHOOK_URL and ALERT_WEBHOOK_SECRET belong together: set both of them, or none.')
  if (new Set([!to, !from, !smtp]).size > 1)
    faults.push('ALERT_EMAIL_TO, ALERT_EMAIL_FROM and SMTP_URL belong together: set all of them, or none.')
  return {
    owners: values.ALERT_OWNERS ?? [],
    reminderMinutes: values.ALERT_REMINDER_MINUTES!,
    ...(url && secret && { webhook: { url, secret } }),
    ...(to && from && smtp && { email: { smtp, from, to } }),
  }
}

/** What a patient's safety and privacy rest on is never a default in production. */
const productionNeeds: readonly Name[] = ['CLINIC_NAME', 'CLINIC_PHONE', 'REGION', 'ALLOWED_ORIGINS']

/**
 * @param regions ids of the regions there are
 * @throws {ConfigError} listing every fault, not just the first
 */
export function readConfig(env: Environment, regions: readonly string[]): Config {
  const faults: string[] = []
  const values = readEach(env, faults)
  if (values.REGION && !regions.includes(values.REGION))
    faults.push(`REGION is ${JSON.stringify(given(env, 'REGION'))}: set it to one of ${regions.join(', ')}.`)
  const production = values.NODE_ENV === 'production'
  for (const name of production ? productionNeeds : [])
    if (!given(env, name)) faults.push(`${name} is missing: with NODE_ENV=production it must be set.`)
  const azure = given(env, 'MicrosoftAppId') && !values.MicrosoftAppId ? undefined : readAzure(values, faults)
  const alerts = readAlerts(values, faults)
  if (faults.length) throw new ConfigError(faults.join('\n'))

  return {
    port: values.PORT!,
    host: values.HOST!,
    store: values.STORE!,
    region: values.REGION!,
    clinic: {
      name: values.CLINIC_NAME!,
      phone: values.CLINIC_PHONE ?? '',
      hours: values.CLINIC_HOURS ?? '',
    },
    allowedOrigins: values.ALLOWED_ORIGINS ?? [],
    ...(values.DIRECTLINE_SECRET && { directLineSecret: values.DIRECTLINE_SECRET }),
    proxies: values.TRUST_PROXY!,
    production,
    ...(azure && { azure }),
    newConversationsPerMinute: values.NEW_CONVERSATIONS_PER_MINUTE!,
    retentionDays: values.RETENTION_DAYS!,
    keepQuestions: values.KEEP_QUESTIONS!,
    // nobody is promised a question by a conversation that is gone by then
    checkInDays: values.CHECK_IN_DAYS! < values.RETENTION_DAYS! ? values.CHECK_IN_DAYS! : 0,
    alerts,
    logLevel: values.LOG_LEVEL!,
  }
}

/** From the environment, filled up from a `.env` file in the working directory. @throws {ConfigError} */
export function loadConfig(regions: readonly string[]): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return readConfig(process.env, regions)
}
