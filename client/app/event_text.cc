#include "client/app/event_text.h"

#include <cmath>

#include "common/base/text.h"
#include "common/terminal/table.h"

namespace hansa::client {
namespace {

using terminal::Fixed;

std::string Text(const TaskName& task) {
  return StrCat(task.job.empty() ? "a job" : task.job, ", round ", task.round, ", ",
                TraitsOf(task.kind).work);
}

std::string Text(const std::vector<Reason>& reasons) {
  std::string out;
  for (const Reason& reason : reasons) out += (out.empty() ? "" : "; ") + reason.text;
  return out;
}

std::string Named(const std::string& job) { return job.empty() ? "a job" : StrCat("job ", job); }

struct Describer {
  EventText operator()(const Greeted& e) const {
    const double skew = static_cast<double>(e.clock_ahead_ms) / 1000;
    constexpr double kLargestSkew = 60;
    if (std::fabs(skew) > kLargestSkew)
      return {"greeted", LogLevel::kWarning,
              StrCat("connected; the coordinator's clock is ", Fixed(std::fabs(skew), 0), " s ",
                     skew > 0 ? "ahead of" : "behind", " this machine's: check both")};
    return {"greeted", LogLevel::kInfo, "connected; the coordinator is the one certified"};
  }
  EventText operator()(const GreetingRefused& e) const {
    return {"greeting_refused", LogLevel::kError, StrCat("not the right coordinator: ", e.reason)};
  }
  EventText operator()(const CoordinatorSilent& e) const {
    return {"coordinator_silent", LogLevel::kWarning,
            StrCat("the coordinator has been silent for ", Fixed(Seconds(e.silence), 1),
                   " s: connecting again")};
  }
  EventText operator()(const SaidGoodbye& e) const {
    const std::string stays =
        e.stays_away > Duration{}
            ? StrCat("; trying again in ", Fixed(Seconds(e.stays_away), 0), " s")
            : "";
    return {"goodbye", LogLevel::kWarning,
            StrCat("the coordinator ended the connection: ", e.reason, stays)};
  }
  EventText operator()(const Denied& e) const {
    return {"denied", LogLevel::kError,
            StrCat("the coordinator does not admit this site's key (never enrolled, or revoked); "
                   "trying again in ",
                   Fixed(Seconds(e.stays_away), 0), " s")};
  }
  EventText operator()(const MessageIgnored& e) const {
    return {"message_ignored", LogLevel::kWarning,
            StrCat("ignored a message of the coordinator: ", e.fault)};
  }
  EventText operator()(const OfferAnswered& e) const {
    std::string text = StrCat(Named(e.job), e.dry_run ? " (only asking): " : ": ",
                              e.accepted ? "able to take part" : "declined: ", Text(e.reasons));
    if (e.simulation_ignored) text += "; its [simulation] table means nothing here";
    return {"offer_answered", LogLevel::kInfo, text};
  }
  EventText operator()(const TaskStarted& e) const {
    return {"task_started", LogLevel::kInfo,
            e.task.kind == TaskKind::kStatistics
                ? StrCat(Text(e.task), ": started")
                : StrCat(Text(e.task), ": started from version ", e.task.model_version)};
  }
  EventText operator()(const ModelArrived& e) const {
    return {"model_arrived", LogLevel::kInfo,
            StrCat(Text(e.task), ": the model's ", HumanBytes(static_cast<double>(e.bytes)),
                   " came in ", Fixed(e.seconds, 1), " s")};
  }
  EventText operator()(const TaskRefused& e) const {
    return {"task_refused", LogLevel::kWarning,
            StrCat(Text(e.task), ": not done: ", e.reason.text, " (", e.reason.code, ")")};
  }
  EventText operator()(const TaskTrained& e) const {
    // What this site alone changes, a sum does not hide.
    const bool sparse = e.unchanged > 0.5;
    return {"task_trained", sparse ? LogLevel::kWarning : LogLevel::kInfo,
            StrCat(Text(e.task), ": ", e.rows, " rows in ", Fixed(e.seconds, 2), " s",
                   e.device.empty() ? "" : StrCat(" on ", e.device), ", the update's norm is ",
                   Fixed(e.norm, 3), e.clipped ? ", clipped" : "",
                   sparse ? StrCat("; ", Fixed(100 * e.unchanged, 1),
                                   " % of the model's values are as they were: few sites may hide "
                                   "the others (policy.largest_unchanged)")
                          : "")};
  }
  EventText operator()(const AnswerFound& e) const {
    return {"answer_found", LogLevel::kInfo,
            StrCat(Text(e.task), ": the update trained before has not left; it is used")};
  }
  EventText operator()(const TaskEvaluated& e) const {
    return {"task_evaluated", LogLevel::kInfo,
            StrCat(Text(e.task), ": ", e.sums.rows, " rows; the figures are in the report")};
  }
  EventText operator()(const TaskCounted& e) const {
    return {"rows_counted", LogLevel::kInfo, StrCat(Text(e.task), ": ", e.rows, " rows counted")};
  }
  EventText operator()(const SessionStarted& e) const {
    return {"session_started", LogLevel::kInfo, StrCat(Text(e.task), ": session ", e.number)};
  }
  EventText operator()(const AnswerLeft& e) const {
    return {"answer_left", LogLevel::kInfo,
            StrCat(Text(e.task), ": ", HumanBytes(static_cast<double>(e.bytes)), " left, ",
                   e.masked ? "masked" : "NOT masked (the job and your policy allow it)")};
  }
  EventText operator()(const SessionEnded& e) const {
    if (!e.succeeded)
      return {"session_ended", LogLevel::kWarning, StrCat(Text(e.task), ": the session failed")};
    return {"session_ended", LogLevel::kInfo,
            StrCat(Text(e.task), ": summed with ", e.included, " sites in all")};
  }
  EventText operator()(const SessionLeft& e) const {
    return {"session_left", LogLevel::kWarning,
            StrCat(Text(e.task), ": left the session: ", e.reason)};
  }
  EventText operator()(const TaskEnded& e) const {
    return {"task_ended", e.outcome == "succeeded" ? LogLevel::kInfo : LogLevel::kWarning,
            StrCat(Text(e.task), ": ended: ", e.outcome)};
  }
  EventText operator()(const ModelAnnounced& e) const {
    return {"model_announced", LogLevel::kInfo,
            StrCat("new model ", e.name, " version ", e.version)};
  }
  EventText operator()(const JobEnded& e) const {
    return {"job_ended", LogLevel::kInfo,
            StrCat("job ", e.job, e.succeeded ? " has succeeded" : " has failed: ", e.reason)};
  }
};

}  // namespace

EventText Describe(const Event& event) { return std::visit(Describer{}, event); }

}  // namespace hansa::client
