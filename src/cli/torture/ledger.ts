/** How far a torture has come and what it counted, kept in a file so that one that was broken off goes on from there. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** How often progress is shown and kept, in milliseconds. */
const everyMs = 2_000

interface Kept {
  done: number
  ms: number
  counts: Record<string, number>
}

export class Ledger {
  readonly goal: number
  readonly #name: string
  readonly #file: string
  readonly #kept: Kept
  #began = performance.now()
  #shown = 0

  constructor(name: string, goal: number, file: string) {
    this.goal = goal
    this.#name = name
    this.#file = file
    const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined
    this.#kept = before ?? { done: 0, ms: 0, counts: {} }
    if (before) process.stderr.write(`${name}: goes on after ${before.done} of ${goal}\n`)
  }

  get done(): number {
    return this.#kept.done
  }

  get counts(): Readonly<Record<string, number>> {
    return this.#kept.counts
  }

  get seconds(): number {
    return Math.round((this.#kept.ms + performance.now() - this.#began) / 1_000)
  }

  add(what: string, count = 1): void {
    this.#kept.counts[what] = (this.#kept.counts[what] ?? 0) + count
  }

  most(what: string, value: number): void {
    this.#kept.counts[what] = Math.max(this.#kept.counts[what] ?? 0, Math.round(value))
  }

  set(what: string, value: number): void {
    this.#kept.counts[what] = Math.round(value)
  }

  /** So many more are done. */
  step(count = 1): void {
    this.#kept.done += count
    const now = performance.now()
    if (now - this.#shown < everyMs) return
    this.#shown = now
    process.stderr.write(`${this.#name}: ${this.done} of ${this.goal}, ${this.seconds} s, ${JSON.stringify(this.counts)}\n`) // prettier-ignore
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(this.#file, JSON.stringify({ ...this.#kept, ms: this.#kept.ms + now - this.#began }))
  }

  /** Forgets what was done before. */
  restart(): void {
    Object.assign(this.#kept, { done: 0, ms: 0, counts: {} })
  }

  finish(): void {
    rmSync(this.#file, { force: true })
  }
}
