/** What this tab keeps of its conversation, and what the device keeps if the person wants to be remembered. */

export interface Kept {
  conversation?: string
  token?: string
  /** When the token was made. Milliseconds since 1970. */
  at?: number
  /** Lets the conversation be taken up again for 30 days; there only when the person wanted it. */
  ticket?: string
  /** When the ticket ends. Milliseconds since 1970. */
  until?: number
  /** The newest sequence number that was shown, so that it is not announced again. */
  seen?: number
  /** The panel was open. */
  open?: boolean
  unread?: number
  /** The urgent instruction that nobody has acknowledged yet. */
  strip?: { text: string; level: string; call?: { label: string; href: string } }
  /** Ids of urgent messages that were acknowledged. */
  read?: string[]
  /** Said, and not yet acknowledged by the server: sent again after a reload. */
  outbox?: unknown[]
}

/** Frames in a sandbox, and people who block it, have no storage; then nothing outlives the page. */
function tryTo<T>(touch: () => T): T | undefined {
  try {
    return touch()
  } catch {
    return undefined
  }
}

export const keyOf = (bot: string): string => `backwise ${bot}`

export const readKept = (bot: string): Kept =>
  tryTo(() => JSON.parse(sessionStorage.getItem(keyOf(bot)) ?? '{}') as Kept) ?? {}

export const writeKept = (bot: string, kept: Kept): void =>
  void tryTo(() => sessionStorage.setItem(keyOf(bot), JSON.stringify(kept)))

export const dropKept = (bot: string): void => void tryTo(() => sessionStorage.removeItem(keyOf(bot)))

type Remembered = Pick<Kept, 'conversation' | 'ticket' | 'until' | 'read'>

export function readRemembered(bot: string): Remembered | undefined {
  const kept = tryTo(() => JSON.parse(localStorage.getItem(keyOf(bot)) ?? 'null') as Remembered | null)
  if (kept?.ticket && kept.until! > Date.now()) return kept
  if (kept) forget(bot)
  return undefined
}

export const remember = (bot: string, { conversation, ticket, until, read }: Remembered): void =>
  void tryTo(() => localStorage.setItem(keyOf(bot), JSON.stringify({ conversation, ticket, until, read })))

export const forget = (bot: string): void => void tryTo(() => localStorage.removeItem(keyOf(bot)))
