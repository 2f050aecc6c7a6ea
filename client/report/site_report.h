#pragma once
// A job's report at a site: state/reports/<job>.json. Written for the site's owner, never sent:
// what became of the rows, the site's own figures for each round, what it would reach alone, what
// left the machine. Not thread-safe.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "client/report/report_contents.h"
#include "common/base/result.h"

namespace hansa::client {

class SiteReport {
 public:
  // <state>/reports/<job>.json
  static std::filesystem::path PathFor(const std::filesystem::path& state, const std::string& job);
  // An absent file gives an empty report that Save will make. kBadInput when it is not one of ours.
  static Result<SiteReport> Load(const std::filesystem::path& path);

  // Another digest under the same name starts the report anew.
  void SetJob(const std::string& name, const std::string& digest_hex, const std::string& unit);
  void SetData(const DataReport& data, const std::vector<std::string>& columns);
  void AddRound(const RoundEntry& entry);  // replaces an entry of the same round
  void SetBaseline(const BaselineEntry& entry);
  void AddSent(const SentEntry& entry);

  const ReportContents& contents() const;
  std::string Json() const;

  // Atomic; makes the folder (mode 0700), the file has mode 0600.
  Result<> Save() const;

  SiteReport(SiteReport&&) noexcept;
  SiteReport& operator=(SiteReport&&) noexcept;
  ~SiteReport();

 private:
  struct State;
  explicit SiteReport(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hansa::client
