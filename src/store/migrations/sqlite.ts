/**
 * The SQLite schema as a list of forward steps. `user_version` holds how many have run; a step that has been released
 * never changes. Every table's key begins with the conversation, except of those that belong to none: `secrets`, and
 * `questions` and `votes`, which hold counts by day and are ordered by them, so that nothing tells whose they were. Of an
 * alert nothing leads back to its conversation either; `alert_places` and `alert_copies`
 * name conversations of the staff.
 */
export const sqliteMigrations: readonly string[] = [
  `CREATE TABLE conversations (
     conversation TEXT PRIMARY KEY,
     channel      TEXT NOT NULL,
     state        TEXT,
     newest       INTEGER NOT NULL DEFAULT 0, -- the last sequence number given out
     touched      INTEGER NOT NULL            -- milliseconds since 1970
   ) WITHOUT ROWID;
   CREATE INDEX conversations_touched ON conversations (touched);

   CREATE TABLE log (
     conversation TEXT NOT NULL,
     sequence     INTEGER NOT NULL,
     at           INTEGER NOT NULL,           -- milliseconds since 1970
     activity     TEXT NOT NULL,
     answers      TEXT,                       -- the arrival's activity_id that this replies to
     PRIMARY KEY (conversation, sequence)
   ) WITHOUT ROWID;

   CREATE TABLE arrivals (
     conversation TEXT NOT NULL,
     activity_id  TEXT NOT NULL,
     sequence     INTEGER,                    -- its line of the log; NULL when it was never written there
     received     INTEGER NOT NULL,
     answered     INTEGER NOT NULL DEFAULT 0,
     PRIMARY KEY (conversation, activity_id)
   ) WITHOUT ROWID;
   CREATE INDEX arrivals_unanswered ON arrivals (conversation, received) WHERE answered = 0;

   CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`,

  `CREATE TABLE outbox (
     conversation TEXT NOT NULL,
     sequence     INTEGER NOT NULL,           -- the reply's line of the log
     due          INTEGER,                    -- milliseconds since 1970; NULL when it was given up
     tries        INTEGER NOT NULL DEFAULT 0,
     error        TEXT,                       -- the code of the last failure
     PRIMARY KEY (conversation, sequence)
   ) WITHOUT ROWID;
   CREATE INDEX outbox_due ON outbox (due) WHERE due IS NOT NULL;`,

  `CREATE TABLE claims (
     conversation TEXT NOT NULL,
     name         TEXT NOT NULL,
     until        INTEGER NOT NULL,           -- milliseconds since 1970
     PRIMARY KEY (conversation, name)
   ) WITHOUT ROWID;`,

  `CREATE TABLE questions (
     day      INTEGER NOT NULL,               -- days since 1970
     question TEXT NOT NULL,                  -- without an answer, masked
     count    INTEGER NOT NULL,
     PRIMARY KEY (day, question)
   ) WITHOUT ROWID;

   CREATE TABLE votes (
     day     INTEGER NOT NULL,                -- days since 1970
     section TEXT NOT NULL,                   -- of the articles
     vote    TEXT NOT NULL,                   -- up or down
     count   INTEGER NOT NULL,
     PRIMARY KEY (day, section, vote)
   ) WITHOUT ROWID;`,

  `CREATE TABLE quarantine (
     conversation TEXT NOT NULL,
     at           INTEGER NOT NULL,           -- milliseconds since 1970
     state        TEXT,                       -- what could not be read
     PRIMARY KEY (conversation, at)
   ) WITHOUT ROWID;

   CREATE TABLE erasures (
     mark         TEXT PRIMARY KEY,           -- of the conversation, which it does not tell
     at           INTEGER NOT NULL
   ) WITHOUT ROWID;`,

  `CREATE TABLE alerts (
     reference TEXT PRIMARY KEY,
     level     TEXT NOT NULL,
     rule      TEXT NOT NULL,
     channel   TEXT NOT NULL,
     at        INTEGER NOT NULL,              -- milliseconds since 1970
     due       INTEGER,                       -- when to tell it, or tell it again; NULL: never
     told      INTEGER NOT NULL DEFAULT 0,    -- how often
     taken_by  TEXT,                          -- who of the staff
     taken_at  INTEGER
   ) WITHOUT ROWID;
   CREATE INDEX alerts_due ON alerts (due) WHERE due IS NOT NULL;

   CREATE TABLE alert_places (
     conversation TEXT PRIMARY KEY,
     address      TEXT NOT NULL               -- JSON: how to reach it
   ) WITHOUT ROWID;

   CREATE TABLE wakes (
     conversation TEXT PRIMARY KEY,
     due          INTEGER NOT NULL,           -- milliseconds since 1970
     activity     TEXT NOT NULL               -- JSON: what arrives then
   ) WITHOUT ROWID;
   CREATE INDEX wakes_due ON wakes (due);`,

  `CREATE TABLE alert_copies (
     reference    TEXT NOT NULL,
     conversation TEXT NOT NULL,              -- of the staff
     card         TEXT NOT NULL,              -- as the channel names it
     PRIMARY KEY (reference, conversation, card)
   ) WITHOUT ROWID;`,

  // long rows: in a table without row numbers what exceeds a quarter of a page goes to pages of its own, one or more a row
  `CREATE TABLE numbered_conversations (
     conversation TEXT NOT NULL PRIMARY KEY,
     channel      TEXT NOT NULL,
     state        TEXT,
     newest       INTEGER NOT NULL DEFAULT 0, -- the last sequence number given out
     touched      INTEGER NOT NULL            -- milliseconds since 1970
   );
   INSERT INTO numbered_conversations SELECT conversation, channel, state, newest, touched FROM conversations;
   DROP TABLE conversations;
   ALTER TABLE numbered_conversations RENAME TO conversations;
   CREATE INDEX conversations_touched ON conversations (touched);

   CREATE TABLE numbered_log (
     conversation TEXT NOT NULL,
     sequence     INTEGER NOT NULL,
     at           INTEGER NOT NULL,           -- milliseconds since 1970
     activity     TEXT NOT NULL,
     answers      TEXT,                       -- the arrival's activity_id that this replies to
     PRIMARY KEY (conversation, sequence)
   );
   INSERT INTO numbered_log SELECT conversation, sequence, at, activity, answers FROM log;
   DROP TABLE log;
   ALTER TABLE numbered_log RENAME TO log;`,
]
