/** The alerts that nobody has taken, and those that could not be brought somewhere: `npm run teams -- alerts`. */
import { loadConfig } from '../config.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { openStore } from '../store/open.ts'
import type { Alert } from '../store/alerts.ts'
import type { Delivery } from '../store/store.ts'

type Dead = Delivery & { readonly code: string }

const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const openLine = ({ reference, level, rule, channel, at, told }: Alert): string =>
  `  ${reference}  ${timeOf(at)}  ${level.padEnd(9)}  ${rule}, ${channel}, told ${told} times`

/** `alerts/<reference>/<place>`. */
const deadLine = ({ conversation, tries, code }: Dead): string => {
  const [, reference = '', ...place] = conversation.split('/')
  return `  ${reference}  ${place.join('/')}: ${code} after ${tries} tries`
}

/** @param retry those given up are tried once more by the running bot */
export async function listAlerts(retry: boolean): Promise<string> {
  const store = await openStore(loadConfig(Object.keys(loadKnowledge().regions)).store)
  try {
    const open = await store.alerts.open()
    const dead = (await store.outbox.dead()).filter(({ conversation }) => conversation.startsWith('alerts/'))
    if (retry) for (const one of dead) await store.outbox.failed(one, Date.now(), one.code)
    return [
      `Taken by nobody: ${open.length}`,
      ...open.map(openLine),
      `Given up: ${dead.length}${retry ? ', tried once more now' : ''}`,
      ...dead.map(deadLine),
    ].join('\n')
  } finally {
    await store.close()
  }
}
