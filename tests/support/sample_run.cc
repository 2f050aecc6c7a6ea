#include "tests/support/sample_run.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "common/base/bytes.h"
#include "common/base/text.h"
#include "common/base/time.h"
#include "common/crypto/hash.h"

namespace hansa::test {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kJob =
    "name = \"wind-power\"\ntask = \"train\"\n\n[model]\narchitecture = \"mlp\"\n"
    "hidden = [32, 16]\nloss = \"mse\"\n\n[rounds]\ncount = 20\n"
    "clients = { min = 3, target = 4 }\ntraining = \"5min\"\n";

// Hands events to the report, two seconds of the run's clock apart.
class Teller {
 public:
  explicit Teller(coordinator::RunReport& report) : report_(report) {}
  void Tell(const char* name, const Json& fields) {
    Json event = {{"index", index_}, {"time", FormatUtc(now_ += 2000)}, {"event", name}};
    event.update(fields);
    ++index_;
    report_.Add(event);
  }

 private:
  coordinator::RunReport& report_;
  uint64_t index_ = 0;
  UnixMillis now_ = 1767225600000;
};

std::vector<std::string> NamesOf(size_t count) {
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i) names.push_back(StrCat("R", 80711 + i));
  return names;
}

std::string DigestOf(uint64_t version) { return Hex(crypto::Sha256(AsSpan(StrCat(version)))); }

// A number of our own making in [0, 1), the same in every run of the test.
double Wobble(uint64_t i) {
  return std::fmod(static_cast<double>(i * 2654435761u % 1000003), 997) / 997;
}

void Publish(Teller& teller, uint64_t version, uint64_t round, bool is_void) {
  teller.Tell("model_published", {{"name", "wind-power"},
                                  {"version", version},
                                  {"sha256", DigestOf(version)},
                                  {"round", round},
                                  {"void", is_void}});
}

void Finish(Teller& teller, const SampleRun& run, uint64_t round, uint64_t version,
            uint64_t dropped) {
  const double error = 52 + 260 * std::exp(-0.25 * static_cast<double>(round)) + 4 * Wobble(round);
  const double wait = Wobble(round + 7);
  teller.Tell(
      "round_finished",
      {{"round", round},
       {"version", version},
       {"clients", run.sites - dropped},
       {"metrics", {{"rmse", error}, {"mae", error * 0.61}, {"loss", error * error / 4.2e6}}},
       {"unit", "kW"},
       {"seconds",
        {{"selecting", 0.02},
         {"training", 0.5 + wait},
         {"aggregating", 0.21},
         {"publishing", 0.04},
         {"evaluating", 0.16 + 0.1 * wait},
         {"total", 0.93 + 1.1 * wait}}},
       {"bytes_up", 40585 + round % 7 * 900},
       {"bytes_down", 80888},
       {"dropped", dropped}});
}

void Trouble(Teller& teller, const std::string& site, uint64_t round) {
  if (round % 5 == 0)
    teller.Tell("client_dropped", {{"round", round},
                                   {"site", site},
                                   {"step", "training"},
                                   {"reason", "not ready within 300 s"}});
  else
    teller.Tell("client_dropped",
                {{"round", round}, {"site", site}, {"step", "masked_input"}, {"reason", "left"}});
}

}  // namespace

coordinator::RunReport ReportOf(const SampleRun& run) {
  coordinator::RunReport report;
  report.job_toml = kJob;
  Teller teller(report);
  const std::vector<std::string> names = NamesOf(run.sites);
  teller.Tell("job_started", {{"job_id", "wind-power-20260101-000000-a732"},
                              {"name", "wind-power"},
                              {"rounds", run.rounds},
                              {"quorum", 3},
                              {"sites", names},
                              {"secure_aggregation", run.secure},
                              {"pseudonym_key", "00112233445566778899aabbccddeeff"}});
  if (run.drops)
    teller.Tell("site_declined",
                {{"site", "R80799"}, {"reasons", {"policy_hours: 22:00-06:00", "column_missing"}}});
  uint64_t version = 0;
  Publish(teller, version, 1, false);
  for (uint64_t round = 1; round <= run.finished; ++round) {
    teller.Tell("round_started", {{"round", round}, {"attempt", 1}, {"sites", names}});
    const bool trouble = run.drops && round % 4 == 1;
    if (trouble) Trouble(teller, names[round % names.size()], round);
    if (run.drops && round % 9 == 4) {
      teller.Tell("round_failed", {{"round", round},
                                   {"attempt", 1},
                                   {"reason", "2 of the 3 sites needed; R80711 and R80712 left"}});
      Publish(teller, ++version, round, true);
      teller.Tell("round_started", {{"round", round}, {"attempt", 2}, {"sites", names}});
    }
    Publish(teller, ++version, round, false);
    Finish(teller, run, round, version, trouble ? 1 : 0);
  }
  if (run.state == "running") return report;
  const bool good = run.state == "succeeded";
  teller.Tell(
      "job_finished",
      {{"job_id", "wind-power-20260101-000000-a732"},
       {"state", run.state},
       {"reason", good ? "" : "3 attempts of round 8 failed: R80711 is not reachable"},
       {"seconds", 1.4 * static_cast<double>(run.finished) + 1},
       {"model", {{"name", "wind-power"}, {"version", version}, {"sha256", DigestOf(version)}}}});
  return report;
}

coordinator::RunReport StatisticsReportOf(const std::vector<SampleColumn>& columns) {
  coordinator::RunReport report;
  Teller teller(report);
  teller.Tell("job_started", {{"name", "columns"}, {"task", "statistics"}});
  Json gathered = Json::array();
  for (const SampleColumn& column : columns) {
    Json histogram = Json::array();
    uint64_t count = 0;
    for (size_t bin = 0; bin < column.bins; ++bin) {
      const double place = (static_cast<double>(bin) + 0.5) / static_cast<double>(column.bins);
      histogram.push_back(static_cast<uint64_t>(40'000 * place * (1 - place)));
      count += histogram.back().get<uint64_t>();
    }
    gathered.push_back({{"column", StrCat("column_", gathered.size())},
                        {"unit", "m/s"},
                        {"low", column.low},
                        {"high", column.high},
                        {"count", count},
                        {"mean", (column.low + column.high) / 2},
                        {"histogram", histogram}});
  }
  teller.Tell("statistics_gathered", {{"sites", 4}, {"rows", 51491}, {"columns", gathered}});
  return report;
}

}  // namespace hansa::test
