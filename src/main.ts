/** Starts the bot: settings, knowledge, store, turns, server. */
import { servicesFrom } from '../dialogs/services.ts'
import { apologise, createBot, notSaved } from './bot.ts'
import { ConfigError, configExitCode, loadConfig, type Config } from './config.ts'
import { loadKnowledge } from './knowledge/load.ts'
import { createLog } from './observe.ts'
import { followKnowledge } from './server/followKnowledge.ts'
import { createMetrics } from './server/metrics.ts'
import { failPassing } from './server/passing.ts'
import { startServer } from './server/server.ts'
import { createAlerting } from './staff/alerting.ts'
import { openStore } from './store/open.ts'
import { createTurns } from './turn.ts'

const dayMs = 24 * 3_600_000
/** Said to new knowledge before it is taken: danger it must hear, and a question. */
const danger = 'I cannot feel anything when I wipe'
const question = 'how long do spasms last'
/** How often conversations past their retention are looked for. */
const sweepMs = 3_600_000

async function start(config: Config, knowledge: ReturnType<typeof loadKnowledge>): Promise<void> {
  const log = createLog(config.logLevel)
  const metrics = createMetrics()
  const store = await openStore(config.store)
  const { clinic, keepQuestions, checkInDays, alerts } = config
  const settings = { ...clinic, region: config.region, keepQuestions, checkInDays }
  const following = followKnowledge({
    first: knowledge,
    make: (present) => {
      const services = servicesFrom(present, settings, () => new Date())
      const bot = {
        respond: createBot(services),
        apologise: apologise(services),
        notSaved: notSaved(services),
      }
      return { services, ...bot }
    },
    trial: ({ services }, { regions }) => {
      if (!regions[config.region]) throw new Error(`it has no region '${config.region}'`)
      if (services.recognise(danger).mentions.length === 0) throw new Error('it hears no danger')
      services.answer(question)
    },
    taken: (hash) => log.info({ event: 'knowledge-taken', hash }),
    refused: (error) =>
      log.error({ event: 'knowledge-refused', reason: (error as Error).message.slice(0, 300) }),
  })
  const alerting = createAlerting({
    settings: {
      owners: config.azure || alerts.owners.length > 0 ? alerts.owners : undefined,
      reminderMinutes: alerts.reminderMinutes,
      webhook: alerts.webhook !== undefined,
      email: alerts.email !== undefined,
    },
    store,
    wording: knowledge.wording.staff,
    log,
    now: Date.now,
  })
  const turns = createTurns({
    store,
    respond: (...turn) => following.current.respond(...turn),
    apologise: (context) => following.current.apologise(context),
    notSaved: (context) => following.current.notSaved(context),
    staff: alerting,
    observe: (line) => {
      metrics.turn(line)
      if (line.error) log.error({ ...line })
      else log.info({ ...line })
    },
  })
  const region = knowledge.regions[config.region]!
  const { name, phone, hours } = config.clinic
  const reception = [phone, hours].filter(Boolean).join(', ')
  const server = await startServer({
    settings: config,
    page: {
      clinic: name,
      phone,
      hours,
      reception,
      emergency: region.emergency,
      region: region.id,
      retentionDays: config.retentionDays,
    },
    store,
    turns,
    log,
    metrics,
    alerting,
    addresses: alerts,
  })

  const sweep = () =>
    void store.sweep(Date.now() - config.retentionDays * dayMs).then(
      (conversations) => conversations && log.info({ event: 'swept', conversations }),
      (error: unknown) => log.error({ event: 'sweep-failed', error }),
    )
  sweep()
  setInterval(sweep, sweepMs).unref()

  const stop = async () => {
    following.stop()
    await server.stop()
    await store.close()
    process.exit(0)
  }
  process.once('SIGTERM', stop).once('SIGINT', stop)
  process.on('uncaughtException', (error) => {
    if (failPassing()) return log.error({ event: 'request-failed', error })
    log.error({ event: 'crashed', error })
    process.exit(1)
  })
  process.on('unhandledRejection', (error) => {
    failPassing()
    log.error({ event: 'unhandled', error })
  })
  process.stdout.write(`Backwise is ready: open http://localhost:${server.port}\n`)
}

/** What went wrong, in a line for people who run the bot; a stack helps only those who wrote it. */
function explain(error: unknown, config?: Config): string {
  const { code, message } = error as NodeJS.ErrnoException
  const place = config && `port ${config.port} on ${config.host}`
  if (code === 'EADDRINUSE')
    return `${place} is in use: stop the other program, or set PORT to another number`
  if (code === 'EACCES' && place) return `${place} is not allowed: set PORT to a number from 1024`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST ${config?.host} is no address of this machine`
  return message
}

let config: Config | undefined
try {
  const knowledge = loadKnowledge()
  config = loadConfig(Object.keys(knowledge.regions))
  await start(config, knowledge)
} catch (error) {
  const reasons = explain(error, config)
  process.stderr.write(`Backwise cannot start:${reasons.includes('\n') ? '\n' : ' '}${reasons}\n`)
  process.exit(error instanceof ConfigError ? configExitCode : 1)
}
