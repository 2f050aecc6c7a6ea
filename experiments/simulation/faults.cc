#include "experiments/simulation/faults.h"

#include <vector>

#include "common/base/text.h"

namespace hansa::simulation {
namespace {

constexpr std::array<FaultField, kFaultKinds> kFields = {{
    {"lose", &Faults::lose},
    {"repeat", &Faults::repeat},
    {"reorder", &Faults::reorder},
    {"cut", &Faults::cut},
    {"partition", &Faults::partitions_per_hour},
    {"slow_link", &Faults::slow_link},
    {"crash_before_persist", &Faults::crash_before_persist},
    {"crash_before_send", &Faults::crash_before_send},
    {"crash_mid_send", &Faults::crash_mid_send},
    {"crash_after_send", &Faults::crash_after_send},
    {"power_cut", &Faults::power_cut},
    {"old_state", &Faults::old_state},
    {"leave", &Faults::leave},
    {"wrong_clock", &Faults::wrong_clock},
    {"clock_jump", &Faults::clock_jump},
    {"mutated", &Faults::mutated},
    {"garbage", &Faults::garbage},
    {"replayed", &Faults::replayed},
    {"wrong_length", &Faults::wrong_length},
    {"train_fails", &Faults::train_fails},
    {"train_hangs", &Faults::train_hangs},
    {"lose_turn", &Faults::lose_turn},
    {"coordinator_crash_before_send", &Faults::coordinator_crash_before_send},
    {"coordinator_crash_mid_send", &Faults::coordinator_crash_mid_send},
    {"publish_fails", &Faults::publish_fails},
}};

// A field network on a bad day; a round in ten may be lost to it.
Faults Default() {
  Faults faults;
  faults.lose = 0.0005;
  faults.repeat = 0.01;
  faults.reorder = 0.05;
  faults.cut = 0.0005;
  faults.partitions_per_hour = 4;
  faults.slow_link = 0.05;
  faults.crash_before_persist = 0.0003;
  faults.crash_before_send = 0.0003;
  faults.crash_mid_send = 0.0003;
  faults.crash_after_send = 0.0003;
  faults.power_cut = 0.3;
  faults.old_state = 0.05;
  faults.leave = 0.01;
  faults.wrong_clock = 0.2;
  faults.clock_jump = 0.001;
  faults.mutated = 0.0002;
  faults.garbage = 0.002;
  faults.replayed = 0.002;
  faults.wrong_length = 0.0002;
  faults.train_fails = 0.005;
  faults.train_hangs = 0.002;
  faults.lose_turn = 0.0002;
  faults.coordinator_crash_before_send = 0.0002;
  faults.coordinator_crash_mid_send = 0.0002;
  faults.publish_fails = 0.002;
  return faults;
}

Faults Network() {
  Faults faults;
  faults.lose = 0.02;
  faults.repeat = 0.1;
  faults.reorder = 0.3;
  faults.cut = 0.005;
  faults.partitions_per_hour = 60;
  faults.slow_link = 0.2;
  return faults;
}

Faults Crashes() {
  Faults faults;
  faults.crash_before_persist = faults.crash_before_send = 0.01;
  faults.crash_mid_send = faults.crash_after_send = 0.01;
  faults.power_cut = 0.3;
  faults.old_state = 0.2;
  faults.leave = 0.02;
  faults.wrong_clock = 0.5;
  faults.train_fails = faults.train_hangs = 0.05;
  faults.lose_turn = faults.coordinator_crash_before_send = 0.004;
  faults.coordinator_crash_mid_send = 0.004;
  faults.publish_fails = 0.05;
  return faults;
}

Faults Rubbish() {
  Faults faults;
  faults.mutated = 0.02;
  faults.garbage = faults.replayed = 0.1;
  faults.wrong_length = 0.01;
  faults.reorder = 0.3;
  faults.cut = 0.002;
  return faults;
}

Faults Heavy() {
  Faults faults = Crashes();
  const Faults network = Network(), rubbish = Rubbish();
  for (const FaultField& field : kFields)
    faults.*field.chance += (network.*field.chance + rubbish.*field.chance) / 2;
  faults.clock_jump = 0.01;
  return faults;
}

}  // namespace

std::span<const FaultField, kFaultKinds> FaultFields() { return kFields; }

Result<Faults> FaultMix(std::string_view name) {
  if (name == "none") return Faults{};
  if (name == "default") return Default();
  if (name == "network") return Network();
  if (name == "crashes") return Crashes();
  if (name == "rubbish") return Rubbish();
  if (name == "heavy") return Heavy();
  const std::vector<std::string> known = {"none",    "default", "network",
                                          "crashes", "rubbish", "heavy"};
  const std::string nearest = NearestWord(name, known);
  return Error{ErrorKind::kUsage, StrCat("there is no mix of faults \"", name, "\""), "",
               nearest.empty() ? "Take none, default, network, crashes, rubbish or heavy"
                               : StrCat("Did you mean \"", nearest, "\"?")};
}

}  // namespace hansa::simulation
