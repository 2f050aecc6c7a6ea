#include "coordinator/report/report_html.h"

#include "common/base/text.h"
#include "common/picture/markup.h"
#include "common/picture/palette.h"
#include "coordinator/report/curve.h"
#include "coordinator/report/page_style.h"
#include "coordinator/report/readable_time.h"
#include "coordinator/report/sections.h"

namespace hansa::coordinator {
namespace {

using picture::Markup;

void WriteHead(Markup& out, const RunReport& report) {
  out.Open("head");
  out.Empty("meta", {{"charset", "utf-8"}});
  out.Empty("meta", {{"http-equiv", "Content-Security-Policy"},
                     {"content",
                      "default-src 'none'; style-src 'unsafe-inline'; "
                      "base-uri 'none'; form-action 'none'"}});
  out.Empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.Empty("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  out.Empty("meta", {{"name", "robots"}, {"content", "noindex"}});
  if (report.state == "running")
    out.Empty("meta", {{"http-equiv", "refresh"}, {"content", StrCat(kReloadSeconds)}});
  out.Leaf("title", {}, StrCat(report.name, ": ", report.state, " (", report.job_id, ")"));
  out.Leaf("style", {}, StrCat(kPageStyle, picture::kChartStyle));
  out.Close();
}

void WriteFoot(Markup& out, const RunReport& report) {
  out.Open("footer").Leaf(
      "p", {},
      StrCat("Written by the Hansa coordinator at ", ReadableTime(report.newest),
             ". Every figure is of all sites together; none on this page is of a single site. "
             "Sites have numbers that mean nothing outside of this run. Beside this page: "
             "metrics.csv and events.jsonl hold every round."));
  out.Close();
}

}  // namespace

std::string ReportHtml(const RunReport& report) {
  Markup out;
  out.Doctype().Open("html", {{"lang", "en"}});
  WriteHead(out, report);
  out.Open("body").Open("main");
  WriteHeading(out, report);
  WriteColumns(out, report);
  WriteCurves(out, report);
  WriteEffort(out, report);
  WriteDrops(out, report);
  WriteSites(out, report);
  WriteVersions(out, report);
  WriteRoundTable(out, report);
  WriteJobText(out, report);
  out.Close();
  WriteFoot(out, report);
  out.Close().Close();
  return out.Take() + "\n";
}

}  // namespace hansa::coordinator
