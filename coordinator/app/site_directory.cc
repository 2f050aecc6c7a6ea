#include "coordinator/app/site_directory.h"

#include <algorithm>

namespace hansa::coordinator {

SiteDirectory::SiteDirectory(std::vector<StoredSite> sites) {
  for (StoredSite& site : sites) {
    Index(site);
    const std::string id = site.site_id;
    sites_[id] = std::move(site);
  }
}

void SiteDirectory::Index(const StoredSite& site) {
  by_invitation_key_[site.invitation_curve_key] = site.site_id;
  if (site.enrolled) by_site_key_[site.curve_key] = site.site_id;
}

const StoredSite* SiteDirectory::Find(const std::string& site_id) const {
  const auto found = sites_.find(site_id);
  return found == sites_.end() ? nullptr : &found->second;
}

size_t SiteDirectory::enrolled() const {
  return static_cast<size_t>(std::count_if(sites_.begin(), sites_.end(), [](const auto& entry) {
    return entry.second.enrolled && !entry.second.revoked;
  }));
}

void SiteDirectory::Apply(const InvitationRegistered& record) {
  StoredSite& site = sites_[record.site_id];
  site.site_id = record.site_id;
  site.name = record.name;
  site.certificate = record.certificate;
  site.invitation_curve_key = record.curve_key;
  site.expires_unix_ms = record.expires_unix_ms;
  Index(site);
}

void SiteDirectory::Apply(const SiteEnrolled& record) {
  StoredSite& site = sites_[record.site_id];
  site.enrolled = true;
  site.credential = record.credential;
  site.identity_key = record.identity_key;
  site.curve_key = record.curve_key;
  site.enrolled_unix_ms = record.enrolled_unix_ms;
  Index(site);
}

void SiteDirectory::Apply(const SiteRevoked& record) {
  StoredSite& site = sites_[record.site_id];
  site.revoked = true;
  site.revocation = record.revocation;
  site.revoked_unix_ms = record.revoked_unix_ms;
}

void SiteDirectory::Apply(const SiteSeen& record) {
  StoredSite& site = sites_[record.site_id];
  site.software = record.software;
  site.seen_unix_ms = record.seen_unix_ms;
}

std::optional<std::string> SiteDirectory::UserOf(const transport::CurvePublic& key,
                                                 UnixMillis now) const {
  const Bytes bytes(key.begin(), key.end());
  if (const auto found = by_site_key_.find(bytes); found != by_site_key_.end()) {
    if (sites_.at(found->second).revoked) return std::nullopt;
    return "site:" + found->second;
  }
  if (const auto found = by_invitation_key_.find(bytes); found != by_invitation_key_.end()) {
    const StoredSite& site = sites_.at(found->second);
    if (site.revoked || now >= site.expires_unix_ms) return std::nullopt;
    return "invite:" + found->second;
  }
  return std::nullopt;
}

}  // namespace hansa::coordinator
