/** Sends turns over connections kept open, each answered in the response to its request. */
import { Agent, request } from 'node:http'

const connections = 32

/** What is said in one conversation after the other, in order. */
export type Talk = Readonly<{ conversation: string; texts: readonly string[] }>

let sent = 0
const activity = (conversation: string, text: string) =>
  JSON.stringify({
    type: 'message',
    id: `bench-${++sent}`,
    timestamp: new Date().toISOString(),
    channelId: 'emulator',
    serviceUrl: 'http://localhost:9',
    conversation: { id: conversation },
    from: { id: 'person', name: 'Person' },
    recipient: { id: 'bot', name: 'Bot' },
    locale: 'en-GB',
    deliveryMode: 'expectReplies',
    text,
  })

export interface Client {
  /** Runs all of it, 32 conversations at once; gives the time of each turn, in milliseconds. */
  run(talks: readonly Talk[]): Promise<number[]>
  close(): void
}

export function openClient(port: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })

  const turn = (conversation: string, text: string) =>
    new Promise<number>((resolve, reject) => {
      const body = activity(conversation, text)
      const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
      const began = performance.now()
      const sending = request(
        { agent, port, host: '127.0.0.1', method: 'POST', path: '/api/messages', headers },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const said = Buffer.concat(chunks)
            if (response.statusCode === 200 && said.includes('"type":"message"'))
              return resolve(performance.now() - began)
            reject(new Error(`a turn was answered ${response.statusCode}: ${said.toString().slice(0, 200)}`))
          })
        },
      )
      sending.once('error', reject)
      sending.end(body)
    })

  return {
    run: async (talks) => {
      const times: number[] = []
      let next = 0
      const talk = async () => {
        for (let one = talks[next++]; one; one = talks[next++])
          for (const text of one.texts) times.push(await turn(one.conversation, text))
      }
      await Promise.all(Array.from({ length: connections }, talk))
      return times
    },
    close: () => agent.destroy(),
  }
}
