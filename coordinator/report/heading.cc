// What the run is, how it stands, and its key figures.

#include <cmath>

#include "common/base/text.h"
#include "common/picture/numbers.h"
#include "coordinator/report/curve.h"
#include "coordinator/report/readable_time.h"
#include "coordinator/report/sections.h"

namespace hansa::coordinator {
namespace {

using picture::Markup;
using picture::ShortNumber;

struct State {
  const char* style;
  const char* sign;  // beside the colour, for those who do not see it
};

State Look(const std::string& state) {
  if (state == "succeeded") return {"good", "✓ "};
  if (state == "running") return {"busy", "▶ "};
  if (state == "failed") return {"bad", "✗ "};
  return {"bad", "■ "};
}

void Tile(Markup& out, const std::string& name, const std::string& value, const std::string& more) {
  out.Open("div", {{"class", "tile"}}).Leaf("dt", {}, name).Open("dd").Text(value);
  if (!more.empty()) out.Leaf("small", {}, more);
  out.Close().Close();
}

void MetricTile(Markup& out, const Curve& curve) {
  const double last = curve.last();
  std::string more;
  if (curve.points.size() > 1) {
    more = StrCat("first ", ShortNumber(curve.first()));
    if (curve.first() != 0 && curve.words.better != Better::kUnknown) {
      const double change = (last - curve.first()) / std::fabs(curve.first()) * 100;
      more +=
          StrCat(", ", change > 0 ? "+" : "−", ShortNumber(std::round(std::fabs(change))), " %");
    }
    if (curve.best)
      more += StrCat("; best ", curve.WithUnit(curve.points[*curve.best].second), " in round ",
                     ShortNumber(curve.points[*curve.best].first));
  }
  Tile(out, StrCat(curve.words.label), curve.WithUnit(last), more);
}

void Banner(Markup& out, const RunReport& r) {
  const char* style = Look(r.state).style;
  if (r.state == "running") {
    out.Open("p", {{"class", StrCat("banner ", style)}, {"role", "status"}});
    out.Leaf("b", {}, "The job is under way. ");
    out.Leaf("span", {},
             StrCat("As of ", ReadableTime(r.newest),
                    ". This page is written anew after each round and loads "
                    "itself again every ",
                    kReloadSeconds, " s."));
    out.Close();
  } else if (!r.reason.empty()) {
    out.Open("p", {{"class", StrCat("banner ", style)}, {"role", "status"}});
    out.Leaf("b", {}, StrCat("The job ", r.state == "failed" ? "failed" : "ended", ": "));
    out.Leaf("span", {}, r.sites.WithoutNames(r.reason));
    out.Close();
  }
}

}  // namespace

void WriteHeading(Markup& out, const RunReport& r) {
  const State look = Look(r.state);
  out.Open("header").Open("div", {{"class", "top"}});
  out.Leaf("h1", {}, r.name);
  out.Leaf("span", {{"class", StrCat("badge ", look.style)}}, StrCat(look.sign, r.state));
  out.Close();
  out.Open("p", {{"class", "soft"}}).Text("Job ").Leaf("code", {}, r.job_id);
  out.Text(StrCat(", started ", ReadableTime(r.started),
                  r.state == "running" ? "" : StrCat(", ended ", ReadableTime(r.newest))))
      .Close();
  Banner(out, r);

  uint64_t up = 0, down = 0;
  double total = 0;
  for (const RunReport::Row& row : r.rows) {
    up += row.bytes_up;
    down += row.bytes_down;
    const auto found = row.seconds.find("total");
    if (found != row.seconds.end()) total += found->second;
  }
  out.Open("dl", {{"class", "tiles"}});
  const std::vector<Curve> curves = CurvesOf(r);
  if (!curves.empty()) MetricTile(out, curves.front());
  Tile(out, "rounds done", StrCat(r.rows.size(), " of ", r.rounds),
       r.failed_attempts == 0 ? "" : StrCat("failed attempts: ", r.failed_attempts));
  Tile(out, "sites", StrCat(r.sites.records().size()), StrCat("quorum ", r.quorum));
  Tile(out, r.seconds > 0 ? "time" : "time in rounds",
       picture::HumanSeconds(r.seconds > 0 ? r.seconds : total),
       r.rows.empty()
           ? ""
           : StrCat(picture::HumanSeconds(total / static_cast<double>(r.rows.size())), " a round"));
  Tile(out, "from all sites", HumanBytes(static_cast<double>(up)),
       StrCat("to all sites ", HumanBytes(static_cast<double>(down))));
  Tile(out, "secure aggregation", r.secure ? "on" : "off",
       r.secure ? "only sums were seen" : "single updates were seen by the coordinator");
  Tile(out, "drops", StrCat(r.drop_count()),
       r.restarts == 0 ? "" : StrCat("coordinator restarts: ", r.restarts));
  out.Close().Close();
}

}  // namespace hansa::coordinator
