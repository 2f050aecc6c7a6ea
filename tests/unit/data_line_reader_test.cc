#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/data/line_reader.h"
#include "common/base/limits.h"
#include "tests/support/data_site.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Lines {
  std::vector<std::string> lines;
  std::string error;
};

Lines ReadAll(const std::filesystem::path& path) {
  Lines result;
  Result<LineReader> reader = LineReader::Open(path);
  if (!reader.ok()) return {{}, reader.error().Text()};
  while (true) {
    std::string line;
    const Result<LineKind> kind = reader->Next(line);
    if (!kind.ok()) return {result.lines, kind.error().Text()};
    if (*kind == LineKind::kEnd) return result;
    result.lines.push_back(*kind == LineKind::kTooLong ? "too long" : line);
  }
}

class LineReaderTest : public testing::Test {
 protected:
  hansa::test::TemporaryFolder folder_;
};

TEST_F(LineReaderTest, EndsOfLines) {
  EXPECT_THAT(ReadAll(folder_.Write("a", "x\ny\r\n\nz")).lines, ElementsAre("x", "y", "", "z"));
  EXPECT_THAT(ReadAll(folder_.Write("b", "x\n")).lines, ElementsAre("x"));
  EXPECT_THAT(ReadAll(folder_.Write("c", "")).lines, ElementsAre());
}

TEST_F(LineReaderTest, GzipReadsAsThePlainFile) {
  std::string text;
  for (int i = 0; i < 40000; ++i) text += std::to_string(i) + "\n";  // several buffers
  const auto plain = folder_.Write("plain.csv", text);
  test::WriteGzip(folder_.path() / "packed.csv.gz", text);
  const Lines packed = ReadAll(folder_.path() / "packed.csv.gz");
  EXPECT_EQ(packed.error, "");
  EXPECT_EQ(packed.lines, ReadAll(plain).lines);
  ASSERT_EQ(packed.lines.size(), 40000u);
  EXPECT_EQ(packed.lines[39999], "39999");
}

TEST_F(LineReaderTest, ALineTooLongIsSkippedWhole) {
  const std::string most(limits::kCsvLineBytes, 'x');
  const auto path = folder_.Write("a", "1\n" + most + "\n" + most + "y\n3\n");
  const Lines read = ReadAll(path);
  ASSERT_EQ(read.lines.size(), 4u);
  EXPECT_EQ(read.lines[1].size(), limits::kCsvLineBytes);
  EXPECT_EQ(read.lines[2], "too long");
  EXPECT_EQ(read.lines[3], "3");
}

TEST_F(LineReaderTest, ACutGzipFileIsAnError) {
  std::string text;
  for (int i = 0; i < 40000; ++i) text += std::to_string(i * 7919 % 10007) + "\n";
  const auto path = folder_.path() / "cut.gz";
  test::WriteGzip(path, text);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  const Lines read = ReadAll(path);
  EXPECT_THAT(read.error, HasSubstr("cut.gz"));
  EXPECT_THAT(read.error, HasSubstr("cut off"));
}

TEST_F(LineReaderTest, ADamagedGzipFileIsAnError) {
  std::string text;
  for (int i = 0; i < 40000; ++i) text += std::to_string(i * 7919 % 10007) + "\n";
  const auto path = folder_.path() / "bad.gz";
  test::WriteGzip(path, text);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(path) / 2));
  file << "damage";
  file.close();
  EXPECT_THAT(ReadAll(path).error, HasSubstr("bad.gz"));
}

TEST_F(LineReaderTest, WhatIsNoFileIsAnError) {
  EXPECT_THAT(ReadAll(folder_.path() / "absent.csv").error, HasSubstr("absent.csv"));
  EXPECT_THAT(ReadAll(folder_.path()).error, HasSubstr("is not a file"));
}

}  // namespace
}  // namespace hansa::client
