#include "coordinator/storage/sqlite/schema_steps.h"

namespace hansa::coordinator {

const std::array<std::string_view, 4> kStoreSteps = {
    R"sql(
CREATE TABLE invitations (
  site_id         TEXT PRIMARY KEY CHECK (length(site_id) = 16),
  name            TEXT NOT NULL,
  certificate     BLOB NOT NULL,
  curve_key       BLOB NOT NULL UNIQUE CHECK (length(curve_key) = 32),
  expires_unix_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sites (
  site_id          TEXT PRIMARY KEY REFERENCES invitations,
  credential       BLOB NOT NULL,
  identity_key     BLOB NOT NULL CHECK (length(identity_key) = 32),
  curve_key        BLOB NOT NULL UNIQUE CHECK (length(curve_key) = 32),
  enrolled_unix_ms INTEGER NOT NULL,
  software         TEXT NOT NULL DEFAULT '',
  seen_unix_ms     INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE revocations (
  site_id         TEXT PRIMARY KEY REFERENCES invitations,
  revocation      BLOB NOT NULL,
  revoked_unix_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  number INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL UNIQUE,
  toml   BLOB NOT NULL,
  record BLOB NOT NULL
) STRICT;

CREATE TABLE versions (
  name    TEXT NOT NULL,
  version INTEGER NOT NULL,
  record  BLOB NOT NULL,
  PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE last_session (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  number INTEGER NOT NULL
) STRICT;
)sql",
    R"sql(
CREATE TABLE rounds (
  job_id TEXT PRIMARY KEY REFERENCES jobs (job_id),
  record BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session_steps (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id      TEXT NOT NULL REFERENCES jobs (job_id),
  params_hash BLOB NOT NULL CHECK (length(params_hash) = 32),
  step        INTEGER NOT NULL,
  record      BLOB NOT NULL,
  UNIQUE (job_id, params_hash, step)
) STRICT;

CREATE TABLE events (
  job_id TEXT NOT NULL REFERENCES jobs (job_id),
  number INTEGER NOT NULL,
  json   TEXT NOT NULL,
  PRIMARY KEY (job_id, number)
) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
CREATE TABLE measurements (
  kind    INTEGER NOT NULL,
  name    TEXT NOT NULL,
  site_id TEXT NOT NULL,
  value   INTEGER NOT NULL,
  PRIMARY KEY (kind, name, site_id)
) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
CREATE TABLE directory (
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  epoch     INTEGER NOT NULL,
  directory BLOB NOT NULL
) STRICT;

CREATE TABLE listed_sites (
  site_id TEXT PRIMARY KEY REFERENCES invitations
) STRICT, WITHOUT ROWID;
)sql"};

}  // namespace hansa::coordinator
