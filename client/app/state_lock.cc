#include "client/app/state_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/base/atomic_file.h"
#include "common/base/text.h"

namespace hansa::client {

Result<StateLock> StateLock::Take(const std::filesystem::path& file) {
  UniqueFd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd.valid()) return BadInput(StrCat("cannot open ", file.string()), std::strerror(errno));
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    const Result<std::string> holder = ReadFile(file, 64);
    return Refused("another agent uses this state folder",
                   holder.ok() ? StrCat("process ", *holder) : std::string(std::strerror(errno)),
                   "End it first, or give each site a folder of its own");
  }
  const std::string pid = StrCat(::getpid());
  if (::ftruncate(fd.get(), 0) != 0 ||
      ::pwrite(fd.get(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
    return BadInput(StrCat("cannot write ", file.string()), std::strerror(errno));
  return StateLock(std::move(fd));
}

bool StateLock::Held(const std::filesystem::path& file) {
  const UniqueFd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  return fd.valid() && ::flock(fd.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

}  // namespace hansa::client
