/** One question as a line of JSON, and what the bot made of it as another. */
import { z } from 'zod'
import { answerBody, toText } from '../cards/plainText.ts'
import type { Message, Source } from '../core/messages.ts'
import { smallTalkIds } from '../core/smallTalk.ts'
import { mostUrgentFirst, type RedFlag } from '../core/triage/flags.ts'
import type { Desk } from './desk.ts'

const requestSchema = z.object({ id: z.union([z.string(), z.number()]), text: z.string() })
export type Request = z.infer<typeof requestSchema>

/** What one message led to: the contract of `ask --jsonl`. */
export interface Asked {
  readonly id: Request['id']
  readonly action: 'escalate' | 'confirm' | 'answer' | 'unsure' | 'smalltalk' | 'triage' | 'command'
  readonly level: 'emergency' | 'urgent' | 'none'
  readonly flags: readonly RedFlag[]
  readonly rule?: string
  /** What was said in reply, without welcome and follow-up prompts. */
  readonly text: string
  readonly sources: readonly Source[]
  readonly score?: number
  /** Of the whole turn. */
  readonly ms: number
}

export function readLine(line: string): Request | { error: string } {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { error: 'not JSON; each line must be {"id":"…","text":"…"}' }
  }
  const read = requestSchema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  return {
    error: `${issue!.path.join('.') || 'line'}: ${issue!.message}; each line must be {"id":"…","text":"…"}`,
  }
}

/** Asks in a fresh conversation named `conversation`. */
export async function askOnce(desk: Desk, { id, text }: Request, conversation: string): Promise<Asked> {
  const began = performance.now()
  const messages = await desk.say(conversation, text)
  const ms = Math.round((performance.now() - began) * 1000) / 1000
  const described = describe(messages, desk)
  const cut = messages.find((message) => message.kind === 'notice' && message.notice === 'too-long')
  const said = cut?.kind === 'notice' ? `${cut.text}\n\n${described.text}` : described.text
  return { id, ...described, text: said, ms }
}

const smallTalk = new Set<string>([...smallTalkIds, 'nod'])

function describe(messages: readonly Message[], { cardWording }: Desk): Omit<Asked, 'id' | 'ms'> {
  const none = { level: 'none', flags: [], sources: [] } as const
  const find = <K extends Message['kind']>(kind: K) =>
    messages.find((message): message is Extract<Message, { kind: K }> => message.kind === kind)

  // of several people, the one the message is about comes last
  const advised = messages.filter((message) => message.kind === 'advice')
  const advice = advised.findLast(({ level }) => level === 'emergency') ?? advised.at(-1)
  if (advice && (advice.level === 'emergency' || advice.level === 'urgent')) {
    const { level, rule, sources } = advice
    const flags = mostUrgentFirst(advised.flatMap((one) => one.flags))
    return {
      action: 'escalate',
      level,
      flags,
      rule,
      text: toText({ ...advice, options: [] }, cardWording),
      sources,
    }
  }
  const confirm = find('confirm')
  if (confirm) return { ...none, action: 'confirm', flags: confirm.flags, text: confirm.text }
  const answer = find('answer')
  if (answer)
    return {
      ...none,
      action: 'answer',
      text: answerBody(answer),
      sources: answer.sources,
      score: answer.score,
    }
  const unsure = find('unsure')
  if (unsure)
    return {
      ...none,
      action: 'unsure',
      text: [unsure.warning, unsure.text, unsure.closest?.text].filter(Boolean).join('\n\n'),
      sources: unsure.closest?.sources ?? [],
    }
  const question = find('question')
  if (question) return { ...none, action: 'triage', text: question.text }
  const notice = find('notice')
  const action = notice && smallTalk.has(notice.notice) ? 'smalltalk' : 'command'
  return { ...none, action, text: notice?.text ?? '' }
}
