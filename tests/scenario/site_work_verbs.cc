// What the owner, the data gate, the journal, the trainer and the clock do in a site's scenario.

#include "common/base/text.h"
#include "common/config/units.h"
#include "tests/scenario/site_world.h"

namespace hansa::testing {
namespace {

namespace cl = hansa::client;

uint32_t Count(const ScenarioStep& step, const std::string& option, uint32_t otherwise) {
  return static_cast<uint32_t>(step.Number(option, long(otherwise)));
}

std::string Name(cl::SiteMachine::Link link) {
  using Link = cl::SiteMachine::Link;
  if (link == Link::kDown) return "no connection";
  if (link == Link::kGreeting) return "greeting";
  return link == Link::kUp ? "connected" : "staying away";
}

}  // namespace

std::string SiteWorld::Policy(const ScenarioStep& step) {
  cl::SitePolicy& policy = options_.policy;
  if (step.Has("jobs")) policy.jobs = {step.Option("jobs")};
  if (step.Has("columns")) policy.columns = {step.Option("columns")};
  if (step.Has("scripts")) policy.scripts = {step.Option("scripts")};
  policy.secure_required = step.Option("secure", "required") == "required";
  policy.statistics_allowed = step.Option("statistics", "allowed") == "allowed";
  policy.values_per_bin = Count(step, "values_per_bin", policy.values_per_bin);
  policy.smallest_cohort = Count(step, "cohort", policy.smallest_cohort);
  policy.colluders_feared = Count(step, "colluders", policy.colluders_feared);
  policy.largest_weight = Count(step, "weight", policy.largest_weight);
  policy.rounds_per_day = Count(step, "rounds_per_day", policy.rounds_per_day);
  policy.largest_epochs = Count(step, "epochs", policy.largest_epochs);
  policy.hours.from = static_cast<int>(step.Number("from", policy.hours.from));
  policy.hours.to = static_cast<int>(step.Number("to", policy.hours.to));
  return "";
}

std::string SiteWorld::Columns(const ScenarioStep& step) {
  cl::ColumnsChecked checked{.work = TakeWork("columns"), .columns = {"speed", "power"}};
  if (!step.words.empty()) checked.columns = step.words;
  if (step.words == std::vector<std::string>{"none"}) {
    checked.columns = {};
    checked.fault = cl::Reason{"column_missing", "no file has the column speed"};
  }
  return Step(std::move(checked));
}

std::string SiteWorld::Data(const ScenarioStep& step) {
  cl::DataBuilt built;
  built.work = TakeWork("data");
  built.digest = {1};
  built.train_rows = built.evaluate_rows = static_cast<uint64_t>(step.Number("rows", 100));
  built.columns = {"speed", "power"};
  return Step(std::move(built));
}

std::string SiteWorld::Journal(const ScenarioStep& step) {
  cl::FactsRead facts;
  facts.work = TakeWork("facts");
  facts.answered = step.Has("answered");
  facts.doubtful = step.Has("doubtful");
  facts.tasks_last_24h = Count(step, "tasks", 0);
  facts.local_minute_of_day = static_cast<int>(step.Number("minute", 720));
  facts.highest_session = static_cast<uint64_t>(step.Number("session", 0));
  if (step.Has("kept")) facts.kept = kept_;
  return Step(facts);
}

std::string SiteWorld::Trained(const ScenarioStep& step) {
  std::vector<float> weights = cl::ValuesOf(*base_).value();
  for (float& weight : weights) weight += std::stof(step.Option("value", "0.5"));
  if (step.Has("size")) weights.push_back(0);
  cl::ModelTrained trained;
  trained.work = TakeWork("train");
  trained.weights = cl::WeightsOf(weights);
  trained.rows = static_cast<uint64_t>(step.Number("rows", 100));
  trained.seconds = 1;
  std::string text = Step(std::move(trained));
  if (!encode_) return text;
  text += Step(Encode(*std::exchange(encode_, std::nullopt)));
  return text;
}

std::string SiteWorld::Evaluated(const ScenarioStep& step) {
  cl::ModelEvaluated evaluated;
  evaluated.work = TakeWork("evaluate");
  evaluated.sums.rows = static_cast<uint64_t>(step.Number("rows", 100));
  evaluated.sums.squared_error = std::stod(step.Option("squared", "4"));
  return Step(evaluated);
}

// Every value in the first bin, at the range's lower bound.
std::string SiteWorld::Counted(const ScenarioStep& step) {
  const auto rows = static_cast<uint64_t>(step.Number("rows", 100));
  const auto count = static_cast<double>(rows);
  cl::RowsCounted counted{
      .work = TakeWork("count"), .digest = {2}, .rows = rows, .columns = {"speed"}};
  counted.statistics.counts = {count, 0, count, 0, 0, 0, 0};
  counted.statistics.sums = {-count};
  counted.statistics.squares = {count};
  if (job_.statistics.bins > 0) counted.statistics.histogram.assign(job_.statistics.bins, 0);
  if (job_.statistics.bins > 0) counted.statistics.histogram.front() = count;
  counted.statistics.within = {static_cast<uint64_t>(step.Number("within", long(rows)))};
  return Step(std::move(counted));
}

std::string SiteWorld::Refuse(const ScenarioStep& step) {
  cl::WorkRefused refused{.work = TakeWork(""), .code = step.words.at(0), .text = ""};
  for (size_t i = 1; i < step.words.size(); ++i) refused.text += (i > 1 ? " " : "") + step.words[i];
  return Step(std::move(refused));
}

std::string SiteWorld::Pause(const ScenarioStep&) { return Step(cl::PauseChanged{true}); }
std::string SiteWorld::Resume(const ScenarioStep&) { return Step(cl::PauseChanged{false}); }
std::string SiteWorld::Restart(const ScenarioStep&) {
  machine_.reset();
  work_.clear();
  return "";
}
std::string SiteWorld::Shutdown(const ScenarioStep&) { return Step(cl::ShuttingDown{}); }

std::string SiteWorld::Wait(const ScenarioStep& step) {
  const Instant begin = now_, until = now_ + ParseDuration(step.words.at(0)).value();
  std::string seen;
  const auto step_at = [&](Instant at) {
    now_ = at;
    const std::string text = Step(cl::Woken{});
    if (!text.empty()) seen += StrCat("after ", Seconds(at - begin), " s:\n", text);
  };
  for (auto wake = machine().NextWake(); wake && *wake > now_ && *wake < until;
       wake = machine().NextWake())
    step_at(*wake);
  step_at(until);
  return seen;
}

std::string SiteWorld::Status(const ScenarioStep&) {
  return StrCat(Name(machine().link()), machine().busy() ? ", at work" : ", idle");
}

}  // namespace hansa::testing
