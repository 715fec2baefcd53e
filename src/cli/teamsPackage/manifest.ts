/**
 * The manifest of the app package: what Teams shows of the bot, and what it may do. Checked against Microsoft's own schema
 * of its version, all of which are in `@microsoft/app-manifest`.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { commandIds, type Command } from '../../core/intent.ts'
import type { Content } from '../../knowledge/artefact.ts'

export interface Identity {
  readonly appId: string
  readonly domain: string
  readonly name: string
  readonly clinic: string
  readonly version: string
  readonly website: string
  readonly privacy: string
  readonly terms: string
}

/** Wishes that only make sense at some point of a conversation; older schemas take ten commands. */
const inPassing: readonly Command[] = ['renew', 'why', 'stop', 'check-in']

const titled = (title: string, description: string) => ({ title, description })

export function manifest(
  identity: Identity,
  { wording, retrieval }: Content,
  manifestVersion: string,
): object {
  const { appId, domain, name, clinic, version, website, privacy, terms } = identity
  const phrases = retrieval.intents.commands
  const wishes = commandIds
    .filter((command) => !inPassing.includes(command))
    .map((command) => titled(phrases[command]![0]!, wording.commands[command]))
  const ofGroups = Object.entries(wording.groupCommands).map(([command, what]) => titled(command, what))
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${manifestVersion}/MicrosoftTeams.schema.json`,
    manifestVersion,
    version,
    id: appId,
    developer: { name: clinic, websiteUrl: website, privacyUrl: privacy, termsOfUseUrl: terms },
    name: { short: name, full: `${name}, ${clinic}` },
    description: { short: wording.app.short, full: wording.app.full },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#0B5C63',
    bots: [
      {
        botId: appId,
        scopes: ['personal', 'team', 'groupChat'],
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: [
          { scopes: ['personal'], commands: wishes },
          { scopes: ['team', 'groupChat'], commands: ofGroups },
        ],
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [domain],
  }
}

const schemas = () =>
  join(dirname(createRequire(import.meta.url).resolve('@microsoft/app-manifest')), 'json-schemas/teams')

/** The versions whose schema is at hand, oldest first. @throws {Error} where the package is not installed */
export const schemaVersions = (): string[] =>
  readdirSync(schemas())
    .flatMap((name) => /^v(\d+\.\d+)$/.exec(name)?.[1] ?? [])
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))

/** What Microsoft's schema finds wrong. */
export async function faultsOf(app: object, version: string): Promise<string[]> {
  const schema = JSON.parse(
    readFileSync(join(schemas(), `v${version}`, 'MicrosoftTeams.schema.json'), 'utf8'),
  ) as Record<string, unknown>
  const { default: Ajv } = await import('ajv-draft-04')
  const check = new Ajv.default({ strict: false, allErrors: true, validateFormats: false }).compile(schema)
  check(app)
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'manifest'} ${message}`)
}
