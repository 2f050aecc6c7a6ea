// Preloaded into a program: reads of one file end with EIO from some byte on, as of a disk with a
// damaged place. The file named by HANSA_FAILING_READS holds "PART OFFSET" while that is so: reads
// of files whose path contains PART fail at OFFSET; without it nothing fails.

#include <dlfcn.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

struct Fault {
  std::array<char, 256> part{};
  long long offset = -1;  // none
};

// By calls that this library does not replace.
Fault ReadFault() {
  Fault fault;
  const char* name = std::getenv("HANSA_FAILING_READS");
  std::FILE* file = name == nullptr ? nullptr : std::fopen(name, "re");
  if (file == nullptr) return fault;
  if (std::fscanf(file, "%255s %lld", fault.part.data(), &fault.offset) != 2) fault.offset = -1;
  std::fclose(file);
  return fault;
}

// How much of a read may succeed; below zero: none of it.
ssize_t Allowed(int fd, off_t at, size_t count) {
  const auto all = static_cast<ssize_t>(count);
  const Fault fault = ReadFault();
  if (fault.offset < 0) return all;
  std::array<char, 64> link{};
  std::array<char, 4096> path{};
  std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", fd);
  if (::readlink(link.data(), path.data(), path.size() - 1) < 0) return all;
  if (std::strstr(path.data(), fault.part.data()) == nullptr) return all;
  if (at >= fault.offset) return -1;
  return std::min<ssize_t>(all, fault.offset - at);
}

template <typename Function>
Function Next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

using Read = ssize_t (*)(int, void*, size_t);
using PositionedRead = ssize_t (*)(int, void*, size_t, off_t);

ssize_t Positioned(const char* name, int fd, void* to, size_t count, off_t at) {
  const ssize_t allowed = Allowed(fd, at, count);
  if (allowed >= 0) return Next<PositionedRead>(name)(fd, to, static_cast<size_t>(allowed), at);
  errno = EIO;
  return -1;
}

}  // namespace

extern "C" {

ssize_t read(int fd, void* to, size_t count) {
  const off_t at = ::lseek(fd, 0, SEEK_CUR);  // below zero: no file
  const ssize_t allowed = at < 0 ? static_cast<ssize_t>(count) : Allowed(fd, at, count);
  if (allowed >= 0) return Next<Read>("read")(fd, to, static_cast<size_t>(allowed));
  errno = EIO;
  return -1;
}

ssize_t pread(int fd, void* to, size_t count, off_t at) {
  return Positioned("pread", fd, to, count, at);
}

ssize_t pread64(int fd, void* to, size_t count, off_t at) {
  return Positioned("pread64", fd, to, count, at);
}
}
