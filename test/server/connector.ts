/** A connector such as Teams has: keeps what the bot sends to it, and fails as it is told. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Activity } from 'botbuilder'
import type { Message } from '../../src/core/messages.ts'
import { meaning } from '../transcript.ts'

export interface Sent {
  method: string
  path: string
  activity: Partial<Activity>
}

export interface Connector {
  readonly serviceUrl: string
  readonly sent: Sent[]
  /** Answers a request instead of taking it, as long as it gives something. */
  fail: (sent: Sent) => number | undefined
  /** Posts an activity to the bot at a URL as Teams would: where nothing else is said, what a person says to the bot alone. */
  post(url: string, activity: object): Promise<Response>
  /** What was said in a conversation, in short. */
  said(conversation: string): string[]
  stop(): void
}

export async function startConnector(): Promise<Connector> {
  const sent: Sent[] = []
  let ids = 0
  const server = createServer(async (req, res: ServerResponse) => {
    let body = ''
    for await (const data of req) body += String(data)
    const one = {
      method: req.method!,
      path: decodeURIComponent(req.url!),
      activity: JSON.parse(body || '{}'),
    }
    const failed = connector.fail(one)
    if (failed === undefined) sent.push(one)
    res.statusCode = failed ?? 200
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify({ id: `sent-${++ids}` }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const serviceUrl = `http://localhost:${port}/_connector`
  const connector: Connector = {
    serviceUrl,
    sent,
    post: (url, activity) =>
      fetch(`${url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'message',
          channelId: 'msteams',
          serviceUrl,
          from: { id: '29:person', name: 'Person' },
          recipient: { id: '28:bot', name: 'Backwise' },
          conversation: { id: 'a:person', conversationType: 'personal' },
          ...activity,
        }),
      }),
    fail: () => undefined,
    said: (conversation) =>
      sent
        .filter(({ path, method }) => method === 'POST' && path.includes(`/${conversation}/`))
        .map(({ activity: { channelData, text } }) => {
          const { message } = (channelData ?? {}) as { message?: Message }
          return message ? meaning(message) : String(text)
        }),
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return connector
}
