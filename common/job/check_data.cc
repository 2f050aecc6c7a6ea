#include <set>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/job/job_checks.h"

namespace hansa::internal {
namespace {

Result<> CheckFeatures(const v1::DataSection& data, const JobFaults& faults, JobSpec& job) {
  const auto count = static_cast<size_t>(data.features_size());
  if (count == 0) {
    return faults.Missing("data.features",
                          "List the input columns: features = [{ column = \"...\" }]");
  }
  if (count > limits::kFeatures) {
    return faults.At("data.features", "is too long",
                     StrCat(count, " columns, at most ", limits::kFeatures, " are possible"));
  }
  std::set<std::string> names;
  for (size_t i = 0; i < count; ++i) {
    const std::string key = StrCat("data.features[", i, "]");
    ColumnSpec spec = HANSA_TRY(CheckColumn(data.features(static_cast<int>(i)), key, faults));
    if (!names.insert(spec.column).second) {
      return faults.At(key + ".column", "repeats a feature",
                       StrCat("'", spec.column, "' is listed before"));
    }
    job.network.inputs += spec.inputs();
    job.features.push_back(std::move(spec));
  }
  return Success();
}

Result<> CheckTarget(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  const v1::DataSection& data = file.data();
  if (file.model().architecture() == v1::ARCHITECTURE_AUTOENCODER) {
    if (!data.has_target()) return Success();
    return faults.At("data.target", "has no meaning for an autoencoder",
                     "it learns to give back its own input", "Remove the key");
  }
  if (!data.has_target())
    return faults.Missing("data.target", "Name the column to predict: target = { column = ... }");
  job.target = HANSA_TRY(CheckColumn(data.target(), "data.target", faults));
  if (job.target.encoding == ColumnEncoding::kAngle)
    return faults.At("data.target.encode", "cannot be \"angle\"", "a target is one number");
  for (const ColumnSpec& feature : job.features) {
    // What was measured before is no secret when the target lies ahead.
    if (feature.column != job.target.column || data.window().ahead() > 0) continue;
    return faults.At("data.target.column", "is also a feature",
                     StrCat("the model would read '", feature.column, "' off its input"),
                     "Remove it from data.features");
  }
  return Success();
}

Result<> CheckExpression(const std::string& text, const std::string& key, const JobFaults& faults) {
  if (text.size() > limits::kExpressionBytes) {
    return faults.At(key, "is too long",
                     StrCat(text.size(), " bytes, at most ", limits::kExpressionBytes));
  }
  if (faults.Has(key) && text.find_first_not_of(" \t\r\n") == std::string::npos)
    return faults.At(key, "is empty", "", "Remove it: without it all rows are taken");
  return Success();
}

}  // namespace

Result<> CheckDrop(const v1::DataSection& data, const JobFaults& faults) {
  if (static_cast<size_t>(data.drop_size()) > limits::kDropExpressions) {
    return faults.At("data.drop", "is too long",
                     StrCat(data.drop_size(), " expressions, at most ", limits::kDropExpressions));
  }
  for (int i = 0; i < data.drop_size(); ++i)
    HANSA_TRY(CheckExpression(data.drop(i), StrCat("data.drop[", i, "]"), faults));
  return Success();
}

Result<> CheckData(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  const v1::DataSection& data = file.data();
  HANSA_TRY(CheckFeatures(data, faults, job));
  HANSA_TRY(CheckTarget(file, faults, job));
  HANSA_TRY(CheckWindow(file, faults, job));
  HANSA_TRY(CheckDrop(data, faults));
  HANSA_TRY(CheckExpression(data.train(), "data.train", faults));
  HANSA_TRY(CheckExpression(data.evaluate(), "data.evaluate", faults));
  job.drop.assign(data.drop().begin(), data.drop().end());
  job.train = data.train();
  job.evaluate = data.evaluate();
  return Success();
}

}  // namespace hansa::internal
