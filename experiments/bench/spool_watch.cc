#include "experiments/bench/spool_watch.h"

#include <thread>

#include "common/base/text.h"

namespace hansa::bench {
namespace {

namespace fs = std::filesystem;

size_t Complete(const SpoolWatch& watch) {
  size_t complete = 0;
  std::error_code none;
  for (const auto& session : fs::directory_iterator(watch.uploads, none))
    for (const auto& file : fs::directory_iterator(session.path(), none))
      if (file.file_size(none) == watch.bytes) ++complete;
  return complete;
}

}  // namespace

Result<Instant> SpoolWatch::AwaitAll(Instant until) const {
  size_t complete = 0;
  while (ReadClocks().instant < until) {
    complete = Complete(*this);
    if (complete == vectors) return ReadClocks().instant;
    std::this_thread::sleep_for(milliseconds(8));
  }
  return WorkFailed("not all updates arrived in time",
                    StrCat(complete, " of ", vectors, " are complete"));
}

}  // namespace hansa::bench
