// Files that are much larger than the memory that reading them may take: 64 MB here, or as many
// bytes as HANSA_LARGE_FILE_BYTES says. A program of its own, since it looks at its own memory.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "client/data/column_counts.h"
#include "client/data/dataset.h"
#include "common/process/resident_memory.h"
#include "tests/support/data_site.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using test::Number;
using test::SiteWith;

constexpr uint64_t kMostMemory = 32u << 20;  // beyond what the test had before it read

constexpr uint64_t kAtATime = 100;  // rows, half of them of one sign

uint64_t FileBytes() {
  const char* bytes = std::getenv("HANSA_LARGE_FILE_BYTES");
  return bytes == nullptr ? 64'000'000 : std::strtoull(bytes, nullptr, 10);
}

uint64_t Peak() { return ResidentMemoryOf(::getpid()).peak_bytes; }

JobSpec Counting() {
  JobSpec job;
  job.name = "counts";
  job.task = JobTask::kStatistics;
  job.statistics.columns = {{Number("a"), 0, 10}, {Number("b"), -1, 1}, {Number("y"), 0, 1000}};
  job.statistics.bins = 16;
  job.statistics.rows_cap = uint64_t{1} << 31;
  return job;
}

class LargeFile : public ::testing::Test {
 protected:
  // What was read is checked; then that it took little memory.
  void TearDown() override {
#ifndef __SANITIZE_ADDRESS__
    EXPECT_LT(Peak() - before_, kMostMemory);
#endif
    std::printf("%llu bytes of text, %.1f MB of memory\n",
                static_cast<unsigned long long>(FileBytes()),
                static_cast<double>(Peak() - before_) / 1e6);
  }
  // As many lines as make up the file, some at a time. The number of rows.
  template <typename Write>
  static uint64_t Rows(const Write& write) {
    const std::string note(90, 'n');  // a column that no job asks for
    std::string lines;
    uint64_t rows = 0;
    for (uint64_t i = 0; i < kAtATime; ++i)
      lines += std::to_string(i % 10) + ".25," + (i % 2 == 0 ? "0.5," : "-0.5,") +
               std::to_string(i) + ',' + note + '\n';
    for (uint64_t bytes = 0; bytes < FileBytes(); bytes += lines.size(), rows += kAtATime)
      write(lines);
    return rows;
  }

  hansa::test::TemporaryFolder folder_;
  uint64_t before_ = Peak();
};

// Little on the disk, all of it in the reader.
TEST_F(LargeFile, CompressedIsCountedInOnePass) {
  const auto path = folder_ / "large.csv.gz";
  gzFile file = gzopen(path.c_str(), "wb1");
  gzputs(file, "a,b,y,note\n");
  const uint64_t rows = Rows([&](const std::string& lines) {
    gzwrite(file, lines.data(), static_cast<unsigned>(lines.size()));
  });
  gzclose(file);
  const auto counts = CountColumns(Counting(), SiteWith({path}));
  ASSERT_TRUE(counts.ok()) << counts.error().Text();
  EXPECT_EQ(counts->rows, rows);
  EXPECT_EQ(counts->columns[1].values, rows);
  EXPECT_EQ(counts->columns[1].sum, 0);
}

// A hole where a line's end should be: one line, of which nothing is kept.
TEST_F(LargeFile, WithAHoleIsReadToItsEnd) {
  const auto path = folder_.Write("hole.csv", "a,b,y\n1,2,3\n");
  std::filesystem::resize_file(path, FileBytes());
  std::ofstream(path, std::ios::app) << "\n4,5,6\n7,8,9\n";
  const auto built = BuildDataset(test::SmallJob(), SiteWith({path}));
  ASSERT_TRUE(built.ok()) << built.error().Text();
  EXPECT_THAT(built->train_y, ::testing::ElementsAre(3, 6, 9));
  EXPECT_EQ(built->report.rows_dropped(), 1u);
}

// The rows that the job does not take are not kept.
TEST_F(LargeFile, OfWhichTheJobTakesLittle) {
  const auto path = folder_ / "chosen.csv.gz";
  gzFile file = gzopen(path.c_str(), "wb1");
  gzputs(file, "a,b,y,note\n");
  Rows([&](const std::string& lines) {
    gzwrite(file, lines.data(), static_cast<unsigned>(lines.size()));
  });
  gzputs(file, "1,2,123456,\n");
  gzclose(file);
  JobSpec job = test::SmallJob();
  job.train = job.evaluate = "y > 100000";
  const auto built = BuildDataset(job, SiteWith({path}));
  ASSERT_TRUE(built.ok()) << built.error().Text();
  EXPECT_THAT(built->train_y, ::testing::ElementsAre(123456));
}

}  // namespace
}  // namespace hansa::client
