#include "coordinator/app/next_weights.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/codec/safetensors_blob.h"
#include "common/model/initial_weights.h"
#include "common/secagg/fixed_point.h"
#include "coordinator/aggregation/fedavg.h"
#include "coordinator/aggregation/weighted_mean.h"

namespace hansa::coordinator {
namespace {

constexpr size_t kWindowValues = kBlobWindowBytes / sizeof(float);

// kWorkFailed would be the arithmetic's.
Result<> Read(const Blob& blob, uint64_t offset, std::span<uint8_t> out) {
  Result<> read = blob.ReadAt(offset, out);
  if (!read.ok()) return BadInput(read.error().what, read.error().why, read.error().next);
  return read;
}

class Initial final : public NextWeights {
 public:
  explicit Initial(const PublishWork& work)
      : layout_(LayoutOf(work.job->network)), weights_(work.job->network, work.seed) {}
  const ModelLayout& layout() const override { return layout_; }
  Result<> Next(std::span<float> out) override {
    weights_.Next(out);
    return Success();
  }

 private:
  ModelLayout layout_;
  InitialWeights weights_;
};

// The parent's, as they are.
class Parent final : public NextWeights {
 public:
  Parent(SafetensorsShape shape, BlobHandle file)
      : layout_(std::move(shape.layout)), file_(std::move(file)), at_(shape.data_offset) {}
  const ModelLayout& layout() const override { return layout_; }
  Result<> Next(std::span<float> out) override {
    HANSA_TRY(Read(*file_, at_, {reinterpret_cast<uint8_t*>(out.data()), out.size_bytes()}));
    at_ += out.size_bytes();
    return Success();
  }

 private:
  ModelLayout layout_;
  BlobHandle file_;
  uint64_t at_;
};

// The parent's plus what the optimiser makes of the mean update.
class Trained final : public NextWeights {
 public:
  Trained(std::unique_ptr<Parent> parent, const PublishWork& work, double weight)
      : parent_(std::move(parent)),
        sum_(work.sum),
        weight_(weight),
        optimizer_(work.job->server_learning_rate) {}
  const ModelLayout& layout() const override { return parent_->layout(); }
  Result<> Next(std::span<float> out) override;

 private:
  std::unique_ptr<Parent> parent_;
  SumHandle sum_;
  double weight_;
  FedAvg optimizer_;
  uint64_t first_ = 0;
  Bytes elements_;
  std::vector<double> sums_;
};

Result<> Trained::Next(std::span<float> out) {
  HANSA_TRY(parent_->Next(out));
  const size_t width = sum_->ring_bits / 8;
  elements_.resize(out.size() * width);
  sums_.resize(out.size());
  HANSA_TRY(Read(*sum_->sum.bytes, first_ * width, elements_));
  secagg::DecodeElements(elements_, sum_->ring_bits, sum_->segments[0].scale_bits, sums_);
  const std::vector<double> mean = HANSA_TRY(WeightedMean(sums_, weight_));
  const std::vector<float> next =
      HANSA_TRY(optimizer_.Apply(out, mean).WithContext(StrCat("from weight ", first_, " on")));
  std::copy(next.begin(), next.end(), out.begin());
  first_ += out.size();
  return Success();
}

Result<double> WeightOf(const SessionSum& sum) {
  HANSA_CHECK(sum.segments.size() == 2);  // "update", "weight": TrainSegments
  const size_t width = sum.ring_bits / 8;
  Bytes element(width);
  HANSA_TRY(Read(*sum.sum.bytes, sum.segments[0].length * width, element));
  double weight = 0;
  secagg::DecodeElements(element, sum.ring_bits, sum.segments[1].scale_bits, {&weight, 1});
  return weight;
}

}  // namespace

Result<> WriteModelBytes(NextWeights& weights, const SafetensorsMetadata& metadata,
                         const std::function<Result<>(ByteSpan)>& out) {
  const Bytes head = SafetensorsHead(weights.layout(), metadata);
  HANSA_TRY(out(head));
  const uint64_t count = weights.layout().elements();
  std::vector<float> window(static_cast<size_t>(std::min<uint64_t>(count, kWindowValues)));
  for (uint64_t done = 0; done < count; done += window.size()) {
    const auto part = std::span(window).first(
        static_cast<size_t>(std::min<uint64_t>(window.size(), count - done)));
    HANSA_TRY(weights.Next(part));
    HANSA_TRY(out({reinterpret_cast<const uint8_t*>(part.data()), part.size_bytes()}));
  }
  return Success();
}

Result<std::unique_ptr<NextWeights>> NextWeights::Of(const PublishWork& work) {
  using Handle = std::unique_ptr<NextWeights>;
  if (work.kind == PublishWork::Kind::kInitial) return Handle(std::make_unique<Initial>(work));
  SafetensorsShape shape = HANSA_TRY(ReadSafetensorsHeader(*work.parent->file));
  auto parent = std::make_unique<Parent>(std::move(shape), work.parent->file);
  if (work.kind != PublishWork::Kind::kTrained) return Handle(std::move(parent));
  HANSA_CHECK(parent->layout().elements() == work.sum->segments[0].length);
  const double weight = HANSA_TRY(WeightOf(*work.sum));
  return Handle(std::make_unique<Trained>(std::move(parent), work, weight));
}

}  // namespace hansa::coordinator
