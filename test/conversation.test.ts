import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDefaultDesk, type Desk } from '../src/cli/desk.ts'
import type { Message } from '../src/core/messages.ts'
import { meaning, readTranscripts } from './transcript.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDefaultDesk()
})
afterAll(() => desk.close())

const folder = join(import.meta.dirname, 'transcripts')
let conversations = 0

describe.each(readdirSync(folder).sort())('%s', (file) => {
  it.each(readTranscripts(join(folder, file)))('$title', async ({ exchanges }) => {
    const conversation = `transcript-${++conversations}`
    let asked: string | undefined
    for (const { line, said, tapped, replies } of exchanges) {
      const input = tapped ? { question: asked!, answers: said.split(',') } : said
      const messages: Message[] = await desk.say(conversation, input)
      const meant = messages.map(meaning)
      const where = `${file}:${line} "${said}" -> ${meant.join(' · ')}`
      let from = 0
      for (const reply of replies) {
        const at = meant.findIndex((m, i) => i >= from && (m === reply || m.startsWith(`${reply} (`)))
        expect(at, `${where}: expected ${reply}`).toBeGreaterThanOrEqual(0)
        from = at + 1
      }
      expect(from, `${where}: expected nothing after ${replies.at(-1)}`).toBe(meant.length)
      asked = messages.findLast((message) => message.kind === 'question')?.question
    }
  })
})
