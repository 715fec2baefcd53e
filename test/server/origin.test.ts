import { afterAll, expect, it } from 'vitest'
import { originCases } from './origin.cases.ts'
import { sendRaw } from './rawRequest.ts'
import { started, type Started } from './started.ts'

const servers = new Map<string, Started>()
afterAll(() => Promise.all([...servers.values()].map((server) => server.stop())))

async function serverWith(settings: (typeof originCases)[number]['settings']): Promise<Started> {
  const key = JSON.stringify(settings ?? {})
  const server = servers.get(key) ?? (await started({ settings }))
  servers.set(key, server)
  return server
}

it.each(originCases)('$name: allowed $allowed', async ({ settings, host, origin, forwarded, allowed }) => {
  const server = await serverWith(settings)
  const { streamUrl } = await server.begin()
  const headers = [
    `Host: ${host}`,
    `Origin: ${origin}`,
    ...(forwarded?.host ? [`X-Forwarded-Host: ${forwarded.host}`] : []),
    ...(forwarded?.proto ? [`X-Forwarded-Proto: ${forwarded.proto}`] : []),
  ]
  const statusOf = async (first: string, ...more: string[]) => {
    const lines = [`${first} HTTP/1.1`, ...headers, ...more]
    return Number((await sendRaw(server.port, lines.join('\r\n'))).text.slice(9, 12))
  }
  expect(await statusOf('POST /v3/directline/tokens/generate', 'Connection: close', '', '')).toBe(
    allowed ? 200 : 403,
  )
  const { pathname, search } = new URL(streamUrl)
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']
  // what follows is no frame that a client may send, so that the server closes the connection
  const frame = '\x01\x00'
  const key = `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`
  expect(await statusOf(`GET ${pathname}${search}`, ...upgrade, key, '', frame)).toBe(allowed ? 101 : 403)
})
