#include "coordinator/core/scheduling/round_times.h"

namespace hansa::coordinator {

RoundTimes::Times* RoundTimes::Of(const std::string& name) {
  if (!models_.contains(name) && models_.size() >= kNames) return nullptr;
  return &models_[name];
}

void RoundTimes::NoteTraining(const std::string& name, const SiteId& site, double seconds) {
  if (Times* times = Of(name)) times->training[site] = static_cast<float>(seconds);
}

void RoundTimes::NoteRound(const std::string& name, double seconds) {
  if (Times* times = Of(name)) times->rest = seconds;
}

std::optional<double> RoundTimes::TrainingOf(const std::string& name, const SiteId& site) const {
  const auto times = models_.find(name);
  if (times == models_.end()) return std::nullopt;
  const auto found = times->second.training.find(site);
  if (found == times->second.training.end()) return std::nullopt;
  return found->second;
}

std::optional<double> RoundTimes::RestOf(const std::string& name) const {
  const auto times = models_.find(name);
  return times == models_.end() ? std::nullopt : times->second.rest;
}

}  // namespace hansa::coordinator
