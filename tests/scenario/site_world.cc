#include "tests/scenario/site_world.h"

#include "common/base/text.h"
#include "common/model/model_files.h"
#include "tests/scenario/site_text.h"
#include "tests/support/job_file.h"

namespace hansa::testing {

namespace cl = hansa::client;

SiteWorld::SiteWorld() {
  options_.site_id = fleet_.sites[0].id;
  options_.credential = fleet_.sites[0].credential;
  options_.identity = &fleet_.sites[0].identity;
  options_.authority = fleet_.authority.public_key();
  options_.coordinator_curve_key = {9};
  options_.policy.jobs = {"wind"};
  options_.policy.columns = {"speed", "power"};
  options_.policy.smallest_cohort = 2;
  options_.software = "test";
  job_ = ParseJob(JobFile({}), "job.toml").value();
  options_.random = &random_;
}

const std::map<std::string, SiteWorld::Verb>& SiteWorld::Verbs() {
  using W = SiteWorld;
  static const std::map<std::string, Verb> verbs = {{"policy", &W::Policy},
                                                    {"link", &W::Link},
                                                    {"welcome", &W::Welcome},
                                                    {"goodbye", &W::Goodbye},
                                                    {"heartbeat", &W::Heartbeat},
                                                    {"offer", &W::Offer},
                                                    {"columns", &W::Columns},
                                                    {"start", &W::Start},
                                                    {"model", &W::Model},
                                                    {"script", &W::Script},
                                                    {"data", &W::Data},
                                                    {"journal", &W::Journal},
                                                    {"trained", &W::Trained},
                                                    {"refuse", &W::Refuse},
                                                    {"evaluated", &W::Evaluated},
                                                    {"counted", &W::Counted},
                                                    {"plain", &W::Plain},
                                                    {"masked-sum", &W::MaskedSum},
                                                    {"end", &W::End},
                                                    {"session-end", &W::SessionEnd},
                                                    {"announce", &W::Announce},
                                                    {"job-ended", &W::JobEnded},
                                                    {"pause", &W::Pause},
                                                    {"resume", &W::Resume},
                                                    {"restart", &W::Restart},
                                                    {"shutdown", &W::Shutdown},
                                                    {"wait", &W::Wait},
                                                    {"status", &W::Status}};
  return verbs;
}

std::string SiteWorld::Respond(const ScenarioStep& step) {
  const auto verb = Verbs().find(step.verb);
  if (verb == Verbs().end()) return StrCat("no such verb: ", step.verb);
  return (this->*verb->second)(step);
}

client::SiteMachine& SiteWorld::machine() {
  if (!machine_) machine_.emplace(options_);
  return *machine_;
}

std::string SiteWorld::Step(cl::Input input) {
  const cl::Effects effects = machine().Step(std::move(input), now());
  for (const cl::Persist& persist : effects.persist) {
    if (std::holds_alternative<cl::DropAnswer>(persist)) kept_ = nullptr;
  }
  for (const cl::Work& work : effects.work) {
    if (const auto* ask = std::get_if<cl::AskColumns>(&work))
      work_.emplace_back("columns", ask->work);
    if (const auto* ask = std::get_if<cl::FetchModel>(&work))
      work_.emplace_back("model", ask->work);
    if (const auto* ask = std::get_if<cl::FetchScript>(&work))
      work_.emplace_back("script", ask->work);
    if (const auto* ask = std::get_if<cl::FetchMessage>(&work))
      work_.emplace_back("message", ask->work);
    if (const auto* ask = std::get_if<cl::AskData>(&work)) work_.emplace_back("data", ask->work);
    if (const auto* ask = std::get_if<cl::AskFacts>(&work)) work_.emplace_back("facts", ask->work);
    if (const auto* ask = std::get_if<cl::TrainModel>(&work)) {
      work_.emplace_back("train", ask->work);
      base_ = ask->base;
    }
    if (const auto* ask = std::get_if<cl::CountRows>(&work)) work_.emplace_back("count", ask->work);
    if (const auto* ask = std::get_if<cl::EvaluateModel>(&work))
      work_.emplace_back("evaluate", ask->work);
    if (const auto* ask = std::get_if<cl::EncodeTrained>(&work)) encode_ = *ask;
  }
  return TextOf(effects);
}

cl::Input SiteWorld::Encode(cl::EncodeTrained work) {
  Bytes vector;
  const auto encoded = cl::EncodeUpdate(work.update, [&vector](ByteSpan bytes) {
    Append(vector, bytes);
    return Success();
  });
  if (!encoded.ok()) return cl::WorkRefused{work.work, "training_invalid", encoded.error().Text()};
  auto kept = std::make_shared<cl::KeptAnswer>();
  kept->facts = std::move(work.facts);
  kept->facts.set_vector_sha256(ToString(encoded->sha256));
  kept->vector = MakeBlob(std::move(vector));
  kept_ = kept;
  return cl::UpdateEncoded{.work = work.work,
                           .vector = {kept->vector, encoded->sha256},
                           .norm = encoded->norm,
                           .clipped = encoded->clipped};
}

std::string SiteWorld::Say(v1::ToSite message, Bytes payload) {
  return Step(cl::FromCoordinator{std::move(message), std::move(payload)});
}

cl::WorkNumber SiteWorld::TakeWork(const std::string& kind) {
  for (auto at = work_.begin(); at != work_.end(); ++at) {
    if (at->first != kind && !kind.empty()) continue;
    const cl::WorkNumber number = at->second;
    work_.erase(at);
    return number;
  }
  return 0;
}

// A version of the offered job's model, the same bytes each time.
Bytes SiteWorld::ModelFile(uint64_t version) const {
  Manifest manifest{.name = job_.name, .version = version, .network = job_.network};
  return WriteModelFile(InitialModel(job_.network, version), manifest);
}

}  // namespace hansa::testing
