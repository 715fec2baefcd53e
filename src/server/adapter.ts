/**
 * One adapter for Azure's channels and for the local Direct Line. Which connector a turn gets is decided by its
 * `serviceUrl`; a URL that is not on the list gets none, so nobody can make the bot call an address of theirs.
 */
import type { Activity, ResourceResponse, TurnContext as Context } from 'botbuilder'
import type * as connector from 'botframework-connector'
import type {
  AuthenticateRequestResult,
  ConnectorClient,
  ConnectorFactory,
  UserTokenClient,
} from 'botframework-connector'
import {
  ActivityTypes,
  BotFrameworkAuthentication,
  CloudAdapterBase,
  ConfigurationBotFrameworkAuthentication,
  TurnContext,
} from '../../dialogs/botbuilder.ts'
import { knownId } from './revisions.ts'
import type { StoredActivity } from '../store/store.ts'

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

/** How long another server may take for a request, in milliseconds. */
const connectorMs = 8_000

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

const refusing = (what: string) =>
  new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : refuseCall(what)) })
const refuseCall = (what: string) => {
  throw new Error(what)
}

/** The SDK builds a sign-in client for each turn; this bot signs nobody in. */
const noSignIn = refusing('this bot signs nobody in') as UserTokenClient

export interface AzureApp {
  readonly id: string
  readonly password: string
  readonly type: string
  readonly tenant?: string
  readonly cloud: Cloud
}

/** The SDK would try again by itself, for as long as it likes, and offers no way to say no: the outbox does that. */
function tryOnce(connector: ConnectorClient): ConnectorClient {
  type Policy = {
    name: string
    sendRequest(request: { timeout: number }, next: (request: object) => unknown): unknown
  }
  const { pipeline } = (
    connector as unknown as {
      client: { pipeline: { removePolicy(named: { name: string }): void; addPolicy(policy: Policy): void } }
    }
  ).client
  pipeline.removePolicy({ name: 'defaultRetryPolicy' })
  pipeline.addPolicy({
    name: 'patience',
    sendRequest: (request, next) => {
      request.timeout = connectorMs
      return next(request)
    },
  })
  return connector
}

class Authentication extends BotFrameworkAuthentication {
  readonly #azure: connector.BotFrameworkAuthentication
  readonly #reaches: (serviceUrl: string) => boolean
  /** The SDK builds an HTTP client for each turn; one per connector address is enough. */
  readonly #clients = new Map<string, Promise<ConnectorClient>>()

  constructor(app: AzureApp | undefined) {
    super()
    this.#reaches = app?.cloud.reaches ?? isOnThisMachine
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

  override authenticateRequest(): Promise<AuthenticateRequestResult> {
    throw new Error('callers are checked before the SDK is asked')
  }

  override authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    throw new Error('streaming connections are not offered')
  }

  override createConnectorFactory(identity: connector.ClaimsIdentity): ConnectorFactory {
    return {
      create: async (serviceUrl, audience) => {
        if (!this.#reaches(serviceUrl)) throw new Error('the serviceUrl is not on the list of connectors')
        const key = `${serviceUrl} ${audience}`
        const known = this.#clients.get(key)
        if (known) return known
        const made = this.#azure.createConnectorFactory(identity).create(serviceUrl, audience).then(tryOnce)
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

/** Of the SDK's cloud adapter the base: the rest reads requests and serves streams, which this server does itself. */
export class Adapter extends CloudAdapterBase {
  readonly #app: AzureApp | undefined

  constructor(app?: AzureApp) {
    super(new Authentication(app))
    this.#app = app
  }

  /**
   * For the turn of an activity that this server received and authenticated before. What a turn says is kept, and sent
   * from the store: it needs no connector, and no proxy around its context such as the SDK's pipeline makes.
   */
  contextOf(activity: Activity): Context {
    return new TurnContext(this, activity)
  }

  /** Sends a kept reply through the connector of the conversation it belongs to. Answers the id it has there. */
  async deliver(reply: StoredActivity): Promise<string | undefined> {
    let sent: ResourceResponse | void | undefined
    const activity = structuredClone(reply) as unknown as Activity
    const { channelId, serviceUrl, conversation, from, recipient } = activity
    const replyToId = activity.replyToId && knownId(activity.replyToId)
    const seen = { type: 'event', name: 'deliver', id: replyToId, channelId, serviceUrl, conversation }
    const claimsIdentity = this.createClaimsIdentity(this.#app?.id ?? '')
    const caller = {
      audience: (this.#app?.cloud ?? publicCloud).audience,
      claimsIdentity,
      connectorFactory: this.botFrameworkAuthentication.createConnectorFactory(claimsIdentity),
    }
    const about = { ...seen, from: recipient, recipient: from } as Activity
    await this.processActivity(caller, about, async (context) => {
      const { replaces: id } = (activity.channelData ?? {}) as { replaces?: string }
      if (activity.type === ActivityTypes.MessageUpdate && id)
        sent = await context.updateActivity({
          ...activity,
          id,
          type: ActivityTypes.Message,
          replyToId: undefined,
        })
      else sent = await context.sendActivity({ ...activity, ...(replyToId && { replyToId }) })
    })
    return sent?.id
  }
}
