/** The whole way: the built program, Microsoft's own client, an interview, cut sockets and a killed process. */
import { mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Message } from '../src/core/messages.ts'
import { run } from './program.ts'
import { until } from './server/started.ts'
import { meaning } from './transcript.ts'

const sockets: WebSocket[] = []
class BrowserSocket extends WebSocket {
  constructor(url: string) {
    super(url, { origin: new URL(url).origin.replace('ws', 'http') })
    sockets.push(this)
  }
}
const require = createRequire(import.meta.url)
Object.assign(globalThis, { XMLHttpRequest: require('xhr2') as unknown, WebSocket: BrowserSocket })
const { DirectLine } = await import('botframework-directlinejs')
const clients: InstanceType<typeof DirectLine>[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.end()
})

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

async function connect(url: string) {
  const response = await fetch(`${url}/v3/directline/tokens/generate`, {
    method: 'POST',
    headers: { origin: url },
  })
  const { token } = (await response.json()) as { token: string }
  const client = new DirectLine({ domain: `${url}/v3/directline`, token })
  // its own waits are 3 to 15 seconds after a cut, 20 while the server is away
  Object.assign(client, { getRetryDelay: () => 100, timeout: 1_000 })
  clients.push(client)
  const said: string[] = []
  client.activity$.subscribe(
    (activity) => {
      const { message } = (activity.channelData ?? {}) as { message?: Message }
      if (activity.from.id !== 'me' && message) said.push(meaning(message))
    },
    () => {},
  )
  const post = (text: string) =>
    new Promise<string>((resolve, reject) =>
      client.postActivity({ type: 'message', from: { id: 'me' }, text } as never).subscribe(resolve, reject),
    )
  /** Types, and waits for the reply it must lead to, the so-many-th thing said. */
  const type = async (text: string, reply: string) => {
    const before = said.length
    await post(text)
    await until(() => said.slice(before).includes(reply) || undefined, 15_000)
  }
  await until(() => said.includes('notice welcome') || undefined, 10_000)
  return { said, type }
}

it('goes from a complaint to an outcome, though the socket is cut and the process is killed on the way', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-'))
  const env = { PORT: String(await freePort()) }
  let program = run(env, folder)
  const { said, type } = await connect(await program.url)

  await type('how long do spasms last?', 'answer')
  await type('check my symptoms', 'question nerve-signs')
  sockets.at(-1)!.terminate()
  await type('none of these', 'question sudden-signs')

  program.child.kill('SIGKILL')
  await program.exited
  program = run(env, folder)
  await program.url
  await type('none of these', 'question illness-signs')
  sockets.at(-1)!.terminate()
  await type('none', 'question about-you')
  await type('none of these', 'question duration')
  await type('since yesterday', 'question severity')
  await type('5', 'question recurrence')
  await type('no', 'advice self-care (rule self-care)')

  expect(said).toEqual([
    'notice welcome',
    'answer',
    'notice interview-begins',
    'question nerve-signs',
    'question sudden-signs',
    'question illness-signs',
    'question about-you',
    'question duration',
    'question severity',
    'question recurrence',
    'advice self-care (rule self-care)',
  ])
}, 60_000)
