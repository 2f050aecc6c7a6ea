#include <map>
#include <set>

#include "common/base/text.h"
#include "common/wire/session_params.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class AcknowledgedKept final : public Invariant {
 public:
  std::string_view name() const override { return "acknowledged_kept"; }

  void OnCoordinatorSent(const coordinator::Send& send) override {
    if (send.message.has_model_announced())
      announced_ = std::max(announced_, send.message.model_announced().version());
    if (send.message.has_job_offer()) offered_ = true;
    if (send.message.has_job_ended()) ended_ = true;
    if (send.message.has_plain_request()) NoteParams(send.message.plain_request().params());
    if (send.message.has_secagg() && send.message.secagg().has_params())
      NoteParams(send.message.secagg().params());
  }

  void OnCoordinatorStarted(coordinator::Store& store) override {
    const auto jobs = store.Jobs().value();
    if (offered_ && jobs.empty()) Break("a job was offered and is not stored");
    if (ended_ && !jobs.empty() && jobs.front().state() == "running")
      Break("sites were told that the job is over, and it runs again");
    if (store.LastSessionNumber().value() < session_)
      Break(StrCat("session ", session_, " was opened and its number is not stored"));
    uint64_t newest = 0;
    const auto versions = store.Versions().value();
    for (const v1::VersionRecord& version : versions) newest = std::max(newest, version.version());
    if (newest < announced_)
      Break(StrCat("version ", announced_, " was announced and is not stored"));
  }

  void OnAnswerLeft(uint32_t site, const AnswerKey& key, bool) override { left_[site].insert(key); }
  void OnSiteStarted(uint32_t site, const Journal& journal, bool rolled_back) override {
    if (rolled_back) return;
    for (const AnswerKey& key : left_[site])
      if (!journal.answered.contains(key))
        return Break(StrCat("site ", site, " gave an answer and its journal does not know it"));
  }

 private:
  void NoteParams(const v1::Signed& params) {
    if (params.payload() == last_params_) return;  // the same for every site
    last_params_ = params.payload();
    const auto checked = wire::CheckParams(AsSpan(params.payload()));
    if (checked.ok()) session_ = std::max(session_, checked->setup.session_number);
  }

  uint64_t announced_ = 0, session_ = 0;
  bool offered_ = false, ended_ = false;
  std::string last_params_;
  std::map<uint32_t, std::set<AnswerKey>> left_;
};

}  // namespace

InvariantPtr MakeAcknowledgedKept() { return std::make_unique<AcknowledgedKept>(); }

}  // namespace hansa::simulation
