#include "coordinator/app/report_html.h"

#include <cstdio>

#include "common/base/text.h"
#include "coordinator/app/svg_curve.h"

namespace hansa::coordinator {
namespace {

constexpr const char* kStyle =
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1c2733;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}"
    "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
    "th,td{text-align:right;padding:.25rem .5rem;border-bottom:1px solid #dde3ea}"
    "th:first-child,td:first-child,.words td,.words th{text-align:left}"
    "svg{width:100%;max-width:640px;height:auto}.axis line{stroke:#8a97a6}"
    ".text{font-size:12px;fill:#1c2733}.curve{fill:none;stroke:#0b6e99;stroke-width:2}"
    ".dots circle{fill:#0b6e99}.failed{color:#a32020}code{word-break:break-all}";

constexpr const char* kPhases[] = {"selecting",  "training",   "aggregating",
                                   "publishing", "evaluating", "total"};

std::string Fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string Cell(const std::string& text) { return "<td>" + EscapeHtml(text) + "</td>"; }

std::string Heading(const RunReport& r) {
  const bool bad = r.state == "failed";
  std::string out =
      StrCat("<h1>", EscapeHtml(r.name), "</h1>\n<p>Job <code>", EscapeHtml(r.job_id),
             "</code>, started ", EscapeHtml(r.started), ". ", r.rows.size(), " of ", r.rounds,
             " rounds, quorum ", r.quorum, ", secure aggregation ", r.secure ? "on" : "off",
             ".</p>\n<p", bad ? " class=\"failed\"" : "", ">State: <b>", EscapeHtml(r.state),
             "</b>", r.reason.empty() ? "" : ": ", EscapeHtml(r.reason), "</p>\n");
  if (!r.model_path.empty())
    out += StrCat("<p>Model: <code>", EscapeHtml(r.model_path), "</code><br>SHA-256 <code>",
                  EscapeHtml(r.model_sha256), "</code></p>\n");
  return out;
}

std::string Curve(const RunReport& r, const std::string& metric, const std::string& unit) {
  std::vector<std::pair<double, double>> points;
  for (const RunReport::Row& row : r.rows) {
    const auto found = row.metrics.find(metric);
    if (found != row.metrics.end())
      points.emplace_back(static_cast<double>(row.round), found->second);
  }
  return SvgCurve(StrCat(metric, unit.empty() ? "" : " [", unit, unit.empty() ? "" : "]",
                         " by round, all sites together"),
                  points);
}

std::string Rounds(const RunReport& r) {
  std::string out =
      "<h2>Rounds</h2>\n<table><tr><th>round</th><th>version</th><th>sites</th><th>dropped</th>";
  for (const char* phase : kPhases) out += StrCat("<th>", phase, " s</th>");
  out += "<th>up</th><th>down</th></tr>\n";
  for (const RunReport::Row& row : r.rows) {
    out += StrCat("<tr><td>", row.round, "</td><td>", row.version, "</td><td>", row.clients,
                  "</td><td>", row.dropped, "</td>");
    for (const char* phase : kPhases) {
      const auto found = row.seconds.find(phase);
      out += Cell(found == row.seconds.end() ? "-" : Fixed(found->second, 3));
    }
    out += Cell(HumanBytes(static_cast<double>(row.bytes_up))) +
           Cell(HumanBytes(static_cast<double>(row.bytes_down))) + "</tr>\n";
  }
  return out + "</table>\n";
}

std::string Notes(const RunReport& r) {
  if (r.notes.empty()) return "<h2>Drops and refusals</h2>\n<p>None.</p>\n";
  std::string out =
      "<h2>Drops and refusals</h2>\n<table class=\"words\"><tr><th>time</th><th>where</th>"
      "<th>site</th><th>reason</th></tr>\n";
  for (const RunReport::Note& note : r.notes)
    out +=
        "<tr>" + Cell(note.time) + Cell(note.where) + Cell(note.who) + Cell(note.why) + "</tr>\n";
  return out + "</table>\n";
}

}  // namespace

std::string ReportHtml(const RunReport& r) {
  return StrCat("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>",
                EscapeHtml(r.job_id), "</title><style>", kStyle, "</style></head><body>\n",
                Heading(r), Curve(r, "rmse", r.unit), Curve(r, "accuracy", ""),
                Curve(r, "loss", ""), Rounds(r), Notes(r), "</body></html>\n");
}

}  // namespace hansa::coordinator
