#pragma once
// What all phases of one job share, and the turn in which they act.

#include <algorithm>
#include <deque>
#include <memory>
#include <set>
#include <string>

#include "common/base/limits.h"
#include "common/base/random_source.h"
#include "common/crypto/ed25519.h"
#include "common/job/job_spec.h"
#include "coordinator/core/absences.h"
#include "coordinator/core/candidates.h"
#include "coordinator/core/effects.h"
#include "coordinator/core/round.h"
#include "coordinator/core/scheduling/job_history.h"
#include "coordinator/core/scheduling/round_times.h"
#include "coordinator/core/scheduling/site_pool.h"
#include "coordinator/core/scheduling/suspects.h"

namespace hansa::coordinator {

// What a coordinator lends to every job's machine. Outlives them.
struct Services {
  const Membership* membership = nullptr;
  RandomSource* random = nullptr;
  const crypto::SigningKey* signing_key = nullptr;
  uint64_t* last_session_number = nullptr;  // each session takes the next
  SitePool* pool = nullptr;                 // which job may ask which site
  RoundTimes* times = nullptr;              // measured, for plans
  // Vectors of more bytes are fetched from the sites, and kept in the spool instead of in records.
  uint64_t inline_bytes = limits::kInlineVectorBytes;
  bool transcripts = false;      // secure sessions that are summed leave one
  bool archives_inputs = false;  // with their masked inputs
};

struct JobContext {
  std::string id;
  std::shared_ptr<const JobSpec> spec;
  Services services;
  v1::JobRecord record;  // as last persisted
  Candidates candidates;
  JobHistory history;
  Suspects suspects;  // of false inputs
  Absences absences;
  ScriptHandle script;        // of the network, when it is a file
  ModelHandle base;           // newest version; null until the initial one is published
  uint64_t next_version = 0;  // of the model's name
  // Say that they have answered the question of the round under way before, and will not again
  // (rule 9). It is another question with every version.
  std::set<SiteId> answered_before;
  Round round;
  uint64_t last_ticket = 0;
  StoredVectors stored;        // by an earlier process, for what goes on
  bool round_changed = false;  // what was said of the round is to be made durable

  const Membership& membership() const { return *services.membership; }
  // The round's version is published. What may be missing of the round is what it measures.
  bool IsVersionMade() const {
    return spec->task == JobTask::kTrain && round.number > 0 &&
           record.rounds_done() >= round.number;
  }
  // Of its newest session.
  std::optional<crypto::Digest> transcript() const {
    crypto::Digest digest;
    if (record.transcript().size() != digest.size()) return std::nullopt;
    std::copy(record.transcript().begin(), record.transcript().end(), digest.begin());
    return digest;
  }
  std::string NameOf(const SiteId& site) const { return membership().NameOf(site); }
  Bytes RandomBytes(size_t count) {
    Bytes bytes(count);
    services.random->Fill(bytes);
    return bytes;
  }
};

// One step of a job's machine.
struct Turn {
  JobContext& job;
  Effects& out;
  Now now;

  void Emit(Event event) { out.events.push_back({job.id, std::move(event)}); }
  // A site is lost to the round: counted, and told to whoever watches.
  void Drop(const SiteId& site, std::string step, std::string reason) {
    ++job.round.dropped;
    Emit(ClientDropped{job.round.number, job.NameOf(site), std::move(step), std::move(reason)});
  }
  // The round's record is written at the end of this step.
  void RecordRound() { job.round_changed = true; }
  uint64_t Ask(decltype(Work::what) what) {
    out.work.push_back({job.id, ++job.last_ticket, std::move(what)});
    return job.last_ticket;
  }
};

}  // namespace hansa::coordinator
