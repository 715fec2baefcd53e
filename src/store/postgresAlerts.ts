/** The alerts of the PostgreSQL store. */
import type { Alerts, Copy, NewAlert } from './alerts.ts'
import type { Ask, Statement } from './postgresPool.ts'
import { alertColumns, toAlert } from './sqliteAlerts.ts'
import { readActivity } from './store.ts'

type Row = Parameters<typeof toAlert>[0]

const statement = (name: string, text: string): Statement => ({ name, text })
const sql = {
  raise: statement(
    'raiseAlert',
    'INSERT INTO alerts (reference, level, rule, channel, at, due) VALUES ($1, $2, $3, $4, $5, $5)',
  ),
  due: statement(
    'dueAlerts',
    `UPDATE alerts SET due = $2 WHERE reference IN
       (SELECT reference FROM alerts WHERE due <= $1 ORDER BY due LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING ${alertColumns}`,
  ),
  // taken in the meantime: told no more
  told: statement(
    'toldAlert',
    `UPDATE alerts SET told = told + 1, due = CASE WHEN taken_by IS NULL THEN $2::bigint END WHERE reference = $1`,
  ),
  take: statement(
    'takeAlert',
    'UPDATE alerts SET taken_by = $2, taken_at = $3, due = NULL WHERE reference = $1 AND taken_by IS NULL',
  ),
  one: statement('alert', `SELECT ${alertColumns} FROM alerts WHERE reference = $1`),
  shown: statement(
    'alertShown',
    'INSERT INTO alert_copies (reference, conversation, card) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
  ),
  copies: statement(
    'alertCopies',
    `SELECT reference, conversation, card FROM alert_copies WHERE reference = $1
     ORDER BY conversation COLLATE "C", card COLLATE "C"`,
  ),
  open: statement(
    'openAlerts',
    `SELECT ${alertColumns} FROM alerts WHERE taken_by IS NULL ORDER BY at, reference COLLATE "C"`,
  ),
  places: statement(
    'places',
    'SELECT conversation, address FROM alert_places ORDER BY conversation COLLATE "C"',
  ),
  addPlace: statement(
    'addPlace',
    'INSERT INTO alert_places (conversation, address) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING conversation',
  ),
  removePlace: statement(
    'removePlace',
    'DELETE FROM alert_places WHERE conversation = $1 RETURNING conversation',
  ),
  sweep: statement('sweepAlerts', 'DELETE FROM alerts WHERE at < $1'),
  sweepCopies: statement(
    'sweepAlertCopies',
    'DELETE FROM alert_copies WHERE reference NOT IN (SELECT reference FROM alerts)',
  ),
} as const

/** Within the transaction of a turn. */
export const raiseAlert = async (ask: Ask, { reference, level, rule, channel }: NewAlert, at: number) => {
  await ask(sql.raise, [reference, level, rule, channel, at])
}

export const sweepAlerts = async (ask: Ask, before: number) => {
  await ask(sql.sweep, [before])
  await ask(sql.sweepCopies)
}

export const postgresAlerts = (ask: Ask, now: () => number): Alerts => ({
  due: async (limit, leaseMs) => (await ask<Row>(sql.due, [now(), now() + leaseMs, limit])).map(toAlert),
  told: async (reference, again) => void (await ask(sql.told, [reference, again ?? null])),
  take: async (reference, by) => {
    await ask(sql.take, [reference, by, now()])
    const [row] = await ask<Row>(sql.one, [reference])
    return row && toAlert(row)
  },
  shown: async ({ reference, conversation, card }) => {
    await ask(sql.shown, [reference, conversation, card])
    const [row] = await ask<Row>(sql.one, [reference])
    return row && toAlert(row)
  },
  copies: (reference) => ask<Copy>(sql.copies, [reference]),
  open: async () => (await ask<Row>(sql.open)).map(toAlert),
  places: async () =>
    (await ask<{ conversation: string; address: string }>(sql.places)).map(({ conversation, address }) => ({
      conversation,
      address: readActivity(address),
    })),
  addPlace: async ({ conversation, address }) =>
    (await ask(sql.addPlace, [conversation, JSON.stringify(address)])).length > 0,
  removePlace: async (conversation) => (await ask(sql.removePlace, [conversation])).length > 0,
})
