/** The alerts of the SQLite store. */
import type Database from 'libsql'
import type { Alert, Alerts, Copy, NewAlert } from './alerts.ts'
import { readActivity } from './store.ts'

interface Row {
  reference: string
  level: Alert['level']
  rule: string
  channel: string
  at: number
  told: number
  takenBy: string | null
  takenAt: number | null
}

/** What both stores select of an alert. */
export const alertColumns =
  'reference, level, rule, channel, at, told, taken_by AS "takenBy", taken_at AS "takenAt"'

export const toAlert = ({ reference, level, rule, channel, at, told, takenBy, takenAt }: Row): Alert => ({
  reference,
  level,
  rule,
  channel,
  at,
  told,
  ...(takenBy === null || takenAt === null ? {} : { taken: { by: takenBy, at: takenAt } }),
})

/** How the store writes: again while the file is locked, and as a whole. */
interface Writing {
  readonly patiently: <Result>(work: () => Result) => Promise<Result>
  readonly transaction: <Args extends unknown[], Result>(
    work: (...args: Args) => Result,
  ) => (...args: Args) => Result
}

export interface SqliteAlerts extends Alerts {
  /** Within the transaction of a turn. */
  raise(alert: NewAlert): void
}

export function sqliteAlerts(
  db: Database.Database,
  { patiently, transaction }: Writing,
  now: () => number,
): SqliteAlerts {
  const add = db.prepare(
    'INSERT INTO alerts (reference, level, rule, channel, at, due) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const take = db.prepare(
    'UPDATE alerts SET taken_by = ?, taken_at = ?, due = NULL WHERE reference = ? AND taken_by IS NULL',
  )
  const one = db.prepare(`SELECT ${alertColumns} FROM alerts WHERE reference = ?`)
  const anyDue = db.prepare('SELECT 1 FROM alerts WHERE due <= ? LIMIT 1')
  const give = db.prepare(
    `UPDATE alerts SET due = ? WHERE reference IN (SELECT reference FROM alerts WHERE due <= ? ORDER BY due LIMIT ?)
     RETURNING ${alertColumns}`,
  )
  // taken in the meantime: told no more
  const told = db.prepare(
    `UPDATE alerts SET told = told + 1, due = CASE WHEN taken_by IS NULL THEN ? ELSE NULL END WHERE reference = ?`,
  )
  const show = db.prepare(
    'INSERT INTO alert_copies (reference, conversation, card) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const copies = db.prepare(
    'SELECT reference, conversation, card FROM alert_copies WHERE reference = ? ORDER BY conversation, card',
  )
  const open = db.prepare(`SELECT ${alertColumns} FROM alerts WHERE taken_by IS NULL ORDER BY at, reference`)
  const places = db.prepare('SELECT conversation, address FROM alert_places ORDER BY conversation')
  const addPlace = db.prepare(
    'INSERT INTO alert_places (conversation, address) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const removePlace = db.prepare('DELETE FROM alert_places WHERE conversation = ?')

  // a statement that returns rows and finds the file locked stays open, and blocks every later commit
  const due = transaction((limit: number, leaseMs: number) =>
    (give.all(now() + leaseMs, now(), limit) as Row[]).map((row) => toAlert(row)),
  )

  return {
    raise: ({ reference, level, rule, channel }) => {
      add.run(reference, level, rule, channel, now(), now())
    },
    due: (limit, leaseMs) => patiently(() => (anyDue.get(now()) ? due(limit, leaseMs) : [])),
    told: (reference, again) => patiently(() => void told.run(again ?? null, reference)),
    take: (reference, by) =>
      patiently(() => {
        take.run(by, now(), reference)
        const row = one.get(reference) as Row | undefined
        return row && toAlert(row)
      }),
    shown: ({ reference, conversation, card }) =>
      patiently(() => {
        show.run(reference, conversation, card)
        const row = one.get(reference) as Row | undefined
        return row && toAlert(row)
      }),
    copies: (reference) => patiently(() => copies.all(reference) as Copy[]),
    open: () => patiently(() => (open.all() as Row[]).map((row) => toAlert(row))),
    places: () =>
      patiently(() =>
        (places.all() as { conversation: string; address: string }[]).map(({ conversation, address }) => ({
          conversation,
          address: readActivity(address),
        })),
      ),
    addPlace: ({ conversation, address }) =>
      patiently(() => addPlace.run(conversation, JSON.stringify(address)).changes > 0),
    removePlace: (conversation) => patiently(() => removePlace.run(conversation).changes > 0),
  }
}
