#pragma once
// The parts of a run's page, one file each, from the top to the foot.

#include "common/picture/markup.h"
#include "coordinator/report/run_report.h"

namespace hansa::coordinator {

void WriteHeading(picture::Markup& out, const RunReport& report);     // state and key figures
void WriteCurves(picture::Markup& out, const RunReport& report);      // a picture for each metric
void WriteColumns(picture::Markup& out, const RunReport& report);     // statistics, when gathered
void WriteEffort(picture::Markup& out, const RunReport& report);      // time, bytes, sites by round
void WriteDrops(picture::Markup& out, const RunReport& report);       // reasons, and what happened
void WriteSites(picture::Markup& out, const RunReport& report);       // who took part, by pseudonym
void WriteVersions(picture::Markup& out, const RunReport& report);    // lineage
void WriteRoundTable(picture::Markup& out, const RunReport& report);  // the figures of the pictures
void WriteJobText(picture::Markup& out, const RunReport& report);     // as submitted

}  // namespace hansa::coordinator
