/** So many in any minute per key, refilled evenly. The keys seen longest ago are forgotten first. */
export class RateLimit {
  readonly #left = new Map<string, { tokens: number; at: number }>()
  readonly #perMinute: number
  readonly #now: () => number
  readonly #maxKeys = 20_000

  /** @param now milliseconds */
  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute
    this.#now = now
  }

  /** Takes `amount`; false, and nothing is taken, when less is left. */
  take(key: string, amount = 1): boolean {
    const at = this.#now()
    const last = this.#left.get(key) ?? { tokens: this.#perMinute, at }
    // a clock that was set back gives nothing and takes nothing
    const minutes = Math.max(0, at - last.at) / 60_000
    const tokens = Math.min(this.#perMinute, last.tokens + minutes * this.#perMinute)
    const enough = tokens >= amount
    this.#left.delete(key)
    this.#left.set(key, { tokens: enough ? tokens - amount : tokens, at })
    if (this.#left.size > this.#maxKeys) this.#left.delete(this.#left.keys().next().value!)
    return enough
  }
}

/** What is limited as one caller: an IPv4 address, or the /64 that one IPv6 customer has. A port is cut off. */
export function networkOf(address: string): string {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(address)?.[1] ?? address
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i.exec(bare)?.[1]
  if (v4 !== undefined || !bare.includes(':')) return v4 ?? bare
  const [left = [], right = []] = bare.split('::').map((part) => part.split(':').filter(Boolean))
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':').toLowerCase()
}
