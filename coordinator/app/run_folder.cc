#include "coordinator/app/run_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "common/base/atomic_file.h"
#include "common/base/bytes.h"
#include "common/base/text.h"
#include "common/crypto/random.h"
#include "coordinator/app/event_json.h"
#include "coordinator/report/event_line.h"
#include "coordinator/report/report_html.h"
#include "coordinator/report/statistics_csv.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

Error CannotWrite(const fs::path& path) {
  return BadInput(StrCat("cannot write ", path.string()), std::strerror(errno),
                  "check the disk's free space and the folder's permissions");
}

Result<UniqueFd> OpenFile(const fs::path& path) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640));
  if (!fd.valid()) return CannotWrite(path);
  return fd;
}

bool WriteAt(int fd, std::string_view text, uint64_t offset) {
  while (!text.empty()) {
    const ssize_t written = ::pwrite(fd, text.data(), text.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
    offset += static_cast<uint64_t>(written);
  }
  return true;
}

Result<std::string> ReadAt(int fd, uint64_t offset, uint64_t length) {
  std::string text(length, '\0');
  size_t done = 0;
  while (done < length) {
    const ssize_t got =
        ::pread(fd, text.data() + done, length - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return BadInput("cannot read events.jsonl", std::strerror(errno));
    done += static_cast<size_t>(got);
  }
  return text;
}

bool IsStatistics(const nlohmann::ordered_json& event) {
  return event.value("event", "") == "statistics_gathered";
}

uint64_t SizeOf(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 ? static_cast<uint64_t>(status.st_size) : 0;
}

// Orders the sites on the page (coordinator/report/site_book.h).
std::string NewPseudonymKey() {
  std::array<uint8_t, 16> key;
  crypto::SystemRandom().Fill(key);
  return Hex(key);
}

// The page of a long run takes longer to write: it may not take more than a fiftieth of the time.
constexpr Duration kReportEvery = seconds(1);
constexpr int kReportShare = 50;

}  // namespace

Result<std::unique_ptr<RunFolder>> RunFolder::Open(const fs::path& runs, const std::string& job_id,
                                                   const std::string& job_toml) {
  const fs::path dir = runs / job_id;
  std::error_code error;
  fs::create_directories(dir, error);
  if (error) return BadInput(StrCat("cannot make the folder ", dir.string()), error.message());
  std::unique_ptr<RunFolder> folder(new RunFolder(dir));
  folder->report_.job_toml = job_toml;
  if (!fs::exists(dir / "job.toml")) HANSA_TRY(WriteFileAtomically(dir / "job.toml", job_toml));
  folder->events_ = HANSA_TRY(OpenFile(dir / "events.jsonl"));
  folder->metrics_ = HANSA_TRY(OpenFile(dir / "metrics.csv"));
  HANSA_TRY(folder->Recover());
  return folder;
}

Result<> RunFolder::Recover() {
  const std::string text = HANSA_TRY(ReadAt(events_.get(), 0, SizeOf(events_.get())));
  for (size_t start = 0; start < text.size();) {
    const size_t stop = text.find('\n', start);
    if (stop == std::string::npos) break;
    const auto event = ParseEventLine(std::string_view(text).substr(start, stop - start));
    if (!event) break;
    report_.Add(*event);
    if (IsStatistics(*event) && !fs::exists(dir_ / "statistics.json"))
      HANSA_TRY(WriteStatistics(*event));
    offsets_.push_back(start);
    end_ = start = stop + 1;
  }
  if (::ftruncate(events_.get(), static_cast<off_t>(end_)) != 0)
    return CannotWrite(dir_ / "events.jsonl");
  return WriteMetrics();
}

// Made anew from the events: a crash may have come between a round's line here and there.
Result<> RunFolder::WriteMetrics() {
  std::string text(kMetricsHeader);
  for (const RunReport::Row& row : report_.rows) text += MetricsLines(row);
  if (::ftruncate(metrics_.get(), 0) != 0 || !WriteAt(metrics_.get(), text, 0))
    return CannotWrite(dir_ / "metrics.csv");
  return Success();
}

RunFolder::Line RunFolder::Stage(const Event& event, UnixMillis time) {
  const uint64_t index = offsets_.size() + staged_.size();
  nlohmann::ordered_json json = ToJson(event, index, time);
  if (std::holds_alternative<JobStarted>(event)) json["pseudonym_key"] = NewPseudonymKey();
  staged_.push_back(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  return {index, staged_.back()};
}

Result<> RunFolder::WriteStaged() {
  Result<> pages = Success();
  while (!staged_.empty()) {
    // The store has it under its number: it stays staged until it is in the file, too.
    HANSA_TRY(WriteLine(staged_.front()));
    const auto json = nlohmann::ordered_json::parse(staged_.front());
    staged_.pop_front();
    if (Result<> written = WritePages(json); !written.ok()) pages = std::move(written);
  }
  return pages;
}

Result<> RunFolder::Fill(const Line& line) {
  if (line.index != offsets_.size()) return Success();
  const auto event = ParseEventLine(line.json);
  if (!event)
    return BadInput(StrCat("event ", line.index, " in the store cannot be read"),
                    "its record is damaged", "Restore the store from a backup");
  HANSA_TRY(WriteLine(line.json));
  return WritePages(*event);
}

Result<> RunFolder::WriteLine(const std::string& line) {
  if (!WriteAt(events_.get(), line + "\n", end_)) return CannotWrite(dir_ / "events.jsonl");
  offsets_.push_back(end_);
  end_ += line.size() + 1;
  return Success();
}

Result<> RunFolder::WritePages(const nlohmann::ordered_json& json) {
  report_.Add(json);
  const std::string kind = json.value("event", "");
  if (kind == "round_finished") {
    const std::string rows = MetricsLines(report_.rows.back());
    if (!WriteAt(metrics_.get(), rows, SizeOf(metrics_.get())))
      return CannotWrite(dir_ / "metrics.csv");
  }
  if (IsStatistics(json)) return WriteStatistics(json);
  if (kind == "job_started") return WriteReport();
  if (kind == "round_finished" || kind == "round_failed") report_old_ = true;
  if (kind != "job_finished")
    return report_old_ && ReadClocks().instant >= report_due_ ? WriteReport() : Success();
  if (::fsync(events_.get()) != 0 || ::fsync(metrics_.get()) != 0)
    return CannotWrite(dir_ / "events.jsonl");
  return WriteReport();
}

// The event without what every event has.
Result<> RunFolder::WriteStatistics(const nlohmann::ordered_json& event) {
  nlohmann::ordered_json statistics = event;
  for (const char* key : {"index", "time", "event"}) statistics.erase(key);
  HANSA_TRY(WriteFileAtomically(dir_ / "statistics.csv", StatisticsCsv(statistics)));
  return WriteFileAtomically(dir_ / "statistics.json", statistics.dump(1) + "\n");
}

// Renamed into place, so that a reader sees a whole page. Not synced: it can be made again.
Result<> RunFolder::WriteReport() {
  const Instant begin = ReadClocks().instant;
  const fs::path path = dir_ / "report.html", fresh = dir_ / ".report.html.new";
  const UniqueFd file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640));
  if (!file.valid() || !WriteAt(file.get(), ReportHtml(report_), 0) ||
      ::rename(fresh.c_str(), path.c_str()) != 0)
    return CannotWrite(path);
  const Instant end = ReadClocks().instant;
  if (report_old_)
    report_due_ = end + std::max<Duration>(kReportEvery, (end - begin) * kReportShare);
  report_old_ = false;
  return Success();
}

Result<std::vector<RunFolder::Line>> RunFolder::Read(uint64_t index, size_t most) const {
  std::vector<Line> lines;
  const uint64_t stop = std::min<uint64_t>(offsets_.size(), index + most);
  for (uint64_t i = index; i < stop; ++i) {
    const uint64_t next = i + 1 < offsets_.size() ? offsets_[i + 1] : end_;
    std::string json = HANSA_TRY(ReadAt(events_.get(), offsets_[i], next - offsets_[i] - 1));
    lines.push_back({i, std::move(json)});
  }
  return lines;
}

}  // namespace hansa::coordinator
