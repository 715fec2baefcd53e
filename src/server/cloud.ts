/** Where the Bot Framework lives, and which addresses replies may be sent to: nobody can make the bot call one of theirs. */

/** The `serviceUrl` of conversations of the local Direct Line: nothing can be fetched from it. */
export const localServiceUrl = 'urn:backwise:directline'

/** Where a Bot Framework lives: who signs its callers' tokens, and where its connectors are. */
export interface Cloud {
  readonly issuer: string
  readonly metadataUrl: string
  /** Whom the bot's own tokens are for. */
  readonly audience: string
  /** Whether replies may be sent there; every other address is refused. */
  reaches(serviceUrl: string): boolean
}

function urlOf(serviceUrl: string): URL | undefined {
  if (!URL.canParse(serviceUrl)) return undefined
  const url = new URL(serviceUrl)
  return url.username || url.password ? undefined : url
}

const connectorHosts = [/(^|\.)botframework\.com$/, /^smba\.trafficmanager\.net$/]

export const publicCloud: Cloud = {
  issuer: 'https://api.botframework.com',
  metadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  audience: 'https://api.botframework.com',
  reaches: (serviceUrl) => {
    const url = urlOf(serviceUrl)
    return url?.protocol === 'https:' && connectorHosts.some((host) => host.test(url.hostname))
  },
}

/** The connector of an emulator. */
export function isOnThisMachine(serviceUrl: string): boolean {
  const { protocol = '', hostname = '' } = urlOf(serviceUrl) ?? {}
  return /^https?:$/.test(protocol) && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
}

export interface AzureApp {
  readonly id: string
  readonly password: string
  readonly type: string
  readonly tenant?: string
  readonly cloud: Cloud
}
