/** Conversations written down as they read: `user:` types, `tap:` taps values, `bot:` says what is meant, not how. */
import { readFileSync } from 'node:fs'
import type { Message } from '../src/core/messages.ts'

export interface Exchange {
  readonly line: number
  readonly said: string
  readonly tapped: boolean
  /** What the bot must say, in this order; other messages may come between, the last one must be the last. */
  readonly replies: readonly string[]
}
export interface Transcript {
  readonly title: string
  readonly exchanges: readonly Exchange[]
}

/** @throws {Error} naming file and line of what is neither title, `user:`, `tap:` nor `bot:`. */
export function readTranscripts(file: string): Transcript[] {
  const transcripts: { title: string; exchanges: (Exchange & { replies: string[] })[] }[] = []
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const [, mark, text] = /^(#|user:|tap:|bot:)\s*(.+)$/.exec(line) ?? []
    const current = transcripts.at(-1)
    if (line.trim() === '') continue
    if (mark === '#') transcripts.push({ title: text!, exchanges: [] })
    else if (current && (mark === 'user:' || mark === 'tap:'))
      current.exchanges.push({ line: index + 1, said: text!, tapped: mark === 'tap:', replies: [] })
    else if (mark === 'bot:' && current?.exchanges.length) current.exchanges.at(-1)!.replies.push(text!)
    else throw new Error(`${file}:${index + 1}: "${line}" is no line of a transcript`)
  }
  return transcripts
}

/** A message's meaning in a few words: `question duration`, `advice urgent (rule balance)`. */
export function meaning(message: Message): string {
  switch (message.kind) {
    case 'question':
      return `question ${message.question}`
    case 'confirm':
      return `confirm ${message.flags.join(' ')}`
    case 'advice':
      return `advice ${message.level} (rule ${message.rule})`
    case 'notice':
      return `notice ${message.notice}`
    case 'answer':
    case 'unsure':
      return message.kind
    default:
      throw message satisfies never
  }
}
