#include <algorithm>
#include <map>
#include <set>

#include "common/base/text.h"
#include "common/wire/session_params.h"
#include "experiments/simulation/invariants/invariants.h"

namespace hansa::simulation {
namespace {

class AcknowledgedKept final : public Invariant {
 public:
  AcknowledgedKept(const JobSpec& spec, std::string job_id)
      : model_(spec.name), digest_(ToString(spec.digest)), job_id_(std::move(job_id)) {}
  std::string_view name() const override { return "acknowledged_kept"; }

  void OnCoordinatorSent(const coordinator::Send& send) override {
    if (send.message.has_model_announced() && send.message.model_announced().name() == model_)
      announced_ = std::max(announced_, send.message.model_announced().version());
    if (send.message.has_job_offer()) Offered(send.message.job_offer().job_toml());
    if (send.message.has_job_ended() && send.message.job_ended().job_digest() == digest_)
      ended_ = true;
    if (send.message.has_plain_request()) NoteParams(send.message.plain_request().params());
    if (send.message.has_secagg() && send.message.secagg().has_params())
      NoteParams(send.message.secagg().params());
  }

  void OnCoordinatorStarted(coordinator::Store& store) override {
    const auto jobs = store.Jobs().value();
    const auto job = std::find_if(jobs.begin(), jobs.end(),
                                  [&](const auto& record) { return record.job_id() == job_id_; });
    if (offered_ && job == jobs.end()) Break("a job was offered and is not stored");
    if (ended_ && job != jobs.end() && job->state() == "running")
      Break("sites were told that the job is over, and it runs again");
    if (store.LastSessionNumber().value() < session_)
      Break(StrCat("session ", session_, " was opened and its number is not stored"));
    uint64_t newest = 0;
    const auto versions = store.Versions().value();
    for (const v1::VersionRecord& version : versions)
      if (version.name() == model_) newest = std::max(newest, version.version());
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
  void Offered(const std::string& toml) {
    if (!offered_) offered_ = ToString(crypto::Sha256(AsSpan(toml))) == digest_;
  }
  void NoteParams(const v1::Signed& params) {
    if (params.payload() == last_params_) return;  // the same for every site
    last_params_ = params.payload();
    const auto checked = wire::CheckParams(AsSpan(params.payload()));
    if (checked.ok()) session_ = std::max(session_, checked->setup.session_number);
  }

  std::string model_, digest_, job_id_;
  uint64_t announced_ = 0, session_ = 0;
  bool offered_ = false, ended_ = false;
  std::string last_params_;
  std::map<uint32_t, std::set<AnswerKey>> left_;
};

}  // namespace

InvariantPtr MakeAcknowledgedKept(const JobSpec& spec, std::string job_id) {
  return std::make_unique<AcknowledgedKept>(spec, std::move(job_id));
}

}  // namespace hansa::simulation
