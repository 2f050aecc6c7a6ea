#include "experiments/bench/data_limit.h"

#include <zlib.h>

#include <charconv>
#include <cstring>
#include <memory>
#include <vector>

#include "experiments/bench/cpu_clock.h"

namespace hansa::bench {
namespace {

constexpr size_t kBlockBytes = 64 << 10;

struct Close {
  void operator()(gzFile_s* file) const { gzclose_r(file); }
};

Error CannotRead(const std::filesystem::path& file) {
  return WorkFailed("the benchmark cannot read its own file", file.string());
}

void AddNumbers(const char* begin, const char* end, BareRead& result) {
  const char* at =
      static_cast<const char*>(std::memchr(begin, ',', static_cast<size_t>(end - begin)));
  while (at != nullptr) {
    const char* field = at + 1;
    double value = 0;
    const auto [rest, fault] = std::from_chars(field, end, value);
    if (fault == std::errc()) {
      ++result.numbers;
      result.sum += value;
    }
    at = static_cast<const char*>(std::memchr(field, ',', static_cast<size_t>(end - field)));
  }
}

// `numbers`: look into the lines.
Result<BareRead> Read(const std::filesystem::path& path, bool numbers) {
  const double start = CpuSeconds();
  const std::unique_ptr<gzFile_s, Close> file(gzopen(path.c_str(), "rbe"));
  if (file == nullptr) return CannotRead(path);
  BareRead result;
  // The beginning of a line that goes on in the next block is moved to the front.
  std::vector<char> buffer(2 * kBlockBytes);
  size_t kept = 0;
  while (true) {
    const int got = gzread(file.get(), buffer.data() + kept, static_cast<unsigned>(kBlockBytes));
    if (got < 0) return CannotRead(path);
    if (got == 0) break;
    const char* at = buffer.data();
    const char* end = at + kept + got;
    while (const auto* stop =
               static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at)))) {
      ++result.lines;
      if (numbers) AddNumbers(at, stop, result);
      at = stop + 1;
    }
    kept = static_cast<size_t>(end - at);
    if (kept > kBlockBytes) return CannotRead(path);  // the benchmark writes no such line
    std::memmove(buffer.data(), at, kept);
  }
  result.seconds = CpuSeconds() - start;
  return result;
}

}  // namespace

Result<BareRead> ReadLinesBare(const std::filesystem::path& file) { return Read(file, false); }

Result<BareRead> ReadNumbersBare(const std::filesystem::path& file) { return Read(file, true); }

}  // namespace hansa::bench
