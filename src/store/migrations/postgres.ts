/**
 * The PostgreSQL schema as a list of forward steps, each its own transaction. `backwise_schema` holds how many have run;
 * a step that has been released never changes, and old replicas may still run while a new one migrates: a step only adds
 * what they can do without. The tables and what they mean are those of SQLite.
 */
export const postgresMigrations: readonly string[] = [
  `CREATE TABLE conversations (
     conversation TEXT PRIMARY KEY,
     channel      TEXT NOT NULL,
     state        TEXT,
     newest       INTEGER NOT NULL DEFAULT 0,
     touched      BIGINT NOT NULL
   );
   CREATE INDEX conversations_touched ON conversations (touched);

   CREATE TABLE log (
     conversation TEXT NOT NULL,
     sequence     INTEGER NOT NULL,
     at           BIGINT NOT NULL,
     activity     TEXT NOT NULL,
     answers      TEXT,
     PRIMARY KEY (conversation, sequence)
   );

   CREATE TABLE arrivals (
     conversation TEXT NOT NULL,
     activity_id  TEXT NOT NULL,
     sequence     INTEGER,
     received     BIGINT NOT NULL,
     answered     BOOLEAN NOT NULL DEFAULT FALSE,
     PRIMARY KEY (conversation, activity_id)
   );
   CREATE INDEX arrivals_unanswered ON arrivals (conversation, sequence) WHERE NOT answered;

   CREATE TABLE outbox (
     conversation TEXT NOT NULL,
     sequence     INTEGER NOT NULL,
     due          BIGINT,
     tries        INTEGER NOT NULL DEFAULT 0,
     error        TEXT,
     PRIMARY KEY (conversation, sequence)
   );
   CREATE INDEX outbox_due ON outbox (due) WHERE due IS NOT NULL;

   CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);`,

  `CREATE TABLE claims (
     conversation TEXT NOT NULL,
     name         TEXT NOT NULL,
     until        BIGINT NOT NULL,
     PRIMARY KEY (conversation, name)
   );`,

  `CREATE TABLE questions (
     day      INTEGER NOT NULL,
     question TEXT NOT NULL,
     count    INTEGER NOT NULL,
     PRIMARY KEY (day, question)
   );

   CREATE TABLE votes (
     day     INTEGER NOT NULL,
     section TEXT NOT NULL,
     vote    TEXT NOT NULL,
     count   INTEGER NOT NULL,
     PRIMARY KEY (day, section, vote)
   );`,

  `CREATE TABLE quarantine (
     conversation TEXT NOT NULL,
     at           BIGINT NOT NULL,
     state        TEXT,
     PRIMARY KEY (conversation, at)
   );
   CREATE TABLE erasures (mark TEXT PRIMARY KEY, at BIGINT NOT NULL);`,

  `CREATE TABLE alerts (
     reference TEXT PRIMARY KEY,
     level     TEXT NOT NULL,
     rule      TEXT NOT NULL,
     channel   TEXT NOT NULL,
     at        BIGINT NOT NULL,
     due       BIGINT,
     told      INTEGER NOT NULL DEFAULT 0,
     taken_by  TEXT,
     taken_at  BIGINT
   );
   CREATE INDEX alerts_due ON alerts (due) WHERE due IS NOT NULL;
   CREATE TABLE alert_places (conversation TEXT PRIMARY KEY, address TEXT NOT NULL);
   CREATE TABLE wakes (conversation TEXT PRIMARY KEY, due BIGINT NOT NULL, activity TEXT NOT NULL);
   CREATE INDEX wakes_due ON wakes (due);`,

  `CREATE TABLE alert_copies (
     reference    TEXT NOT NULL,
     conversation TEXT NOT NULL,
     card         TEXT NOT NULL,
     PRIMARY KEY (reference, conversation, card)
   );`,
]
