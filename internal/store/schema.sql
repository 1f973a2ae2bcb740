-- The acts, as the log holds them. All other tables are derived from them.
CREATE TABLE act (
  writer TEXT NOT NULL,
  seq    INTEGER NOT NULL,
  id     TEXT NOT NULL,
  clock  INTEGER NOT NULL,
  kind   TEXT NOT NULL,
  actor  TEXT NOT NULL,
  time   TEXT NOT NULL,
  line   BLOB NOT NULL, -- the record, one line of canonical JSON
  PRIMARY KEY (writer, seq)
);
CREATE UNIQUE INDEX act_id ON act (id);
CREATE INDEX act_clock ON act (clock);

CREATE TABLE project (
  id     TEXT PRIMARY KEY,
  title  TEXT NOT NULL,
  sealed INTEGER NOT NULL,
  files  TEXT NOT NULL,
  act    TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE writer (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  tag      TEXT NOT NULL,
  verifier TEXT NOT NULL,
  act      TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE actor (
  id   TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  act  TEXT NOT NULL
) WITHOUT ROWID;

-- The last number given out per writer and area: S for sources, R for
-- persons, I for incidents, a source's identifier for its statements.
CREATE TABLE numbering (
  writer TEXT NOT NULL,
  area   TEXT NOT NULL,
  n      INTEGER NOT NULL,
  PRIMARY KEY (writer, area)
) WITHOUT ROWID;

-- The versions of vault objects that each writer's acts brought in.
CREATE TABLE object (
  writer    TEXT NOT NULL,
  n         INTEGER NOT NULL,
  object    TEXT NOT NULL,
  version   INTEGER NOT NULL,
  inventory TEXT NOT NULL,
  PRIMARY KEY (writer, n)
) WITHOUT ROWID;

CREATE TABLE source (
  id       TEXT PRIMARY KEY,
  ref      TEXT NOT NULL,
  erased   INTEGER NOT NULL,
  body     TEXT NOT NULL, -- source.Added
  act      TEXT NOT NULL,
  actor    TEXT NOT NULL,
  time     TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX source_ref ON source (ref);

-- Same bytes received twice are two sources with one digest.
CREATE TABLE artifact (
  source TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX artifact_sha256 ON artifact (sha256);

CREATE TABLE rendition (
  id     TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  body   TEXT NOT NULL, -- source.RenditionAdded
  act    TEXT NOT NULL,
  actor  TEXT NOT NULL,
  time   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX rendition_source ON rendition (source);

-- Why no text could be read from a source.
CREATE TABLE unread (
  act    TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  time   TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE incident (
  id     TEXT PRIMARY KEY,
  ref    TEXT NOT NULL,
  erased INTEGER NOT NULL,
  body   TEXT NOT NULL, -- register.IncidentAdded
  act    TEXT NOT NULL,
  actor  TEXT NOT NULL,
  time   TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX incident_ref ON incident (ref);

CREATE TABLE person (
  id     TEXT PRIMARY KEY,
  ref    TEXT NOT NULL,
  erased INTEGER NOT NULL,
  body   TEXT NOT NULL, -- register.PersonAdded
  act    TEXT NOT NULL,
  actor  TEXT NOT NULL,
  time   TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX person_ref ON person (ref);

-- What people decided against proposed figures, and their taking that back.
-- A rejection holds until it is taken back; what takes it back never holds.
CREATE TABLE rejection (
  act    TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  body   TEXT NOT NULL, -- source.ProposalRejected or source.ProposalReopened
  reason TEXT NOT NULL,
  holds  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX rejection_source ON rejection (source);

-- A statement's standing is derived from its versions: one head that is not
-- a withdrawal is current, one that is, is withdrawn, several are a conflict.
CREATE TABLE statement (
  id       TEXT PRIMARY KEY,
  ref      TEXT NOT NULL,
  source   TEXT NOT NULL,
  kind     TEXT NOT NULL,
  incident TEXT NOT NULL,
  standing TEXT NOT NULL,
  anchored INTEGER NOT NULL,
  position INTEGER NOT NULL -- start of the first fragment, for reading order
) WITHOUT ROWID;
CREATE UNIQUE INDEX statement_ref ON statement (ref);
CREATE INDEX statement_source ON statement (source, position);
CREATE INDEX statement_incident ON statement (incident) WHERE incident <> '';
CREATE INDEX statement_loose ON statement (ref) WHERE NOT anchored;
CREATE INDEX statement_conflict ON statement (ref) WHERE standing = 'conflict';

-- What an act did to a statement; what it says is in the act.
CREATE TABLE version (
  statement  TEXT NOT NULL,
  act        TEXT NOT NULL,
  kind       TEXT NOT NULL, -- added, corrected, withdrawn
  bases      TEXT NOT NULL, -- JSON list of version acts
  superseded INTEGER NOT NULL,
  PRIMARY KEY (statement, act)
) WITHOUT ROWID;

CREATE TABLE codebook (
  act  TEXT PRIMARY KEY,
  body TEXT NOT NULL,
  n    INTEGER NOT NULL -- order of application
) WITHOUT ROWID;

-- How the project handles figures that differ: the last declaration for a
-- question, or for every question of an incident where it names none. The
-- incident is empty for figures of the project as a whole.
CREATE TABLE position (
  incident TEXT NOT NULL,
  question TEXT NOT NULL,
  body     TEXT NOT NULL, -- toll.PositionSet
  act      TEXT NOT NULL,
  actor    TEXT NOT NULL,
  time     TEXT NOT NULL,
  PRIMARY KEY (incident, question)
) WITHOUT ROWID;

-- What may stand on one axis, or stands apart: the last declaration for two
-- terms of a list, or two groups, the lesser name first.
CREATE TABLE mapping (
  list  TEXT NOT NULL,
  one   TEXT NOT NULL,
  other TEXT NOT NULL,
  body  TEXT NOT NULL, -- toll.MappingSet
  act   TEXT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (list, one, other)
) WITHOUT ROWID;

-- Acts that could be read but not applied, each with the reason.
CREATE TABLE trouble (
  act  TEXT PRIMARY KEY,
  what TEXT NOT NULL
) WITHOUT ROWID;

-- What people find things by: a copy of words that stand elsewhere, and how
-- far each log has been looked through. No projection: it is derived from the
-- projections and the vault, and can be emptied at any time.
CREATE TABLE passage (
  n     INTEGER PRIMARY KEY,
  kind  TEXT NOT NULL,    -- source, text, statement, incident, person
  id    TEXT NOT NULL,    -- of the thing; of a text, its source
  start INTEGER NOT NULL, -- of a text: where the passage begins, in code points
  body  TEXT NOT NULL     -- the words as they stand
);
CREATE INDEX passage_thing ON passage (kind, id);
CREATE VIRTUAL TABLE passage_words USING fts5(kind, words, content='', contentless_delete=1, detail=column,
  tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co'");
CREATE TABLE searched (
  writer TEXT PRIMARY KEY,
  acts   INTEGER NOT NULL
) WITHOUT ROWID;
