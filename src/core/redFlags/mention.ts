/** What free text says about red flags: where, how sure, and in which sense. */
import type { Facts } from '../triage/facts.ts'
import type { RedFlag, SignId } from '../triage/flags.ts'

/** ConText (Harkema 2009): only `affirmed` raises a flag. */
export type Assertion = 'affirmed' | 'negated' | 'hypothetical' | 'historical' | 'other-person'

export interface Mention {
  readonly flag: RedFlag
  /** The most exact sign the words support; the flag's own id when no sign fits. */
  readonly sign: SignId
  readonly assertion: Assertion
  /** False: the words may mean the flag (heavy typo, possible figure of speech); ask before acting. */
  readonly sure: boolean
  /** The words that raised it: offsets into the text as typed, in UTF-16 units, end exclusive. */
  readonly start: number
  readonly end: number
  /** Id of the rule that combined the words, for tracing. */
  readonly rule: string
}

export interface Recognition {
  /** In the order of the text. */
  readonly mentions: readonly Mention[]
  /**
   * Facts the text states: signs affirmed and sure, and what it says of the person (pregnant, under 16, blood
   * thinners, a minor fall, for someone else, region). Only ever raises: see `raise`.
   */
  readonly heard: Partial<Facts>
  /** Flags to ask about: mentioned, not surely affirmed, not denied elsewhere. Most urgent first. */
  readonly unsure: readonly SignId[]
  /** Flags asked about in general ("can spasms cause numbness?"): answered with a warning. */
  readonly hypothetical: readonly RedFlag[]
}
