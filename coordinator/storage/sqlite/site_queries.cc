#include "coordinator/storage/sqlite/site_queries.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

constexpr std::string_view kSelectSites = R"sql(
SELECT invitations.site_id, name, certificate, invitations.curve_key, expires_unix_ms,
       sites.site_id IS NOT NULL, credential, identity_key, sites.curve_key, enrolled_unix_ms,
       seen_unix_ms, software,
       revocations.site_id IS NOT NULL, revocation, revoked_unix_ms
FROM invitations LEFT JOIN sites USING (site_id) LEFT JOIN revocations USING (site_id)
ORDER BY invitations.site_id)sql";

StoredSite ReadSite(const sqlite::Statement& row) {
  StoredSite site;
  const auto bytes = [&row](int column) {
    return Bytes(row.Blob(column).begin(), row.Blob(column).end());
  };
  site.site_id = row.Text(0);
  site.name = row.Text(1);
  site.certificate = bytes(2);
  site.invitation_curve_key = bytes(3);
  site.expires_unix_ms = row.Int(4);
  site.enrolled = row.Int(5) != 0;
  site.credential = bytes(6);
  site.identity_key = bytes(7);
  site.curve_key = bytes(8);
  site.enrolled_unix_ms = row.Int(9);
  site.seen_unix_ms = row.Int(10);
  site.software = row.Text(11);
  site.revoked = row.Int(12) != 0;
  site.revocation = bytes(13);
  site.revoked_unix_ms = row.Int(14);
  return site;
}

// What is stored under this id, if anything: a repeated record is compared with it.
Result<std::optional<Bytes>> ReadBlob(sqlite::Database& database, std::string_view sql,
                                      const std::string& site_id) {
  sqlite::Statement select = HANSA_TRY(database.Prepare(sql));
  select.BindText(1, site_id);
  if (!HANSA_TRY(select.Step())) return std::optional<Bytes>();
  const ByteSpan blob = select.Blob(0);
  return std::optional<Bytes>(Bytes(blob.begin(), blob.end()));
}

Result<bool> Exists(sqlite::Database& database, std::string_view sql, const std::string& site_id) {
  sqlite::Statement select = HANSA_TRY(database.Prepare(sql));
  return select.BindText(1, site_id).Step();
}

Result<> MayEnrol(sqlite::Database& database, const std::string& site_id) {
  if (!HANSA_TRY(Exists(database, "SELECT 1 FROM invitations WHERE site_id = ?", site_id)))
    return Refused(StrCat("site ", site_id, " cannot be enrolled"), "it was not invited");
  if (HANSA_TRY(Exists(database, "SELECT 1 FROM revocations WHERE site_id = ?", site_id)))
    return Refused(StrCat("site ", site_id, " cannot be enrolled"), "it was revoked");
  return Success();
}

Result<> KeyIsFree(sqlite::Database& database, const SiteEnrolled& record) {
  sqlite::Statement select =
      HANSA_TRY(database.Prepare("SELECT site_id FROM sites WHERE curve_key = ?"));
  if (!HANSA_TRY(select.BindBlob(1, record.curve_key).Step())) return Success();
  return Refused(StrCat("site ", record.site_id, " cannot be enrolled"),
                 StrCat("its CURVE key is that of site ", select.Text(0)));
}

}  // namespace

Result<> Write(sqlite::Database& database, const InvitationRegistered& record) {
  const std::optional<Bytes> stored = HANSA_TRY(
      ReadBlob(database, "SELECT certificate FROM invitations WHERE site_id = ?", record.site_id));
  if (stored && *stored == record.certificate) return Success();
  if (stored)
    return Refused(StrCat("invitation ", record.site_id, " cannot be registered"),
                   "another one has this id");
  sqlite::Statement insert =
      HANSA_TRY(database.Prepare("INSERT INTO invitations VALUES (?, ?, ?, ?, ?)"));
  insert.BindText(1, record.site_id).BindText(2, record.name).BindBlob(3, record.certificate);
  insert.BindBlob(4, record.curve_key).BindInt(5, record.expires_unix_ms);
  return insert.Run();
}

Result<> Write(sqlite::Database& database, const SiteEnrolled& record) {
  const std::optional<Bytes> stored = HANSA_TRY(
      ReadBlob(database, "SELECT credential FROM sites WHERE site_id = ?", record.site_id));
  if (stored && *stored == record.credential) return Success();
  if (stored)
    return Refused(StrCat("site ", record.site_id, " cannot be enrolled"),
                   "its invitation was used before");
  HANSA_TRY(MayEnrol(database, record.site_id));
  HANSA_TRY(KeyIsFree(database, record));
  sqlite::Statement insert =
      HANSA_TRY(database.Prepare("INSERT INTO sites (site_id, credential, identity_key, curve_key, "
                                 "enrolled_unix_ms) VALUES (?, ?, ?, ?, ?)"));
  insert.BindText(1, record.site_id).BindBlob(2, record.credential);
  insert.BindBlob(3, record.identity_key).BindBlob(4, record.curve_key);
  insert.BindInt(5, record.enrolled_unix_ms);
  return insert.Run();
}

Result<> Write(sqlite::Database& database, const SiteRevoked& record) {
  if (!HANSA_TRY(Exists(database, "SELECT 1 FROM invitations WHERE site_id = ?", record.site_id)))
    return Refused(StrCat("site ", record.site_id, " cannot be revoked"), "it was not invited");
  sqlite::Statement insert = HANSA_TRY(
      database.Prepare("INSERT INTO revocations VALUES (?, ?, ?) ON CONFLICT DO NOTHING"));
  insert.BindText(1, record.site_id).BindBlob(2, record.revocation);
  insert.BindInt(3, record.revoked_unix_ms);
  return insert.Run();
}

Result<> Write(sqlite::Database& database, const SiteSeen& record) {
  sqlite::Statement update = HANSA_TRY(
      database.Prepare("UPDATE sites SET software = ?, seen_unix_ms = ? WHERE site_id = ?"));
  update.BindText(1, record.software).BindInt(2, record.seen_unix_ms).BindText(3, record.site_id);
  HANSA_TRY(update.Run());
  if (database.changes() == 1) return Success();
  return Refused(StrCat("site ", record.site_id, " was not seen"), "it is not enrolled");
}

Result<std::vector<StoredSite>> ReadSites(sqlite::Database& database) {
  std::vector<StoredSite> sites;
  sqlite::Statement select = HANSA_TRY(database.Prepare(kSelectSites));
  while (HANSA_TRY(select.Step())) sites.push_back(ReadSite(select));
  return sites;
}

}  // namespace hansa::coordinator
