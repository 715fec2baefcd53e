import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendRaw } from './rawRequest.ts'
import { started, type Started } from './started.ts'

let server: Started
beforeAll(async () => {
  server = await started()
})
afterAll(() => server.stop())

describe('threat 17: a caller that takes its time', () => {
  it.concurrent('with its headers is shown out after 5 seconds', async () => {
    const { text, ms } = await sendRaw(server.port, 'GET / HTTP/1.1\r\nHost: x\r\n', {
      more: 'X: y\r\n',
      every: 400,
    })
    expect(text).toMatch(/^HTTP\/1\.1 408 /)
    expect(ms).toBeGreaterThan(4_500)
    expect(ms).toBeLessThan(7_000)
  })

  it.concurrent('with its body is shown out after 10 seconds', async () => {
    const post =
      'POST /v3/directline/tokens/generate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
    const { text, ms } = await sendRaw(server.port, `${post}Content-Length: 60000\r\n\r\n`, {
      more: 'x',
      every: 400,
    })
    expect(text).toMatch(/^HTTP\/1\.1 408 /)
    expect(ms).toBeGreaterThan(9_500)
    expect(ms).toBeLessThan(12_000)
  })
})
