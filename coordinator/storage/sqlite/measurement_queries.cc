#include "coordinator/storage/sqlite/measurement_queries.h"

#include <limits>

#include "common/base/text.h"

namespace hansa::coordinator {

Result<> Write(sqlite::Database& database, const Measurement& record) {
  if (record.value > std::numeric_limits<int64_t>::max())
    return Refused("a measurement cannot be kept", StrCat(record.value, " is beyond 2^63 - 1"));
  sqlite::Statement write = HANSA_TRY(database.Prepare(
      "INSERT INTO measurements VALUES (?, ?, ?, ?) ON CONFLICT (kind, name, site_id) DO UPDATE "
      "SET value = excluded.value"));
  write.BindInt(1, record.kind).BindText(2, record.name).BindText(3, record.site_id);
  write.BindInt(4, static_cast<int64_t>(record.value));
  return write.Run();
}

Result<std::vector<Measurement>> ReadMeasurements(sqlite::Database& database) {
  sqlite::Statement read = HANSA_TRY(database.Prepare(
      "SELECT kind, name, site_id, value FROM measurements ORDER BY kind, name, site_id"));
  std::vector<Measurement> out;
  while (HANSA_TRY(read.Step()))
    out.push_back({static_cast<uint32_t>(read.Int(0)), std::string(read.Text(1)),
                   std::string(read.Text(2)), static_cast<uint64_t>(read.Int(3))});
  return out;
}

}  // namespace hansa::coordinator
