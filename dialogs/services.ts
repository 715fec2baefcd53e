/** What every dialog needs of a turn: the conversation's facts, and a way to say a `Message`. */
import type { TurnContext } from 'botbuilder'
import type { Conversation } from '../src/core/conversation.ts'

const key = Symbol('conversation')

/** Puts the conversation where the dialogs of this turn find it. */
export const bindConversation = (context: TurnContext, conversation: Conversation): void => {
  context.turnState.set(key, conversation)
}

/** The conversation of this turn. Dialogs change it in place; the turn saves it. */
export const conversationOf = (context: TurnContext): Conversation => {
  const conversation = context.turnState.get<Conversation | undefined>(key)
  if (!conversation) throw new Error('no conversation is bound to this turn; runTurn binds it first')
  return conversation
}
