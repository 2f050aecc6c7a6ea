#include "coordinator/api/watches.h"

#include <algorithm>

#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

v1::OperatorReply EventReply(uint64_t request, const RunFolder::Line& line) {
  v1::OperatorReply reply;
  reply.set_id(request);
  reply.mutable_job_event()->set_index(line.index);
  reply.mutable_job_event()->set_json(line.json);
  return reply;
}

}  // namespace

Result<> Watches::Add(const v1::WatchJob& body, const Request& request, ServerState& state) {
  HANSA_TRY(state.jobs.Run(body.job_id()));
  if (watches_.size() >= kMost)
    return Refused("the job cannot be watched", StrCat(watches_.size(), " watches are open"),
                   "close one and try again");
  watches_.push_back({request.peer, request.id, body.job_id(), body.from_event()});
  return Success();
}

void Watches::Gone(transport::PeerHandle peer) {
  std::erase_if(watches_, [peer](const Watch& watch) { return watch.peer == peer; });
}

bool Watches::Watched(const std::string& job_id) const {
  return std::any_of(watches_.begin(), watches_.end(),
                     [&](const Watch& watch) { return watch.job_id == job_id; });
}

bool Watches::Pump(ServerState& state, const SendFunction& send) {
  bool more = false;
  for (Watch& watch : watches_)
    if (!Send(watch, state, send)) more = true;
  std::erase_if(watches_, [](const Watch& watch) { return watch.over; });
  return more;
}

bool Watches::Send(Watch& watch, ServerState& state, const SendFunction& send) {
  const JobBook::Entry* entry = state.jobs.Find(watch.job_id);
  auto run = state.jobs.Run(watch.job_id);
  auto lines = run.ok() ? (*run)->Read(watch.next, kEventsAtATime)
                        : Result<std::vector<RunFolder::Line>>(run.error());
  v1::OperatorReply last;
  last.set_id(watch.request);
  last.set_last(true);
  if (!lines.ok()) {
    last.mutable_failure()->set_exit_code(lines.error().exit_code());
    last.mutable_failure()->set_what(lines.error().what);
    last.mutable_failure()->set_why(lines.error().why);
    watch.over = send(watch.peer, last);
    return watch.over;
  }
  for (const RunFolder::Line& line : *lines) {
    if (!send(watch.peer, EventReply(watch.request, line))) return false;
    ++watch.next;
  }
  if (watch.next < (*run)->event_count()) return false;
  if (entry->record.state() == "running") return true;
  last.mutable_done();
  watch.over = send(watch.peer, last);
  return watch.over;
}

}  // namespace hansa::coordinator
