#include "client/data/csv_file.h"

#include <algorithm>

#include "client/data/csv_fields.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Why a first line is no header, or nothing; then its fields are in `fields`.
std::string HeaderFault(std::string& line, std::vector<std::string_view>& fields) {
  if (line.find('\0') != std::string::npos)
    return "has a zero byte: it is UTF-16, or another kind of file";
  if (SplitCsvFields(line, fields)) return "";
  if (fields.size() > limits::kCsvColumns)
    return StrCat("has more than ", limits::kCsvColumns, " columns");
  return "has a quote that is not closed, or text behind one";
}

}  // namespace

Result<CsvFile> CsvFile::Open(const DataSource& source) {
  CsvFile file(HANSA_TRY(LineReader::Open(source.path)), source.path.filename().string());
  HANSA_TRY(file.ReadHeader());
  HANSA_TRY(file.Rename(source));
  return file;
}

Result<> CsvFile::ReadHeader() {
  const LineKind kind = HANSA_TRY(reader_.Next(text_));
  if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
  if (kind == LineKind::kEnd || (kind == LineKind::kLine && Trimmed(text_).empty())) {
    return BadInput("a data file has no header", StrCat("the first line of ", name_, " is empty"),
                    "The first line names the columns, separated by commas");
  }
  const std::string fault =
      kind == LineKind::kTooLong
          ? StrCat("is longer than ", HumanBytes(double{limits::kCsvLineBytes}))
          : HeaderFault(text_, fields_);
  if (!fault.empty()) {
    return BadInput("a data file is not CSV in UTF-8",
                    StrCat("the first line of ", name_, " ", fault),
                    "The first line names the columns, separated by commas");
  }
  for (std::string_view field : fields_) columns_.emplace_back(Trimmed(field));
  return Success();
}

Result<> CsvFile::Rename(const DataSource& source) {
  const std::vector<std::string> own = columns_;
  for (const auto& [from, to] : source.rename) {
    const auto found = std::find(own.begin(), own.end(), from);
    if (found == own.end()) {
      const std::string nearest = NearestWord(from, own);
      return BadInput("rename names a column that is not in the file",
                      StrCat(name_, " has no \"", from, "\""),
                      nearest.empty() ? "" : StrCat("Did you mean \"", nearest, "\"?"));
    }
    columns_[static_cast<size_t>(found - own.begin())] = to;
  }
  return Success();
}

Result<CsvRow> CsvFile::Next() {
  while (true) {
    const LineKind kind = HANSA_TRY(reader_.Next(text_));
    if (kind == LineKind::kEnd) return CsvRow::kEnd;
    if (kind == LineKind::kLine && text_.empty()) continue;
    if (kind == LineKind::kTooLong || !SplitCsvFields(text_, fields_)) return CsvRow::kBroken;
    return fields_.size() == columns_.size() ? CsvRow::kRow : CsvRow::kBroken;
  }
}

}  // namespace hansa::client
