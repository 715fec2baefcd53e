/** The whole way: the built program, Microsoft's own client, cut sockets and a killed process. */
import { mkdtempSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { run } from './program.ts'
import { connect, endAll, open, say } from './server/microsoftClient.ts'
import { page, until } from './server/started.ts'
import { meaning } from './transcript.ts'

afterEach(endAll)

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

it('goes from a question to an outcome, though sockets are cut and the process is killed on the way', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-'))
  const env = { PORT: String(await freePort()), ALLOWED_ORIGINS: page }
  let program = run(env, folder)
  const url = await program.url
  const generated = await fetch(`${url}/v3/directline/tokens/generate`, {
    method: 'POST',
    headers: { origin: page },
  })
  const { token } = (await generated.json()) as { token: string }
  const { client, meanings } = connect({ url }, { token })
  // while the server is away, the client would wait 20 seconds between its tries
  Object.assign(client, { timeout: 1_000 })
  await until(() => meanings.length > 0 || undefined, 10_000)

  const type = async (text: string, reply: string) => {
    const before = meanings.length
    await say(client, text)
    await until(() => meanings.slice(before).map(meaning).includes(reply) || undefined, 15_000)
  }
  await type('how long do spasms last?', 'answer')
  await type('check my symptoms', 'question nerve-signs')
  open.at(-1)!.terminate()
  await type('none of these', 'question sudden-signs')
  program.child.kill('SIGKILL')
  await program.exited
  program = run(env, folder)
  await program.url
  await type('none of these', 'question illness-signs')
  open.at(-1)!.terminate()
  await type('none', 'question about-you')
  await type('none of these', 'question duration')
  await type('since yesterday', 'question severity')
  await type('5', 'question recurrence')
  await type('no', 'advice self-care (rule self-care)')

  expect(meanings.map(meaning)).toEqual([
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
