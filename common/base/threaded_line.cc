#include "common/base/threaded_line.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include "common/base/check.h"

namespace hansa {
namespace {

constexpr unsigned kMostCores = 64;  // each lane holds memory

// One call of Run. Whoever holds item n waits for the turn of n alone, and every item before it is
// held by a lane that goes on, so that nobody waits for ever.
class RunningLine {
 public:
  RunningLine(uint64_t items, const LineSteps& steps) : items_(items), steps_(steps) {}

  void Work(size_t lane) {
    while (const std::optional<uint64_t> item = Fetch(lane)) {
      steps_.work(*item, lane);
      if (!HandOn(*item, lane)) return;
    }
  }

  Result<> Finish() {
    if (hand_on_error_) return *std::move(hand_on_error_);
    if (fetch_error_) return *std::move(fetch_error_);
    return Success();
  }

 private:
  std::optional<uint64_t> Fetch(size_t lane) {
    const std::lock_guard lock(fetching_);
    if (next_ == items_ || stopped_) return std::nullopt;
    Result<> fetched = steps_.fetch(next_, lane);
    if (fetched.ok()) return next_++;
    fetch_error_ = std::move(fetched).error();
    next_ = items_;
    return std::nullopt;
  }

  bool HandOn(uint64_t item, size_t lane) {
    std::unique_lock lock(handing_on_);
    turn_came_.wait(lock, [&] { return turn_ == item || stopped_; });
    if (stopped_) return false;
    Result<> done = steps_.hand_on(item, lane);
    if (!done.ok()) {
      hand_on_error_ = std::move(done).error();
      stopped_ = true;
    }
    ++turn_;
    turn_came_.notify_all();
    return !stopped_;
  }

  const uint64_t items_;
  const LineSteps& steps_;
  std::atomic<bool> stopped_ = false;
  std::mutex fetching_;  // of the next two, and of `fetch`
  uint64_t next_ = 0;
  std::optional<Error> fetch_error_;
  std::mutex handing_on_;  // of the following, and of `hand_on`
  std::condition_variable turn_came_;
  uint64_t turn_ = 0;
  std::optional<Error> hand_on_error_;
};

}  // namespace

ThreadedLine::ThreadedLine(size_t lanes) : lanes_(lanes) { HANSA_CHECK(lanes > 0); }

ThreadedLine ThreadedLine::OfAllCores() {
  return ThreadedLine(std::clamp(std::thread::hardware_concurrency(), 1U, kMostCores));
}

Result<> ThreadedLine::Run(uint64_t items, const LineSteps& steps) {
  RunningLine running(items, steps);
  {
    std::vector<std::jthread> others;
    try {
      for (size_t lane = 1; lane < std::min<uint64_t>(lanes_, items); ++lane)
        others.emplace_back([&running, lane] { running.Work(lane); });
    } catch (const std::system_error&) {
      // The system gives no more threads: those that are there do it all.
    }
    running.Work(0);
  }
  return running.Finish();
}

}  // namespace hansa
