#pragma once
// A round's sites in several groups, a secure session each; the groups' sums are added to one
// (group_total.h). Each group is a session of its own by all that its sites see: number, nonce,
// roster, masks. One that fails leaves its sites out of the sum; the others go on. Transcripts are
// written one after the other, by session number, so that the job's chain does not fork.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "coordinator/core/group_total.h"
#include "coordinator/core/secure_session.h"

namespace hansa::coordinator {

class GroupedSession final : public SumSession {
 public:
  // `split`: all of the plan's sites, each once (draw_groups.h).
  static Result<std::unique_ptr<SumSession>> Make(Turn& turn, SessionPlan plan,
                                                  std::vector<std::vector<SiteId>> split);
  // `sessions`: the steps of each, in the order in which they were opened.
  static Result<std::unique_ptr<SumSession>> Restore(Turn& turn, SessionPlan plan,
                                                     const std::vector<SessionSteps>& sessions);

  SessionResult Open(Turn& turn) override;
  SessionResult OnMessage(Turn& turn, const SiteMessage& message) override;
  SessionResult OnSiteAway(Turn& turn, const SiteId& site) override;
  SessionResult OnSiteBack(Turn& turn, const SiteId& site) override;
  SessionResult OnSiteLeft(Turn& turn, const SiteId& site, const std::string& reason) override;
  SessionResult OnWorkDone(Turn& turn, WorkDone& done) override;
  SessionResult OnUpload(Turn& turn, UploadDone& done) override;
  SessionResult OnTime(Turn& turn) override;
  bool CanBind(const std::vector<SiteId>& ready) const override;
  SessionResult Bind(Turn& turn, const std::vector<SiteId>& ready) override;
  void Abandon(Turn& turn) override;
  std::optional<Instant> NextWake() const override;
  Duration patience() const override;
  bool Has(const std::string& params_hash) const override { return places_.contains(params_hash); }
  std::vector<std::string> names() const override;
  uint32_t groups() const override { return static_cast<uint32_t>(groups_.size()); }

 private:
  struct Group {
    std::string params_hash;
    std::vector<SiteId> sites;
    std::unique_ptr<SecureSession> session;  // null: it was over before this process
    std::variant<std::monostate, SumHandle, SessionLost> result;
    bool over() const { return result.index() != 0; }
  };

  explicit GroupedSession(SessionPlan plan) : plan_(std::move(plan)) {}
  void Add(Group group);
  Result<> RestoreGroup(Turn& turn, const SessionSteps& steps);
  Group* GroupOf(const SiteId& site);
  // By group; none at all when a site is in no group.
  std::vector<std::vector<SiteId>> InGroups(const std::vector<SiteId>& sites) const;
  void Follow(Turn& turn, Group& group, SessionResult result);
  void NoteLost(Turn& turn, const Group& group, const SessionLost& lost) const;
  SessionResult Look(Turn& turn);
  SessionResult LookAtPrepared() const;
  SessionResult Total(Turn& turn);
  SessionResult Lose(Turn& turn, std::string reason) const;
  std::vector<SumHandle> Sums() const;

  SessionPlan plan_;
  std::vector<Group> groups_;             // ascending session numbers
  std::map<std::string, size_t> places_;  // by the parameters' hash
  std::map<SiteId, size_t> group_of_;
  std::optional<GroupTotal> total_;  // once all are over
};

}  // namespace hansa::coordinator
