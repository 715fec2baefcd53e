/** What every torture is: so many rounds of something that must not go wrong, and the counts that prove it. */
import type { Ledger } from './ledger.ts'

export interface Torment {
  /** What it does, in a line. */
  readonly about: string
  /** How often in full, and in its short form. */
  readonly rounds: { readonly full: number; readonly short: number }
  /** Counts that must be 0 at the end. */
  readonly zero: readonly string[]
  /** Counts that must not be above a figure. */
  readonly atMost?: Readonly<Record<string, number>>
  /** Does what is left of `ledger`'s goal, and counts in it. */
  run(ledger: Ledger): Promise<void>
}

export interface Verdict {
  readonly torture: string
  readonly rounds: number
  readonly passed: boolean
  readonly seconds: number
  /** Of the machine, over the last 1, 5 and 15 minutes. */
  readonly load: readonly number[]
  readonly [count: string]: unknown
}
