#pragma once
// What rounds took, by the name of the model: for the plan that an operator sees before a job
// starts. Of this process, and of the latest round. Not thread-safe.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "coordinator/core/membership.h"

namespace hansa::coordinator {

class RoundTimes {
 public:
  static constexpr size_t kNames = 256;  // those of further models are not kept

  // From the task to the site's being ready: fetching the model, and training.
  void NoteTraining(const std::string& name, const SiteId& site, double seconds);
  // All of a round that comes after training.
  void NoteRound(const std::string& name, double seconds);

  // Empty: not known.
  std::optional<double> TrainingOf(const std::string& name, const SiteId& site) const;
  std::optional<double> RestOf(const std::string& name) const;

 private:
  struct Times {
    std::map<SiteId, float> training;
    std::optional<double> rest;
  };
  Times* Of(const std::string& name);

  std::map<std::string, Times> models_;
};

}  // namespace hansa::coordinator
