/** Somebody who talks to the bot over Direct Line, and sends again what was not acknowledged, as clients do. */
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

export interface Heard {
  readonly id: string
  readonly type: string
  readonly text?: string
  readonly replyToId?: string
  readonly from: { readonly role?: string }
  readonly channelData?: { readonly message?: { readonly kind: string; readonly question?: string; readonly rule?: string } } // prettier-ignore
}

export interface Patient {
  readonly id: string
  readonly bearer: string
  readonly streamUrl: string
}

export interface Reply {
  readonly status: number
  readonly body: Record<string, unknown>
}

export async function call(url: string, path: string, bearer?: string, body?: object): Promise<Reply> {
  const response = await fetch(`${url}/v3/directline${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      origin: url,
      ...(body && { 'content-type': 'application/json' }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function must(reply: Promise<Reply>): Promise<Record<string, unknown>> {
  const { status, body } = await reply
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`)
  return body
}

export async function arrive(url: string): Promise<Patient> {
  const { token } = await must(call(url, '/tokens/generate', undefined, {}))
  const begun = await must(call(url, '/conversations', String(token), {}))
  return { id: String(begun['conversationId']), bearer: String(begun['token']), streamUrl: String(begun['streamUrl']) } // prettier-ignore
}

/** One try. Answers the id the message was given. `mark` is the same for every try of the same message. */
export async function post(
  { id, bearer }: Patient,
  url: string,
  text: string,
  mark: string,
): Promise<string> {
  const body = { type: 'message', text, channelData: { clientActivityID: mark } }
  return String((await must(call(url, `/conversations/${id}/activities`, bearer, body)))['id'])
}

/** Tries until it is acknowledged. `url` is asked anew for each try: the server may be another by then. */
export async function say(patient: Patient, url: () => string, text: string, mark: string): Promise<string> {
  const end = performance.now() + 60_000
  for (;;) {
    try {
      return await post(patient, url(), text, mark)
    } catch (error) {
      if (performance.now() > end) throw error
      await sleep(50)
    }
  }
}

/** All that was said: it comes in parts. */
export async function read(
  { id, bearer }: Pick<Patient, 'id' | 'bearer'>,
  url: string,
): Promise<readonly Heard[]> {
  const all: Heard[] = []
  for (let after = '0'; ;) {
    const { activities, watermark } = await must(
      call(url, `/conversations/${id}/activities?watermark=${after}`, bearer),
    )
    if ((activities as Heard[]).length === 0) return all
    all.push(...(activities as Heard[]))
    after = String(watermark)
  }
}

export const repliesTo = (heard: readonly Heard[], id: string): readonly Heard[] =>
  heard.filter(({ replyToId }) => replyToId === id)

/** Reads until `id` is answered. */
export async function answered(patient: Patient, url: () => string, id: string): Promise<readonly Heard[]> {
  const end = performance.now() + 60_000
  for (;;) {
    const heard = await read(patient, url()).catch(() => [])
    if (repliesTo(heard, id).length) return heard
    if (performance.now() > end) throw new Error('a message was never answered')
    await sleep(15)
  }
}

/** What was said, in a word or two for each message: `question duration`, `advice saddle-numbness`. */
export const meaning = ({ channelData }: Heard): string => {
  const { kind = '?', question, rule } = channelData?.message ?? {}
  return [kind, question ?? rule].filter(Boolean).join(' ')
}

/** A stream of the conversation's activities. */
export function listen(
  url: string,
  streamUrl: string,
  hear: (heard: Heard[], watermark?: string) => void,
): WebSocket {
  // prettier-ignore
  const socket = new WebSocket(streamUrl, { origin: url, perMessageDeflate: false })
  socket.on('message', (data) => {
    const text = String(data)
    if (!text) return
    const { activities, watermark } = JSON.parse(text) as { activities: Heard[]; watermark?: string }
    hear(activities, watermark)
  })
  socket.on('error', () => {})
  return socket
}
