// What a coordinator keeps in the steps of every scenario of its machine.

#include <google/protobuf/stubs/logging.h>

#include <fstream>
#include <iterator>
#include <set>

#include "common/base/text.h"
#include "tests/fuzz/corpus.h"
#include "tests/fuzz/kept_job.h"
#include "tests/scenario/coordinator_world.h"
#include "tests/support/job_file.h"
#include "tests/support/secagg_loopback.h"

namespace hansa::fuzz {
namespace {

using coordinator::JobMachine;

KeptJob Found(const JobMachine::Plan& plan) {
  KeptJob kept{
      .job = plan.resume->record, .round = plan.resume->round, .steps = plan.resume->steps};
  if (plan.resume->base) kept.version = static_cast<uint8_t>(plan.resume->base->version);
  return kept;
}

// Of several that are alike one is enough.
std::string KindOf(const KeptJob& kept) {
  std::string kind = StrCat(crypto::Sha256(AsSpan(kept.job.job_toml()))[0], kept.job.paused(),
                            kept.job.has_statistics(), kept.job.normalisation_size());
  if (!kept.round) return kind;
  const v1::RoundRecord& round = *kept.round;
  return StrCat(kind, round.phase(), round.has_training(), round.has_evaluation(),
                round.publication().kind(), kept.steps.size());
}

void AddScenario(const std::filesystem::path& path, std::set<std::string>& kinds,
                 std::vector<Bytes>& corpus) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  testing::CoordinatorWorld world;
  for (const testing::ScenarioStep& step : testing::ParseScenario(text)) {
    (void)world.Respond(step);
    for (const JobMachine::Plan& plan : world.Kept())
      if (const KeptJob kept = Found(plan); kinds.insert(KindOf(kept)).second)
        corpus.push_back(WriteKeptJob(kept));
  }
}

// The session is over, and another one of the round is not.
void AddGroup(KeptJob kept, std::vector<Bytes>& corpus) {
  secagg_test::Loopback other({.session_number = 8});
  other.Run();
  kept.round->add_sessions(other.steps.at(0).params_hash());
  v1::SessionStepRecord ended;
  ended.set_job_id(kept.job.job_id());
  ended.set_params_hash(kept.steps.at(0).params_hash());
  v1::SumRecord& sum = *ended.mutable_ended()->mutable_sum();
  sum.set_ring_bits(32);
  sum.set_sum(std::string(20, 's'));
  sum.add_included(other.fleet.sites.at(0).id);
  sum.add_transcripts()->set_digest(std::string(32, 'd'));
  kept.steps.push_back(ended);
  kept.steps.push_back(other.steps.at(0));
  corpus.push_back(WriteKeptJob(kept));
}

// A secure job in its session, after each of its steps. The session is another job's.
void AddSecure(std::vector<Bytes>& corpus) {
  secagg_test::Loopback loopback({});
  loopback.Run();
  KeptJob kept{.version = 0};
  kept.job.set_job_id("job-1");
  kept.job.set_job_toml(testing::JobFile({{"secure", "required"}, {"min", "3"}, {"target", "4"}}));
  kept.job.set_state("running");
  v1::RoundRecord& round = kept.round.emplace();
  round.set_job_id("job-1");
  round.set_round(1);
  round.set_attempt(1);
  round.set_phase("aggregating");
  round.add_sessions(loopback.steps.at(0).params_hash());
  round.mutable_training()->set_task_id(loopback.steps.at(0).opened().task_id());
  for (const secagg_test::Site& site : loopback.fleet.sites) {
    round.add_selected(site.id);
    round.mutable_training()->add_sites(site.id);
  }
  for (const v1::SessionStepRecord& step : loopback.steps) {
    kept.steps.push_back(step);
    corpus.push_back(WriteKeptJob(kept));
  }
  AddGroup(std::move(kept), corpus);
}

}  // namespace

std::vector<Bytes> KeptJobs() {
  const google::protobuf::LogSilencer quiet;
  std::vector<Bytes> corpus;
  std::set<std::string> kinds;
  for (const auto& path : testing::ScenarioFilesIn(HANSA_SOURCE_DIR "/tests/scenario/coordinator"))
    AddScenario(path, kinds, corpus);
  AddSecure(corpus);
  return corpus;
}

}  // namespace hansa::fuzz
