#include "coordinator/cli/demo/demo_result.h"

#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "common/terminal/table.h"
#include "coordinator/report/event_fields.h"

namespace hansa::cli {
namespace {

using coordinator::CountField;
using coordinator::NumberField;
using coordinator::ObjectField;
using coordinator::TextField;
using nlohmann::json;
using terminal::Fixed;
constexpr size_t kLargestReport = 64 << 20;

double Mean(const std::vector<DemoSite>& sites, double DemoSite::*figure) {
  double sum = 0;
  for (const DemoSite& site : sites) sum += site.*figure;
  return sites.empty() ? 0 : sum / static_cast<double>(sites.size());
}

json Figures(const std::vector<DemoSite>& sites, double DemoSite::*figure) {
  json out = json::array();
  for (const DemoSite& site : sites) out.push_back(site.*figure);
  return out;
}

std::string ModelPath(const DemoResult& result) {
  return TextField(ObjectField(result.finished, "model"), "path");
}

}  // namespace

Result<> CollectSites(const LocalFleet& fleet, const std::string& job, DemoResult& result) {
  for (size_t i = 0; i < fleet.options().sites.size(); ++i) {
    const std::filesystem::path path = fleet.report(i, job);
    const json report = json::parse(HANSA_TRY(ReadFile(path, kLargestReport)), nullptr, false);
    DemoSite site;
    site.name = fleet.options().sites[i].name;
    try {
      site.alone = report.at("baseline").at("metrics").at("rmse").get<double>();
      for (const json& round : report.at("rounds")) {
        if (round.at("metrics").contains("rmse"))
          site.federated = round.at("metrics").at("rmse").get<double>();
      }
    } catch (const json::exception& fault) {
      return WorkFailed(StrCat("the report of ", site.name, " lacks its figures"), fault.what(),
                        StrCat("See ", path.string()));
    }
    result.sites.push_back(site);
  }
  return Success();
}

json ToJson(const DemoResult& result) {
  return {{"event", "demo_finished"},
          {"sites", result.sites.size()},
          {"rounds", CountField(result.finished, "rounds_done")},
          {"secure_aggregation", true},
          {"seconds", result.seconds},
          {"metric", "rmse"},
          {"unit", TextField(result.last_round, "unit")},
          {"alone", Figures(result.sites, &DemoSite::alone)},
          {"alone_mean", Mean(result.sites, &DemoSite::alone)},
          {"federated", Figures(result.sites, &DemoSite::federated)},
          {"federated_mean", Mean(result.sites, &DemoSite::federated)},
          {"pooled", NumberField(ObjectField(result.last_round, "metrics"), "rmse")},
          {"model", ObjectField(result.finished, "model")},
          {"coordinator_peak_rss_bytes", result.usage.coordinator_peak_bytes},
          {"client_peak_rss_bytes", result.usage.largest_agent_peak_bytes},
          {"out", result.out.string()}};
}

std::string ToText(const DemoResult& result) {
  const std::string unit = TextField(result.last_round, "unit");
  terminal::Table table({"turbine", ">alone " + unit, ">federated " + unit});
  for (const DemoSite& site : result.sites) {
    table.AddRow({site.name, Fixed(site.alone, 1), Fixed(site.federated, 1)});
  }
  table.AddRow({"mean", Fixed(Mean(result.sites, &DemoSite::alone), 1),
                Fixed(Mean(result.sites, &DemoSite::federated), 1)});
  const std::string out = result.out.string();
  const std::string model = ModelPath(result);
  return StrCat("\nTypical error (RMSE) on each turbine's own 2015, as each agent reports it:\n\n",
                table.Text(), "\nSigned model: ", model, "\nEverything of this run: ", out, "  (",
                Fixed(result.seconds, 1), " s)\n",
                "\nNext:\n  build/release/bin/hansa model verify ", model, " --authority ",
                (result.context / "authority.pub").string(),
                "\n  build/release/bin/hansa model predict ", model, " ",
                "experiments/data/la_haute_borne/R80711.csv.gz | head -n 20\n", "  less ", out,
                "/sites/R80711/state/reports/wind-power.json\n");
}

}  // namespace hansa::cli
