#pragma once
// A database that an earlier program left, copied into a test's own folder (data/README.md).

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "tests/support/temporary_folder.h"

namespace hansa::testing {

class RecordedFile {
 public:
  // "store", 1: copies data/store-1/store.db and its write-ahead log.
  RecordedFile(const std::string& kind, size_t version);

  std::string path() const { return (folder_ / name_).string(); }
  // Lines of rows.txt, sorted.
  const std::vector<std::string>& rows() const { return rows_; }
  // The rows of the same tables as they are now, in the same form.
  Result<std::vector<std::string>> RowsNow() const;
  Result<int64_t> VersionNow() const;
  // Makes it look like the file of a program to come.
  Result<> SetVersion(size_t version) const;

 private:
  test::TemporaryFolder folder_;
  std::string name_;
  std::vector<std::string> rows_;
};

}  // namespace hansa::testing
