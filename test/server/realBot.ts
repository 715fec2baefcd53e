/** The whole bot, for a server of the tests. */
import { servicesFrom, type Services } from '../../dialogs/services.ts'
import { apologise, createBot, notSaved } from '../../src/bot.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { StaffDesk } from '../../dialogs/staff.ts'
import type { Store } from '../../src/store/store.ts'
import { createTurns, type Turns } from '../../src/turn.ts'

export const services = servicesFrom(
  loadKnowledge(),
  { name: 'Elm Street', phone: '020 7946 0000', region: 'uk', keepQuestions: true },
  () => new Date('2026-06-01T10:00:00Z'),
)

export const realTurns = (store: Store, changes: Partial<Services> = {}, staff?: StaffDesk): Turns =>
  createTurns({
    store,
    respond: createBot({ ...services, ...changes }),
    apologise: apologise(services),
    notSaved: notSaved(services),
    observe: () => {},
    staff,
  })
