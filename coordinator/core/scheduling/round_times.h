#pragma once
// What rounds took and how fast links were: for the plan that an operator sees before a job starts.
// Each figure is of the latest time it was measured. Not thread-safe.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "coordinator/core/membership.h"
#include "coordinator/core/scheduling/measured.h"

namespace hansa::coordinator {

class RoundTimes {
 public:
  static constexpr size_t kNames = 256;  // those of further models are not kept

  // From the task to the site's being ready, less the fetching of a model that takes more than a
  // message.
  void NoteTraining(const std::string& name, const SiteId& site, double seconds);
  // All of a round that comes after training, less the sending of vectors that take more than a
  // message.
  void NoteRound(const std::string& name, double seconds);
  void NoteDown(const SiteId& site, uint64_t bytes_per_second);
  void NoteUp(const SiteId& site, uint64_t bytes_per_second);
  // As kept by an earlier process.
  void Restore(const Measured& measured) { Keep(measured); }
  // What is to be kept: noted since this was last asked.
  std::vector<Measured> TakeChanges() { return std::exchange(changes_, {}); }

  // Empty: not known.
  std::optional<double> TrainingOf(const std::string& name, const SiteId& site) const;
  std::optional<double> RestOf(const std::string& name) const;
  std::optional<uint64_t> DownOf(const SiteId& site) const;
  std::optional<uint64_t> UpOf(const SiteId& site) const;

 private:
  using Key = std::pair<Measured::What, std::pair<std::string, SiteId>>;
  void Note(Measured measured);
  bool Keep(const Measured& measured);
  std::optional<uint64_t> Find(Measured::What what, const std::string& name,
                               const SiteId& site) const;

  std::map<Key, uint64_t> values_;
  std::set<std::string> names_;
  std::vector<Measured> changes_;
};

}  // namespace hansa::coordinator
