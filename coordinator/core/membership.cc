#include "coordinator/core/membership.h"

#include <utility>

namespace hansa::coordinator {

void Membership::Enrol(const SiteId& site, std::string name,
                       const crypto::Ed25519Public& identity_key, v1::SiteCredential credential) {
  Member& member = members_[site];
  member.name = std::move(name);
  member.identity_key = identity_key;
  member.credential = std::move(credential);
}

const Member* Membership::Find(const SiteId& site) const {
  const auto found = members_.find(site);
  return found == members_.end() ? nullptr : &found->second;
}

void Membership::Revoke(const SiteId& site) {
  const auto found = members_.find(site);
  if (found == members_.end()) return;
  found->second.revoked = true;
  found->second.connected = false;
}

std::vector<SiteId> Membership::SetDirectory(identity::DirectoryHandle directory) {
  directory_ = std::move(directory);
  std::vector<SiteId> gone;
  for (const SiteId& site : Connected())
    if (!IsListed(site)) gone.push_back(site);
  for (const SiteId& site : gone) Disconnect(site);
  return gone;
}

bool Membership::Connect(const SiteId& site, std::string software, UnixMillis now) {
  const auto found = members_.find(site);
  if (found == members_.end() || found->second.revoked || !IsListed(site)) return false;
  found->second.connected = true;
  found->second.software = std::move(software);
  found->second.last_seen = now;
  return true;
}

void Membership::Disconnect(const SiteId& site) {
  const auto found = members_.find(site);
  if (found != members_.end()) found->second.connected = false;
}

void Membership::Seen(const SiteId& site, UnixMillis now) {
  const auto found = members_.find(site);
  if (found != members_.end()) found->second.last_seen = now;
}

void Membership::CountFault(const SiteId& site, const std::string& fault) {
  const auto found = members_.find(site);
  if (found == members_.end()) return;
  auto& faults = found->second.faults;
  const bool room = faults.size() < kFaultNames || faults.contains(fault);
  ++faults[room ? fault : std::string("other")];
}

bool Membership::IsConnected(const SiteId& site) const {
  const auto found = members_.find(site);
  return found != members_.end() && found->second.connected;
}

std::string Membership::NameOf(const SiteId& site) const {
  const auto found = members_.find(site);
  return found == members_.end() || found->second.name.empty() ? site : found->second.name;
}

std::vector<std::string> Membership::NamesOf(const std::vector<SiteId>& sites) const {
  std::vector<std::string> names;
  names.reserve(sites.size());
  for (const SiteId& site : sites) names.push_back(NameOf(site));
  return names;
}

std::vector<SiteId> Membership::Connected() const {
  std::vector<SiteId> connected;
  for (const auto& entry : members_)
    if (entry.second.connected) connected.push_back(entry.first);
  return connected;
}

}  // namespace hansa::coordinator
