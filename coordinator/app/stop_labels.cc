#include "coordinator/app/stop_labels.h"

#ifdef HANSA_STOP_POINTS
#include "common/base/stop_point.h"

namespace hansa::coordinator {
namespace {

std::string LabelOf(const v1::RoundRecord& round) {
  if (round.phase() != "publishing") return round.phase();
  switch (round.publication().kind()) {
    case v1::PublicationRecord::KIND_INITIAL:
      return "publishing_initial";
    case v1::PublicationRecord::KIND_TRAINED:
      return "publishing_trained";
    case v1::PublicationRecord::KIND_THRESHOLD:
      return "publishing_threshold";
    default:
      return "publishing_void";
  }
}

std::string LabelOf(const v1::SessionStepRecord& step) {
  switch (step.step_case()) {
    case v1::SessionStepRecord::kOpened:
      return "advertise";
    case v1::SessionStepRecord::kRoster:
      return "shares";
    case v1::SessionStepRecord::kSharers:
      return "masked_input";
    case v1::SessionStepRecord::kSurvivors:
      return "alive";
    case v1::SessionStepRecord::kQuorum:
      return "unmask";
    case v1::SessionStepRecord::kEnded:
      return "group_end";
    case v1::SessionStepRecord::STEP_NOT_SET:
      break;
  }
  return "";
}

}  // namespace

StopLabels::StopLabels(const std::vector<Persist>& persists, const CoordinatorMachine& machine) {
  for (const Persist& persist : persists) {
    if (const auto* round = std::get_if<v1::RoundRecord>(&persist))
      labels_.push_back(LabelOf(*round));
    if (const auto* step = std::get_if<v1::SessionStepRecord>(&persist)) {
      const JobMachine* job = machine.FindJob(step->job_id());
      const std::string_view phase = job == nullptr ? "" : job->phase();
      const char* kind = phase == "evaluating" ? "evaluate_"
                         : phase == "counting" ? "statistics_"
                                               : "";
      labels_.push_back(kind + LabelOf(*step));
    }
    if (std::holds_alternative<v1::VersionRecord>(persist)) labels_.push_back("version");
    if (const auto* job = std::get_if<v1::JobRecord>(&persist); job && job->state() != "running")
      labels_.push_back("job_end");
  }
}

void StopLabels::Stop(const std::string& where) const {
  for (const std::string& label : labels_) StopPoint(where + "_" + label);
}

}  // namespace hansa::coordinator
#endif
