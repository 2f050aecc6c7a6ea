#include "common/model/window_json.h"

#include "common/base/data_limits.h"
#include "common/base/limits.h"
#include "common/model/column_spec.h"

namespace hansa::internal {
namespace {

using std::chrono::milliseconds;

constexpr uint64_t kLongest = uint64_t{36500} * 24 * 3600 * 1000;  // as durations in a job

milliseconds ReadLength(ObjectReader& in, const char* key) {
  if (!in.Has(key)) return milliseconds(0);
  return milliseconds(in.Whole(key, 1, kLongest));
}

std::string ReadColumnName(ObjectReader& in, const char* key) {
  if (!in.Has(key)) return "";
  const std::string name = in.Text(key, limits::kNameBytes);
  if (!IsColumnName(name)) in.Fault(key, "is not a column name");
  return name;
}

void CheckCompanions(ObjectReader& in, const WindowSpec& window) {
  const bool step = window.step.count() > 0;
  if (window.time.empty() && (step || window.gap.count() > 0)) in.Fault("time", "is missing");
  if (step && window.gap.count() > 0) in.Fault("gap", "belongs to windows without step");
  if (!step && window.hold.count() > 0) in.Fault("hold", "belongs to windows with step");
}

}  // namespace

nlohmann::ordered_json ToJsonValue(const WindowSpec& window) {
  nlohmann::ordered_json out = {
      {"length", window.length}, {"stride", window.stride}, {"ahead", window.ahead}};
  if (!window.time.empty()) out["time"] = window.time;
  if (window.step.count() > 0) {
    out["step_ms"] = window.step.count();
    out["resample"] = window.resample == Resample::kMean ? "mean" : "last";
  }
  if (window.hold.count() > 0) out["hold_ms"] = window.hold.count();
  if (window.gap.count() > 0) out["gap_ms"] = window.gap.count();
  if (!window.group.empty()) out["group"] = window.group;
  return out;
}

WindowSpec ReadWindow(ObjectReader in) {
  WindowSpec window;
  window.length = static_cast<uint32_t>(in.Whole("length", 1, limits::kWindowRows));
  window.stride = static_cast<uint32_t>(in.Whole("stride", 1, limits::kWindowRows));
  window.ahead = static_cast<uint32_t>(in.Whole("ahead", 0, limits::kWindowRows));
  window.time = ReadColumnName(in, "time");
  window.group = ReadColumnName(in, "group");
  window.step = ReadLength(in, "step_ms");
  if (in.Has("resample")) {
    const std::string resample = in.Text("resample", 16);
    if (resample != "mean" && resample != "last") in.Fault("resample", "must be mean or last");
    window.resample = resample == "last" ? Resample::kLast : Resample::kMean;
  }
  window.hold = ReadLength(in, "hold_ms");
  window.gap = ReadLength(in, "gap_ms");
  CheckCompanions(in, window);
  in.Finish();
  return window;
}

}  // namespace hansa::internal
