#include "coordinator/storage/sqlite/directory_queries.h"

#include <limits>

#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

Result<> WriteListed(sqlite::Database& database, const std::vector<std::string>& sites) {
  HANSA_TRY(database.Exec("DELETE FROM listed_sites"));
  for (const std::string& site : sites) {
    sqlite::Statement insert = HANSA_TRY(database.Prepare(
        "INSERT INTO listed_sites SELECT site_id FROM invitations WHERE site_id = ?"));
    HANSA_TRY(insert.BindText(1, site).Run());
    if (database.changes() != 1)
      return Refused("the directory cannot be kept", StrCat("site ", site, " was not invited"));
  }
  return Success();
}

}  // namespace

Result<> Write(sqlite::Database& database, const DirectoryPublished& record) {
  const std::optional<DirectoryPublished> stored = HANSA_TRY(ReadDirectory(database));
  if (stored && *stored == record) return Success();
  if (record.epoch > std::numeric_limits<int64_t>::max() ||
      (stored && record.epoch <= stored->epoch))
    return Refused(
        "the directory cannot be kept",
        StrCat("its epoch is ", record.epoch, ", that of the newest ", stored ? stored->epoch : 0));
  HANSA_TRY(WriteListed(database, record.sites));
  sqlite::Statement write =
      HANSA_TRY(database.Prepare("INSERT OR REPLACE INTO directory VALUES (1, ?, ?)"));
  write.BindInt(1, static_cast<int64_t>(record.epoch)).BindBlob(2, record.directory);
  return write.Run();
}

Result<std::optional<DirectoryPublished>> ReadDirectory(sqlite::Database& database) {
  sqlite::Statement select = HANSA_TRY(database.Prepare("SELECT epoch, directory FROM directory"));
  if (!HANSA_TRY(select.Step())) return std::optional<DirectoryPublished>();
  DirectoryPublished out;
  out.epoch = static_cast<uint64_t>(select.Int(0));
  out.directory.assign(select.Blob(1).begin(), select.Blob(1).end());
  sqlite::Statement sites =
      HANSA_TRY(database.Prepare("SELECT site_id FROM listed_sites ORDER BY site_id"));
  while (HANSA_TRY(sites.Step())) out.sites.emplace_back(sites.Text(0));
  return std::optional<DirectoryPublished>(std::move(out));
}

}  // namespace hansa::coordinator
