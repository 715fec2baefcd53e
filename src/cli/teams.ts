/** The bot in Microsoft Teams: `npm run teams -- package …` makes the app package that a clinic uploads. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { knowledgeFolder } from '../knowledge/places.ts'
import { listAlerts } from './teamsAlerts.ts'
import { readIdentity } from './teamsPackage/identity.ts'
import { faultsOf, manifest, schemaVersions } from './teamsPackage/manifest.ts'
import { zip } from './teamsPackage/zip.ts'

const usage = `Usage: npm run teams -- package --app-id ID --domain HOST [options]
       npm run teams -- alerts [--retry]

  Writes the app package for Microsoft Teams: a zip with the manifest, checked by Microsoft's schema, and two icons.
  Upload it in Teams under Apps > Manage your apps > Upload an app, or in the Teams admin centre.

  --app-id ID     the application (client) id of the bot in Azure
  --domain HOST   where the bot is reached over https, without https://
  --out FILE      where to write it; backwise-teams.zip when left out
  --name TEXT     the app's name, at most 30 characters; Backwise when left out
  --clinic TEXT   who offers it, at most 32 characters; CLINIC_NAME when left out
  --website URL, --privacy URL, --terms URL
                  of the clinic; when left out https://HOST/, https://HOST/privacy and https://HOST/terms, which
                  the bot serves itself
  --schema N.N    the manifest's version, from 1.17; the newest at hand when left out

  alerts lists the alerts to the staff that nobody has taken, and those that could not be brought; with --retry the
  running bot tries these once more.
`

const project = join(knowledgeFolder, '..')
const text = { type: 'string' } as const

async function writePackage(args: string[]): Promise<string> {
  const { values } = parseArgs({
    args,
    options: { 'app-id': text, domain: text, out: text, name: text, clinic: text, website: text, privacy: text, terms: text, schema: text }, // prettier-ignore
  })
  const knowledge = loadKnowledge()
  const { clinic } = loadConfig(Object.keys(knowledge.regions))
  const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string }
  const identity = readIdentity(values, clinic.name, version)
  const versions = schemaVersions().filter((one) => Number(one.split('.')[1]) >= 17)
  const schema = values.schema ?? versions.at(-1)!
  if (!versions.includes(schema))
    throw new Error(`--schema is "${schema}": it must be one of ${versions.join(', ')}.`)
  const app = manifest(identity, knowledge, schema)
  const faults = await faultsOf(app, schema)
  if (faults.length > 0)
    throw new Error(`the manifest does not fit Microsoft's schema:\n${faults.join('\n')}`)
  const icon = (name: string) => readFileSync(join(project, 'deploy/teams', name))
  const out = values.out ?? 'backwise-teams.zip'
  writeFileSync(
    out,
    zip({
      'manifest.json': Buffer.from(`${JSON.stringify(app, null, 2)}\n`),
      'color.png': icon('color.png'),
      'outline.png': icon('outline.png'),
    }),
  )
  return `${resolve(out)} is written: manifest ${schema} of ${identity.name} ${version}, valid by Microsoft's schema.`
}

/** What went wrong, for people. */
function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND')
    return "Microsoft's manifest schemas are not installed: run npm install without --omit=dev."
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
    return `--out cannot be written: ${message}`
  return message
}

const [command, ...rest] = process.argv.slice(2)
try {
  if (command === undefined || command === 'help' || [command, ...rest].includes('--help')) console.log(usage)
  else if (command === 'package') console.log(await writePackage(rest))
  else if (command === 'alerts') {
    const { values } = parseArgs({ args: rest, options: { retry: { type: 'boolean' } } })
    console.log(await listAlerts(values.retry ?? false))
  } else throw new Error(`there is no "${command}". ${usage.split('\n')[0]}`)
} catch (error) {
  for (const line of explain(error).split('\n')) console.error(`teams: ${line}`)
  process.exitCode = 1
}
