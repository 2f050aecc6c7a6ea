#include "client/data/prediction_rows.h"

#include <cmath>
#include <limits>

#include "client/data/encode.h"
#include "client/data/row_stream.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

ColumnRequest RequestOf(const PredictionRequest& request) {
  ColumnRequest columns{request.features, std::nullopt, false, {}, "time"};
  if (!request.target.column.empty()) columns.target = request.target;
  if (!request.where.empty()) columns.expressions.push_back(request.where);
  return columns;
}

std::string Take(const PredictionRequest& request, const ColumnPlan& plan, const Row& row,
                 PredictionRows& rows) {
  if (!request.where.empty() && !row.truths[0]) return "not_chosen";
  const size_t size = rows.x.size();
  for (size_t i = 0; i < request.features.size(); ++i) {
    EncodeFeature(request.features[i], row.numbers[plan.feature_at[i]], rows.x);
    if (!std::isfinite(rows.x.back())) {
      rows.x.resize(size);
      return "too_large:" + request.features[i].column;
    }
  }
  rows.actual.push_back(plan.target_at ? row.numbers[*plan.target_at]
                                       : std::numeric_limits<double>::quiet_NaN());
  rows.labels.push_back(row.label.empty() ? StrCat("line ", row.line) : std::string(row.label));
  return "";
}

}  // namespace

Result<PredictionRows> ReadPredictionRows(const PredictionRequest& request,
                                          const DataSource& source) {
  RowStream stream = HANSA_TRY(RowStream::Open(RequestOf(request), {source}));
  PredictionRows rows;
  for (const ColumnSpec& feature : request.features) rows.inputs += feature.inputs();
  rows.has_actual = stream.plan().target_at.has_value();
  HANSA_TRY(stream.Run([&](const Row& row) { return Take(request, stream.plan(), row, rows); },
                       rows.report));
  rows.report.rows_evaluate = rows.rows();
  if (rows.rows() == 0) {
    return BadInput(
        "no rows left to predict",
        StrCat(rows.report.rows_found, " rows found, dropped: ", rows.report.DropsText()));
  }
  return rows;
}

double TargetInUnit(const ColumnSpec& target, float y) {
  return static_cast<double>(y) * target.scale + target.mean;
}

}  // namespace hansa::client
