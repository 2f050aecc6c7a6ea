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
  for (source_ = 0; source_ < sources_.size(); ++source_) {
    CsvFile file = HANSA_TRY(CsvFile::Open(sources_[source_]));
    report.files.push_back(file.name());
    times_ = {};
    unfit_ = refused_ = 0;
    HANSA_TRY(RunFile(file, take, report));
  }
  SortDrops(report.dropped);
  return Success();
}

Result<> RowStream::RunFile(CsvFile& file, const TakeRow& take, DataReport& report) {
  const std::vector<size_t> places = HANSA_TRY(LocateColumns(plan_, file));
  while (true) {
    const CsvRow kind = HANSA_TRY(file.Next());
    if (kind == CsvRow::kEnd) break;
    if (++report.rows_found > limits::kCsvRows) {
      return BadInput("the site has too many rows",
                      StrCat("more than ", limits::kCsvRows, ", reached in ", file.name()));
    }
    const std::string fault = kind == CsvRow::kBroken ? "broken_line" : Check(file, places);
    if (fault.empty()) {
      HANSA_TRY(Keep(file));
    } else {
      ++unfit_;
      report.Drop(fault, file.name(), file.line());
    }
    if (pending_.size() == limits::kRowBatch) HANSA_TRY(Flush(file, take, report));
  }
  return Flush(file, take, report);
}

std::string RowStream::Check(const CsvFile& file, std::span<const size_t> places) {
  std::string fault = ReadCells(plan_, places, file.fields(), cells_);
  if (!fault.empty() || !plan_.time_at) return fault;
  const std::string_view why = times_.Read(cells_[*plan_.time_at].text, time_);
  return why.empty() ? "" : StrCat(why, ":", plan_.columns[*plan_.time_at].name);
}

Result<> RowStream::Keep(const CsvFile& file) {
  pending_.push_back({.line = file.line(), .unfit_before = unfit_, .time = time_});
  if (plan_.label_at) pending_.back().label = cells_[*plan_.label_at].text;
  if (plan_.group_at) pending_.back().group = cells_[*plan_.group_at].text;
  for (const Cell& cell : cells_) numbers_.push_back(cell.number);
  if (!filter_) return Success();
  filtered_.clear();
  for (size_t i = 0; i < cells_.size(); ++i)
    if (plan_.columns[i].in_expression) filtered_.push_back(cells_[i]);
  return filter_->Add(filtered_);
}

Result<> RowStream::Flush(const CsvFile& file, const TakeRow& take, DataReport& report) {
  if (pending_.empty()) return Success();
  std::vector<bool> truths;
  if (filter_) truths = HANSA_TRY(filter_->Evaluate());
  for (size_t i = 0; i < pending_.size(); ++i) {
    Row row = RowOf(i, truths);
    row.file = file.name();
    const std::string fault = HANSA_TRY(take(row));
    if (fault.empty()) continue;
    ++refused_;
    report.Drop(fault, file.name(), row.line);
  }
  pending_.clear();
  numbers_.clear();
  return Success();
}

Row RowStream::RowOf(size_t at, const std::vector<bool>& truths) const {
  const size_t width = plan_.columns.size();
  const Pending& pending = pending_[at];
  Row row;
  row.numbers = std::span<const double>(numbers_).subspan(at * width, width);
  const auto first = truths.begin() + static_cast<std::ptrdiff_t>(at * expressions_);
  row.truths.assign(first, first + static_cast<std::ptrdiff_t>(expressions_));
  row.label = pending.label;
  row.group = pending.group;
  row.time = pending.time;
  row.source = source_;
  row.line = pending.line;
  row.dropped_before = pending.unfit_before + refused_;
  return row;
}

}  // namespace hansa::client
