// hansa status: one screen about the coordinator.

#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/terminal/command_line.h"
#include "common/terminal/table.h"
#include "coordinator/cli/command.h"

namespace hansa::cli {
namespace {

Result<int> ShowStatus(const Globals& globals) {
  auto client = HANSA_TRY(globals.Connect());
  v1::OperatorRequest request;
  request.mutable_get_status();
  const v1::Status status = HANSA_TRY(client->Call(request)).message.status();
  if (globals.json) {
    nlohmann::json counters = nlohmann::json::object();
    for (const auto& entry : status.counters()) counters[entry.first] = entry.second;
    terminal::PrintJson({{"event", "status"},
                         {"version", status.version()},
                         {"uptime_seconds", static_cast<double>(status.uptime_ms()) / 1000},
                         {"enrolled", status.enrolled()},
                         {"connected", status.connected()},
                         {"directory_epoch", status.directory_epoch()},
                         {"jobs_running", status.jobs_running()},
                         {"models", status.models()},
                         {"resident_bytes", status.resident_bytes()},
                         {"peak_resident_bytes", status.peak_resident_bytes()},
                         {"counters", counters}});
    return 0;
  }
  std::printf("coordinator  hansa %s, up %s s, memory %s\n", status.version().c_str(),
              terminal::Fixed(static_cast<double>(status.uptime_ms()) / 1000, 0).c_str(),
              HumanBytes(static_cast<double>(status.resident_bytes())).c_str());
  std::printf("sites        %u enrolled, %u connected\n", status.enrolled(), status.connected());
  if (status.directory_epoch() > 0)
    std::printf("directory    %llu\n", static_cast<unsigned long long>(status.directory_epoch()));
  else
    std::printf("directory    none; see: hansa authority --help\n");
  std::printf("jobs         %u running\n", status.jobs_running());
  std::printf("models       %llu versions\n", static_cast<unsigned long long>(status.models()));
  const std::map<std::string, uint64_t> sorted(status.counters().begin(), status.counters().end());
  for (const auto& entry : sorted) {
    std::printf("  %s: %llu\n", entry.first.c_str(), static_cast<unsigned long long>(entry.second));
  }
  return 0;
}

}  // namespace

void AddStatusCommand(CLI::App& app, Globals& globals) {
  AddCommand(app, globals, "status", "one screen about the coordinator", "hansa status",
             [&globals] { return ShowStatus(globals); });
}

}  // namespace hansa::cli
