#include "experiments/bench/spool_watch.h"

#include <thread>

#include "common/base/text.h"

namespace hansa::bench {
namespace {

namespace fs = std::filesystem;

struct Seen {
  size_t begun = 0, complete = 0;
};

Seen Look(const SpoolWatch& watch) {
  Seen seen;
  std::error_code none;
  for (const auto& session : fs::directory_iterator(watch.uploads, none)) {
    for (const auto& file : fs::directory_iterator(session.path(), none)) {
      ++seen.begun;
      if (file.file_size(none) == watch.bytes) ++seen.complete;
    }
  }
  return seen;
}

template <typename Enough>
Result<Instant> Await(const SpoolWatch& watch, Instant until, const Enough& enough) {
  Seen seen;
  while (ReadClocks().instant < until) {
    seen = Look(watch);
    if (enough(seen)) return ReadClocks().instant;
    std::this_thread::sleep_for(milliseconds(2));
  }
  return WorkFailed("not all updates arrived in time",
                    StrCat(seen.complete, " of ", watch.vectors, " are complete"));
}

}  // namespace

Result<Instant> SpoolWatch::AwaitFirst(Instant until) const {
  return Await(*this, until, [](const Seen& seen) { return seen.begun > 0; });
}

Result<Instant> SpoolWatch::AwaitAll(Instant until) const {
  return Await(*this, until, [this](const Seen& seen) { return seen.complete == vectors; });
}

}  // namespace hansa::bench
