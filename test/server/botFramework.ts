/** The Bot Framework's sign-in service on this machine: publishes keys, and signs tokens as it does. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { isOnThisMachine, type Cloud } from '../../src/server/cloud.ts'

export const appId = '11111111-2222-3333-4444-555555555555'
export const issuer = 'https://api.botframework.com'

export const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export interface BotFramework {
  readonly cloud: Cloud
  /** How often its list of keys was asked for. */
  asked: number
  /** Answers with errors while true. */
  down: boolean
  publish(kid: string, endorsements?: readonly string[]): KeyObject
  /** Takes a key off the list. */
  withdraw(kid: string): void
  close(): void
}

export function token(key: KeyObject, header: object, claims: object): string {
  const signed = `${encode(header)}.${encode(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

/** Making a key takes a tenth of a second: one for each id. */
const pairs = new Map<string, ReturnType<typeof newPair>>()
const newPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
export function keyPair(kid: string): ReturnType<typeof newPair> {
  const pair = pairs.get(kid) ?? newPair()
  pairs.set(kid, pair)
  return pair
}

export async function botFramework(): Promise<BotFramework> {
  const keys = new Map<string, object>()
  const server = createServer((req, res) => {
    if (req.url === '/keys') framework.asked++
    if (framework.down) {
      res.statusCode = 503
      return void res.end()
    }
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify(req.url === '/keys' ? { keys: [...keys.values()] } : { jwks_uri: `${url}/keys` }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const framework: BotFramework = {
    cloud: { issuer, metadataUrl: `${url}/metadata`, audience: issuer, reaches: isOnThisMachine },
    asked: 0,
    down: false,
    publish: (kid, endorsements) => {
      const { publicKey, privateKey } = keyPair(kid)
      keys.set(kid, { ...publicKey.export({ format: 'jwk' }), kid, endorsements })
      return privateKey
    },
    withdraw: (kid) => void keys.delete(kid),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return framework
}
