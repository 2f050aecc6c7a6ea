#include "client/report/site_report.h"

#include <algorithm>

#include "client/report/report_json.h"
#include "common/base/atomic_file.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr size_t kReportBytes = 64 << 20;
// The newest are kept: a report is for reading, the agent's journal forgets nothing.
constexpr size_t kEntries = 10000;

template <typename T>
void DropOldest(std::vector<T>& entries) {
  if (entries.size() > kEntries) entries.erase(entries.begin());
}

}  // namespace

struct SiteReport::State {
  std::filesystem::path path;
  ReportContents contents;
};

SiteReport::SiteReport(std::unique_ptr<State> state) : state_(std::move(state)) {}
SiteReport::SiteReport(SiteReport&&) noexcept = default;
SiteReport& SiteReport::operator=(SiteReport&&) noexcept = default;
SiteReport::~SiteReport() = default;

std::filesystem::path SiteReport::PathFor(const std::filesystem::path& state,
                                          const std::string& job) {
  return state / "reports" / (job + ".json");
}

Result<SiteReport> SiteReport::Load(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  std::error_code fault;
  if (std::filesystem::exists(path, fault)) {
    const std::string text = HANSA_TRY(ReadFile(path, kReportBytes));
    state->contents = HANSA_TRY(ReportFromJson(text).WithContext(path.string()));
  }
  return SiteReport(std::move(state));
}

void SiteReport::SetJob(const std::string& name, const std::string& digest_hex,
                        const std::string& unit) {
  ReportContents& contents = state_->contents;
  if (contents.job_sha256 != digest_hex) contents = {};
  contents.job = name;
  contents.job_sha256 = digest_hex;
  contents.unit = unit;
}

void SiteReport::SetData(const DataReport& data, const std::vector<std::string>& columns) {
  state_->contents.data = data;
  state_->contents.columns = columns;
}

void SiteReport::AddRound(const RoundEntry& entry) {
  std::vector<RoundEntry>& rounds = state_->contents.rounds;
  std::erase_if(rounds, [&](const RoundEntry& known) { return known.round == entry.round; });
  const auto later = std::find_if(rounds.begin(), rounds.end(), [&](const RoundEntry& known) {
    return known.round > entry.round;
  });
  rounds.insert(later, entry);
  DropOldest(rounds);
}

void SiteReport::SetBaseline(const BaselineEntry& entry) { state_->contents.baseline = entry; }

void SiteReport::AddSent(const SentEntry& entry) {
  state_->contents.sent.push_back(entry);
  DropOldest(state_->contents.sent);
}

const ReportContents& SiteReport::contents() const { return state_->contents; }

std::string SiteReport::Json() const { return ReportToJson(state_->contents); }

Result<> SiteReport::Save() const {
  const std::filesystem::path folder = state_->path.parent_path();
  std::error_code fault;
  if (std::filesystem::create_directories(folder, fault)) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, fault);
  }
  if (fault) return WorkFailed(StrCat("cannot make the folder ", folder.string()), fault.message());
  return WriteFileAtomically(state_->path, Json(), 0600);
}

}  // namespace hansa::client
