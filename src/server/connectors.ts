/** The SDK's connectors, which bring replies to Azure's channels. Loaded when the first is sent. */
import { createRequire } from 'node:module'
import type { Activity, ResourceResponse } from 'botbuilder'
import type * as connector from 'botframework-connector'
import type {
  AuthenticateRequestResult,
  ConnectorClient,
  ConnectorFactory,
  UserTokenClient,
} from 'botframework-connector'
import { ActivityTypes } from '../../dialogs/botbuilder.ts'
import { isOnThisMachine, publicCloud, type AzureApp } from './cloud.ts'
import { knownId } from './revisions.ts'
import type { StoredActivity } from '../store/store.ts'

const load = createRequire(import.meta.url)
const { CloudAdapterBase, ConfigurationBotFrameworkAuthentication } = load(
  'botbuilder-core',
) as typeof import('botbuilder-core')
const { BotFrameworkAuthentication } = load(
  'botframework-connector',
) as typeof import('botframework-connector')

/** How long another server may take for a request, in milliseconds. */
const connectorMs = 8_000

const refusing = (what: string) =>
  new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : refuseCall(what)) })
const refuseCall = (what: string) => {
  throw new Error(what)
}

/** The SDK builds a sign-in client for each turn; this bot signs nobody in. */
const noSignIn = refusing('this bot signs nobody in') as UserTokenClient

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

/** Which connector a reply gets is decided by its `serviceUrl`; of the SDK's cloud adapter this is the base. */
export class Connectors extends CloudAdapterBase {
  readonly #app: AzureApp | undefined

  constructor(app?: AzureApp) {
    super(new Authentication(app))
    this.#app = app
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
