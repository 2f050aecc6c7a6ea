#include "coordinator/core/scheduling/round_times.h"

#include <algorithm>
#include <cmath>

namespace hansa::coordinator {
namespace {

using What = Measured::What;

uint64_t Milliseconds(double seconds) {
  return static_cast<uint64_t>(std::llround(std::max(0.0, seconds) * 1000));
}

std::optional<double> InSeconds(std::optional<uint64_t> ms) {
  if (!ms) return std::nullopt;
  return static_cast<double>(*ms) / 1000;
}

}  // namespace

bool RoundTimes::Keep(const Measured& measured) {
  if (!measured.name.empty() && !names_.contains(measured.name)) {
    if (names_.size() >= kNames) return false;
    names_.insert(measured.name);
  }
  values_[{measured.what, {measured.name, measured.site}}] = measured.value;
  return true;
}

void RoundTimes::Note(Measured measured) {
  if (Keep(measured)) changes_.push_back(std::move(measured));
}

void RoundTimes::NoteTraining(const std::string& name, const SiteId& site, double seconds) {
  Note({What::kTraining, name, site, Milliseconds(seconds)});
}
void RoundTimes::NoteRound(const std::string& name, double seconds) {
  Note({What::kRest, name, "", Milliseconds(seconds)});
}
void RoundTimes::NoteDown(const SiteId& site, uint64_t bytes_per_second) {
  Note({What::kDown, "", site, bytes_per_second});
}
void RoundTimes::NoteUp(const SiteId& site, uint64_t bytes_per_second) {
  Note({What::kUp, "", site, bytes_per_second});
}

std::optional<uint64_t> RoundTimes::Find(What what, const std::string& name,
                                         const SiteId& site) const {
  const auto found = values_.find({what, {name, site}});
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

std::optional<double> RoundTimes::TrainingOf(const std::string& name, const SiteId& site) const {
  return InSeconds(Find(What::kTraining, name, site));
}
std::optional<double> RoundTimes::RestOf(const std::string& name) const {
  return InSeconds(Find(What::kRest, name, ""));
}
std::optional<uint64_t> RoundTimes::DownOf(const SiteId& site) const {
  return Find(What::kDown, "", site);
}
std::optional<uint64_t> RoundTimes::UpOf(const SiteId& site) const {
  return Find(What::kUp, "", site);
}

}  // namespace hansa::coordinator
