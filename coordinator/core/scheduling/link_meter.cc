#include "coordinator/core/scheduling/link_meter.h"

namespace hansa::coordinator {
namespace {

uint64_t Rate(uint64_t bytes, Duration took) {
  const double seconds = Seconds(took);
  return seconds > 0 ? static_cast<uint64_t>(static_cast<double>(bytes) / seconds) : 0;
}

}  // namespace

std::optional<LinkMeter::Transfer> LinkMeter::Asked(const SiteId& site, const bulk::Range& part,
                                                    uint64_t size, Instant now) {
  const auto [at, fresh] = fetches_.try_emplace(site);
  Fetch& fetch = at->second;
  if (fresh || part.offset < fetch.first) fetch = {part.offset, now, std::nullopt, {}};
  const uint64_t end = part.offset + part.bytes;
  if (!fetch.middle && end >= fetch.first + (size - fetch.first) / 2) {
    fetch.middle = end;
    fetch.middle_at = now;
  }
  if (end < size) return std::nullopt;
  const Fetch done = fetch;
  fetches_.erase(at);
  fetched_[site] = now - done.began;
  const uint64_t rate = Rate(size - *done.middle, now - done.middle_at);
  if (rate == 0) return std::nullopt;  // too short to be measured
  return Transfer{site, now - done.began, rate};
}

Duration LinkMeter::FetchTimeOf(const SiteId& site) const {
  const auto found = fetched_.find(site);
  return found == fetched_.end() ? Duration{} : found->second;
}

void LinkMeter::Expected(uint64_t ticket, const SiteId& site, uint64_t bytes, Instant now) {
  uploads_.try_emplace(ticket, Upload{site, bytes, now});
}

std::optional<LinkMeter::Transfer> LinkMeter::Arrived(uint64_t ticket, Instant now) {
  const auto found = uploads_.find(ticket);
  if (found == uploads_.end()) return std::nullopt;
  const Upload done = found->second;
  uploads_.erase(found);
  const uint64_t rate = Rate(done.bytes, now - done.began);
  if (rate == 0) return std::nullopt;
  return Transfer{done.site, now - done.began, rate};
}

void LinkMeter::Lost(const SiteId& site) {
  fetches_.erase(site);
  fetched_.erase(site);
  std::erase_if(uploads_, [&](const auto& entry) { return entry.second.site == site; });
}

}  // namespace hansa::coordinator
