#include "client/core/update_encoding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include "common/base/text.h"
#include "common/job/task_segments.h"
#include "common/secagg/fixed_point.h"

namespace hansa::client {
namespace {

constexpr size_t kWindowValues = kBlobWindowBytes / sizeof(float);

// A window of either model, and of what it is about.
struct Windows {
  explicit Windows(uint64_t values)
      : base(static_cast<size_t>(std::min<uint64_t>(values, kWindowValues))),
        trained(base.size()) {}
  std::vector<float> base, trained;
};

std::span<uint8_t> AsBytes(std::span<float> values) {
  return {reinterpret_cast<uint8_t*>(values.data()), values.size_bytes()};
}

// Calls `use` with trained - base, a window at a time.
Result<> ForDifferences(const UpdateToEncode& update, Windows& windows,
                        const std::function<Result<>(std::span<float> differences)>& use) {
  const uint64_t values = update.base->size() / sizeof(float);
  for (uint64_t first = 0; first < values; first += windows.base.size()) {
    const auto count = static_cast<size_t>(std::min<uint64_t>(windows.base.size(), values - first));
    const std::span<float> base = std::span(windows.base).first(count);
    const std::span<float> trained = std::span(windows.trained).first(count);
    HANSA_TRY(update.base->ReadAt(first * sizeof(float), AsBytes(base)));
    HANSA_TRY(update.trained->ReadAt(first * sizeof(float), AsBytes(trained)));
    for (size_t i = 0; i < count; ++i) trained[i] -= base[i];
    HANSA_TRY(use(trained));
  }
  return Success();
}

struct Extent {
  double norm = 0;
  uint64_t unchanged = 0;
};

Result<Extent> ExtentOf(const UpdateToEncode& update, Windows& windows) {
  double squares = 0;
  uint64_t unchanged = 0;
  HANSA_TRY(ForDifferences(update, windows, [&](std::span<float> differences) {
    for (const float difference : differences) {
      squares += static_cast<double>(difference) * difference;
      unchanged += difference == 0 ? 1 : 0;
    }
    return Success();
  }));
  if (!std::isfinite(squares))
    return BadInput("training gave values that are not finite", "",
                    "a smaller learning rate, or scaled columns, may help");
  return Extent{std::sqrt(squares), unchanged};
}

// Sums hide what a site changed among what others changed at the same places.
Result<> CheckUnchanged(const UpdateToEncode& update, uint64_t unchanged, uint64_t values) {
  if (100 * static_cast<double>(unchanged) <=
      static_cast<double>(values) * update.largest_unchanged)
    return Success();
  return Refused(
      StrCat("training left ", unchanged, " of the model's ", values, " values as they were"),
      StrCat("the site's policy allows ", update.largest_unchanged, " %"));
}

}  // namespace

Result<EncodedUpdate> EncodeUpdate(const UpdateToEncode& update, const secagg::ByteSink& out) {
  if (update.trained->size() != update.base->size())
    return BadInput("training gave a model of another size",
                    StrCat(update.trained->size() / sizeof(float), " values, not ",
                           update.base->size() / sizeof(float)));
  const JobSpec& job = *update.job;
  const uint64_t values = update.base->size() / sizeof(float);
  const std::vector<secagg::Segment> segments = HANSA_TRY(TrainSegments(job, values));
  Windows windows(values);
  EncodedUpdate result;
  const Extent extent = HANSA_TRY(ExtentOf(update, windows));
  HANSA_TRY(CheckUnchanged(update, extent.unchanged, values));
  result.norm = extent.norm;
  result.unchanged = extent.unchanged;
  result.clipped = result.norm > job.clip_norm;
  const double factor = result.clipped ? job.clip_norm / result.norm : 1;

  const auto weight = static_cast<uint32_t>(std::clamp<uint64_t>(update.rows, 1, job.max_weight));
  const size_t width = job.ring_bits / 8;
  crypto::Sha256Stream hash;
  Bytes elements(std::max<size_t>(windows.base.size(), 1) * width);
  const auto write = [&](secagg::SegmentEncoder& encoder, std::span<const float> some) -> Result<> {
    const std::span<uint8_t> part = std::span(elements).first(some.size() * width);
    HANSA_TRY(encoder.Encode(some, part));
    hash.Update(part);
    return out(part);
  };
  secagg::SegmentEncoder encoder(segments[0], job.ring_bits, weight, *update.rounding);
  HANSA_TRY(ForDifferences(update, windows, [&](std::span<float> differences) {
    if (result.clipped)
      for (float& value : differences) value = static_cast<float>(value * factor);
    return write(encoder, differences);
  }));
  secagg::SegmentEncoder weights(segments[1], job.ring_bits, weight, *update.rounding);
  const std::array<float, 1> one = {1.0F};
  HANSA_TRY(write(weights, one));
  WipeMemory(elements);
  result.sha256 = hash.Finish();
  return result;
}

}  // namespace hansa::client
