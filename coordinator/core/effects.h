#pragma once
// What a step of a machine asks of its shell, which executes it top to bottom.

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "coordinator/core/events.h"
#include "coordinator/core/membership.h"
#include "coordinator/core/model_version.h"
#include "coordinator/core/verdict.h"
#include "coordinator/core/work.h"
#include "hansa/v1/records.pb.h"
#include "hansa/v1/round.pb.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::coordinator {

// A session number is durable before the parameters that carry it leave the process.
struct UsedSessionNumber {
  uint64_t number = 0;
};
using Persist = std::variant<UsedSessionNumber, v1::JobRecord, v1::VersionRecord, v1::RoundRecord,
                             v1::SessionStepRecord>;

struct Send {
  SiteId site;
  v1::ToSite message;
  Payload payload;  // second frame, or null
};

// Misbehaviour of a peer: counted by name, never fatal.
struct PeerFault {
  SiteId site;
  std::string name;
};

struct JobEvent {
  std::string job_id;
  Event event;
};

// The answer to a dry run (JobCheck).
struct CheckReport {
  uint64_t check_id = 0;
  std::vector<Verdict> verdicts;
};

struct Effects {
  std::vector<Persist> persist;  // durable before anything below leaves the process
  std::vector<Send> sends;       // in order
  std::vector<Work> work;        // heavy; results come back as inputs
  std::vector<JobEvent> events;  // in order
  std::vector<CheckReport> checks;
  std::vector<PeerFault> faults;

  void Append(Effects&& more);
};

}  // namespace hansa::coordinator
