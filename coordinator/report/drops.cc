// Why sites were dropped, and everything out of the ordinary that happened.

#include <algorithm>

#include "common/base/text.h"
#include "coordinator/report/readable_time.h"
#include "coordinator/report/sections.h"
#include "coordinator/report/table_html.h"

namespace hansa::coordinator {
namespace {

using picture::Markup;

constexpr size_t kShown = 200;  // of what happened: the newest
constexpr size_t kOpen = 12;    // so many are shown without a click

std::string Rounds(const RunReport::DropGroup& group) {
  return group.first_round == group.last_round
             ? StrCat(group.first_round)
             : StrCat(group.first_round, " to ", group.last_round);
}

void WriteReasons(Markup& out, const RunReport& report) {
  std::vector<RunReport::DropGroup> groups = report.drops;
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto& a, const auto& b) { return a.count > b.count; });
  OpenTable(out, "Drops by reason",
            {{"words", "reason"}, {"short", "step"}, {"", "drops"}, {"", "rounds"}});
  for (const RunReport::DropGroup& group : groups) {
    out.Open("tr");
    out.Leaf("td", {{"class", "words"}}, report.sites.WithoutNames(group.reason));
    out.Leaf("td", {{"class", "short"}}, group.step);
    out.Leaf("td", {}, StrCat(group.count)).Leaf("td", {}, Rounds(group)).Close();
  }
  CloseTable(out);
}

void WriteHappenings(Markup& out, const RunReport& report) {
  const auto& all = report.happenings;
  const size_t from = all.size() > kShown ? all.size() - kShown : 0;
  const uint64_t hidden = from + report.happenings_left_out;
  if (all.size() <= kOpen)
    out.Open("details", {{"open", "open"}});
  else
    out.Open("details");
  out.Leaf("summary", {},
           StrCat("What happened, one by one (", all.size() - from,
                  hidden == 0 ? "" : StrCat(" newest; ", hidden, " before them"), ")"));
  OpenTable(out, "What happened",
            {{"short", "time"}, {"short", "when"}, {"short", "who"}, {"words", "what"}});
  for (size_t i = from; i < all.size(); ++i) {
    const RunReport::Happening& it = all[i];
    out.Open("tr");
    out.Leaf("td", {{"class", "short"}}, ReadableTime(it.time))
        .Leaf("td", {{"class", "short"}}, it.what);
    out.Leaf("td", {{"class", "short"}}, report.sites.Pseudonym(it.site));
    out.Leaf("td", {{"class", "words"}}, report.sites.WithoutNames(it.why)).Close();
  }
  CloseTable(out);
  out.Close();
}

}  // namespace

void WriteDrops(Markup& out, const RunReport& report) {
  out.Open("section").Leaf("h2", {}, "Drops and their reasons");
  if (report.drops.empty())
    out.Leaf("p", {{"class", "soft"}}, "No site was dropped.");
  else
    WriteReasons(out, report);
  if (!report.happenings.empty()) WriteHappenings(out, report);
  out.Close();
}

}  // namespace hansa::coordinator
