// A job as a coordinator finds it after a restart, given to the machine: it goes on, or it ends
// with a reason. Then nobody comes back, or everybody does, and time passes.

#include <google/protobuf/stubs/logging.h>

#include <climits>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/identity/authority.h"
#include "common/job/normalised_job.h"
#include "coordinator/core/coordinator_machine.h"
#include "tests/fuzz/kept_job.h"
#include "tests/support/memory_publisher.h"
#include "tests/support/secagg_site.h"

namespace hansa {
namespace {

namespace co = coordinator;

constexpr uint64_t kLargestNetwork = 1000;  // weights: an input is to be quick
constexpr int kTurns = 60;

const secagg_test::Fleet& Fleet() { return *secagg_test::SharedFleet(4, 1); }

// Those of the scenarios (numbers), and certified ones.
void AdmitSites(co::CoordinatorMachine& machine, Now now) {
  for (uint8_t number = 1; number <= 6; ++number) {
    const Bytes id = {0, 0, 0, 0, 0, 0, 0, number};
    machine.Step(co::MemberAdmitted{Hex(id), StrCat("s", number), {}, {}}, now);
  }
  for (const secagg_test::Site& site : Fleet().sites)
    machine.Step(co::MemberAdmitted{site.id, site.id, site.identity.public_key(), site.credential},
                 now);
}

class Coordinator {
 public:
  Coordinator() : machine_(random_, Fleet().coordinator, 0, 4096) { AdmitSites(machine_, now_); }

  void Resume(co::JobMachine::Plan plan) { Take(co::JobSubmitted{std::move(plan)}); }
  void ConnectAll() {
    std::vector<co::SiteId> sites;
    for (const auto& [id, member] : machine_.membership().members()) sites.push_back(id);
    for (const co::SiteId& site : sites) Take(co::SiteConnected{site, "fuzz"});
  }
  // The next thing that time brings, and the work of the shell.
  bool Pass() {
    const auto wake = machine_.NextWake();
    if (!wake && work_.empty()) return false;
    if (!work_.empty()) {
      co::Work work = std::move(work_.front());
      work_.erase(work_.begin());
      Take(Done(work));
      return true;
    }
    const Duration passed = std::max(*wake - now_.instant, Duration(milliseconds(1)));
    now_.instant += passed;
    now_.unix_ms += passed / milliseconds(1);
    Take(co::TimePassed{});
    return true;
  }

 private:
  void Take(co::FleetInput input) {
    co::Effects effects = machine_.Step(std::move(input), now_);
    for (const co::Persist& persist : effects.persist)
      if (const auto* job = std::get_if<v1::JobRecord>(&persist))
        HANSA_CHECK(job->state() == "running" || job->state() == "succeeded" ||
                    job->state() == "failed" || job->state() == "cancelled");
    for (co::Work& work : effects.work) work_.push_back(std::move(work));
  }

  co::WorkDone Done(co::Work& work) {
    co::WorkDone done{work.job_id, work.ticket, WorkFailed("not in this test", "")};
    const auto* publish = std::get_if<co::PublishWork>(&work.what);
    if (publish == nullptr) return done;
    HANSA_CHECK((publish->kind == co::PublishWork::Kind::kInitial) == (publish->parent == nullptr));
    HANSA_CHECK((publish->kind == co::PublishWork::Kind::kTrained) == (publish->sum != nullptr));
    if (publish->sum) return done;  // the arithmetic is the publisher's
    done.result = publisher_.Publish(*publish).value();
    return done;
  }

  Now now_{Instant{} + seconds(1), 1'800'000'000'000};
  crypto::SeededRandom random_{1, "fuzz"};
  testing::MemoryPublisher publisher_{
      Fleet().coordinator,
      identity::CertifyCoordinator(Fleet().authority, Fleet().coordinator.public_key(), {9})};
  co::CoordinatorMachine machine_;
  std::vector<co::Work> work_;
};

co::ModelHandle VersionOf(const std::shared_ptr<const JobSpec>& job, uint64_t version) {
  static const v1::Signed certificate =
      identity::CertifyCoordinator(Fleet().authority, Fleet().coordinator.public_key(), {9});
  testing::MemoryPublisher publisher(Fleet().coordinator, certificate);
  return publisher.Publish({.job_id = "earlier", .job = job, .seed = 1, .version = version})
      .value()
      .model;
}

// As coordinator/app/restore.cc makes it.
Result<co::JobMachine::Plan> PlanOf(fuzz::KeptJob kept) {
  JobSpec spec = HANSA_TRY(ParseJob(kept.job.job_toml(), "job"));
  if (LayoutOf(spec.network).elements() > kLargestNetwork)
    return BadInput("the network is too large for a quick test");
  co::JobMachine::Plan plan{.job_id = "job-1", .normalisation = kept.job.normalisation()};
  if (!plan.normalisation.empty()) spec = HANSA_TRY(WithNormalisation(spec, plan.normalisation));
  plan.spec = std::make_shared<const JobSpec>(std::move(spec));
  plan.resume = co::JobMachine::Plan::Resume{.rounds_done = kept.job.rounds_done(),
                                             .record = kept.job,
                                             .round = std::move(kept.round),
                                             .steps = std::move(kept.steps),
                                             .progress = kept.job.progress(),
                                             .paused = kept.job.paused()};
  if (plan.spec->task == JobTask::kEvaluate)
    plan.evaluated = VersionOf(plan.spec, plan.spec->evaluated_version);
  else if (kept.version && plan.spec->task == JobTask::kTrain)
    plan.resume->base = VersionOf(plan.spec, *kept.version);
  plan.next_version = plan.resume->base ? plan.resume->base->version + 1 : 0;
  return plan;
}

}  // namespace
}  // namespace hansa

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  if (size > INT_MAX) return 0;
  const google::protobuf::LogSilencer quiet;  // damaged records are meant
  fuzz::KeptJob kept = fuzz::ReadKeptJob({data, size});
  const bool back = kept.job.submitted_unix_ms() % 2 == 0;
  auto plan = PlanOf(std::move(kept));
  if (!plan.ok()) return -1;
  Coordinator coordinator;
  coordinator.Resume(*std::move(plan));
  if (back) coordinator.ConnectAll();
  for (int turn = 0; turn < kTurns && coordinator.Pass(); ++turn) {
  }
  return 0;
}
