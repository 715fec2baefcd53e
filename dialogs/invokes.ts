/** An invoke is a call that waits for its answer in the response: a tap on some cards, or a part of Teams the bot does not use. */
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder'
import { ActivityTypes } from './botbuilder.ts'
import { z } from 'zod'

const anything = z.record(z.string(), z.unknown())
const execute = z.object({ action: z.object({ data: z.union([anything, z.string()]) }) })
const tapSchemas = new Map<string, z.ZodType<unknown>>([
  ['adaptiveCard/action', execute.transform(({ action }) => action.data)],
  ['suggestedAction/submit', z.union([anything, z.string()])],
])

/** What was tapped; undefined for invokes that are no tap of a card of ours. */
const tapOf = ({ type, name = '', value }: Activity): unknown =>
  type === ActivityTypes.Invoke ? tapSchemas.get(name)?.safeParse(value).data : undefined

/** The turn of a tap that comes as an invoke, as that of the message that other cards send; every other turn as it is. */
export function asSaid(context: TurnContext): TurnContext {
  const value = tapOf(context.activity)
  if (value === undefined) return context
  const said = typeof value === 'string' ? { text: value, value: undefined } : { text: '', value }
  const activity = { ...context.activity, type: ActivityTypes.Message, ...said }
  return Object.create(context, { activity: { value: activity } }) as TurnContext
}

/**
 * What the caller waits for. Replies travel by themselves, so a tap's response shows nothing.
 * @param refusal shown where Teams opens a form, a search or a card that this bot does not have
 */
export function responseTo(activity: Activity, refusal: string): InvokeResponse {
  const [area] = (activity.name ?? '').split('/')
  const body = () => {
    switch (area) {
      case 'adaptiveCard':
        return tapOf(activity) === undefined
          ? { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'BadRequest', message: refusal } } // prettier-ignore
          : { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' }
      case 'composeExtension':
        return { composeExtension: { type: 'message', text: refusal } }
      case 'task':
        return { task: { type: 'message', value: refusal } }
      default:
        return activity.name === 'message/fetchTask' ? { task: { type: 'message', value: refusal } } : {}
    }
  }
  return { status: 200, body: body() }
}
