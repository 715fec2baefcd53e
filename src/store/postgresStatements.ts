/** Everything that is asked of PostgreSQL, each under the name its plan is kept by. */
import type { Statement } from './postgresPool.ts'

const statement = (name: string, text: string): Statement => ({ name, text })
const lines = `SELECT l.sequence, l.at, l.activity, a.sequence AS answers FROM log l
  LEFT JOIN arrivals a ON a.conversation = l.conversation AND a.activity_id = l.answers WHERE l.conversation = $1`

export const sql = {
  addConversation: statement(
    'addConversation',
    'INSERT INTO conversations (conversation, channel, touched) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
  ),
  conversation: statement(
    'conversation',
    'SELECT channel, newest FROM conversations WHERE conversation = $1',
  ),
  // the row lock orders arrivals; no row comes back for one seen before, nor for a conversation that is not open
  receive: statement(
    'receive',
    `WITH next AS (SELECT newest + 1 AS sequence FROM conversations WHERE conversation = $1 FOR UPDATE),
     new AS (INSERT INTO arrivals (conversation, activity_id, sequence, received)
       SELECT $1, $2, sequence, $3 FROM next ON CONFLICT DO NOTHING RETURNING sequence),
     counted AS (UPDATE conversations SET newest = new.sequence, touched = $3 FROM new WHERE conversation = $1),
     written AS (INSERT INTO log (conversation, sequence, at, activity) SELECT $1, sequence, $3, $4 FROM new)
     SELECT sequence FROM new`,
  ),
  seen: statement(
    'seen',
    `SELECT l.sequence, l.at, l.activity, NULL AS answers FROM conversations c
     LEFT JOIN arrivals a ON a.conversation = c.conversation AND a.activity_id = $2
     LEFT JOIN log l ON l.conversation = a.conversation AND l.sequence = a.sequence WHERE c.conversation = $1`,
  ),
  begin: statement(
    'begin',
    `SELECT c.state, a.answered, EXISTS (SELECT FROM arrivals e
       WHERE e.conversation = $1 AND $2::text IS NOT NULL AND NOT e.answered AND e.received > $3
         AND (a.sequence IS NULL OR e.sequence < a.sequence)) AS early
     FROM conversations c LEFT JOIN arrivals a ON a.conversation = c.conversation AND a.activity_id = $2
     WHERE c.conversation = $1`,
  ),
  replies: statement('replies', `${lines} AND l.answers = $2 ORDER BY l.sequence`),
  // $7 is 1 when the first line is what was said, not a reply
  commit: statement(
    'commit',
    `WITH counted AS (UPDATE conversations SET state = $2, newest = newest + cardinality($5::text[]), touched = $3
       WHERE conversation = $1 RETURNING newest - cardinality($5::text[]) + $7::integer AS before),
     answered AS (INSERT INTO arrivals (conversation, activity_id, sequence, received, answered)
       SELECT $1, $4, CASE WHEN $7::integer = 1 THEN before END, $3, TRUE FROM counted WHERE $4::text IS NOT NULL
       ON CONFLICT (conversation, activity_id) DO UPDATE SET answered = TRUE RETURNING sequence),
     written AS (INSERT INTO log (conversation, sequence, at, activity, answers)
       SELECT $1, before - $7::integer + n, $3, activity, CASE WHEN n > $7::integer THEN $4 END
       FROM counted, unnest($5::text[]) WITH ORDINALITY AS r (activity, n)),
     out AS (INSERT INTO outbox (conversation, sequence, due)
       SELECT $1, before + n, $3 FROM counted, generate_series(1, cardinality($5::text[]) - $7::integer) n WHERE $6)
     SELECT before, (SELECT sequence FROM answered) AS answers FROM counted`,
  ),
  unanswered: statement(
    'unanswered',
    `SELECT a.conversation, a.activity_id AS "activityId", l.activity FROM arrivals a
     JOIN log l ON l.conversation = a.conversation AND l.sequence = a.sequence
     WHERE NOT a.answered AND a.received < $1 ORDER BY a.received, a.conversation, a.sequence`,
  ),
  unansweredOf: statement(
    'unansweredOf',
    `SELECT a.conversation, a.activity_id AS "activityId", l.activity FROM arrivals a
     JOIN log l ON l.conversation = a.conversation AND l.sequence = a.sequence
     WHERE NOT a.answered AND a.received < $1 AND a.conversation = $2 ORDER BY a.sequence`,
  ),
  // without a limit, $3 is NULL
  entries: statement('entries', `${lines} AND l.sequence > $2 ORDER BY l.sequence LIMIT $3::integer`),
  due: statement(
    'due',
    `WITH head AS (SELECT o.conversation, o.sequence FROM outbox o
       WHERE (o.due <= $1 OR o.due > $4) AND NOT EXISTS (SELECT FROM outbox p
         WHERE p.conversation = o.conversation AND p.sequence < o.sequence AND p.due IS NOT NULL)
       ORDER BY o.due LIMIT $3 FOR UPDATE SKIP LOCKED)
     UPDATE outbox o SET due = $2, tries = o.tries + 1 FROM head h
     JOIN log l ON l.conversation = h.conversation AND l.sequence = h.sequence
     WHERE o.conversation = h.conversation AND o.sequence = h.sequence
     RETURNING o.conversation, o.sequence, o.tries, l.activity`,
  ),
  delivered: statement('delivered', 'DELETE FROM outbox WHERE conversation = $1 AND sequence = $2'),
  failed: statement(
    'failed',
    'UPDATE outbox SET due = $3, error = $4 WHERE conversation = $1 AND sequence = $2',
  ),
  repeat: statement(
    'repeat',
    `INSERT INTO outbox (conversation, sequence, due) SELECT $1, s, $3 FROM unnest($2::integer[]) s
     ON CONFLICT DO NOTHING`,
  ),
  countOutbox: statement(
    'countOutbox',
    'SELECT count(due) AS waiting, count(*) - count(due) AS dead FROM outbox',
  ),
  deadOutbox: statement(
    'deadOutbox',
    `SELECT o.conversation, o.sequence, o.tries, o.error AS code, l.activity FROM outbox o
     JOIN log l ON l.conversation = o.conversation AND l.sequence = o.sequence
     WHERE o.due IS NULL ORDER BY l.at, o.conversation COLLATE "C", o.sequence`,
  ),
  forgetArrival: statement(
    'forgetArrival',
    `UPDATE log SET activity = $3 WHERE conversation = $1 AND sequence =
       (SELECT sequence FROM arrivals WHERE conversation = $1 AND activity_id = $2)`,
  ),
  setWake: statement(
    'setWake',
    `INSERT INTO wakes (conversation, due, activity) VALUES ($1, $2, $3)
     ON CONFLICT (conversation) DO UPDATE SET due = excluded.due, activity = excluded.activity`,
  ),
  removeWakes: statement('removeWakes', 'DELETE FROM wakes WHERE conversation = ANY ($1)'),
  wakes: statement(
    'wakes',
    `UPDATE wakes SET due = $2 WHERE conversation IN
       (SELECT conversation FROM wakes WHERE due <= $1 ORDER BY due LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING conversation, activity`,
  ),
  // read as JSON, half a sign in a name would be an error
  endWake: statement(
    'endWake',
    `DELETE FROM wakes WHERE conversation = $1 AND position('"id":"' || $2 || '"' IN activity) > 0`,
  ),
  claim: statement(
    'claim',
    `INSERT INTO claims (conversation, name, until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING name`,
  ),
  claimed: statement('claimed', 'SELECT name FROM claims WHERE conversation = $1 AND name = $2'),
  tryWrite: statement(
    'tryWrite',
    `INSERT INTO claims (conversation, name, until) VALUES ('', 'written', $1)
     ON CONFLICT (conversation, name) DO UPDATE SET until = excluded.until`,
  ),
  dropClaims: statement('dropClaims', 'DELETE FROM claims WHERE until < $1'),
  addSecret: statement(
    'addSecret',
    'INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING',
  ),
  secret: statement('secret', 'SELECT value FROM secrets WHERE name = $1'),
  // the counter stays until the sweep: an open client goes on reading after the number it has
  forget: statement('forget', 'UPDATE conversations SET state = NULL, touched = $2 WHERE conversation = $1'),
  addQuestion: statement(
    'addQuestion',
    `INSERT INTO questions AS q (day, question, count) VALUES ($1, $2, 1)
     ON CONFLICT (day, question) DO UPDATE SET count = q.count + 1`,
  ),
  addTally: statement(
    'addTally',
    `INSERT INTO votes AS v (day, section, vote, count) VALUES ($1, $2, $3, $4)
     ON CONFLICT (day, section, vote) DO UPDATE SET count = v.count + excluded.count`,
  ),
  questions: statement(
    'questions',
    `SELECT question, sum(count)::integer AS count FROM questions WHERE day >= $1
     GROUP BY question ORDER BY 2 DESC, question COLLATE "C"`,
  ),
  // what takes back a thumb whose day was swept counts for nothing
  votes: statement(
    'votes',
    `SELECT section, coalesce(sum(count) FILTER (WHERE vote = 'up'), 0)::integer AS up,
       coalesce(sum(count) FILTER (WHERE vote = 'down'), 0)::integer AS down
     FROM votes WHERE day >= $1 AND count > 0 GROUP BY section ORDER BY 3 DESC, section COLLATE "C"`,
  ),
  sweepQuestions: statement('sweepQuestions', 'DELETE FROM questions WHERE day < $1'),
  sweepVotes: statement('sweepVotes', 'DELETE FROM votes WHERE day < $1'),
  putAside: statement(
    'putAside',
    `INSERT INTO quarantine SELECT conversation, $2, state FROM conversations WHERE conversation = $1
     ON CONFLICT DO NOTHING`,
  ),
  addErasures: statement(
    'addErasures',
    `INSERT INTO erasures (mark, at) SELECT * FROM unnest($1::text[], $2::bigint[])
     ON CONFLICT (mark) DO UPDATE SET at = greatest(erasures.at, excluded.at)`,
  ),
  erasures: statement('erasures', 'SELECT mark, at FROM erasures'),
  dropErasures: statement('dropErasures', 'DELETE FROM erasures WHERE at < $1'),
  leaveOut: statement('leaveOut', 'UPDATE conversations SET newest = newest + $1'),
  conversations: statement('conversations', 'SELECT conversation, touched FROM conversations'),
  removeQuarantine: statement('removeQuarantine', 'DELETE FROM quarantine WHERE conversation = ANY ($1)'),
  removeLog: statement('removeLog', 'DELETE FROM log WHERE conversation = ANY ($1)'),
  removeArrivals: statement('removeArrivals', 'DELETE FROM arrivals WHERE conversation = ANY ($1)'),
  removeOutbox: statement('removeOutbox', 'DELETE FROM outbox WHERE conversation = ANY ($1)'),
  sweep: statement(
    'sweep',
    `DELETE FROM conversations WHERE touched < $1 AND conversation IN
       (SELECT conversation FROM conversations WHERE touched < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING conversation`,
  ),
} as const
