#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "common/codec/safetensors.h"
#include "common/model/initial_weights.h"
#include "coordinator/app/next_weights.h"
#include "tests/support/job_file.h"

namespace hansa::coordinator {
namespace {

constexpr uint32_t kScale = 10;

class NextWeightsTest : public ::testing::Test {
 protected:
  std::shared_ptr<const JobSpec> job_ =
      std::make_shared<const JobSpec>(ParseJob(hansa::testing::JobFile({}), "job.toml").value());
  const size_t count_ = LayoutOf(job_->network).elements();

  ModelHandle Parent(const std::vector<float>& values) const {
    FlatModel model{LayoutOf(job_->network), values};
    auto version = std::make_shared<ModelVersion>();
    version->file = MakeBlob(WriteSafetensors(model, {}));
    return version;
  }
  // Of `weight` rows; each value of the update, times the weight.
  SumHandle Sum(const std::vector<double>& weighted, int64_t weight, uint32_t ring_bits) const {
    secagg::RingVector vector(ring_bits, weighted.size() + 1);
    for (size_t i = 0; i < weighted.size(); ++i)
      vector.Set(i, std::llround(weighted[i] * (1 << kScale)));
    vector.Set(weighted.size(), weight);
    auto sum = std::make_shared<SessionSum>();
    sum->segments = {{"update", weighted.size(), -10, 10, kScale, true},
                     {"weight", 1, 0, 1, 0, true}};
    sum->ring_bits = ring_bits;
    sum->sum.bytes = MakeBlob(vector.ToBytes());
    return sum;
  }
  PublishWork Work(PublishWork::Kind kind) const {
    PublishWork work;
    work.kind = kind;
    work.job = job_;
    work.seed = 5;
    return work;
  }
  // Through windows of `window` values.
  Result<std::vector<float>> All(const PublishWork& work, size_t window) const {
    auto weights = HANSA_TRY(NextWeights::Of(work));
    EXPECT_EQ(weights->layout(), LayoutOf(job_->network));
    std::vector<float> all(count_);
    for (size_t at = 0; at < count_; at += window)
      HANSA_TRY(weights->Next(std::span(all).subspan(at, std::min(window, count_ - at))));
    return all;
  }
};

TEST_F(NextWeightsTest, TheFirstAreThoseOfTheSeed) {
  const PublishWork work = Work(PublishWork::Kind::kInitial);
  for (size_t window = 1; window <= count_; ++window)
    EXPECT_EQ(All(work, window).value(), InitialModel(job_->network, 5).values);
}

TEST_F(NextWeightsTest, AVoidVersionHasItsParents) {
  PublishWork work = Work(PublishWork::Kind::kVoid);
  std::vector<float> values(count_);
  for (size_t i = 0; i < count_; ++i) values[i] = static_cast<float>(i) / 8;
  work.parent = Parent(values);
  for (size_t window = 1; window <= count_; ++window) EXPECT_EQ(All(work, window).value(), values);
}

TEST_F(NextWeightsTest, AMeanUpdateIsAdded) {
  std::vector<float> values(count_, 2);
  std::vector<double> weighted(count_);
  for (size_t i = 0; i < count_; ++i) weighted[i] = static_cast<double>(i) - 1.5;
  for (const uint32_t ring_bits : {32u, 64u}) {
    PublishWork work = Work(PublishWork::Kind::kTrained);
    work.parent = Parent(values);
    work.sum = Sum(weighted, 4, ring_bits);
    for (size_t window = 1; window <= count_; ++window) {
      const std::vector<float> next = All(work, window).value();
      for (size_t i = 0; i < count_; ++i)
        EXPECT_FLOAT_EQ(next[i], static_cast<float>(2 + weighted[i] / 4)) << i;
    }
  }
}

TEST_F(NextWeightsTest, WithoutRowsThereIsNoMean) {
  PublishWork work = Work(PublishWork::Kind::kTrained);
  work.parent = Parent(std::vector<float>(count_, 2));
  work.sum = Sum(std::vector<double>(count_, 0), 0, 64);
  const auto next = All(work, count_);
  ASSERT_FALSE(next.ok());
  EXPECT_EQ(next.error().kind, ErrorKind::kWorkFailed);
}

TEST_F(NextWeightsTest, AValueThatIsNotFiniteIsNoModel) {
  PublishWork work = Work(PublishWork::Kind::kTrained);
  std::vector<float> huge(count_, std::numeric_limits<float>::infinity());
  work.parent = Parent(huge);
  work.sum = Sum(std::vector<double>(count_, 0), 1, 64);
  const auto next = All(work, count_);
  ASSERT_FALSE(next.ok());
  EXPECT_EQ(next.error().kind, ErrorKind::kWorkFailed);
}

TEST_F(NextWeightsTest, AParentThatCannotBeReadIsThisMachinesFault) {
  PublishWork work = Work(PublishWork::Kind::kVoid);
  auto broken = std::make_shared<ModelVersion>();
  broken->file = MakeBlob(Bytes(3));
  work.parent = broken;
  const auto next = NextWeights::Of(work);
  ASSERT_FALSE(next.ok());
  EXPECT_EQ(next.error().kind, ErrorKind::kBadInput);
}

}  // namespace
}  // namespace hansa::coordinator
