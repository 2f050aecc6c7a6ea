#pragma once
// A test with a folder of its own.

#include <gtest/gtest.h>

#include <string>

#include "tests/support/temporary_folder.h"

namespace hansa {

class StorageFolder : public testing::Test {
 protected:
  std::string Path(const std::string& name) const { return (folder_.path() / name).string(); }

 private:
  test::TemporaryFolder folder_;
};

}  // namespace hansa
