#include "client/data/line_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>

#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr size_t kBufferBytes = 64 << 10;

gzFile Handle(void* file) { return static_cast<gzFile>(file); }

}  // namespace

void LineReader::Close::operator()(void* file) const { gzclose_r(Handle(file)); }

LineReader::LineReader(void* file, UniqueFd descriptor, std::string name)
    : file_(file),
      descriptor_(std::move(descriptor)),
      name_(std::move(name)),
      buffer_(kBufferBytes) {}

Result<LineReader> LineReader::Open(const std::filesystem::path& path) {
  const auto cannot = [&](const std::string& why, const char* next) {
    return BadInput("cannot read a data file", StrCat(path.string(), why), next);
  };
  std::error_code fault;
  // Before it is opened: opening a pipe waits for its writer.
  if (!std::filesystem::is_regular_file(path, fault)) {
    return cannot(fault ? StrCat(": ", fault.message()) : " is not a file",
                  "Check the path under [[data]] in site.toml");
  }
  UniqueFd descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const int copy = descriptor.valid() ? ::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, 0) : -1;
  if (copy < 0) return cannot(StrCat(": ", std::strerror(errno)), "Check who may read the file");
  gzFile file = gzdopen(copy, "rb");  // reads plain files as they are
  HANSA_CHECK(file != nullptr);       // only memory can lack
  LineReader reader(file, std::move(descriptor), path.filename().string());
  reader.opened_ = HANSA_TRY(StateOf(reader.descriptor_, reader.name_));
  return reader;
}

Result<LineReader::State> LineReader::StateOf(const UniqueFd& descriptor, const std::string& name) {
  struct stat state {};
  if (::fstat(descriptor.get(), &state) != 0)
    return BadInput("cannot read a data file", StrCat(name, ": ", std::strerror(errno)));
  return State{state.st_size, state.st_mtim.tv_sec * 1'000'000'000 + state.st_mtim.tv_nsec};
}

// A file that grew is as good as before: rows were added behind those that were read.
Result<> LineReader::CheckUnchanged() const {
  const State now = HANSA_TRY(StateOf(descriptor_, name_));
  if (now.bytes > opened_.bytes) return Success();
  if (now.bytes == opened_.bytes && now.written_ns == opened_.written_ns) return Success();
  return BadInput(
      StrCat("a data file changed while it was read: ", name_),
      StrCat("it had ", opened_.bytes, " bytes, now ", now.bytes, " (after line ", number_, ")"),
      "Write a new file beside it and rename it over the old one");
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
  if (got == 0) HANSA_TRY(CheckUnchanged());
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
    const void* found = std::memchr(from, '\n', static_cast<size_t>(end - from));
    const char* stop = found == nullptr ? end : static_cast<const char*>(found);
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
