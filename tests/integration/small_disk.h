#pragma once
// A disk of a few megabytes that a test can fill up: a tmpfs in a mount namespace of this process,
// so that nothing of it can be left behind.

#include <filesystem>
#include <memory>

#include "common/base/result.h"
#include "tests/support/temporary_folder.h"

namespace hansa::testing {

// The calling thread, and what it starts from then on, sees the disk.
class SmallDisk {
 public:
  // kRefused where this user may not mount anything: as root or with user namespaces it may.
  static Result<std::unique_ptr<SmallDisk>> Mount(size_t bytes);
  ~SmallDisk();

  std::filesystem::path path() const { return folder_.path() / "disk"; }
  // Takes the last free block, but for `spare` bytes.
  Result<> Fill(size_t spare = 0);
  // Gives back what Fill took.
  void Free();

 private:
  SmallDisk() = default;
  std::filesystem::path filler() const { return path() / "filler"; }

  test::TemporaryFolder folder_;
  bool mounted_ = false;
};

}  // namespace hansa::testing
