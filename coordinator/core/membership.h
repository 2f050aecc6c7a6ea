#pragma once
// Who belongs to the fleet, who is connected, and who misbehaved how often: shared input of every
// job's machine. Changed by the router only.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/base/time.h"
#include "common/crypto/ed25519.h"
#include "common/identity/directory.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::coordinator {

using SiteId = std::string;  // 16 lower-case hex digits

struct Member {
  std::string name;  // as the operator calls it
  crypto::Ed25519Public identity_key{};
  v1::SiteCredential credential;  // checked against the authority
  bool revoked = false;
  bool connected = false;
  std::string software;
  UnixMillis last_seen = 0;                // 0: never in this process
  std::map<std::string, uint64_t> faults;  // misbehaviour, counted by name; at most kFaultNames
};

class Membership {
 public:
  static constexpr size_t kFaultNames = 32;

  // Adds a site whose credential was checked.
  void Enrol(const SiteId& site, std::string name, const crypto::Ed25519Public& identity_key = {},
             v1::SiteCredential credential = {});
  // For good; the site is no longer connected.
  void Revoke(const SiteId& site);
  // The authority's newest; null: it published none. Whoever is connected and not in it is no
  // longer, and is returned.
  std::vector<SiteId> SetDirectory(identity::DirectoryHandle directory);
  const identity::DirectoryHandle& directory() const { return directory_; }
  // In the directory, where there is one.
  bool IsListed(const SiteId& site) const {
    return directory_ == nullptr || directory_->Lists(site);
  }
  // False when the site is unknown, revoked or not listed.
  bool Connect(const SiteId& site, std::string software, UnixMillis now);
  void Disconnect(const SiteId& site);
  void Seen(const SiteId& site, UnixMillis now);
  void CountFault(const SiteId& site, const std::string& fault);

  const Member* Find(const SiteId& site) const;  // null: unknown
  bool IsConnected(const SiteId& site) const;
  // The operator's name, or the id of a site unknown here.
  std::string NameOf(const SiteId& site) const;
  std::vector<std::string> NamesOf(const std::vector<SiteId>& sites) const;
  std::vector<SiteId> Connected() const;  // ascending
  const std::map<SiteId, Member>& members() const { return members_; }

 private:
  std::map<SiteId, Member> members_;
  identity::DirectoryHandle directory_;
};

}  // namespace hansa::coordinator
