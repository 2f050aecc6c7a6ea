#pragma once
// What happened at a site, for its log, its report and tests. Never sent.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "client/core/evaluation_sums.h"
#include "client/core/task_name.h"
#include "common/base/time.h"

namespace hansa::client {

struct Greeted {
  Duration heartbeat{};
  int64_t clock_ahead_ms = 0;  // the coordinator's clock minus ours
};
// The other side is not the coordinator that the authority certified, or speaks another protocol.
struct GreetingRefused {
  std::string reason;
};
struct CoordinatorSilent {
  Duration silence{};
};
struct SaidGoodbye {
  std::string reason;
  Duration stays_away{};
};
// The coordinator does not know this site's key, or no longer.
struct Denied {
  Duration stays_away{};
};
// The coordinator sent what it should not; ignored.
struct MessageIgnored {
  std::string fault;
};

struct OfferAnswered {
  std::string job;  // name; empty when the offer is no job
  bool accepted = false;
  bool dry_run = false;
  bool simulation_ignored = false;  // the job's [simulation] table means nothing here
  std::vector<Reason> reasons;
};

struct TaskStarted {
  TaskName task;
};
// A model of more than one message has come.
struct ModelArrived {
  TaskName task;
  uint64_t bytes = 0;
  double seconds = 0;
};
struct TaskRefused {
  TaskName task;
  Reason reason;
};
struct TaskTrained {
  TaskName task;
  uint64_t rows = 0;
  double seconds = 0;
  double norm = 0;  // of the update, before clipping
  bool clipped = false;
  double unchanged = 0;     // share of the model's values that are as they were
  std::string device = {};  // that it ran on, for people
};
// The update trained for an earlier task, on the same model and data, has not left: it serves.
struct AnswerFound {
  TaskName task;
};
struct TaskEvaluated {
  TaskName task;
  EvaluationSums sums;
};
struct TaskCounted {
  TaskName task;
  uint64_t rows = 0;
};
struct SessionStarted {
  TaskName task;
  uint64_t number = 0;
};
struct AnswerLeft {
  TaskName task;
  uint64_t session_number = 0;
  std::string session;  // hex of the parameters' hash
  uint64_t bytes = 0;
  bool masked = true;
};
struct SessionEnded {
  TaskName task;
  bool succeeded = false;
  uint32_t included = 0;
};
// The site left the session; the reason stays here.
struct SessionLeft {
  TaskName task;
  std::string reason;
};
// Ended by the coordinator ("succeeded", "failed", "cancelled") or here ("superseded", "window
// passed", "connection lost").
struct TaskEnded {
  TaskName task;
  std::string outcome;
};
struct ModelAnnounced {
  std::string name;
  uint64_t version = 0;
  std::string manifest;      // manifest.json as signed
  std::string manifest_sig;  // checked
};
struct JobEnded {
  std::string job;
  bool succeeded = false;
  std::string reason;
};

using Event =
    std::variant<Greeted, GreetingRefused, CoordinatorSilent, SaidGoodbye, Denied, MessageIgnored,
                 OfferAnswered, TaskStarted, ModelArrived, TaskRefused, TaskTrained, TaskEvaluated,
                 TaskCounted, AnswerFound, SessionStarted, AnswerLeft, SessionEnded, SessionLeft,
                 TaskEnded, ModelAnnounced, JobEnded>;

}  // namespace hansa::client
