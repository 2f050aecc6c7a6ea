#include "client/data/window_maker.h"

#include <algorithm>

#include "client/data/plain_runs.h"
#include "client/data/step_runs.h"
#include "common/base/data_limits.h"

namespace hansa::client {
namespace {

// As many as may hold their rows at once.
size_t MostMachines(const WindowMakerOptions& options) {
  const uint64_t bytes = 2 * options.spec.span() * (options.inputs + 16) * sizeof(float);
  return std::clamp<uint64_t>(limits::kWindowGroupBytes / bytes, 1, limits::kWindowGroups);
}

}  // namespace

WindowMaker::WindowMaker(WindowMakerOptions options)
    : options_(std::move(options)), most_machines_(MostMachines(options_)) {
  sink_.take = options_.take;
  sink_.needs_target = options_.needs_target;
}

WindowMaker::Machine* WindowMaker::MachineOf(const Row& row) {
  const auto known = machines_.find(row.group);
  if (known != machines_.end()) return &known->second;
  if (machines_.size() == most_machines_) return nullptr;
  Machine& machine = machines_[std::string(row.group)];
  const WindowSpec& spec = options_.spec;
  if (spec.step.count() > 0) {
    machine.runs =
        std::make_unique<StepRuns>(spec, options_.inputs, options_.target_is_class, sink_);
  } else {
    machine.runs = std::make_unique<PlainRuns>(spec, options_.inputs, sink_);
  }
  return &machine;
}

Result<std::string> WindowMaker::Push(const Row& row, const ModelRow& encoded) {
  if (row.source != source_) HANSA_TRY(EndFile());
  source_ = row.source;
  if (machines_.empty()) sink_.file = row.file;
  std::string fault;
  if (Machine* machine = MachineOf(row)) {
    const uint64_t dropped = row.dropped_before - harmless_;
    const bool after_drop = dropped != machine->dropped_before;
    fault = HANSA_TRY(machine->runs->Push(encoded, row.time, after_drop));
    if (fault.empty()) machine->dropped_before = dropped;
  } else {
    fault = "too_many_groups:" + options_.spec.group;
  }
  if (!fault.empty()) ++harmless_;
  return fault;
}

Result<> WindowMaker::EndFile() {
  for (auto& [group, machine] : machines_) HANSA_TRY(machine.runs->End(kRunEndOfFile));
  machines_.clear();
  harmless_ = 0;
  return Success();
}

Result<WindowReport> WindowMaker::Finish() {
  HANSA_TRY(EndFile());
  SortDrops(sink_.report.dropped);
  return std::move(sink_.report);
}

}  // namespace hansa::client
