/** restify's server by its own file: the package's index loads two dozen plugins, of which nothing here makes use. */
import { createRequire } from 'node:module'
import { pino } from 'pino'
import type restify from 'restify'

const load = createRequire(import.meta.url)
const Server = load('restify/lib/server') as new (options: object) => restify.Server
const Router = load('restify/lib/router') as new (options: object) => object

/** A server that neither names itself nor logs. */
export function createServer(): restify.Server {
  const options = { name: '', log: pino({ level: 'silent' }) }
  return new Server({ ...options, router: new Router(options) })
}
