#pragma once
// Lines of a text file, plain or gzip, as a stream.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace hansa::client {

enum class LineKind { kLine, kTooLong, kEnd };

class LineReader {
 public:
  static Result<LineReader> Open(const std::filesystem::path& path);

  // Puts the next line into `line`, without its end (LF or CR LF). Of a line beyond
  // limits::kCsvLineBytes nothing is kept. kBadInput: cannot read, or the gzip data is damaged or
  // cut.
  Result<LineKind> Next(std::string& line);
  uint64_t number() const { return number_; }  // of the line last given, from 1

 private:
  struct Close {
    void operator()(void* file) const;
  };
  LineReader(void* file, std::string name);
  Result<bool> Fill();
  Error ReadFault() const;

  std::unique_ptr<void, Close> file_;  // gzFile
  std::string name_;
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;  // what of the buffer is unread
  uint64_t number_ = 0;
};

}  // namespace hansa::client
