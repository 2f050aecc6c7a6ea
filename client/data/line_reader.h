#pragma once
// Lines of a text file, plain or gzip, as a stream. The file is read as it was when it was opened:
// one that is replaced meanwhile is read to its old end, one that grows may give more lines.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/base/unique_fd.h"

namespace hansa::client {

enum class LineKind { kLine, kTooLong, kEnd };

class LineReader {
 public:
  static Result<LineReader> Open(const std::filesystem::path& path);

  // Puts the next line into `line`, without its end (LF or CR LF). Of a line beyond
  // limits::kCsvLineBytes nothing is kept. kBadInput: cannot read, the gzip data is damaged or cut,
  // or the file was cut or rewritten in place since it was opened.
  Result<LineKind> Next(std::string& line);
  uint64_t number() const { return number_; }  // of the line last given, from 1

 private:
  struct Close {
    void operator()(void* file) const;
  };
  // What tells one state of a file from another.
  struct State {
    int64_t bytes = 0;
    int64_t written_ns = 0;
  };
  LineReader(void* file, UniqueFd descriptor, std::string name);
  static Result<State> StateOf(const UniqueFd& descriptor, const std::string& name);
  Result<bool> Fill();
  Result<> CheckUnchanged() const;
  Error ReadFault() const;

  std::unique_ptr<void, Close> file_;  // gzFile
  UniqueFd descriptor_;                // of the same open file
  State opened_;
  std::string name_;
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;  // what of the buffer is unread
  uint64_t number_ = 0;
};

}  // namespace hansa::client
