#include "client/storage/schema_steps.h"

namespace hansa::client {

const std::array<std::string_view, 3> kJournalSteps = {
    R"sql(
CREATE TABLE answered (
  task_digest       BLOB NOT NULL CHECK (length(task_digest) = 32),
  base_model_sha256 BLOB NOT NULL CHECK (length(base_model_sha256) = 32),
  data_digest       BLOB NOT NULL CHECK (length(data_digest) = 32),
  session_number    INTEGER NOT NULL,
  unix_ms           INTEGER NOT NULL,
  PRIMARY KEY (task_digest, base_model_sha256, data_digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX answered_by_time ON answered (unix_ms);

CREATE TABLE sessions (
  coordinator_key BLOB PRIMARY KEY CHECK (length(coordinator_key) = 32),
  highest         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE authority (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

CREATE TABLE outbound (
  number         INTEGER PRIMARY KEY AUTOINCREMENT,
  unix_ms        INTEGER NOT NULL,
  kind           TEXT NOT NULL,
  job            TEXT NOT NULL,
  columns        TEXT NOT NULL,
  rows_used      INTEGER NOT NULL,
  bytes          INTEGER NOT NULL,
  session_number INTEGER NOT NULL,
  answer         TEXT NOT NULL
) STRICT;
CREATE TRIGGER outbound_is_not_edited BEFORE UPDATE ON outbound
  BEGIN SELECT raise(ABORT, 'the log of what left is append-only'); END;
CREATE TRIGGER outbound_is_not_deleted BEFORE DELETE ON outbound
  BEGIN SELECT raise(ABORT, 'the log of what left is append-only'); END;
)sql",
    R"sql(
CREATE TABLE place (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  inode  INTEGER NOT NULL,
  born   INTEGER NOT NULL,
  copies INTEGER NOT NULL
) STRICT;

CREATE TABLE doubtful (
  job_digest BLOB PRIMARY KEY CHECK (length(job_digest) = 32),
  copies     INTEGER NOT NULL,
  version    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
CREATE TABLE said (
  params_hash    BLOB NOT NULL CHECK (length(params_hash) = 32),
  step           INTEGER NOT NULL,
  session_number INTEGER NOT NULL,
  unix_ms        INTEGER NOT NULL,
  payload        BLOB NOT NULL,
  PRIMARY KEY (params_hash, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE directory (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  epoch  INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;
)sql"};

}  // namespace hansa::client
