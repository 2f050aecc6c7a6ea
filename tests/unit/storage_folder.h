#pragma once
// A test with a folder of its own.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace hansa {

class StorageFolder : public testing::Test {
 protected:
  StorageFolder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "hansa-storage-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~StorageFolder() override { std::filesystem::remove_all(folder_); }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

}  // namespace hansa
