/** The program itself, as `npm start` runs it after the build. */
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { run } from './program.ts'
import { until } from './server/started.ts'

const call = async (url: string, path: string, options: RequestInit & { bearer?: string } = {}) => {
  const headers = {
    origin: url,
    'content-type': 'application/json',
    ...(options.bearer && { authorization: `Bearer ${options.bearer}` }),
  }
  return fetch(`${url}/v3/directline${path}`, { ...options, headers })
}

it('is ready within 3 seconds', async () => {
  const times: number[] = []
  // other tests share the machine: the best of three is what the program takes
  while (times.length < 3 && Math.min(...times) > 3_000) {
    const began = performance.now()
    const { child, url } = run({})
    expect((await fetch(`${await url}/readyz`)).status).toBe(200)
    times.push(performance.now() - began)
    child.kill('SIGKILL')
  }
  expect(Math.min(...times)).toBeLessThan(3_000)
})

it('says where it is, and stops in order', async () => {
  const { child, url, exited, output, errors } = run({})
  await url
  expect(output()).toMatch(/^Backwise is ready: open http:\/\/localhost:\d+\n$/)
  child.kill('SIGTERM')
  expect(await exited).toBe(0)
  expect(errors()).toBe('')
})

it('lists all wrong settings and exits 78', async () => {
  const { exited, errors } = run({ PORT: 'x', REGION: 'fr', MicrosoftAppPassword: 'p' })
  expect(await exited).toBe(78)
  expect(errors().trim().split('\n')).toHaveLength(4)
  expect(errors()).toMatch(/PORT is "x"[\s\S]*REGION is "fr"[\s\S]*MicrosoftAppId is missing/)
  expect(errors()).not.toMatch(/\n\s+at /)
})

it('reads a .env file where it is started, and lets the environment win', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-'))
  writeFileSync(join(folder, '.env'), 'LOG_LEVEL=loud\nREGION=fr\n')
  const { exited, errors } = run({}, folder)
  expect(await exited).toBe(78)
  expect(errors()).toMatch(/^Backwise cannot start: REGION is "fr": .*\n$/)
})

it('threat 5: tells half a set of Azure credentials in one line and exits 78', async () => {
  const { exited, errors } = run({ MicrosoftAppId: '11111111-2222-3333-4444-555555555555' })
  expect(await exited).toBe(78)
  expect(errors()).toMatch(/^Backwise cannot start: MicrosoftAppPassword is missing: .*\n$/)
})

it('says in one line that the port is in use, and exits 1', async () => {
  const first = run({})
  const port = new URL(await first.url).port
  const { exited, errors } = run({ PORT: port })
  expect(await exited).toBe(1)
  expect(errors()).toBe(
    `Backwise cannot start: port ${port} on 127.0.0.1 is in use: stop the other program, or set PORT to another number\n`,
  )
})

it('says in one line that its store cannot be written, and exits 1', async () => {
  const { exited, errors } = run({ STORE: 'sqlite:/proc/nowhere/backwise.db' })
  expect(await exited).toBe(1)
  expect(errors()).toMatch(/^Backwise cannot start: the store \S+ cannot be written: .*\n$/)
})

it('fault kill: keeps conversations, tokens and its secret through a kill', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-'))
  const first = run({}, folder)
  const url = await first.url
  const { token, conversationId } = (await (
    await call(url, '/tokens/generate', { method: 'POST' })
  ).json()) as {
    token: string
    conversationId: string
  }
  await call(url, '/conversations', { method: 'POST', bearer: token })
  const said = { type: 'message', text: 'my back hurts', channelData: { clientActivityID: 'one' } }
  const say = { method: 'POST', bearer: token, body: JSON.stringify(said) }
  const { id } = (await (await call(url, `/conversations/${conversationId}/activities`, say)).json()) as {
    id: string
  }
  first.child.kill('SIGKILL')
  await first.exited

  const again = await run({}, folder).url
  const repeated = await call(again, `/conversations/${conversationId}/activities`, say)
  expect(await repeated.json()).toEqual({ id })
  const log = await call(again, `/conversations/${conversationId}/activities`, { bearer: token })
  const { activities } = (await log.json()) as { activities: { text: string }[] }
  expect(activities.filter(({ text }) => text === 'my back hurts')).toHaveLength(1)
})

it('leaves no word in its files once the data is deleted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-'))
  const url = await run({}, folder).url
  const { token, conversationId } = (await (
    await call(url, '/tokens/generate', { method: 'POST' })
  ).json()) as { token: string; conversationId: string }
  await call(url, '/conversations', { method: 'POST', bearer: token })
  const activities = `/conversations/${conversationId}/activities`
  const say = (text: string) =>
    call(url, activities, { method: 'POST', bearer: token, body: JSON.stringify({ type: 'message', text }) })
  const heard = async () => (await call(url, activities, { bearer: token })).text()
  const found = () =>
    readdirSync(join(folder, 'data')).filter((name) =>
      readFileSync(join(folder, 'data', name)).includes('canary'),
    )
  for (let n = 0; n < 30; n++) await say(`my back hurts, canary ${n} ${'long '.repeat(n * 20)}`)
  expect(found()).not.toEqual([])
  await say('delete my data')
  await say('yes')
  await until(async () => !(await heard()).includes('canary') || undefined, 5_000)
  await until(() => found().length === 0 || undefined, 5_000)
})
