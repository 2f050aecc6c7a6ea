// Which version of the model came from which.

#include <algorithm>

#include "common/base/text.h"
#include "common/picture/numbers.h"
#include "coordinator/report/readable_time.h"
#include "coordinator/report/sections.h"
#include "coordinator/report/table_html.h"

namespace hansa::coordinator {
namespace {

using picture::Markup;

constexpr size_t kNewest = 200, kOpen = 30;

std::string KindOf(const RunReport::Version& version, bool first) {
  if (version.threshold > 0)
    return StrCat("its parent's weights, with a threshold of ",
                  picture::ShortNumber(version.threshold));
  if (version.is_void) return "void: its parent's weights";
  return first ? "the job began with it" : "";
}

}  // namespace

void WriteVersions(Markup& out, const RunReport& report) {
  const auto& all = report.versions;
  out.Open("section").Leaf("h2", {}, "Versions of the model");
  if (all.empty()) {
    out.Leaf("p", {{"class", "soft"}}, "None was published.").Close();
    return;
  }
  if (!report.model_name.empty()) {
    out.Open("p").Text("The result: ");
    out.Leaf("b", {}, StrCat(report.model_name, " version ", report.model_version));
    out.Text(", SHA-256 ").Leaf("code", {}, report.model_sha256).Close();
  }
  const size_t from = all.size() > kNewest ? all.size() - kNewest : 0;
  if (all.size() <= kOpen)
    out.Open("details", {{"open", "open"}});
  else
    out.Open("details");
  out.Leaf("summary", {},
           StrCat("Lineage (", all.size() - from,
                  from == 0 ? "" : StrCat(" newest of ", all.size()), ")"));
  OpenTable(out, "Versions",
            {{"", "version"},
             {"", "round"},
             {"", "parent"},
             {"short", "SHA-256"},
             {"short", "published"},
             {"words", ""}});
  for (size_t i = all.size(); i-- > from;) {
    const RunReport::Version& version = all[i];
    out.Open("tr").Leaf("td", {}, StrCat(version.number)).Leaf("td", {}, StrCat(version.round));
    out.Leaf("td", {}, i == 0 ? "" : StrCat(all[i - 1].number));
    out.Open("td", {{"class", "short"}})
        .Leaf("code", {{"title", version.sha256}}, version.sha256.substr(0, 16))
        .Close();
    out.Leaf("td", {{"class", "short"}}, ReadableTime(version.time));
    out.Leaf("td", {{"class", "words"}}, KindOf(version, i == 0)).Close();
  }
  CloseTable(out);
  out.Close().Close();
}

}  // namespace hansa::coordinator
