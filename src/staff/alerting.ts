/**
 * Tells the staff of escalations: on a card in each place they named, by webhook and by e-mail. The alert was kept with the
 * turn that gave the advice; from there it is copied into the outbox, once for each place under a name of its own, so a
 * crash at any moment repeats a copy that is already there and loses none. The outbox sends, tries again and gives up.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { staffWish, type StaffDesk, type StaffReply, type StaffWish } from '../../dialogs/staff.ts'
import { alertCard, alertText, type AlertView } from '../cards/alertCard.ts'
import type { Wording } from '../core/wording.ts'
import type { Log } from '../observe.ts'
import { replacing } from '../cards/render.ts'
import type { Alert, Copy, Place } from '../store/alerts.ts'
import type { Delivery, Store, StoredActivity } from '../store/store.ts'
import { emailChannel, webhookChannel, type Letter } from './courier.ts'

type Activity = Parameters<StaffDesk['hear']>[0]

/** How often is looked for what is due, and who listens, in milliseconds. */
const lookMs = 1_000
/** How often those that nobody has taken are counted, in milliseconds. */
const countMs = 10_000
/** Longer than the copies of some alerts take. */
const leaseMs = 30_000
const atOnce = 50
const maxReminders = 3
/** In UTF-16 units. */
const longestName = 100
const goodbyeMs = 2_000

export interface AlertSettings {
  /** Entra ids of those who may turn alerts on; undefined: anybody, as with an emulator. */
  readonly owners?: readonly string[] | undefined
  /** 0: nobody is reminded. */
  readonly reminderMinutes: number
  readonly webhook: boolean
  readonly email: boolean
}

export interface AlertingParts {
  readonly settings: AlertSettings
  readonly store: Store
  readonly wording: Wording['staff']
  readonly log: Log
  readonly now: () => number
}

export interface Alerting extends StaffDesk {
  /** How many alerts nobody had taken, a few seconds ago. */
  readonly untaken: number
  /** What is in the outbox arrived, and has this id there: where it is the card of an alert, it is remembered. */
  shown(delivery: Delivery, id: string): Promise<void>
  /** @param send sends what is in the outbox */
  start(send: () => void): Promise<void>
  stop(): Promise<void>
}

const channelNames: Readonly<Record<string, string>> = {
  msteams: 'Microsoft Teams',
  'msteams group': 'Microsoft Teams, in a group',
  directline: "the clinic's page",
}

const viewOf = ({ told, channel, ...alert }: Alert): AlertView => ({
  ...alert,
  channel: channelNames[channel] ?? channel,
  reminders: told,
})

/** A channel's posts have conversations of their own; alerts go to the channel itself. */
function placeOf({ channelId, serviceUrl, conversation, recipient }: Activity): Place {
  const id = conversation.id.split(';messageid=')[0]!
  const address = { channelId, serviceUrl, conversation: { ...conversation, id }, from: recipient }
  return {
    conversation: `${channelId}/${id}`,
    address: JSON.parse(JSON.stringify(address)) as StoredActivity,
  }
}

export function createAlerting({ settings, store, wording, log, now }: AlertingParts): Alerting {
  const { alerts } = store
  let places = 0
  let untaken = 0
  let counted = -Infinity
  let send: (() => void) | undefined

  /** Under a name of its own for each place: what is there already is not written again. */
  const post = async ({ reference }: Alert, name: string, place: string, activity: StoredActivity) => {
    const conversation = `alerts/${reference}/${place}`
    await store.open(conversation, 'alerts')
    await store.turn(conversation, name, async ({ replies }, commit) => {
      if (!replies) await commit({ state: '{}', replies: [activity], outbox: true })
    })
  }

  const letterOf = (alert: Alert): Letter => {
    const { reference, level, rule, channel, at, told, taken } = alert
    const body = { reference, level, rule, channel, at: new Date(at).toISOString() }
    return {
      id: `${reference}-${taken ? 'taken' : told}`,
      text: alertText(viewOf(alert), wording),
      body: taken
        ? { type: 'acknowledged', ...body, by: taken.by, acknowledgedAt: new Date(taken.at).toISOString() }
        : { type: 'escalation', ...body, reminder: told },
    }
  }

  const postLetters = async (alert: Alert, name: string) => {
    const value = letterOf(alert)
    for (const channelId of [settings.webhook && webhookChannel, settings.email && emailChannel])
      if (channelId) await post(alert, name, channelId, { type: 'event', channelId, value })
  }

  const tell = async (alert: Alert) => {
    const content = alertCard(viewOf(alert), wording)
    const card = {
      type: 'message',
      summary: content.speak,
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
    }
    const name = `told-${alert.told}`
    for (const { conversation, address } of await alerts.places())
      await post(alert, name, conversation, { ...address, ...card })
    await postLetters(alert, name)
    const again = settings.reminderMinutes > 0 && alert.told < maxReminders
    await alerts.told(alert.reference, again ? now() + settings.reminderMinutes * 60_000 : undefined)
  }

  /** Every card that shows it says now who has it. */
  const showTaken = async (alert: Alert, copies: readonly Copy[]) => {
    const known = (await alerts.places()).map(({ conversation, address }) => [conversation, address] as const)
    const addresses = new Map(known)
    const update = (card: string) => replacing(card, alertCard(viewOf(alert), wording)) as StoredActivity
    for (const { conversation, card } of copies) {
      const address = addresses.get(conversation)
      if (address) await post(alert, `taken-${card}`, conversation, { ...address, ...update(card) })
    }
    send?.()
  }

  let running: Promise<void> | undefined
  let again = false
  let stopped = false
  const work = async () => {
    places = (await alerts.places()).length
    const due = await alerts.due(atOnce, leaseMs)
    for (const alert of due) await tell(alert)
    if (due.length > 0) send?.()
    if (now() - counted >= countMs) {
      counted = now()
      untaken = (await alerts.open()).length
    }
    again ||= due.length === atOnce
  }
  /** Asked while it runs, it runs once more. */
  function look(): void {
    if (stopped) return
    if (running) {
      again = true
      return
    }
    again = false
    running = work()
      .catch((error: unknown) => log.error({ event: 'alerts-failed', error }))
      .finally(() => {
        running = undefined
        if (again) look()
      })
  }

  const mayManage = ({ from }: Activity): boolean =>
    settings.owners === undefined || (from?.aadObjectId !== undefined && settings.owners.includes(from.aadObjectId.toLowerCase())) // prettier-ignore

  const obey = async (wish: StaffWish, activity: Activity): Promise<StaffReply | undefined> => {
    const place = placeOf(activity)
    switch (wish.kind) {
      case 'leave':
        await alerts.removePlace(place.conversation)
        return undefined
      case 'alerts': {
        if (!wish.group) return { kind: 'said', what: 'alerts-nobody' }
        const id = activity.from?.aadObjectId ?? '?'
        if (!mayManage(activity)) return { kind: 'said', what: 'alerts-not-owner', blanks: { id } }
        if (!wish.on) {
          await alerts.removePlace(place.conversation)
          look()
          return { kind: 'said', what: 'alerts-off' }
        }
        const added = await alerts.addPlace(place)
        places = Math.max(places, 1)
        return { kind: 'said', what: added ? 'alerts-on' : 'alerts-already-on' }
      }
      case 'take': {
        const ours = (await alerts.places()).some(({ conversation }) => conversation === place.conversation)
        const alert = ours
          ? await alerts.take(wish.reference, activity.from?.name?.slice(0, longestName) || '?')
          : undefined
        if (!alert) return { kind: 'said', what: 'unknown-alert' }
        // the card that was pressed is changed by the answer to the press
        const pressed = ({ conversation, card }: Copy) =>
          conversation === place.conversation && card === activity.replyToId
        await postLetters(alert, 'taken')
        await showTaken(
          alert,
          (await alerts.copies(alert.reference)).filter((copy) => !pressed(copy)),
        )
        return { kind: 'alert', alert: viewOf(alert) }
      }
      default:
        throw wish satisfies never
    }
  }

  let timer: NodeJS.Timeout | undefined
  return {
    get listening() {
      return places > 0 || settings.webhook || settings.email
    },
    get untaken() {
      return untaken
    },
    hear: async (activity) => {
      const wish = staffWish(activity)
      return wish && obey(wish, activity)
    },
    raised: look,
    shown: async ({ conversation: name, activity }, card) => {
      const [, reference, conversation] = /^alerts\/([^/]+)\/(.+)$/s.exec(name) ?? []
      if (!reference || !conversation || activity['type'] !== 'message') return
      const copy = { reference, conversation, card }
      const alert = await alerts.shown(copy)
      // taken while this was on its way
      if (alert?.taken) await showTaken(alert, [copy])
    },
    start: async (sendOutbox) => {
      send = sendOutbox
      look()
      await running
      timer = setInterval(look, lookMs).unref()
    },
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await Promise.race([running, sleep(goodbyeMs, undefined, { ref: false })])
    },
  }
}
