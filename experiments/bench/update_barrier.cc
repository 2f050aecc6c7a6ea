#include "experiments/bench/update_barrier.h"

#include <unistd.h>

#include <csignal>
#include <thread>

#include "common/base/file_blob.h"
#include "common/base/text.h"

namespace hansa::bench {
namespace {

namespace fs = std::filesystem;

// The file of its update; empty: it is not whole yet.
fs::path UpdateOf(const UpdateBarrier::Site& site) {
  std::error_code none;
  for (const auto& file : fs::directory_iterator(site.updates, none))
    if (!file.path().has_extension()) return file.path();
  return {};
}

}  // namespace

Result<> UpdateBarrier::AwaitAll(Instant until) {
  size_t held = 0;
  while (held < sites_.size()) {
    if (ReadClocks().instant >= until)
      return WorkFailed("not all updates were ready in time",
                        StrCat(held, " of ", sites_.size(), " are"));
    for (Site& site : sites_) {
      if (site.held || UpdateOf(site).empty()) continue;
      ::kill(site.agent, SIGSTOP);
      site.held = true;
      ++held;
    }
    std::this_thread::sleep_for(milliseconds(2));
  }
  ::sync();
  return Success();
}

Result<> UpdateBarrier::ReadThrough() const {
  for (const Site& site : sites_) {
    const BlobHandle update = HANSA_TRY(FileBlob::Open(UpdateOf(site)));
    HANSA_TRY(ForEachWindow(*update, 0, [](uint64_t, ByteSpan) { return Success(); }));
  }
  return Success();
}

void UpdateBarrier::Open() {
  for (Site& site : sites_) {
    if (site.held) ::kill(site.agent, SIGCONT);
    site.held = false;
  }
}

}  // namespace hansa::bench
