#pragma once
// One CSV file of a site: a header, then rows, under the job's names for the columns. A byte order
// mark, CR LF and blank lines are taken in stride.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/data/line_reader.h"
#include "client/policy/site_config.h"
#include "common/base/result.h"

namespace hansa::client {

enum class CsvRow { kRow, kBroken, kEnd };

class CsvFile {
 public:
  // Reads the header. kBadInput: cannot read, no header, not text, a rename of a column that is not
  // there.
  static Result<CsvFile> Open(const DataSource& source);

  const std::string& name() const { return name_; }  // of the file, without its folder
  const std::vector<std::string>& columns() const { return columns_; }

  // The next row. kBroken: too long, an open quote, or not as many fields as the header.
  Result<CsvRow> Next();
  // Valid until the next call of Next.
  const std::vector<std::string_view>& fields() const { return fields_; }
  uint64_t line() const { return reader_.number(); }

 private:
  CsvFile(LineReader reader, std::string name)
      : reader_(std::move(reader)), name_(std::move(name)) {}
  Result<> ReadHeader();
  Result<> Rename(const DataSource& source);

  LineReader reader_;
  std::string name_;
  std::vector<std::string> columns_;
  std::string text_;
  std::vector<std::string_view> fields_;
};

}  // namespace hansa::client
