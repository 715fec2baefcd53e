/**
 * Messages of callers in a hurry are taken in fair order: a few in each round of the event loop, one of each caller in turn.
 * Whoever sends much at once, in however many conversations, waits behind himself; everybody else is heard between the
 * rounds, and hardly notices.
 */

/** So many are taken together; the turn of one takes the processor for some 20 ms at worst. */
const atOnce = 4

export class Fairness {
  /** By caller, those that wait; the caller whose turn it is next comes first. */
  readonly #waiting = new Map<string, (() => void)[]>()
  #soon = false

  /** How many of a caller wait. */
  waiting(caller: string): number {
    return this.#waiting.get(caller)?.length ?? 0
  }

  /** Settles when it is taken. */
  ask(caller: string): Promise<void> {
    return new Promise((go) => {
      const own = this.#waiting.get(caller)
      if (own) own.push(go)
      else this.#waiting.set(caller, [go])
      this.#begin()
    })
  }

  #begin(): void {
    if (this.#soon) return
    this.#soon = true
    // after everything that has arrived by now was heard
    setImmediate(() => {
      this.#soon = false
      for (let n = 0; n < atOnce; n++) this.#next()
      if (this.#waiting.size > 0) this.#begin()
    })
  }

  #next(): void {
    for (const [caller, own] of this.#waiting) {
      this.#waiting.delete(caller)
      own.shift()!()
      if (own.length > 0) this.#waiting.set(caller, own)
      return
    }
  }
}
