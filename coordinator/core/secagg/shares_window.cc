#include "coordinator/core/secagg/shares_window.h"

#include <algorithm>

#include "coordinator/core/secagg/masked_input_window.h"
#include "coordinator/core/secagg/roster_index.h"

namespace hansa::coordinator {

SharesWindow::SharesWindow(ServerContext& context, v1::Roster roster)
    : context_(context), roster_(std::move(roster)), waiting_(MembersNeeded(context)) {}

void SharesWindow::Open() {
  v1::SessionStepRecord step;
  *step.mutable_roster() = roster_;
  context_.Record(std::move(step));
  auto message = std::make_shared<v1::SecAggToSite>();
  *message->mutable_roster() = std::move(roster_);
  for (const RosterMember& member : context_.roster.members) {
    waiting_.Ask(member.site_id);
    context_.Ask(member.site_id, message);
  }
}

std::string_view SharesWindow::Accept(const std::string& site_id,
                                      const v1::SecAggToCoordinator& message, Bytes) {
  const uint32_t owner = IndexOf(context_.roster, site_id);
  OpenedShares opened = OpenShares(context_.roster, owner, message.shares());
  if (!opened.fault.empty()) return opened.fault;
  boxes_.emplace(owner, std::move(opened.box));
  waiting_.Answered(site_id);
  return "";
}

void SharesWindow::Forget(const std::string& site_id) {
  if (boxes_.erase(IndexOf(context_.roster, site_id)) > 0) waiting_.Retract();
  waiting_.Forget(site_id);
}

PhaseEnd SharesWindow::Close(bool time_is_up) {
  if (time_is_up) DropPending(context_, step(), waiting_);
  if (!waiting_.Enough()) return TooFew(context_, step(), waiting_);
  return std::make_unique<MaskedInputWindow>(context_, std::move(boxes_));
}

}  // namespace hansa::coordinator
