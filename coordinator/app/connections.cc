#include "coordinator/app/connections.h"

#include <algorithm>

namespace hansa::coordinator {

std::optional<transport::PeerHandle> Connections::Greeted(const SiteId& site,
                                                          transport::PeerHandle peer, Instant now) {
  std::optional<transport::PeerHandle> replaced;
  const auto found = by_site_.find(site);
  if (found != by_site_.end() && found->second.peer != peer) {
    replaced = found->second.peer;
    by_peer_.erase(found->second.peer);
  }
  by_site_[site] = {peer, now};
  by_peer_[peer] = site;
  return replaced;
}

void Connections::Heard(const SiteId& site, Instant now) {
  const auto found = by_site_.find(site);
  if (found != by_site_.end()) found->second.heard = now;
}

std::optional<SiteId> Connections::Gone(transport::PeerHandle peer) {
  const auto found = by_peer_.find(peer);
  if (found == by_peer_.end()) return std::nullopt;
  SiteId site = found->second;
  Remove(site);
  return site;
}

void Connections::Remove(const SiteId& site) {
  const auto found = by_site_.find(site);
  if (found == by_site_.end()) return;
  by_peer_.erase(found->second.peer);
  by_site_.erase(found);
}

std::optional<transport::PeerHandle> Connections::PeerOf(const SiteId& site) const {
  const auto found = by_site_.find(site);
  if (found == by_site_.end()) return std::nullopt;
  return found->second.peer;
}

std::vector<SiteId> Connections::Silent(Instant now) const {
  std::vector<SiteId> silent;
  for (const auto& entry : by_site_)
    if (now >= entry.second.heard + longest_silence_) silent.push_back(entry.first);
  return silent;
}

std::optional<Instant> Connections::NextWake() const {
  std::optional<Instant> next;
  for (const auto& entry : by_site_)
    if (const Instant at = entry.second.heard + longest_silence_; !next || at < *next) next = at;
  return next;
}

}  // namespace hansa::coordinator
