#include "coordinator/storage/sqlite/version_queries.h"

#include <limits>

#include "common/base/text.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const v1::VersionRecord& record) {
  const std::string what =
      StrCat("version ", record.version(), " of ", record.name(), " cannot be stored");
  if (record.version() > std::numeric_limits<int64_t>::max())
    return Refused(what, "the number is too large");
  // The message has no map fields: the same record gives the same bytes.
  const std::string bytes = record.SerializeAsString();
  sqlite::Statement insert =
      HANSA_TRY(database.Prepare("INSERT INTO versions VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
                                 "SET record = record WHERE record = excluded.record"));
  insert.BindText(1, record.name()).BindInt(2, static_cast<int64_t>(record.version()));
  insert.BindBlob(3, AsSpan(bytes));
  HANSA_TRY(insert.Run());
  if (database.changes() == 1) return Success();
  return Refused(what, "it is there already with other contents; versions never change");
}

Result<std::vector<v1::VersionRecord>> ReadVersions(sqlite::Database& database) {
  std::vector<v1::VersionRecord> versions;
  sqlite::Statement select = HANSA_TRY(
      database.Prepare("SELECT name, version, record FROM versions ORDER BY name, version"));
  while (HANSA_TRY(select.Step())) {
    const ByteSpan bytes = select.Blob(2);
    v1::VersionRecord record;
    if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
        record.name() != select.Text(0) || record.version() != static_cast<uint64_t>(select.Int(1)))
      return BadInput(
          StrCat("cannot read version ", select.Int(1), " of ", select.Text(0), " from the store"),
          "its record is damaged", "Restore the store from a backup");
    versions.push_back(std::move(record));
  }
  return versions;
}

}  // namespace hansa::coordinator
