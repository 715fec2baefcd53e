/**
 * The first and the last thing around a request. First: a Host or a target that is no address is refused before the
 * router, which throws on it. Last: one that gets no answer is given 500, and what went wrong ends neither the process nor
 * anybody else's conversation.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { refuse, refuseSocket } from './http.ts'
import { pass, serve } from './passing.ts'

/** Whatever happens to a request, its caller waits no longer than this without a byte, in milliseconds. */
const answerMs = 15_000

const hostPattern = /^([a-z\d_.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i

/** HTTP/1.0 needs no Host, and a path is the only target that anybody but a forward proxy is sent. */
function isReadable({ headers: { host = 'localhost' }, url = '' }: IncomingMessage): boolean {
  return url.startsWith('/') && hostPattern.test(host) && URL.canParse(`http://${host}`)
}

/** Puts itself before every listener that `http` has for requests by now. */
export function guardDoor(http: Server, patienceMs = answerMs): void {
  const closing = { Connection: 'close' }
  // restify listens to both: a request that asks "Expect: 100-continue" comes as the second
  for (const event of ['request', 'checkContinue']) {
    const listeners = http.listeners(event)
    http.removeAllListeners(event)
    http.on(event, (req: IncomingMessage, res: ServerResponse) => {
      if (!isReadable(req)) {
        res.once('finish', () => req.socket.destroySoon())
        return refuse(res, 'BadArgument', closing)
      }
      const fail = () => (res.headersSent ? res.destroy() : refuse(res, 'ServiceError', closing))
      serve(res)
      pass(res, fail)
      res.setTimeout(patienceMs, fail)
      for (const listener of listeners) listener.call(http, req, res)
    })
  }
}

const ofUpgrades = new Set(['upgrade', 'connection', 'http2-settings'])

/**
 * Java's HTTP client offers HTTP/2 with every request: an offer that is not taken up is to be overlooked. Node has given the
 * socket away by then; it gets it back with the same request, without the offer.
 */
function overlook(http: Server, req: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${req.method} ${req.url} HTTP/1.1`]
  const { rawHeaders } = req
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (!ofUpgrades.has(rawHeaders[i]!.toLowerCase())) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`)
  if (/\bclose\b/i.test(req.headers.connection ?? '')) lines.push('Connection: close')
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  http.emit('connection', socket)
}

/** For upgrades, which pass no router. */
export function onUpgrade(
  http: Server,
  admit: (req: IncomingMessage, socket: Duplex, head: Buffer) => void,
): void {
  http.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!/^websocket$/i.test(req.headers.upgrade ?? '')) return overlook(http, req, socket, head)
    socket.on('error', () => socket.destroy())
    serve(socket)
    if (!isReadable(req)) return refuseSocket(socket, 'BadArgument')
    admit(req, socket, head)
  })
}
