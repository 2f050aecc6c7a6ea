// Files that are not what they should be: each ends in a message that says what and where, or in
// rows dropped under a reason.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <functional>

#include "client/data/dataset.h"
#include "client/data/line_reader.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/process/resident_memory.h"
#include "tests/support/data_site.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class BadFiles : public testing::Test {
 protected:
  // The error of the whole, or the counts.
  std::string Outcome(std::string_view text) { return OutcomeOf(folder_.Write("s.csv", text)); }
  std::string OutcomeOf(const std::filesystem::path& path) {
    const Result<Dataset> built = BuildDataset(test::SmallJob(), test::SiteWith({path}));
    if (built.ok()) return StrCat(built->train_rows(), " rows, ", built->report.DropsText());
    EXPECT_EQ(built.error().kind, ErrorKind::kBadInput);
    EXPECT_LE(built.error().Text().size(), 8192u) << "a message is for reading";
    return built.error().Text();
  }
  hansa::test::TemporaryFolder folder_;
};

TEST_F(BadFiles, OtherSeparators) {
  const std::pair<std::string, std::string> others[] = {{";", "';'"}, {"\t", "tabs"}, {"|", "'|'"}};
  for (const auto& [separator, name] : others)
    EXPECT_THAT(Outcome("a" + separator + "b" + separator + "y\n1" + separator + "2\n"),
                AllOf(HasSubstr("no column \"a\", \"b\", \"y\""),
                      HasSubstr(StrCat("Separate the columns by commas, not ", name))))
        << separator;
}

TEST_F(BadFiles, DecimalCommas) {
  EXPECT_EQ(Outcome("a,b,y\n\"1,5\",2,3\n1,2,3\n1,5,2,3\n"),
            "1 rows, broken_line 1, not_a_number:a 1");
}

TEST_F(BadFiles, OtherEncodings) {
  using namespace std::string_view_literals;
  EXPECT_THAT(Outcome("\xFF\xFE"
                      "a\0,\0b\0,\0y\0\n\0"sv),
              HasSubstr("has a zero byte: it is UTF-16"));
  // Latin-1: a column with a degree sign that the job does not read is nobody's business.
  EXPECT_EQ(Outcome("a,b,y,Temp \xB0"
                    "C\n1,2,3,\xB0\n"),
            "1 rows, none");
  EXPECT_EQ(Outcome("a,b,y\n\xB0,2,3\n1,2,3\n"), "1 rows, not_a_number:a 1");
  EXPECT_THAT(Outcome("\xB0\x01\x1b[2J,b,y\n1,2,3\n"),
              AllOf(HasSubstr("has ??"), Not(HasSubstr("\x1b"))));
}

TEST_F(BadFiles, LineEndsOfLongAgo) {
  EXPECT_THAT(Outcome("a,b,y\r1,2,3\r4,5,6\r"), HasSubstr("End lines with LF or CR LF"));
}

TEST_F(BadFiles, Headers) {
  EXPECT_THAT(Outcome(""), HasSubstr("the first line of s.csv is empty"));
  std::string many;
  for (size_t i = 0; i <= limits::kCsvColumns; ++i) many += "c,";
  EXPECT_THAT(Outcome(many + "\n"), HasSubstr("has more than 4096 columns"));
  std::string million;
  for (size_t i = 0; i < 1'000'000; ++i) million += StrCat("column_", i, ",");
  EXPECT_THAT(Outcome(million + "\n"), HasSubstr("is longer than 1.0 MiB"));
  EXPECT_THAT(Outcome(std::string(500'000, 'x') + ",b,y\n1,2,3\n"), HasSubstr("no column \"a\""));
  EXPECT_THAT(Outcome("a,b,y,\"open\n1,2,3,4\n"), HasSubstr("has a quote that is not closed"));
  EXPECT_THAT(Outcome("a,a,b,y\n1,2,3,4\n"), HasSubstr("two columns are called \"a\""));
  EXPECT_EQ(Outcome("\xEF\xBB\xBF a , b ,y\r\n1,2,3\r\n\r\n"), "1 rows, none");
}

TEST_F(BadFiles, ThousandsOfNaN) {
  std::string csv = "a,b,y\n1,2,3\n";
  for (int i = 0; i < 5000; ++i) csv += "NaN,1,2\n1,nan,2\n1,2,inf\n1,,2\n";
  EXPECT_EQ(Outcome(csv),
            "1 rows, empty_cell:b 5000, not_a_number:a 5000, not_a_number:b 5000, "
            "not_a_number:y 5000");
}

TEST_F(BadFiles, WrongUnitsAreOutsideValid) {
  JobSpec job = test::SmallJob();
  job.features[0].valid = {-40, 60};  // degrees Celsius
  const auto path = folder_.Write("s.csv", "a,b,y\n290.1,2,3\n291,2,3\n20,2,3\n");
  const Dataset data = BuildDataset(job, test::SiteWith({path})).value();
  EXPECT_EQ(data.report.DropsText(), "outside_valid:a 2");
}

TEST_F(BadFiles, OtherKindsOfFiles) {
  EXPECT_THAT(Outcome("PAR1\x15\x04\x15"), HasSubstr("no column"));
  using namespace std::string_view_literals;
  EXPECT_THAT(Outcome("PK\x03\x04\0\0\b\0\x12"sv), HasSubstr("zero byte"));
  EXPECT_THAT(OutcomeOf(folder_.path()), HasSubstr("is not a file"));
  EXPECT_THAT(OutcomeOf("/dev/zero"), HasSubstr("is not a file"));
  const auto pipe = folder_.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(OutcomeOf(pipe), HasSubstr("is not a file")) << "and nobody waits for a writer";
  std::filesystem::create_symlink("loop", folder_.path() / "loop");
  EXPECT_THAT(OutcomeOf(folder_.path() / "loop"), HasSubstr("symbolic links"));
}

TEST_F(BadFiles, AnErrorOfTheDisk) {
  // Address 0 of a process cannot be read: EIO, from a file that could be opened.
  EXPECT_THAT(OutcomeOf("/proc/self/mem"), HasSubstr("Input/output error"));
}

TEST_F(BadFiles, MemoryStaysThatOfALine) {
  // 64 MiB of zeros in 64 KiB, and a hole of 256 MiB in no space at all.
  const auto bomb = folder_.path() / "bomb.csv.gz";
  gzFile file = gzopen(bomb.c_str(), "wb9");
  gzputs(file, "a,b,y\n1,2,3\n");
  const std::string zeros(1 << 20, '\0');
  for (int i = 0; i < 64; ++i) gzwrite(file, zeros.data(), static_cast<unsigned>(zeros.size()));
  gzclose(file);
  const auto hole = folder_.Write("hole.csv", "a,b,y\n1,2,3\n");
  std::filesystem::resize_file(hole, 256u << 20);

  const uint64_t before = ResidentMemoryOf(::getpid()).peak_bytes;
  EXPECT_EQ(OutcomeOf(bomb), "1 rows, broken_line 1");
  EXPECT_EQ(OutcomeOf(hole), "1 rows, broken_line 1");
#ifndef __SANITIZE_ADDRESS__
  EXPECT_LT(ResidentMemoryOf(::getpid()).peak_bytes - before, 16u << 20);
#else
  static_cast<void>(before);
#endif
}

// ---- Files that change while they are read

class ChangingFile : public BadFiles {
 protected:
  // Reads one line, does `change`, reads on.
  std::string After(const std::function<void(const std::filesystem::path&)>& change) {
    std::string text = "a,b,y\n";
    for (int i = 0; i < 50'000; ++i) text += "1,2,3\n";  // several buffers
    const auto path = folder_.Write("s.csv", text);
    std::filesystem::last_write_time(
        path, std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
    LineReader reader = LineReader::Open(path).value();
    std::string line;
    EXPECT_TRUE(reader.Next(line).ok());
    change(path);
    while (true) {
      const Result<LineKind> kind = reader.Next(line);
      if (!kind.ok()) return kind.error().Text();
      if (*kind == LineKind::kEnd) return StrCat(reader.number(), " lines");
    }
  }
};

TEST_F(ChangingFile, CutShort) {
  EXPECT_THAT(After([](const auto& path) { std::filesystem::resize_file(path, 70'000); }),
              HasSubstr("a data file changed while it was read: s.csv"));
}

TEST_F(ChangingFile, WrittenAnewInPlace) {
  EXPECT_THAT(After([](const auto& path) {
                std::fstream(path, std::ios::in | std::ios::out).seekp(100'000).write("9", 1);
              }),
              HasSubstr("changed while it was read"));
}

TEST_F(ChangingFile, ReplacedByAnother) {
  EXPECT_EQ(After([this](const auto& path) {
              std::filesystem::rename(folder_.Write("new.csv", "other\n"), path);
            }),
            "50001 lines")
      << "the old file is read to its end; the next reading sees the new one";
}

TEST_F(ChangingFile, GrownAtItsEnd) {
  EXPECT_EQ(After([](const auto& path) { std::ofstream(path, std::ios::app) << "4,5,6\n"; }),
            "50002 lines");
}

}  // namespace
}  // namespace hansa::client
