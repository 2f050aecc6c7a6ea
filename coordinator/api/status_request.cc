#include <unistd.h>

#include "common/process/resident_memory.h"
#include "coordinator/api/request.h"

namespace hansa::coordinator {
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
  const ResidentMemory memory = ResidentMemoryOf(::getpid());
  status->set_resident_bytes(memory.now_bytes);
  status->set_peak_resident_bytes(memory.peak_bytes);
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
