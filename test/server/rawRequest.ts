import { connect } from 'node:net'

/** Sends bytes as they are; answers all that comes back until the server closes the connection. */
export function sendRaw(
  port: number,
  bytes: string | Buffer,
  { more, every = 50, ms = 15_000 }: { more?: string; every?: number; ms?: number } = {},
) {
  return new Promise<{ text: string; ms: number }>((resolve) => {
    const began = performance.now()
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.write(bytes)
    const drip = more === undefined ? undefined : setInterval(() => socket.write(more), every)
    const end = () => {
      clearInterval(drip)
      clearTimeout(limit)
      socket.destroy()
      resolve({ text, ms: performance.now() - began })
    }
    const limit = setTimeout(end, ms)
    socket.on('data', (data) => (text += data.toString()))
    socket.on('error', end).on('close', end)
  })
}
