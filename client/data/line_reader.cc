#include "client/data/line_reader.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr size_t kBufferBytes = 64 << 10;

gzFile Handle(void* file) { return static_cast<gzFile>(file); }

}  // namespace

void LineReader::Close::operator()(void* file) const { gzclose_r(Handle(file)); }

LineReader::LineReader(void* file, std::string name)
    : file_(file), name_(std::move(name)), buffer_(kBufferBytes) {}

Result<LineReader> LineReader::Open(const std::filesystem::path& path) {
  std::error_code fault;
  if (!std::filesystem::is_regular_file(path, fault)) {
    return BadInput("cannot read a data file",
                    StrCat(path.string(), fault ? StrCat(": ", fault.message()) : " is not a file"),
                    "Check the path under [[data]] in site.toml");
  }
  errno = 0;
  gzFile file = gzopen(path.c_str(), "rbe");  // reads plain files as they are
  if (file == nullptr) {
    return BadInput("cannot read a data file", StrCat(path.string(), ": ", std::strerror(errno)),
                    "Check who may read the file");
  }
  return LineReader(file, path.filename().string());
}

Error LineReader::ReadFault() const {
  int code = Z_OK;
  const char* text = gzerror(Handle(file_.get()), &code);
  const std::string why = code == Z_BUF_ERROR ? "the compressed data is cut off"
                          : code == Z_ERRNO   ? std::strerror(errno)
                                              : text;
  return BadInput("cannot read a data file to its end",
                  StrCat(name_, ": ", why, " (after line ", number_, ")"),
                  "Copy or export the file again");
}

// False at the end of the file.
Result<bool> LineReader::Fill() {
  const int got =
      gzread(Handle(file_.get()), buffer_.data(), static_cast<unsigned>(buffer_.size()));
  int code = Z_OK;
  gzerror(Handle(file_.get()), &code);
  // A cut gzip file first gives what it has, and says so only here.
  if (got < 0 || (code != Z_OK && code != Z_STREAM_END)) return ReadFault();
  begin_ = 0;
  end_ = static_cast<size_t>(got);
  return got > 0;
}

Result<LineKind> LineReader::Next(std::string& line) {
  line.clear();
  bool too_long = false;
  bool any = false;
  while (true) {
    if (begin_ == end_ && !HANSA_TRY(Fill())) break;
    if (!any) ++number_;
    any = true;
    const char* from = buffer_.data() + begin_;
    const char* end = buffer_.data() + end_;
    const char* stop = std::find(from, end, '\n');
    const size_t size = static_cast<size_t>(stop - from);
    too_long = too_long || line.size() + size > limits::kCsvLineBytes;
    if (too_long) {
      line.clear();
    } else {
      line.append(from, size);
    }
    begin_ += size;
    if (begin_ < end_) {
      ++begin_;  // the line's end
      break;
    }
  }
  if (!any) return LineKind::kEnd;
  if (too_long) return LineKind::kTooLong;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return LineKind::kLine;
}

}  // namespace hansa::client
