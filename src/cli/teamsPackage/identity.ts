/** Reads who the app is from the command line, and says everything that is wrong with it at once. */
import type { Identity } from './manifest.ts'

export type Given = Partial<
  Record<'app-id' | 'domain' | 'name' | 'clinic' | 'website' | 'privacy' | 'terms', string>
>

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
const host = /^(?=.{4,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/

function faultOfId(id: string | undefined): string | undefined {
  const where =
    'the application (client) id that Azure shows for the bot, such as 8ec08d27-0000-4000-8000-6d38a9b3b2d1'
  if (!id) return `--app-id is missing: give ${where}.`
  if (!guid.test(id)) return `--app-id is "${id}": it must be ${where}.`
  return /^[0-]+$/.test(id) ? '--app-id is all zeros: give the id of your own bot.' : undefined
}

function faultOfDomain(domain: string | undefined): string | undefined {
  const like = 'such as chat.clinic.example'
  if (!domain) return `--domain is missing: give the name under which the bot is reached over https, ${like}.`
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(domain) || domain.includes('/'))
    return `--domain is "${domain}": leave out https:// and everything after the name, ${like}.`
  if (domain.includes('*'))
    return `--domain is "${domain}": name one host, ${like}; Teams refuses wildcards of others.`
  if (/:\d+$/.test(domain)) return `--domain is "${domain}": leave out the port; Teams calls 443.`
  if (/^(localhost|.*\.(local|localhost|internal))$|^[\d.]+$|^\[/i.test(domain))
    return `--domain is "${domain}": Teams cannot reach it; give a name on the internet, ${like}.`
  return host.test(domain.toLowerCase())
    ? undefined
    : `--domain is "${domain}": it is no name of a host, ${like}.`
}

function faultOfLink(option: 'website' | 'privacy' | 'terms', link: string | undefined): string | undefined {
  const fits =
    link === undefined || (URL.canParse(link) && new URL(link).protocol === 'https:' && link.length <= 2048)
  return fits ? undefined : `--${option} is "${link}": it must be a whole https:// address.`
}

const faultOfLength = (option: 'name' | 'clinic', text: string, most: number): string | undefined =>
  text.trim() === '' || text.length > most
    ? `--${option} is "${text}": it must have 1 to ${most} characters.`
    : undefined

/** @throws {Error} with a line for each fault */
export function readIdentity(given: Given, clinicName: string, version: string): Identity {
  const { 'app-id': id = '', domain = '', name = 'Backwise' } = given
  const clinic = given.clinic ?? clinicName
  const faults = [
    faultOfId(id),
    faultOfDomain(domain),
    faultOfLength('name', name, 30),
    faultOfLength('clinic', clinic, 32),
    ...(['website', 'privacy', 'terms'] as const).map((option) => faultOfLink(option, given[option])),
  ].filter((fault) => fault !== undefined)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const site = `https://${domain.toLowerCase()}`
  return {
    appId: id.toLowerCase(),
    domain: domain.toLowerCase(),
    name,
    clinic,
    version,
    website: given.website ?? `${site}/`,
    privacy: given.privacy ?? `${site}/privacy`,
    terms: given.terms ?? `${site}/terms`,
  }
}
