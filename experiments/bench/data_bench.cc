#include "experiments/bench/data_bench.h"

#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>

#include "client/data/dataset.h"
#include "common/base/check.h"
#include "common/base/text.h"
#include "common/base/time.h"
#include "common/crypto/random.h"
#include "common/process/resident_memory.h"
#include "experiments/bench/cpu_clock.h"
#include "experiments/bench/data_limit.h"
#include "experiments/bench/scratch_folder.h"

namespace hansa::bench {
namespace {

constexpr UnixMillis kFirstRow = 1388534400000;  // 2014
constexpr UnixMillis kStep = 600'000;

// Two decimals, as sensors write them.
void AppendValue(std::string& text, uint64_t random) {
  char digits[32];
  const auto end =
      std::to_chars(digits, digits + sizeof digits,
                    static_cast<double>(random % 400000) / 100 - 1000, std::chars_format::fixed, 2);
  text += ',';
  text.append(digits, end.ptr);
}

// The CSV as a stream, so that the file may be larger than the memory.
class CsvWriter {
 public:
  CsvWriter(const std::filesystem::path& path, bool gzip)
      : file_(gzopen(path.c_str(), gzip ? "wb1" : "wbT")) {}  // T: as it is
  ~CsvWriter() {
    if (file_ != nullptr) gzclose(file_);
  }
  CsvWriter(const CsvWriter&) = delete;
  CsvWriter& operator=(const CsvWriter&) = delete;

  Result<> Write(const std::string& text) {
    bytes_ += text.size();
    const int size = static_cast<int>(text.size());
    if (file_ != nullptr && gzwrite(file_, text.data(), static_cast<unsigned>(size)) == size)
      return Success();
    return WorkFailed("the benchmark cannot write its file", "is there room in TMPDIR?");
  }
  uint64_t bytes() const { return bytes_; }

 private:
  gzFile file_;
  uint64_t bytes_ = 0;
};

Result<uint64_t> WriteCsv(const std::filesystem::path& path, const DataBenchOptions& options) {
  CsvWriter writer(path, options.gzip);
  crypto::SeededRandom random(1, "bench/data");
  std::string text = "time,y";
  for (uint32_t i = 0; i < options.features; ++i) text += StrCat(",x", i);
  for (uint64_t row = 0; row < options.rows; ++row) {
    text += "\n" + FormatUtc(kFirstRow + static_cast<UnixMillis>(row) * kStep);
    for (uint32_t i = 0; i <= options.features; ++i) AppendValue(text, random.NextU64());
    if (text.size() < (1u << 20)) continue;
    HANSA_TRY(writer.Write(text));
    text.clear();
  }
  HANSA_TRY(writer.Write(text + "\n"));
  return writer.bytes();
}

JobSpec JobOf(const DataBenchOptions& options) {
  const auto column = [](const std::string& name) {
    ColumnSpec spec;
    spec.column = name;
    spec.mean = 10;
    spec.scale = 50;
    return spec;
  };
  JobSpec job;
  job.name = "bench";
  for (uint32_t i = 0; i < options.features; ++i) job.features.push_back(column(StrCat("x", i)));
  job.target = column("y");
  job.evaluate = "";
  return job;
}

// The fastest of `runs`, in processor seconds.
template <typename Work>
Result<double> Fastest(uint32_t runs, Work&& work) {
  double best = std::numeric_limits<double>::infinity();
  for (uint32_t i = 0; i < runs; ++i) best = std::min(best, HANSA_TRY(work()));
  return best;
}

Result<double> Gate(const JobSpec& job, const client::SiteConfig& site, client::DataReport& report,
                    uint64_t& arrays) {
  const double start = CpuSeconds();
  const client::Dataset data = HANSA_TRY(client::BuildDataset(job, site));
  const double seconds = CpuSeconds() - start;
  report = data.report;
  HANSA_CHECK(report.rows_dropped() == 0);  // or another figure than that of the gate is measured
  arrays = sizeof(float) * (data.train_x.size() + data.train_y.size() + data.evaluate_x.size() +
                            data.evaluate_y.size());
  return seconds;
}

Result<double> Bare(Result<BareRead> (*read)(const std::filesystem::path&),
                    const std::filesystem::path& file, uint64_t rows) {
  const BareRead result = HANSA_TRY(read(file));
  HANSA_CHECK(result.lines == rows + 1);
  return result.seconds;
}

}  // namespace

Result<DataBench> RunDataBench(const DataBenchOptions& options) {
  const ScratchFolder scratch;
  const std::filesystem::path file = scratch.path() / (options.gzip ? "rows.csv.gz" : "rows.csv");
  const auto tell = [&](const std::string& text) {
    if (options.progress) options.progress(text);
  };
  tell("writing the file");
  DataBench result;
  result.bytes = HANSA_TRY(WriteCsv(file, options));
  result.file_bytes = std::filesystem::file_size(file);
  const auto bytes = static_cast<double>(result.bytes);
  client::SiteConfig site;
  site.data.push_back({file, {}});
  client::DataReport report;
  uint64_t arrays = 0;

  JobSpec job = JobOf(options);
  job.train = "y >= -1000 AND time < '2100'";
  job.evaluate = "y < -1000";
  tell("the gate, with filters");
  const uint64_t before = ResidentMemoryOf(::getpid()).now_bytes;
  const auto gate = [&] { return Gate(job, site, report, arrays); };
  result.filtered_rate = bytes / HANSA_TRY(Fastest(options.runs, gate));
  result.memory_bytes = ResidentMemoryOf(::getpid()).peak_bytes - before;
  result.arrays_bytes = arrays;

  tell("the gate, rows");
  job.train = "";
  job.evaluate = "";
  result.rows_rate = bytes / HANSA_TRY(Fastest(options.runs, gate));

  tell("the gate, windows");
  job.window = WindowSpec{.length = options.length,
                          .stride = options.stride,
                          .time = "time",
                          .step = milliseconds(kStep)};
  const double seconds = HANSA_TRY(Fastest(options.runs, gate));
  result.windows_rate = bytes / seconds;
  result.windows_per_second = static_cast<double>(report.rows_train) / seconds;

  tell("bare readers");
  result.lines_limit =
      bytes /
      HANSA_TRY(Fastest(options.runs, [&] { return Bare(ReadLinesBare, file, options.rows); }));
  result.numbers_limit =
      bytes /
      HANSA_TRY(Fastest(options.runs, [&] { return Bare(ReadNumbersBare, file, options.rows); }));
  return result;
}

}  // namespace hansa::bench
