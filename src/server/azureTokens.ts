/**
 * Who calls `POST /api/messages`: the Bot Framework proves itself by a signed token. The SDK's own check lets a token without an end
 * pass, answers others with a 500, and fails when its keys cannot be renewed; this one is in front of everything.
 *
 * Rules (learn.microsoft.com, "Authentication with the Bot Connector API"): RS256 by a key of the published list that is endorsed for
 * the activity's channel; issuer and audience; begun and not ended, give or take a minute; and for this very `serviceUrl`.
 */
import type { JWTPayload } from 'jose'
import { z } from 'zod'
import type { Log } from '../observe.ts'

/** Clocks may differ by so much, in seconds. */
const leeway = 60
/** Keys are renewed when they are older than this; all times in milliseconds. */
const freshFor = 24 * 3_600_000
/** Where the list cannot be had, known keys serve until they are this old. */
const servesFor = 7 * 24 * 3_600_000
/** The list is asked for once in this time at most: an unknown key is no reason to hammer it. */
const pause = 60_000
const patience = 3_000

const metadataSchema = z.object({ jwks_uri: z.url() })
const keySchema = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).optional(),
})
const keysSchema = z.object({ keys: z.array(z.unknown()) })
type Key = z.infer<typeof keySchema>

export interface TokenRules {
  /** The bot's app id: who the token is for. */
  readonly appId: string
  readonly issuer: string
  /** OpenID metadata that names the list of keys. */
  readonly metadataUrl: string
}

interface Caller {
  readonly channelId: string
  readonly serviceUrl: string
}

async function read<T>(url: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: 'error' })
  if (!response.ok) throw new Error(`the Bot Framework's key list answered ${response.status}`)
  return schema.parse(await response.json())
}

/** The published keys, by id. */
class KeyList {
  readonly #url: string
  readonly #log: Log
  readonly #now: () => number
  #keys: ReadonlyMap<string, Key> = new Map()
  /** When the keys were fetched, and when that was last tried. */
  #fetched = -Infinity
  #tried = -Infinity
  #running: Promise<void> | undefined

  constructor(url: string, log: Log, now: () => number) {
    this.#url = url
    this.#log = log
    this.#now = now
  }

  async key(id: string): Promise<Key | undefined> {
    const age = () => this.#now() - this.#fetched
    const serves = () => (age() <= servesFor ? this.#keys.get(id) : undefined)
    if (age() > freshFor || !serves()) {
      const renewed = this.#renew()
      // a key that serves need not wait for the list
      if (!serves()) await renewed
    }
    return serves()
  }

  #renew(): Promise<void> {
    if (this.#running) return this.#running
    if (this.#now() - this.#tried < pause) return Promise.resolve()
    this.#tried = this.#now()
    this.#running = this.#fetch()
      .catch((error: unknown) => this.#log.warn({ event: 'azure-keys-unavailable', error }))
      .finally(() => (this.#running = undefined))
    return this.#running
  }

  async #fetch(): Promise<void> {
    const { jwks_uri: list } = await read(this.#url, metadataSchema)
    const { keys } = await read(list, keysSchema)
    const usable = keys.flatMap((key) => keySchema.safeParse(key).data ?? [])
    if (usable.length === 0) throw new Error("the Bot Framework's key list holds no usable key")
    this.#keys = new Map(usable.map((key) => [key.kid, key]))
    this.#fetched = this.#now()
  }
}

/** Gives the claims of a token that proves its caller, or nothing. */
export type TokenCheck = (token: string, caller: Caller) => Promise<JWTPayload | undefined>

/** @param now milliseconds since 1970 */
export function tokenCheck(
  { appId, issuer, metadataUrl }: TokenRules,
  log: Log,
  now: () => number,
): TokenCheck {
  const keys = new KeyList(metadataUrl, log, now)
  // fifty files that only a bot in Azure needs
  const loading = import('jose')
  return async (token, { channelId, serviceUrl }) => {
    try {
      const { importJWK, jwtVerify } = await loading
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = kid === undefined ? undefined : await keys.key(kid)
          if (!key || !(key.endorsements ?? [channelId]).includes(channelId))
            throw new Error('no key is endorsed for this')
          return importJWK(key, 'RS256')
        },
        {
          algorithms: ['RS256'],
          issuer,
          audience: appId,
          clockTolerance: leeway,
          currentDate: new Date(now()),
          requiredClaims: ['exp', 'iss', 'aud'],
        },
      )
      const ours = payload['serviceurl'] ?? payload['serviceUrl']
      // one audience: a token for several is for somebody else too
      return payload.aud === appId && ours === serviceUrl ? payload : undefined
    } catch {
      return undefined
    }
  }
}
