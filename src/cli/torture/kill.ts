/** Kills the program at a random moment of an interview; the person sends again what was not acknowledged. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { faultsOf } from '../../store/sqliteFile.ts'
import type { Ledger } from './ledger.ts'
import { answered, arrive, meaning, read, repliesTo, say, type Heard, type Patient } from './patient.ts'
import { newFolder, startProgram } from './program.ts'
import { interview } from './script.ts'
import type { Torment } from './torment.ts'

/** A turn takes less: most moments are within one. In milliseconds. */
const momentMs = 25
const readyMs = 2_000

/** What was said, and what each of it was answered. */
const record = (heard: readonly Heard[]): string[] =>
  heard
    .filter(({ from }) => from.role === 'user')
    .map(({ id, text }) => `${text}: ${repliesTo(heard, id).map(meaning).join(', ')}`)

function judge(ledger: Ledger, heard: readonly Heard[], right: readonly string[]): void {
  const said = record(heard)
  const times = (line: string) => said.filter((other) => other.split(':')[0] === line.split(':')[0]).length
  ledger.add('lost', interview.filter((text) => times(text) < interview.filter((t) => t === text).length).length) // prettier-ignore
  ledger.add('doubled', Math.max(0, said.length - interview.length))
  if (said.join('\n') !== right.join('\n')) ledger.add('different')
  // every word of the bot answers something, the welcome included
  const replies = heard.filter(({ from }) => from.role === 'bot').length
  if (replies !== 1 + right.flatMap((line) => line.split(', ')).length) ledger.add('different')
}

export const kill: Torment = {
  about: 'kills (-9) in the middle of an interview: nothing lost, nothing doubled, ready again in 2 s',
  rounds: { full: 200, short: 5 },
  zero: ['lost', 'doubled', 'different', 'damaged'],
  atMost: { readyMeanMs: readyMs },
  run: async (ledger) => {
    const folder = newFolder()
    const store = join(folder, 'killed.db')
    let program = await startProgram(`sqlite:${store}`, folder)
    const url = () => program.url

    const converse = async (
      before: (step: number) => Promise<void> | undefined,
    ): Promise<readonly Heard[]> => {
      const patient: Patient = await arrive(program.url)
      for (const [step, text] of interview.entries()) {
        const killing = before(step)
        const id = await say(patient, url, text, `step ${step}`)
        await killing
        await answered(patient, url, id)
      }
      return read(patient, program.url)
    }

    const right = record(await converse(() => undefined))
    let readySum = 0
    for (let rounds = 1; ledger.done < ledger.goal; rounds++) {
      const fatal = Math.floor(Math.random() * interview.length)
      const killAndStart = async () => {
        await sleep(Math.random() * momentMs)
        await program.kill()
        ledger.add('damaged', faultsOf(store).length)
        program = await startProgram(`sqlite:${store}`, folder)
        ledger.most('readyMostMs', program.readyMs)
        readySum += program.readyMs
      }
      judge(ledger, await converse((step) => (step === fatal ? killAndStart() : undefined)), right)
      ledger.set('readyMeanMs', readySum / rounds)
      ledger.step()
    }
    await program.stop()
  },
}
