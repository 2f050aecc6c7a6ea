#pragma once
// What happens in a job, for events.jsonl, the command line and tests. Sites appear under the names
// that the operator gave them; no figure or weight of a single site ever appears.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/job/normalised_job.h"
#include "hansa/v1/statistics.pb.h"

namespace hansa::coordinator {

struct JobStarted {
  std::string job_id, name;
  uint32_t rounds = 0;
  uint32_t quorum = 0;
  std::vector<std::string> sites;  // connected when it started
  bool secure_aggregation = false;
  std::string task = "train";  // or "evaluate", "statistics"
};
// A new process goes on with the job.
struct JobResumed {
  uint64_t round = 0;
  uint32_t attempt = 1;
  std::string phase;
};
// An operator paused the job: `round` is the next. And lets it go on.
struct JobPaused {
  uint64_t round = 0;
  uint32_t attempt = 1;
};
struct JobContinued {
  uint64_t round = 0;
  uint32_t attempt = 1;
};
struct SiteDeclined {
  std::string site;
  std::vector<std::string> reasons;
};
struct RoundStarted {
  uint64_t round = 0;
  uint32_t attempt = 1;
  std::vector<std::string> sites;
};
struct TrainingFinished {
  uint64_t round = 0;
  uint32_t ready = 0;
  double seconds = 0;
  uint32_t not_needed = 0;  // asked beyond the target, and not ready in time
};
struct SessionStarted {
  uint64_t round = 0;
  std::string purpose;  // "train", "evaluate" or "statistics"
  std::vector<std::string> sites;
  uint32_t groups = 1;    // sessions that they are split into
  bool prepared = false;  // keys and shares were exchanged while the sites trained
};
// One of several sessions yields no sum; the others may.
struct GroupLost {
  uint64_t round = 0;
  std::string purpose;
  uint32_t group = 1, groups = 1;
  std::vector<std::string> sites;
  std::string reason;
};
struct SessionFinished {
  uint64_t round = 0;
  std::string purpose;
  uint32_t included = 0;
  double seconds = 0;
};
struct ClientDropped {
  uint64_t round = 0;
  std::string site;
  // "training", "evaluating", "plain_input", "advertise", "shares", "masked_input", "alive",
  // "unmask"
  std::string step;
  std::string reason;
};
// A site broke the rules of a session, which is proved, and is left out of all that follows.
struct SiteConvicted {
  uint64_t round = 0;
  std::string site, site_id;
  std::string fault;  // "false_share", "false_dealing"
  uint64_t session = 0;
  std::string evidence;  // file of the run's folder
};
// A transfer that takes its time.
struct TransferUnderWay {
  uint64_t round = 0;
  std::string site;
  bool up = false;  // from the site
  uint64_t bytes = 0, size = 0;
};
struct ModelPublished {
  std::string name;
  uint64_t version = 0;
  std::string sha256, path;
  uint64_t round = 0;
  bool is_void = false;  // "void": the parent's weights under a new digest, after a spent round
  // The parent's weights, too, with this threshold for anomalies in the manifest.
  std::optional<double> anomaly_threshold;
};
struct PhaseSeconds {
  double selecting = 0, training = 0, aggregating = 0, publishing = 0, evaluating = 0;
  double counting = 0;  // of a round of statistics
  double total = 0;
};
struct RoundFinished {
  uint64_t round = 0;
  uint64_t version = 0;
  uint32_t clients = 0;                   // whose updates are in the model
  std::map<std::string, double> metrics;  // of all sites together; empty when not evaluated
  std::string unit;
  PhaseSeconds seconds;
  uint64_t bytes_up = 0, bytes_down = 0;
  uint32_t dropped = 0;
};
// Of the columns of a statistics job, or of those that a training job normalises.
struct StatisticsGathered {
  uint64_t round = 0;  // 0: before the first round of a training job
  v1::Statistics statistics;
  Normalisation normalisation;  // that a training job takes from them
};
struct EvaluationFailed {
  uint64_t round = 0;
  std::string reason;
};
struct RoundFailed {
  uint64_t round = 0;
  uint32_t attempt = 1;
  std::string reason;
};
struct FinalModel {
  std::string name;
  uint64_t version = 0;
  std::string sha256, path;
  std::string signature;  // Ed25519 over the manifest, in hex
};
// By the metric of the stop rule.
struct BestVersion {
  std::string metric;  // empty: none was measured
  double value = 0;
  uint64_t version = 0;
};
struct JobFinished {
  std::string job_id;
  std::string state;  // "succeeded", "failed", "cancelled"
  // "", "stopped", "no_threshold", "too_few_sites", "rounds_failed", "work_failed", "cancelled"
  std::string code;
  std::string reason;  // for people; empty when it had all its rounds
  uint64_t rounds_done = 0;
  uint64_t version = 0;
  double seconds = 0;
  FinalModel model;  // name empty: none was published
  BestVersion best;
};

using Event =
    std::variant<JobStarted, JobResumed, JobPaused, JobContinued, SiteDeclined, RoundStarted,
                 TrainingFinished, SessionStarted, GroupLost, SessionFinished, ClientDropped,
                 ModelPublished, RoundFinished, StatisticsGathered, EvaluationFailed, RoundFailed,
                 JobFinished, TransferUnderWay, SiteConvicted>;

}  // namespace hansa::coordinator
