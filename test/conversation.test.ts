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

const last = async (conversation: string, input: Parameters<Desk['say']>[1]) =>
  (await desk.say(conversation, input)).map(meaning)

describe('an answer', () => {
  it.each([
    ['I am pregnant. What can I take for the pain?', /anti-inflammatory/],
    ['I take warfarin. What painkillers can I take?', /anti-inflammatory/],
    ["what should I do if I can't pee?", /A&E now/],
    ['what happens if I get chest pain?', /Call 999 now/],
    ['what should I do if I ever feel like ending my life?', /116 123/],
  ])('to "%s" says first what is safe to do', async (question, warning) => {
    const [message] = await desk.say(`warned ${question}`, question)
    expect(message).toMatchObject({ kind: 'answer', warning: expect.stringMatching(warning) })
  })
})

describe('advice', () => {
  it('says how to correct it, and speaks of another person as another', async () => {
    const [message] = await desk.say('another', "my husband can't feel his legs")
    expect(message).toMatchObject({ kind: 'advice', level: 'emergency' })
    if (message?.kind !== 'advice') return
    expect(message.notes.join(' ')).toContain("That's not right")
    expect(message.steps.join(' ')).toMatch(/This is for your husband.*Do not move them/)
  })
  it('to a child that writes says to show it to an adult', async () => {
    const [message] = await desk.say('child', "I'm 13 and I can't feel my legs")
    expect(message?.kind === 'advice' && message.steps[0]).toContain('Show this to a parent')
  })
})

describe('cards', () => {
  it('heed a danger sign tapped on an earlier question, and lower nothing by it', async () => {
    await desk.say('late', 'check my symptoms')
    await desk.say('late', 'none')
    expect(await last('late', { question: 'nerve-signs', answers: ['bladder-bowel/leaks'] })).toEqual([
      'advice emergency (rule bladder-bowel)',
    ])
    expect(await last('late', { question: 'nerve-signs', answers: ['none'] })).toEqual(['notice expired'])
  })

  it('are read as words when their value is no option of the question', async () => {
    await desk.say('odd', 'check my symptoms')
    expect(
      await last('odd', { question: 'nerve-signs', answers: ['I cannot pee and my legs are dead'] }),
    ).toEqual([expect.stringContaining('advice emergency')])
  })

  it('threat 20: that are out of date are told so, and the pending question comes again', async () => {
    await desk.say('stale', 'check my symptoms')
    await desk.say('stale', 'none')
    expect(await last('stale', { question: 'nerve-signs', answers: ['none'] })).toEqual([
      'notice expired',
      'question sudden-signs',
    ])
  })
})
