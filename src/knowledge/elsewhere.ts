/** Messages about what no article holds, one a line: `knowledge/elsewhere/*.txt`. They teach what to refuse. */
import { isHeldBack } from './examples.ts'

export interface Elsewhere {
  readonly seen: readonly string[]
  /** A third, chosen by a hash of the message: nothing is learnt from it. */
  readonly heldBack: readonly string[]
}

export function readElsewhere(texts: readonly string[]): Elsewhere {
  const messages = [
    ...new Set(texts.flatMap((text) => text.split(/\r?\n/)).map((line) => line.trim())),
  ].filter((line) => line !== '')
  return {
    seen: messages.filter((message) => !isHeldBack(message)),
    heldBack: messages.filter((message) => isHeldBack(message)),
  }
}
