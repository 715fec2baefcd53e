/** One adapter for Azure's channels and for the local Direct Line: contexts for turns, and a way out for what they said. */
import type { Activity, ResourceResponse, TurnContext as Context } from 'botbuilder'
import { BotAdapter, TurnContext } from '../../dialogs/botbuilder.ts'
import type { AzureApp } from './cloud.ts'
import type { Connectors } from './connectors.ts'
import type { StoredActivity } from '../store/store.ts'

const keepsReplies = async (): Promise<never> => {
  throw new Error('what a turn says is kept, and sent from the store')
}

/** What a turn says is kept, and sent from the store: it needs no connector, nor the proxy the SDK puts around a context. */
class TurnAdapter extends BotAdapter {
  sendActivities: () => Promise<ResourceResponse[]> = keepsReplies
  updateActivity: () => Promise<void> = keepsReplies
  deleteActivity: () => Promise<void> = keepsReplies
  continueConversation: () => Promise<void> = keepsReplies
}

export class Adapter {
  readonly #turns = new TurnAdapter()
  readonly #app: AzureApp | undefined
  #connectors: Promise<Connectors> | undefined

  constructor(app?: AzureApp) {
    this.#app = app
  }

  /** For the turn of an activity that this server received and authenticated before. */
  contextOf(activity: Activity): Context {
    return new TurnContext(this.#turns, activity)
  }

  /** Loads what `deliver` needs, which takes the SDK a third of a second. */
  connectors(): Promise<Connectors> {
    this.#connectors ??= import('./connectors.ts').then(({ Connectors }) => new Connectors(this.#app))
    return this.#connectors
  }

  /** Sends a kept reply through the connector of the conversation it belongs to. Answers the id it has there. */
  async deliver(reply: StoredActivity): Promise<string | undefined> {
    return (await this.connectors()).deliver(reply)
  }
}
