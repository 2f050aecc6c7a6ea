#include "client/data/row_stream.h"

#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {

Result<RowStream> RowStream::Open(const ColumnRequest& request, std::vector<DataSource> sources) {
  HANSA_CHECK(!sources.empty());
  RowStream stream;
  for (const DataSource& source : sources) {
    const CsvFile file = HANSA_TRY(CsvFile::Open(source));
    if (&source == &sources.front()) {
      stream.plan_ = HANSA_TRY(PlanColumns(request, file));
    } else {
      HANSA_TRY(LocateColumns(stream.plan_, file));
    }
  }
  stream.expressions_ = request.expressions.size();
  if (stream.expressions_ > 0) {
    stream.filter_ =
        HANSA_TRY(RowFilter::Create(request.expressions, stream.plan_.expression_columns()));
  }
  stream.sources_ = std::move(sources);
  return stream;
}

Result<> RowStream::Run(const TakeRow& take, DataReport& report) {
  for (const DataSource& source : sources_) {
    CsvFile file = HANSA_TRY(CsvFile::Open(source));
    report.files.push_back(file.name());
    HANSA_TRY(RunFile(file, take, report));
  }
  report.SortDrops();
  return Success();
}

Result<> RowStream::RunFile(CsvFile& file, const TakeRow& take, DataReport& report) {
  const std::vector<size_t> places = HANSA_TRY(LocateColumns(plan_, file));
  std::vector<Cell> cells;
  while (true) {
    const CsvRow kind = HANSA_TRY(file.Next());
    if (kind == CsvRow::kEnd) break;
    if (++report.rows_found > limits::kCsvRows) {
      return BadInput("the site has too many rows",
                      StrCat("more than ", limits::kCsvRows, ", reached in ", file.name()));
    }
    const std::string fault =
        kind == CsvRow::kBroken ? "broken_line" : ReadCells(plan_, places, file.fields(), cells);
    if (fault.empty()) {
      HANSA_TRY(Keep(file, cells));
    } else {
      report.Drop(fault, file.name(), file.line());
    }
    if (pending_.size() == limits::kRowBatch) HANSA_TRY(Flush(file, take, report));
  }
  return Flush(file, take, report);
}

Result<> RowStream::Keep(const CsvFile& file, std::span<const Cell> cells) {
  pending_.push_back({file.line(), ""});
  if (plan_.label_at) pending_.back().label = cells[*plan_.label_at].text;
  for (const Cell& cell : cells) numbers_.push_back(cell.number);
  if (!filter_) return Success();
  filtered_.clear();
  for (size_t i = 0; i < cells.size(); ++i)
    if (plan_.columns[i].in_expression) filtered_.push_back(cells[i]);
  return filter_->Add(filtered_);
}

Result<> RowStream::Flush(const CsvFile& file, const TakeRow& take, DataReport& report) {
  if (pending_.empty()) return Success();
  std::vector<bool> truths;
  if (filter_) truths = HANSA_TRY(filter_->Evaluate());
  const size_t width = plan_.columns.size();
  for (size_t i = 0; i < pending_.size(); ++i) {
    Row row;
    row.numbers = std::span<const double>(numbers_).subspan(i * width, width);
    const auto first = truths.begin() + static_cast<std::ptrdiff_t>(i * expressions_);
    row.truths.assign(first, first + static_cast<std::ptrdiff_t>(expressions_));
    row.label = pending_[i].label;
    row.file = file.name();
    row.line = pending_[i].line;
    const std::string fault = take(row);
    if (!fault.empty()) report.Drop(fault, file.name(), row.line);
  }
  pending_.clear();
  numbers_.clear();
  return Success();
}

}  // namespace hansa::client
