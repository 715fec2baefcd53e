/**
 * One adapter for Azure's channels and for the local Direct Line. Which connector a turn gets is decided by its
 * `serviceUrl`; a URL that is not on the list gets none, so nobody can make the bot call an address of theirs.
 */
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Activity,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder'
import {
  BotFrameworkAuthentication,
  ClaimsIdentity,
  type AuthenticateRequestResult,
  type ConnectorClient,
  type ConnectorFactory,
  type UserTokenClient,
} from 'botframework-connector'

/** The `serviceUrl` of conversations of the local Direct Line: nothing can be fetched from it. */
export const localServiceUrl = 'urn:backwise:directline'

/** Hosts of the Bot Framework's connectors, public and government clouds. */
const connectorHosts = [/(^|\.)botframework\.com$/, /(^|\.)botframework\.us$/, /^smba\.trafficmanager\.net$/]

export function isAllowedServiceUrl(serviceUrl: string, loopback: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false
  const { protocol, hostname, username, password } = new URL(serviceUrl)
  if (username || password) return false
  if (loopback) return /^https?:$/.test(protocol) && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  return protocol === 'https:' && connectorHosts.some((host) => host.test(hostname))
}

const refusing = (what: string) =>
  new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : refuseCall(what)) })
const refuseCall = (what: string) => {
  throw new Error(what)
}

/** Replies of local turns are committed to the log by the turn and read from there; none is sent. */
const localConnector = refusing('a local conversation is answered through its log') as ConnectorClient
/** The SDK builds a sign-in client for each turn; this bot signs nobody in. */
const noSignIn = refusing('this bot signs nobody in') as UserTokenClient

export interface AzureApp {
  readonly id: string
  readonly password: string
  readonly type: string
  readonly tenant?: string
}

class Authentication extends BotFrameworkAuthentication {
  readonly #azure: BotFrameworkAuthentication
  readonly #loopback: boolean
  /** The SDK builds an HTTP client for each turn; one per connector address is enough. */
  readonly #clients = new Map<string, Promise<ConnectorClient>>()

  constructor(app: AzureApp | undefined) {
    super()
    this.#loopback = app === undefined
    this.#azure = new ConfigurationBotFrameworkAuthentication(
      app
        ? {
            MicrosoftAppId: app.id,
            MicrosoftAppPassword: app.password,
            MicrosoftAppType: app.type,
            MicrosoftAppTenantId: app.tenant,
          }
        : {},
    )
  }

  override async authenticateRequest(activity: Activity, header: string): Promise<AuthenticateRequestResult> {
    const result = await this.#azure.authenticateRequest(activity, header)
    return { ...result, connectorFactory: this.createConnectorFactory(result.claimsIdentity) }
  }

  override authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    throw new Error('streaming connections are not offered')
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    return {
      create: async (serviceUrl, audience) => {
        if (serviceUrl === localServiceUrl) return localConnector
        if (!isAllowedServiceUrl(serviceUrl, this.#loopback))
          throw new Error('the serviceUrl is not on the list of connectors')
        const key = `${serviceUrl} ${audience}`
        const known = this.#clients.get(key)
        if (known) return known
        const made = this.#azure.createConnectorFactory(identity).create(serviceUrl, audience)
        if (this.#clients.size >= 100) this.#clients.clear()
        this.#clients.set(key, made)
        made.catch(() => this.#clients.delete(key))
        return made
      },
    }
  }

  override async createUserTokenClient(): Promise<UserTokenClient> {
    return noSignIn
  }
}

type Logic = (context: TurnContext) => Promise<void>

export class Adapter extends CloudAdapter {
  readonly #appId: string

  constructor(app?: AzureApp) {
    super(new Authentication(app))
    this.#appId = app?.id ?? ''
  }

  /** @throws when the request does not come from the Bot Framework */
  authenticate(activity: Activity, header: string): Promise<AuthenticateRequestResult> {
    return this.botFrameworkAuthentication.authenticateRequest(activity, header)
  }

  runAuthenticated(
    authenticated: AuthenticateRequestResult,
    activity: Activity,
    logic: Logic,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authenticated, activity, logic)
  }

  /** Runs a turn for an activity that this server received and authenticated before, whatever its channel. */
  async runReceived(activity: Activity, logic: Logic): Promise<void> {
    const claimsIdentity = this.createClaimsIdentity(this.#appId)
    const connectorFactory = this.botFrameworkAuthentication.createConnectorFactory(claimsIdentity)
    const audience = activity.channelId === 'directline' ? '' : 'https://api.botframework.com'
    await this.processActivityDirect({ audience, claimsIdentity, connectorFactory }, activity, logic)
  }
}
