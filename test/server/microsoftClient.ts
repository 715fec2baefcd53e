/** Microsoft's own client in a Node that looks like a browser to it. */
import { createRequire } from 'node:module'
import { WebSocket } from 'ws'
import type { Message } from '../../src/core/messages.ts'
import { page } from './started.ts'

const require = createRequire(import.meta.url)
/** The sockets opened so far; a test may cut them. */
export const open: WebSocket[] = []
/** A socket as browsers have it, which a test can cut. */
class BrowserSocket extends WebSocket {
  constructor(url: string) {
    super(url, { origin: page })
    open.push(this)
  }
}
Object.assign(globalThis, { XMLHttpRequest: require('xhr2') as unknown, WebSocket: BrowserSocket })
const { DirectLine } = await import('botframework-directlinejs')

export type Client = InstanceType<typeof DirectLine>
const clients: Client[] = []

/** Ends every client of a test. */
export function endAll(): void {
  for (const client of clients.splice(0)) client.end()
  open.splice(0)
}

interface Activity {
  text?: string
  from: { role?: string }
  channelData?: { message?: Message }
}

export interface Heard {
  client: Client
  texts: string[]
  /** What the bot's messages mean. */
  meanings: Message[]
  states: number[]
}

export function connect(server: { url: string }, options: object): Heard {
  const client = new DirectLine({ domain: `${server.url}/v3/directline`, ...options })
  // its wait before the next try is 3 to 15 seconds; a test has less time
  Object.assign(client, { getRetryDelay: () => 50 })
  clients.push(client)
  const texts: string[] = []
  const states: number[] = []
  const meanings: Message[] = []
  const hear = (heard: object) => {
    const { text, from, channelData } = heard as Activity
    texts.push(text ?? '…')
    if (from.role === 'bot' && channelData?.message) meanings.push(channelData.message)
  }
  // `end()` is told to listeners as an error
  client.activity$.subscribe(hear, () => {})
  client.connectionStatus$.subscribe((state) => states.push(state))
  return { client, texts, meanings, states }
}

export const say = (client: Client, text: string) =>
  new Promise<string>((resolve, reject) =>
    client.postActivity({ type: 'message', from: { id: 'me' }, text } as never).subscribe(resolve, reject),
  )
