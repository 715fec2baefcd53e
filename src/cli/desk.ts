/** Conversations without a network: the same turn as everywhere else, over a store in memory. */
import type { Activity, ConversationReference, ResourceResponse } from 'botbuilder'
import { BotAdapter, TurnContext } from '../../dialogs/botbuilder.ts'
import { servicesFrom, type Services } from '../../dialogs/services.ts'
import { loadConfig } from '../config.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { apologise, createBot, notSaved } from '../bot.ts'
import type { CardWording } from '../core/cardWording.ts'
import type { Message } from '../core/messages.ts'
import { conversationKey, createTurns } from '../turn.ts'
import { openStore } from '../store/open.ts'

/** What a person types, or what a tapped card sends. */
export type Input = string | { readonly question?: string; readonly answers: readonly string[] }

export interface Desk {
  readonly cardWording: CardWording

  /** One turn; answers what the bot says. A conversation begins with its first input. */
  say(conversation: string, input: Input): Promise<Message[]>
  /** A new person arrives, before saying anything. */
  arrive(conversation: string): Promise<Message[]>
  close(): Promise<void>
}

/** Nothing is sent anywhere: the turn keeps the replies, and the desk hands them over. */
class Counter extends BotAdapter {
  sendActivities = async (): Promise<ResourceResponse[]> => []
  updateActivity = async (): Promise<undefined> => undefined
  deleteActivity = async (): Promise<void> => {}
  continueConversation = async (): Promise<void> => {
    throw new Error('a conversation in the terminal is never continued by the bot')
  }
}

export async function openDesk(services: Services, storeUrl = 'sqlite::memory:'): Promise<Desk> {
  const store = await openStore(storeUrl)
  let failure: Error | undefined
  const turns = createTurns({
    store,
    respond: createBot(services),
    apologise: apologise(services),
    notSaved: notSaved(services),
    observe: ({ error }) => (failure = error),
  })
  const adapter = new Counter()
  let activities = 0

  async function run(conversation: string, activity: Partial<Activity>): Promise<Message[]> {
    const reference: Partial<ConversationReference> = {
      channelId: 'text',
      serviceUrl: 'urn:backwise:text',
      conversation: {
        id: conversation,
        isGroup: false,
        conversationType: 'personal',
        name: '',
        tenantId: '',
      },
      user: { id: 'person', name: '' },
      bot: { id: 'backwise', name: 'Backwise' },
    }
    const incoming = TurnContext.applyConversationReference(
      { ...activity, id: `${++activities}` },
      reference,
      true,
    )
    const key = conversationKey(incoming as Activity)
    await store.open(key, 'text')
    await store.receive({ conversation: key, activityId: incoming.id!, activity: {} })
    const messages: Message[] = []
    await turns.run(new TurnContext(adapter, incoming as Activity), async (replies) => {
      for (const { activity: reply } of replies)
        messages.push((reply.channelData as { message: Message }).message)
    })
    if (failure) throw failure
    return messages
  }

  return {
    cardWording: services.wording.cards,
    say: (conversation, input) =>
      run(conversation, {
        type: 'message',
        ...(typeof input === 'string' ? { text: input } : { value: input }),
      }),
    arrive: (conversation) =>
      run(conversation, {
        type: 'conversationUpdate',
        membersAdded: [{ id: 'person', name: '' }],
      }),
    close: () => store.close(),
  }
}

/** A desk with the built knowledge and the clinic's settings, its store left alone. @throws {ConfigError} */
export function openDefaultDesk(): Promise<Desk> {
  const knowledge = loadKnowledge()
  const { clinic, region } = loadConfig(Object.keys(knowledge.regions))
  return openDesk(servicesFrom(knowledge, { ...clinic, region }, () => new Date()))
}
