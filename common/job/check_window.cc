#include "common/base/data_limits.h"
#include "common/base/text.h"
#include "common/config/units.h"
#include "common/job/job_checks.h"

namespace hansa::internal {
namespace {

constexpr std::string_view kKey = "data.window";

std::string Below(std::string_view name) { return StrCat(kKey, ".", name); }

Result<> CheckColumnName(const std::string& name, std::string_view key, const JobFaults& faults) {
  if (!faults.Has(Below(key)) || IsColumnName(name)) return Success();
  return faults.At(Below(key), "is not a column name", StrCat("it is '", name.substr(0, 80), "'"),
                   "Use letters, digits and '_', at most 64, not starting with a digit; a site "
                   "maps its own names to these");
}

Result<milliseconds> Length(const v1::Duration& duration, std::string_view key,
                            const JobFaults& faults) {
  if (faults.Has(Below(key)) && duration.milliseconds() <= 0)
    return faults.At(Below(key), "must be above 0", "", "Leave it out for none");
  return milliseconds(duration.milliseconds());
}

// Keys that have a meaning only beside another one.
Result<> CheckCompanions(const v1::Window& window, const JobFaults& faults) {
  const bool step = window.has_step(), time = !window.time().empty();
  for (const char* key : {"step", "gap"}) {
    if (!faults.Has(Below(key)) || time) continue;
    return faults.At(Below(key), "needs the time of a row", "data.window.time is missing",
                     "Name the column: time = \"time\"");
  }
  for (const char* key : {"resample", "hold"}) {
    if (!faults.Has(Below(key)) || step) continue;
    return faults.At(Below(key), "belongs to windows with a fixed step",
                     "data.window.step is missing", "Give step, or remove the key");
  }
  if (step && faults.Has(Below("gap"))) {
    return faults.At(Below("gap"), "belongs to windows without a fixed step",
                     "data.window.step is given",
                     "Use hold for the longest gap that the last row fills");
  }
  if (time && window.time() == window.group())
    return faults.At(Below("group"), "is the column of the time", "", "Name another column");
  return Success();
}

Result<> CheckHold(const WindowSpec& window, const JobFaults& faults) {
  if (window.hold.count() == 0 || window.hold >= window.step) return Success();
  return faults.At(
      Below("hold"), "is shorter than step, and fills nothing",
      StrCat("hold is ", FormatDuration(window.hold), ", step is ", FormatDuration(window.step)),
      "Give at least one step, or leave it out");
}

Result<> CheckRow(const WindowSpec& window, const JobFaults& faults, JobSpec& job) {
  const uint64_t values = uint64_t{job.network.inputs} * window.length;
  if (values > limits::kRowValues) {
    return faults.At(Below("length"), "is too large",
                     StrCat(window.length, " rows of ", job.network.inputs, " inputs make ", values,
                            " values a window, at most ", limits::kRowValues, " are possible"),
                     "Use a shorter window, a longer step, or fewer features");
  }
  job.network.inputs = static_cast<uint32_t>(values);
  return Success();
}

}  // namespace

Result<> CheckWindow(const v1::JobFile& file, const JobFaults& faults, JobSpec& job) {
  if (!file.data().has_window()) return Success();
  const v1::Window& window = file.data().window();
  if (!faults.Has(Below("length")))
    return faults.Missing(Below("length"), "Say how many rows make a window: length = 24");
  WindowSpec spec;
  spec.length =
      HANSA_TRY(CountOr(faults, Below("length"), window.length(), 1, 1, limits::kWindowRows));
  spec.stride =
      HANSA_TRY(CountOr(faults, Below("stride"), window.stride(), 1, 1, limits::kWindowRows));
  spec.ahead =
      HANSA_TRY(CountOr(faults, Below("ahead"), window.ahead(), 0, 0, limits::kWindowRows));
  HANSA_TRY(CheckColumnName(window.time(), "time", faults));
  HANSA_TRY(CheckColumnName(window.group(), "group", faults));
  HANSA_TRY(CheckCompanions(window, faults));
  spec.time = window.time();
  spec.group = window.group();
  spec.step = HANSA_TRY(Length(window.step(), "step", faults));
  spec.hold = HANSA_TRY(Length(window.hold(), "hold", faults));
  spec.gap = HANSA_TRY(Length(window.gap(), "gap", faults));
  HANSA_TRY(CheckHold(spec, faults));
  if (window.resample() == v1::RESAMPLE_LAST) spec.resample = Resample::kLast;
  HANSA_TRY(CheckRow(spec, faults, job));
  job.window = std::move(spec);
  return Success();
}

}  // namespace hansa::internal
