#pragma once
// A session: the ready sites hand in one vector each, the coordinator learns their sum. Two kinds:
// secure (coordinator/core/secagg) and plain, for jobs with secure = "off".

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/secagg/segment.h"
#include "coordinator/core/phase.h"
#include "hansa/v1/round.pb.h"

namespace hansa::coordinator {

struct SessionPlan {
  v1::SessionPurpose purpose = v1::SESSION_PURPOSE_TRAIN;
  Bytes task_id;
  ModelHandle model;  // the task's; null: it has none
  std::vector<secagg::Segment> segments;
  uint32_t ring_bits = 64;
  std::vector<SiteId> sites;  // ascending
  uint32_t smallest = 0;      // of them in the sum
  bool is_group = false;      // of several: its transcript waits for those before it
  // The sites are at work on their answers: the session waits for Bind before it asks for them, and
  // is nobody's business until then. Nothing of it is kept, and who falls out is not told.
  bool is_prepared = false;
  Duration fetching{};  // prepared: they may take so much longer for their first answer
  Duration longest{};
  Duration uploading{};  // vectors that are fetched may take so much longer
};

// The session failed. `spent`: an input may have left a site.
struct SessionLost {
  std::string reason;
  bool spent = false;
};
using SessionResult = std::optional<std::variant<SumHandle, SessionLost>>;

class SumSession {
 public:
  virtual ~SumSession() = default;

  // Each returns the result once there is one; nothing may be called after that.
  virtual SessionResult Open(Turn& turn) = 0;
  virtual SessionResult OnMessage(Turn& turn, const SiteMessage& message) = 0;
  virtual SessionResult OnSiteAway(Turn& turn, const SiteId& site) = 0;
  virtual SessionResult OnSiteBack(Turn& turn, const SiteId& site) = 0;
  virtual SessionResult OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) = 0;
  virtual SessionResult OnWorkDone(Turn& turn, WorkDone& done) = 0;
  virtual SessionResult OnUpload(Turn& turn, UploadDone& done) = 0;
  virtual SessionResult OnTime(Turn& turn) = 0;
  // Of a prepared session: whether it does for these sites, which are ready; and that only they are
  // in it from here on. Otherwise it is abandoned, and nothing has left anyone.
  virtual bool CanBind(const std::vector<SiteId>&) const { return false; }
  virtual SessionResult Bind(Turn&, const std::vector<SiteId>&) { return std::nullopt; }
  // Tells the sites that no sum will come of it.
  virtual void Abandon(Turn& turn) = 0;

  virtual std::optional<Instant> NextWake() const = 0;
  // How long a site that lost its connection is waited for.
  virtual Duration patience() const = 0;
  // Whether a message of this session, by its parameters' hash, is for it.
  virtual bool Has(const std::string& params_hash) const = 0;
  virtual std::vector<std::string> names() const = 0;  // these hashes
  virtual uint32_t groups() const { return 1; }
};

// Takes a session number (persisted) and signs the parameters. Secure or plain as the job says; of
// more sites than a session may have several, one a group.
// kBadInput when the job's numbers allow no session (secagg::CheckSetup).
Result<std::unique_ptr<SumSession>> MakeSession(Turn& turn, SessionPlan plan);

// Whether the vectors of such a session are fetched instead of sent.
bool IsFetched(const Turn& turn, const SessionPlan& plan);

// The session, or sessions, of an earlier process. The sites are the plan's; all of them are away.
using SessionSteps = std::vector<v1::SessionStepRecord>;
Result<std::unique_ptr<SumSession>> RestoreSession(Turn& turn, SessionPlan plan,
                                                   const SessionSteps& steps);

}  // namespace hansa::coordinator
