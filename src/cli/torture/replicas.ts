/** Two replicas on one PostgreSQL: two messages of one conversation at once, one to each, over and over. */
import type { Ledger } from './ledger.ts'
import { arrive, listen, read, repliesTo, say, type Heard } from './patient.ts'
import { startPostgres } from './postgresServer.ts'
import { startProgram } from './program.ts'
import type { Torment } from './torment.ts'

const conversations = 4
const texts = ['how long do spasms last', 'what helps a spasm', 'is heat good', 'check my symptoms']
const lostMs = 30_000

async function until(what: () => boolean): Promise<boolean> {
  const end = performance.now() + lostMs
  while (!what()) {
    if (performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return true
}

async function converse(urls: readonly string[], home: number, ledger: Ledger): Promise<void> {
  const patient = await arrive(urls[home]!)
  const heard: Heard[] = []
  const socket = listen(urls[home]!, patient.streamUrl, (activities) => heard.push(...activities))
  const asked: string[] = []
  while (ledger.done < ledger.goal) {
    const pair = ledger.done
    ledger.step()
    const said = await Promise.all(
      urls.map((url, n) => say(patient, () => url, `${texts[(pair + n) % texts.length]} ${pair}-${n}`, `${pair}-${n}`)), // prettier-ignore
    )
    asked.push(...said)
    if (!(await until(() => said.every((id) => repliesTo(heard, id).length > 0)))) ledger.add('lost')
  }
  const log = await read(patient, urls[1 - home]!)
  const ids = heard.map(({ id }) => id)
  ledger.add('doubled', ids.length - new Set(ids).size + asked.length - new Set(asked).size)
  if (log.some(({ id }) => !ids.includes(id))) ledger.add('unheard')
  const mine = log.filter(({ from }) => from.role === 'user').map(({ id }) => id)
  ledger.add('lost', asked.filter((id) => !mine.includes(id)).length)
  // the replies to each stand together, in the order the messages were numbered
  const runs = log.flatMap(({ replyToId }) => (asked.includes(replyToId ?? '') ? [replyToId!] : []))
  const order = runs.filter((id, n) => id !== runs[n - 1])
  if (ids.join() !== ids.toSorted().join() || order.join() !== asked.toSorted().join()) ledger.add('disordered') // prettier-ignore
  socket.terminate()
}

export const replicas: Torment = {
  about: 'pairs of messages at once on 2 replicas over PostgreSQL: nothing lost, in order',
  rounds: { full: 1_000, short: 40 },
  zero: ['lost', 'doubled', 'unheard', 'disordered'],
  run: async (ledger) => {
    const postgres = await startPostgres()
    const store = await postgres.database()
    const programs = await Promise.all([startProgram(store), startProgram(store)])
    const urls = programs.map(({ url }) => url)
    await Promise.all(Array.from({ length: conversations }, (_, n) => converse(urls, n % 2, ledger)))
    await Promise.all(programs.map((program) => program.kill()))
    await postgres.stop()
  },
}
