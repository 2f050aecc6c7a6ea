#include <unistd.h>

#include "common/process/resident_memory.h"
#include "coordinator/api/request.h"

namespace hansa::coordinator {
namespace {

using CounterMap = google::protobuf::Map<std::string, uint64_t>;

void CountTransport(const transport::ServerCounters& c, CounterMap& counters) {
  const std::pair<const char*, uint64_t> named[] = {{"received", c.received},
                                                    {"sent", c.sent},
                                                    {"bytes_in", c.bytes_in},
                                                    {"bytes_out", c.bytes_out},
                                                    {"denied", c.denied},
                                                    {"bad_handshake", c.bad_handshake},
                                                    {"oversized", c.oversized},
                                                    {"malformed", c.malformed},
                                                    {"expelled", c.expelled},
                                                    {"queue_full", c.queue_full},
                                                    {"connections", c.connections},
                                                    {"connections_refused", c.connections_refused},
                                                    {"on_probation", c.on_probation},
                                                    {"probation_time", c.probation_time},
                                                    {"probation_full", c.probation_full},
                                                    {"probation_bytes", c.probation_bytes},
                                                    {"unfinished", c.unfinished},
                                                    {"slow_readers", c.slow_readers},
                                                    {"queued_bytes", c.queued_bytes},
                                                    {"queued_bytes_peak", c.queued_bytes_peak}};
  for (const auto& [name, value] : named) counters[name] = value;
}

void CountExpulsions(const BudgetCounters& c, CounterMap& counters) {
  counters["expulsions_messages"] = c.messages;
  counters["expulsions_bytes"] = c.bytes;
  counters["expulsions_greetings"] = c.greetings;
  counters["expulsions_faults"] = c.faults;
}

}  // namespace

Result<> Handle(const v1::GetStatus&, const Request& request, ServerState& state, TurnOutput& out) {
  v1::OperatorReply reply;
  auto* status = reply.mutable_status();
  status->set_version(HANSA_VERSION);
  status->set_uptime_ms(
      std::chrono::duration_cast<milliseconds>(request.now.instant - state.started).count());
  status->set_enrolled(static_cast<uint32_t>(state.directory.enrolled()));
  if (const auto& directory = state.machine.membership().directory())
    status->set_directory_epoch(directory->facts().epoch);
  status->set_connected(static_cast<uint32_t>(state.machine.membership().Connected().size()));
  status->set_jobs_running(static_cast<uint32_t>(state.machine.jobs().size()));
  status->set_models(state.versions.size());
  const ResidentMemory memory = ResidentMemoryOf(::getpid());
  status->set_resident_bytes(memory.now_bytes);
  status->set_peak_resident_bytes(memory.peak_bytes);
  CountTransport(state.counters(), *status->mutable_counters());
  CountExpulsions(state.expulsions(), *status->mutable_counters());
  Answer(request, std::move(reply), true, out);
  return Success();
}

}  // namespace hansa::coordinator
