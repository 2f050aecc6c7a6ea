#include "experiments/bench/update_barrier.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <thread>

#include "common/base/text.h"

namespace hansa::bench {
namespace {

namespace fs = std::filesystem;

bool IsReady(const UpdateBarrier::Site& site) {
  std::error_code none;
  const fs::directory_iterator files(site.updates, none);
  return std::any_of(begin(files), end(files),
                     [](const fs::directory_entry& file) { return !file.path().has_extension(); });
}

}  // namespace

Result<> UpdateBarrier::AwaitAll(Instant until) {
  size_t held = 0;
  while (held < sites_.size()) {
    if (ReadClocks().instant >= until)
      return WorkFailed("not all updates were ready in time",
                        StrCat(held, " of ", sites_.size(), " are"));
    for (Site& site : sites_) {
      if (site.held || !IsReady(site)) continue;
      ::kill(site.agent, SIGSTOP);
      site.held = true;
      ++held;
    }
    std::this_thread::sleep_for(milliseconds(2));
  }
  ::sync();
  return Success();
}

void UpdateBarrier::Open() {
  for (Site& site : sites_) {
    if (site.held) ::kill(site.agent, SIGCONT);
    site.held = false;
  }
}

}  // namespace hansa::bench
