#include "tests/integration/small_disk.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "common/base/text.h"
#include "common/base/unique_fd.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBlock = 4096;

Error Fault(const std::string& what) {
  return Refused(what, std::strerror(errno),
                 "Run the tests as root, or allow user namespaces: "
                 "sysctl kernel.unprivileged_userns_clone=1");
}

// A namespace of mounts of our own; for that an ordinary user needs one of users, too.
Result<> LeaveMounts() {
  if (::unshare(CLONE_NEWNS) != 0) {
    const unsigned user = ::getuid(), group = ::getgid();
    if (errno != EPERM || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
      return Fault("cannot make a mount namespace");
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << user << ' ' << user << " 1";
    std::ofstream("/proc/self/gid_map") << group << ' ' << group << " 1";
  }
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return Fault("cannot make the mounts private");
  return Success();
}

}  // namespace

Result<std::unique_ptr<SmallDisk>> SmallDisk::Mount(size_t bytes) {
  HANSA_TRY(LeaveMounts());
  std::unique_ptr<SmallDisk> disk(new SmallDisk);
  fs::create_directory(disk->path());
  const std::string options = StrCat("mode=0700,size=", bytes);
  if (::mount("tmpfs", disk->path().c_str(), "tmpfs", 0, options.c_str()) != 0)
    return Fault("cannot mount a tmpfs");
  disk->mounted_ = true;
  return disk;
}

SmallDisk::~SmallDisk() {
  if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
}

Result<> SmallDisk::Fill(size_t spare) {
  const UniqueFd fd(::open(filler().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!fd.valid()) return WorkFailed("cannot make the filler", std::strerror(errno));
  const std::string block(kBlock, 'x');
  while (::write(fd.get(), block.data(), kBlock) == kBlock) {
  }
  if (errno != ENOSPC) return WorkFailed("cannot fill the disk", std::strerror(errno));
  const size_t size = fs::file_size(filler());
  fs::resize_file(filler(), size - std::min(size, spare));
  return Success();
}

void SmallDisk::Free() {
  std::error_code ignored;
  fs::remove(filler(), ignored);
}

}  // namespace hansa::testing
