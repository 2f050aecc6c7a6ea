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
  const auto place =
      found != by_site_.end() ? found->second.place : by_silence_.insert(by_silence_.end(), site);
  by_site_[site] = {peer, now, place};
  by_peer_[peer] = site;
  Heard(site, now);
  return replaced;
}

void Connections::Heard(const SiteId& site, Instant now) {
  const auto found = by_site_.find(site);
  if (found == by_site_.end()) return;
  found->second.heard = now;
  by_silence_.splice(by_silence_.end(), by_silence_, found->second.place);
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
  by_silence_.erase(found->second.place);
  by_site_.erase(found);
}

std::optional<transport::PeerHandle> Connections::PeerOf(const SiteId& site) const {
  const auto found = by_site_.find(site);
  if (found == by_site_.end()) return std::nullopt;
  return found->second.peer;
}

std::vector<SiteId> Connections::Silent(Instant now) const {
  std::vector<SiteId> silent;
  for (const SiteId& site : by_silence_) {
    if (now < by_site_.at(site).heard + longest_silence_) break;
    silent.push_back(site);
  }
  std::sort(silent.begin(), silent.end());
  return silent;
}

std::optional<Instant> Connections::NextWake() const {
  if (by_silence_.empty()) return std::nullopt;
  return by_site_.at(by_silence_.front()).heard + longest_silence_;
}

}  // namespace hansa::coordinator
