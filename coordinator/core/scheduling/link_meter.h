#pragma once
// How fast the sites of a job fetch models and send vectors that are too large for one message, as
// the coordinator sees it. Of the transfers under way; not thread-safe, pure.

#include <cstdint>
#include <map>
#include <optional>

#include "common/base/time.h"
#include "common/bulk/range.h"
#include "coordinator/core/membership.h"

namespace hansa::coordinator {

class LinkMeter {
 public:
  struct Transfer {
    SiteId site;
    Duration took{};
    uint64_t bytes_per_second = 0;
  };

  // A site asks for a part of a model of `size` bytes, in order. Told when it asks for the last.
  // The rate is that of the second half: what is under way at its ends is alike, and a site that
  // went on with an earlier transfer is not taken for faster.
  std::optional<Transfer> Asked(const SiteId& site, const bulk::Range& part, uint64_t size,
                                Instant now);
  // The fetching that the last Asked told of took so long; nothing when none was told.
  Duration FetchTimeOf(const SiteId& site) const;

  // The vector of a site is expected, perhaps again; and it is here.
  void Expected(uint64_t ticket, const SiteId& site, uint64_t bytes, Instant now);
  std::optional<Transfer> Arrived(uint64_t ticket, Instant now);

  // The site's connection is gone: what was under way measures nothing.
  void Lost(const SiteId& site);

 private:
  struct Fetch {
    uint64_t first = 0;
    Instant began{};
    std::optional<uint64_t> middle;
    Instant middle_at{};
  };
  struct Upload {
    SiteId site;
    uint64_t bytes = 0;
    Instant began{};
  };
  std::map<SiteId, Fetch> fetches_;
  std::map<SiteId, Duration> fetched_;
  std::map<uint64_t, Upload> uploads_;
};

}  // namespace hansa::coordinator
