#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>

#include "coordinator/api/request.h"

namespace hansa::coordinator {
namespace {

uint64_t ResidentBytes() {
  unsigned long size = 0, resident = 0;
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  const int read = std::fscanf(file, "%lu %lu", &size, &resident);
  std::fclose(file);
  return read == 2 ? resident * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

uint64_t PeakResidentBytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<uint64_t>(usage.ru_maxrss) * 1024;
}

}  // namespace

Result<> Handle(const v1::GetStatus&, const Request& request, ServerState& state, TurnOutput& out) {
  v1::OperatorReply reply;
  auto* status = reply.mutable_status();
  status->set_version(HANSA_VERSION);
  status->set_uptime_ms(
      std::chrono::duration_cast<milliseconds>(request.now.instant - state.started).count());
  status->set_enrolled(static_cast<uint32_t>(state.directory.enrolled()));
  status->set_connected(static_cast<uint32_t>(state.machine.membership().Connected().size()));
  status->set_jobs_running(static_cast<uint32_t>(state.machine.jobs().size()));
  status->set_models(state.versions.size());
  status->set_resident_bytes(ResidentBytes());
  status->set_peak_resident_bytes(PeakResidentBytes());
  const transport::ServerCounters c = state.counters();
  const std::pair<const char*, uint64_t> counters[] = {
      {"received", c.received},    {"sent", c.sent},           {"bytes_in", c.bytes_in},
      {"bytes_out", c.bytes_out},  {"denied", c.denied},       {"bad_handshake", c.bad_handshake},
      {"oversized", c.oversized},  {"malformed", c.malformed}, {"expelled", c.expelled},
      {"queue_full", c.queue_full}};
  for (const auto& counter : counters)
    (*status->mutable_counters())[counter.first] = counter.second;
  Answer(request, std::move(reply), true, out);
  return Success();
}

}  // namespace hansa::coordinator
