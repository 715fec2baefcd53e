/**
 * Each activity is delivered one to three times, at once or later, to either of two replicas on one PostgreSQL, one of
 * which is killed and started anew again and again. Every delivery must get the same replies, from one run.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ledger } from './ledger.ts'
import { startPostgres } from './postgresServer.ts'
import { startProgram, type Program } from './program.ts'
import { interview } from './script.ts'
import type { Torment } from './torment.ts'

const conversations = 4
/** One replica is killed after so many activities. */
const killEvery = 500
const lostMs = 60_000

/** As the channel does: again until it is answered. Answers the replies as they came. */
async function deliver(programs: readonly Program[], activity: object): Promise<string> {
  const end = performance.now() + lostMs
  for (;;) {
    const { url } = programs[Math.floor(Math.random() * programs.length)]!
    const body = JSON.stringify(activity)
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/api/messages`, { method: 'POST', headers, body }).catch(() => undefined) // prettier-ignore
    if (response?.status === 200) return response.text()
    if (performance.now() > end) throw new Error(`an activity was never taken: ${response?.status}`)
    await sleep(50)
  }
}

/** What was said, without the marks of the delivery. */
function wordsOf(replies: string): string[] {
  const { activities } = JSON.parse(replies) as { activities: { channelData?: { message?: object } }[] }
  return activities.map(({ channelData }) => JSON.stringify(channelData?.message))
}

async function converse(programs: readonly Program[], ledger: Ledger): Promise<void> {
  const conversation = { id: randomUUID() }
  const late: { activity: object; words: string[] }[] = []
  const judge = (words: readonly string[], replies: string) => {
    ledger.add('deliveries')
    if (wordsOf(replies).join() !== words.join()) ledger.add('different')
  }
  for (const text of interview) {
    if (ledger.done >= ledger.goal) break
    ledger.step()
    const activity = {
      type: 'message',
      id: randomUUID(),
      text,
      channelId: 'emulator',
      serviceUrl: 'http://localhost:1/',
      deliveryMode: 'expectReplies',
      from: { id: 'person' },
      recipient: { id: 'bot' },
      conversation,
    }
    const times = 1 + Math.floor(Math.random() * 3)
    const atOnce = 1 + Math.floor(Math.random() * times)
    const replies = await Promise.all(Array.from({ length: atOnce }, () => deliver(programs, activity)))
    const words = wordsOf(replies[0]!)
    if (words.length === 0) ledger.add('unanswered')
    ledger.add('expectedLines', 1 + words.length)
    for (const reply of replies) judge(words, reply)
    for (let n = atOnce; n < times; n++) late.push({ activity, words })
  }
  for (const { activity, words } of late) judge(words, await deliver(programs, activity))
}

export const again: Torment = {
  about:
    'activities, each delivered 1 to 3 times to 2 replicas that are killed and started: run once, same replies',
  rounds: { full: 10_000, short: 150 },
  zero: ['different', 'unanswered', 'runTwice'],
  run: async (ledger) => {
    // what was counted must be found in one database
    ledger.restart()
    const postgres = await startPostgres()
    const store = await postgres.database()
    const programs = await Promise.all([startProgram(store), startProgram(store)])
    const talking = Promise.all(
      Array.from({ length: conversations }, async () => {
        while (ledger.done < ledger.goal) await converse(programs, ledger)
      }),
    )
    const every = Math.min(killEvery, ledger.goal / 3)
    for (let kills = 1; ledger.done < ledger.goal; await sleep(20)) {
      if (ledger.done < kills * every) continue
      const dying = kills++ % 2
      await programs[dying]!.kill()
      programs[dying] = await startProgram(store)
      ledger.add('kills')
    }
    await talking
    const [row] = await postgres.ask('SELECT count(*)::int AS lines FROM log', store)
    ledger.add('runTwice', Math.abs(Number(row!['lines']) - ledger.counts['expectedLines']!))
    await Promise.all(programs.map((program) => program.kill()))
    await postgres.stop()
  },
}
