// The job as it was submitted.

#include "coordinator/report/sections.h"

namespace hansa::coordinator {

void WriteJobText(picture::Markup& out, const RunReport& report) {
  if (report.job_toml.empty()) return;
  out.Open("section").Leaf("h2", {}, "The job, as submitted");
  out.Leaf("pre", {{"tabindex", "0"}}, report.sites.WithoutNames(report.job_toml));
  out.Close();
}

}  // namespace hansa::coordinator
