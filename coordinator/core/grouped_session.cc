#include "coordinator/core/grouped_session.h"

#include <algorithm>

#include "common/base/text.h"
#include "coordinator/core/restored_group.h"
#include "coordinator/core/session_name.h"
#include "coordinator/core/sum_record.h"

namespace hansa::coordinator {
namespace {

// So many groups' failures are told in one reason; each has an event of its own.
constexpr size_t kReasonsTold = 3;

const char* NameOf(v1::SessionPurpose purpose) {
  if (purpose == v1::SESSION_PURPOSE_STATISTICS) return "statistics";
  return purpose == v1::SESSION_PURPOSE_EVALUATE ? "evaluate" : "train";
}

SessionPlan PlanOf(const SessionPlan& whole, std::vector<SiteId> sites) {
  SessionPlan plan = whole;
  plan.sites = std::move(sites);
  plan.is_group = true;
  return plan;
}

}  // namespace

Result<std::unique_ptr<SumSession>> GroupedSession::Make(Turn& turn, SessionPlan plan,
                                                         std::vector<std::vector<SiteId>> split) {
  const JobSpec& spec = *turn.job.spec;
  if (plan.sites.size() > spec.clients_target)
    return BadInput("cannot open the round's sessions",
                    StrCat(plan.sites.size(), " sites, and the sum over more than the job's ",
                           spec.clients_target, " (rounds.clients.target) could wrap"));
  plan.smallest = spec.group_min;
  std::unique_ptr<GroupedSession> grouped(new GroupedSession(std::move(plan)));
  for (std::vector<SiteId>& sites : split) {
    auto session = HANSA_TRY(SecureSession::Make(turn, PlanOf(grouped->plan_, sites)));
    const std::string name = session->params_hash();
    grouped->Add({name, std::move(sites), std::move(session), {}});
  }
  return std::unique_ptr<SumSession>(std::move(grouped));
}

Result<std::unique_ptr<SumSession>> GroupedSession::Restore(
    Turn& turn, SessionPlan plan, const std::vector<SessionSteps>& sessions) {
  std::unique_ptr<GroupedSession> grouped(new GroupedSession(std::move(plan)));
  for (const SessionSteps& steps : sessions) HANSA_TRY(grouped->RestoreGroup(turn, steps));
  return std::unique_ptr<SumSession>(std::move(grouped));
}

Result<> GroupedSession::RestoreGroup(Turn& turn, const SessionSteps& steps) {
  Group group{.params_hash = steps.front().params_hash(),
              .sites = HANSA_TRY(SitesOf(steps, turn.job.membership())),
              .session = nullptr,
              .result = {}};
  for (const SiteId& site : group.sites)
    if (group_of_.contains(site))
      return BadInput("the sessions under way cannot be taken up again",
                      StrCat("site ", site, " is in two of them"));
  if (steps.back().has_ended()) {
    auto result = HANSA_TRY(ResultIn(steps.back().ended(), plan_.segments, turn.job.stored));
    std::visit([&group](auto& known) { group.result = std::move(known); }, result);
  } else {
    std::vector<SiteId> ready = group.sites;  // it may have been prepared over more
    std::erase_if(ready, [this](const SiteId& site) {
      return !std::ranges::binary_search(plan_.sites, site);
    });
    group.session = HANSA_TRY(SecureSession::Restore(turn, PlanOf(plan_, std::move(ready)), steps));
  }
  Add(std::move(group));
  return Success();
}

void GroupedSession::Add(Group group) {
  places_[group.params_hash] = groups_.size();
  for (const SiteId& site : group.sites) group_of_[site] = groups_.size();
  groups_.push_back(std::move(group));
}

std::vector<std::string> GroupedSession::names() const {
  std::vector<std::string> names;
  for (const Group& group : groups_) names.push_back(group.params_hash);
  return names;
}

GroupedSession::Group* GroupedSession::GroupOf(const SiteId& site) {
  const auto found = group_of_.find(site);
  if (found == group_of_.end() || groups_[found->second].session == nullptr) return nullptr;
  return &groups_[found->second];
}

SessionResult GroupedSession::Open(Turn& turn) {
  for (Group& group : groups_)
    if (!group.over()) Follow(turn, group, group.session->Open(turn));
  return Look(turn);
}

SessionResult GroupedSession::OnMessage(Turn& turn, const SiteMessage& message) {
  const auto place = places_.find(SessionOf(message.message));
  if (place == places_.end()) {
    turn.out.faults.push_back({message.site, "out_of_order"});
    return std::nullopt;
  }
  Group& group = groups_[place->second];
  if (group.over()) {
    turn.out.faults.push_back({message.site, "late"});
    return std::nullopt;
  }
  Follow(turn, group, group.session->OnMessage(turn, message));
  return Look(turn);
}

SessionResult GroupedSession::OnSiteAway(Turn& turn, const SiteId& site) {
  Group* group = GroupOf(site);
  if (group != nullptr) Follow(turn, *group, group->session->OnSiteAway(turn, site));
  return Look(turn);
}

// Of a group that is over it hears the end.
SessionResult GroupedSession::OnSiteBack(Turn& turn, const SiteId& site) {
  Group* group = GroupOf(site);
  if (group != nullptr) Follow(turn, *group, group->session->OnSiteBack(turn, site));
  return Look(turn);
}

SessionResult GroupedSession::OnSiteLeft(Turn& turn, const SiteId& site,
                                         const std::string& reason) {
  Group* group = GroupOf(site);
  if (group != nullptr) Follow(turn, *group, group->session->OnSiteLeft(turn, site, reason));
  return Look(turn);
}

// Tickets are unique in the job: whose it is not leaves it alone.
SessionResult GroupedSession::OnWorkDone(Turn& turn, WorkDone& done) {
  if (total_) {
    SumHandle sum = total_->OnWorkDone(turn, done);
    return sum ? SessionResult(std::move(sum)) : std::nullopt;
  }
  for (Group& group : groups_)
    if (!group.over()) Follow(turn, group, group.session->OnWorkDone(turn, done));
  return Look(turn);
}

SessionResult GroupedSession::OnUpload(Turn& turn, UploadDone& done) {
  for (Group& group : groups_)
    if (!group.over()) Follow(turn, group, group.session->OnUpload(turn, done));
  return Look(turn);
}

SessionResult GroupedSession::OnTime(Turn& turn) {
  for (Group& group : groups_)
    if (!group.over()) Follow(turn, group, group.session->OnTime(turn));
  return Look(turn);
}

std::vector<std::vector<SiteId>> GroupedSession::InGroups(const std::vector<SiteId>& sites) const {
  std::vector<std::vector<SiteId>> in_groups(groups_.size());
  for (const SiteId& site : sites) {
    const auto group = group_of_.find(site);
    if (group == group_of_.end()) return {};
    in_groups[group->second].push_back(site);
  }
  return in_groups;
}

// All of them, or none: otherwise the sites are split anew.
bool GroupedSession::CanBind(const std::vector<SiteId>& ready) const {
  const std::vector<std::vector<SiteId>> in_groups = InGroups(ready);
  for (size_t i = 0; i < in_groups.size(); ++i)
    if (groups_[i].over() || in_groups[i].size() < plan_.smallest ||
        !groups_[i].session->CanBind(in_groups[i]))
      return false;
  return plan_.is_prepared && !in_groups.empty();
}

SessionResult GroupedSession::Bind(Turn& turn, const std::vector<SiteId>& ready) {
  plan_.is_prepared = false;
  const std::vector<std::vector<SiteId>> in_groups = InGroups(ready);
  for (size_t i = 0; i < in_groups.size(); ++i) {
    groups_[i].sites = in_groups[i];
    Follow(turn, groups_[i], groups_[i].session->Bind(turn, in_groups[i]));
  }
  return Look(turn);
}

void GroupedSession::Abandon(Turn& turn) {
  for (Group& group : groups_)
    if (!group.over()) group.session->Abandon(turn);
  ForgetSums(turn, Sums());
}

std::optional<Instant> GroupedSession::NextWake() const {
  std::optional<Instant> wake;
  for (const Group& group : groups_) {
    const auto own = group.over() ? std::nullopt : group.session->NextWake();
    if (own && (!wake || *own < *wake)) wake = own;
  }
  return wake;
}

Duration GroupedSession::patience() const {
  Duration longest = kReturnPatience;
  for (const Group& group : groups_)
    if (group.session) longest = std::max(longest, group.session->patience());
  return longest;
}

// What came of a group is durable before its sites hear of it: they forget their secrets then.
void GroupedSession::Follow(Turn& turn, Group& group, SessionResult result) {
  if (!result || group.over()) return;
  std::visit([&group](auto& known) { group.result = std::move(known); }, *result);
  if (plan_.is_prepared) return;
  v1::SessionStepRecord step;
  step.set_job_id(turn.job.id);
  step.set_params_hash(group.params_hash);
  v1::GroupEnded& ended = *step.mutable_ended();
  if (const auto* lost = std::get_if<SessionLost>(&group.result)) {
    ended.set_lost(lost->reason);
    ended.set_spent(lost->spent);
    NoteLost(turn, group, *lost);
  } else {
    *ended.mutable_sum() =
        RecordOf(*std::get<SumHandle>(group.result), turn.job.services.inline_bytes);
  }
  turn.out.persist.emplace_back(std::move(step));
}

void GroupedSession::NoteLost(Turn& turn, const Group& group, const SessionLost& lost) const {
  turn.Emit(GroupLost{.round = turn.job.round.number,
                      .purpose = NameOf(plan_.purpose),
                      .group = static_cast<uint32_t>(places_.at(group.params_hash) + 1),
                      .groups = groups(),
                      .sites = turn.job.membership().NamesOf(group.sites),
                      .reason = lost.reason});
}

SessionResult GroupedSession::Look(Turn& turn) {
  if (total_) return std::nullopt;
  if (plan_.is_prepared) return LookAtPrepared();
  const auto under_way = std::find_if(groups_.begin(), groups_.end(),
                                      [](const Group& group) { return !group.over(); });
  if (under_way == groups_.end()) return Total(turn);
  under_way->session->MayRecord(turn);
  return std::nullopt;
}

// Without one of its groups it does for nobody.
SessionResult GroupedSession::LookAtPrepared() const {
  for (const Group& group : groups_)
    if (const auto* lost = std::get_if<SessionLost>(&group.result)) return *lost;
  return std::nullopt;
}

std::vector<SumHandle> GroupedSession::Sums() const {
  std::vector<SumHandle> sums;
  for (const Group& group : groups_)
    if (const auto* sum = std::get_if<SumHandle>(&group.result)) sums.push_back(*sum);
  return sums;
}

SessionResult GroupedSession::Total(Turn& turn) {
  std::vector<SumHandle> sums = Sums();
  size_t included = 0;
  for (const SumHandle& sum : sums) included += sum->included.size();
  const uint32_t needed = turn.job.spec->clients_min;
  if (included < needed)
    return Lose(turn, StrCat(included, " sites are in the sums of ", sums.size(), " of ", groups(),
                             " groups, ", needed, " needed"));
  total_.emplace(std::move(sums));
  SumHandle sum = total_->Start(turn);
  return sum ? SessionResult(std::move(sum)) : std::nullopt;
}

SessionResult GroupedSession::Lose(Turn& turn, std::string reason) const {
  const std::vector<SumHandle> sums = Sums();
  bool spent = !sums.empty();
  size_t told = 0;
  for (size_t i = 0; i < groups_.size(); ++i) {
    const auto* lost = std::get_if<SessionLost>(&groups_[i].result);
    if (lost == nullptr) continue;
    spent |= lost->spent;
    if (told++ < kReasonsTold) reason += StrCat("; group ", i + 1, ": ", lost->reason);
  }
  if (told > kReasonsTold) reason += StrCat("; and ", told - kReasonsTold, " more");
  if (plan_.purpose == v1::SESSION_PURPOSE_TRAIN)
    for (const SumHandle& sum : sums)
      turn.job.round.abandoned.insert(turn.job.round.abandoned.end(), sum->recorded.begin(),
                                      sum->recorded.end());
  ForgetSums(turn, sums);
  return SessionLost{std::move(reason), spent};
}

}  // namespace hansa::coordinator
