#pragma once
// What can go wrong in a simulated fleet, how often, and how often it did.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/base/time.h"

namespace hansa::simulation {

// Chances in [0, 1] where nothing else is said.
struct Faults {
  // The network, of each message.
  double lose = 0;
  double repeat = 0;
  double reorder = 0;  // it may overtake, and be overtaken
  double cut = 0;      // the connection ends instead
  // Of a set of sites at once: nothing passes for a while, and nobody is told.
  double partitions_per_hour = 0;  // may exceed 1
  double slow_link = 0;            // of a site: it has a few kilobytes per second

  // A site, of each step that says or stores something.
  double crash_before_persist = 0;  // what was not synced is lost
  double crash_before_send = 0;
  double crash_mid_send = 0;
  double crash_after_send = 0;
  double power_cut = 0;    // of a crash: what was written and not synced is gone
  double old_state = 0;    // of a crash: the site returns with an older copy of its journal
  double leave = 0;        // of a crash: the site never returns
  double wrong_clock = 0;  // of a process: its clocks are off, by hours
  double clock_jump = 0;   // of a step: the wall clock jumps
  // Of each message, said instead of the right one or beside it.
  double mutated = 0;
  double garbage = 0;
  double replayed = 0;
  double wrong_length = 0;
  // A trainer, of each task.
  double train_fails = 0;
  double train_hangs = 0;

  // The coordinator, of each turn that stores or says something.
  double lose_turn = 0;  // it crashes before the commit
  double coordinator_crash_before_send = 0;
  double coordinator_crash_mid_send = 0;
  double publish_fails = 0;  // of each trained version: no finite model

  bool operator==(const Faults&) const = default;
};

enum class FaultKind : uint8_t {
  kLose,
  kRepeat,
  kReorder,
  kCut,
  kPartition,
  kSlowLink,
  kCrashBeforePersist,
  kCrashBeforeSend,
  kCrashMidSend,
  kCrashAfterSend,
  kPowerCut,
  kOldState,
  kLeave,
  kWrongClock,
  kClockJump,
  kMutated,
  kGarbage,
  kReplayed,
  kWrongLength,
  kTrainFails,
  kTrainHangs,
  kLoseTurn,
  kCoordinatorCrashBeforeSend,
  kCoordinatorCrashMidSend,
  kPublishFails,
};
inline constexpr size_t kFaultKinds = 25;
using FaultCounts = std::array<uint64_t, kFaultKinds>;

// One row a kind, in the order of FaultKind.
struct FaultField {
  std::string_view name;  // in plans and figures
  double Faults::*chance;
};
std::span<const FaultField, kFaultKinds> FaultFields();

// "none", "default" (at least nine rounds of ten complete), "network", "crashes", "rubbish",
// "heavy". kUsage naming the nearest for any other word.
Result<Faults> FaultMix(std::string_view name);

}  // namespace hansa::simulation
