/** The list of what was erased. It outlives what it speaks of, so that no backup brings that back. */
import { createHash } from 'node:crypto'
import type { Erasure } from './store.ts'

/** No backup is kept for longer, in milliseconds: then it may be forgotten that there was something. */
export const erasuresKeptMs = 400 * 24 * 3_600_000

export const markOf = (conversation: string): string =>
  createHash('sha256').update(`erased ${conversation}`).digest('hex')

/** What was written before its erasure and not after it. */
export function toErase(
  conversations: readonly { readonly conversation: string; readonly touched: number }[],
  erasures: readonly Erasure[],
): string[] {
  const erasedAt = new Map<string, number>()
  for (const { mark, at } of erasures) erasedAt.set(mark, Math.max(at, erasedAt.get(mark) ?? 0))
  return conversations
    .filter(({ conversation, touched }) => touched <= (erasedAt.get(markOf(conversation)) ?? -1))
    .map(({ conversation }) => conversation)
}
