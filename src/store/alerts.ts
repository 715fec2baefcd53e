/**
 * Escalations for the staff of a clinic, and where the staff want to hear of them. An alert is written in the transaction of
 * the turn that gave the advice. It holds level, rule, channel and time, never words, and nothing that leads back to
 * its conversation: so it outlives "delete my data", and goes with its age.
 */
export interface NewAlert {
  /** What patient and staff call it. */
  readonly reference: string
  readonly level: 'emergency' | 'urgent'
  readonly rule: string
  readonly channel: string
}

export interface Alert extends NewAlert {
  /** Milliseconds since 1970. */
  readonly at: number
  /** How often it was told so far. */
  readonly told: number
  readonly taken?: { readonly by: string; readonly at: number }
}

/** A group or channel where alerts go. */
export interface Place {
  /** The conversation's key. */
  readonly conversation: string
  /** An activity without content: channel, serviceUrl, conversation and bot, as the channel named them. */
  readonly address: Readonly<Record<string, unknown>>
}

/** A card that shows an alert, as its channel names it. */
export interface Copy {
  readonly reference: string
  /** Of its `Place`. */
  readonly conversation: string
  readonly card: string
}

export interface Alerts {
  /**
   * Gives out alerts to be told now, or again. What was given out is nobody else's for `leaseMs`; without a word of its
   * end until then, it is due again: whoever tells must see to it that telling twice is heard once.
   */
  due(limit: number, leaseMs: number): Promise<readonly Alert[]>
  /** @param again when to tell it once more, in milliseconds since 1970, unless somebody takes it; undefined: never */
  told(reference: string, again: number | undefined): Promise<void>
  /** Whoever takes it first has it. Answers the alert as it is now; undefined when there is none. */
  take(reference: string, by: string): Promise<Alert | undefined>
  /** Remembers where it is shown. Answers the alert as it is now; undefined when there is none. */
  shown(copy: Copy): Promise<Alert | undefined>
  copies(reference: string): Promise<readonly Copy[]>
  /** Those that nobody has taken, oldest first. */
  open(): Promise<readonly Alert[]>
  places(): Promise<readonly Place[]>
  /** False when it was there already. */
  addPlace(place: Place): Promise<boolean>
  /** False when it was not there. */
  removePlace(conversation: string): Promise<boolean>
}
