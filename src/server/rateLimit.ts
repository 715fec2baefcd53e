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

  /** Takes one; false when none is left. */
  take(key: string): boolean {
    const at = this.#now()
    const last = this.#left.get(key) ?? { tokens: this.#perMinute, at }
    const refilled = last.tokens + ((at - last.at) / 60_000) * this.#perMinute
    const tokens = Math.min(this.#perMinute, Math.max(0, refilled))
    this.#left.delete(key)
    this.#left.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at })
    if (this.#left.size > this.#maxKeys) this.#left.delete(this.#left.keys().next().value!)
    return tokens >= 1
  }
}
