#pragma once
// Every site that the operator invited, as stored, and who a CURVE key belongs to. The loop's; not
// thread-safe.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/base/time.h"
#include "common/transport/curve_keys.h"
#include "coordinator/storage/records.h"

namespace hansa::coordinator {

class SiteDirectory {
 public:
  explicit SiteDirectory(std::vector<StoredSite> sites);

  const StoredSite* Find(const std::string& site_id) const;  // null: unknown
  const std::map<std::string, StoredSite>& sites() const { return sites_; }
  size_t enrolled() const;  // not revoked

  // As Store::Commit will write them.
  void Apply(const InvitationRegistered& record);
  void Apply(const SiteEnrolled& record);
  void Apply(const SiteRevoked& record);
  void Apply(const SiteSeen& record);

  // "site:<id>" for the key of an enrolled site, "invite:<id>" for the key of an invitation that
  // has not expired (used or not: a site whose reply was lost asks again); empty for revoked sites
  // and all other keys.
  std::optional<std::string> UserOf(const transport::CurvePublic& key, UnixMillis now) const;

 private:
  void Index(const StoredSite& site);

  std::map<std::string, StoredSite> sites_;
  std::map<Bytes, std::string> by_site_key_, by_invitation_key_;
};

}  // namespace hansa::coordinator
