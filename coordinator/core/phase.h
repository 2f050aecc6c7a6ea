#pragma once
// A phase of a job. Each has its own file pair and owns its fields; it answers every input with an
// outcome or with nothing, and the machine alone knows which phase an outcome leads to. What a
// phase does not handle is not expected in it: a message is then counted as out of order.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/base/result.h"
#include "coordinator/core/job_context.h"
#include "hansa/v1/round.pb.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::coordinator {

// selecting: the round has its sites.
struct SitesSelected {
  std::vector<SiteId> sites;
};
// training: these sites hold an update.
class SumSession;
struct UpdatesReady {
  std::vector<SiteId> sites;
  std::shared_ptr<SumSession> prepared;  // while they trained; null: none
};
// aggregating: the updates are summed.
struct UpdatesSummed {
  SumHandle sum;
};
// publishing: the context's base is the new version.
struct VersionPublished {
  v1::PublicationRecord record;  // without the sum
};
// counting: what the sites' columns hold, all together.
struct ColumnsCounted {
  v1::Statistics statistics;
};
// evaluating: the context's round has its metrics.
struct RoundEvaluated {};
// evaluating: it has none, and that is told. The version stands. `spent`: figures may have left a
// site, so that nobody can be asked for them again.
struct RoundUnmeasured {
  std::string reason;
  bool spent = false;
};
// The round cannot succeed. `spent`: an update may have left a site, so that the next attempt needs
// a new base (a void version).
struct RoundLost {
  std::string reason;
  bool spent = false;
};
// The job cannot go on.
struct JobLost {
  std::string code;  // JobFinished.code
  std::string reason;
};

using Outcome = std::optional<
    std::variant<SitesSelected, UpdatesReady, UpdatesSummed, VersionPublished, ColumnsCounted,
                 RoundEvaluated, RoundUnmeasured, RoundLost, JobLost>>;

// A checked message of a site (common/wire).
struct SiteMessage {
  SiteId site;
  v1::ToCoordinator message;
  Payload payload;  // null: none
  size_t wire_bytes() const { return message.ByteSizeLong() + (payload ? payload->size() : 0); }
};

// What came of an ExpectUpload: the bytes, their digest compared; or the name of the site's fault.
struct UploadDone {
  std::string job_id;
  uint64_t ticket = 0;
  std::variant<BlobHandle, std::string> result;
};

class Phase {
 public:
  virtual ~Phase() = default;
  virtual std::string_view name() const = 0;

  virtual Outcome Enter(Turn& turn) = 0;
  // Messages for a task or a session; others go elsewhere.
  virtual Outcome OnMessage(Turn& turn, const SiteMessage& message);
  virtual Outcome OnCandidatesChanged(Turn& turn);  // someone answered, came or went
  // Its connection is lost; the job's absences say until when it is waited for.
  virtual Outcome OnSiteAway(Turn& turn, const SiteId& site);
  // On a new connection, and able: it is told again what it is to do.
  virtual Outcome OnSiteBack(Turn& turn, const SiteId& site);
  // For good.
  virtual Outcome OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason);
  virtual Outcome OnWorkDone(Turn& turn, WorkDone& done);
  virtual Outcome OnUpload(Turn& turn, UploadDone& done);
  // The pool may have more sites for the job than before.
  virtual Outcome OnSitesFreed(Turn& turn);
  virtual Outcome OnTime(Turn& turn);  // may be early or repeated
  // The job is cancelled: sites are told.
  virtual void Cancel(Turn& turn);
  virtual std::optional<Instant> NextWake() const { return std::nullopt; }

  // How long a site that lost its connection is waited for while nobody else is at work.
  virtual Duration patience() const { return kReturnPatience; }
  // What it waits for that no site is at work on, for people: "2 more sites: ..."; empty: nothing.
  virtual std::string Waiting(const JobContext& job, Now now) const;

  // What a new process needs to go on with this phase, besides what the context's round holds.
  virtual void Save(v1::RoundRecord& record) const;

  // The session under way; null: none.
  virtual const SumSession* session() const { return nullptr; }
};

}  // namespace hansa::coordinator
