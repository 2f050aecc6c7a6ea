#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "client/core/loaded_model.h"
#include "client/core/update_encoding.h"
#include "common/crypto/random.h"
#include "common/job/task_segments.h"
#include "common/secagg/fixed_point.h"
#include "tests/support/job_file.h"

namespace hansa::client {
namespace {

using Values = std::vector<float>;

std::shared_ptr<const JobSpec> Job(const std::string& clip_norm = "1000") {
  const std::string file =
      hansa::testing::JobFile({{"max_weight", "100"}, {"clip_norm", clip_norm}});
  return std::make_shared<const JobSpec>(ParseJob(file, "job").value());
}

UpdateToEncode Update(std::shared_ptr<const JobSpec> job, const Values& base, const Values& trained,
                      uint64_t rows = 1) {
  return {.job = std::move(job),
          .base = WeightsOf(base),
          .trained = WeightsOf(trained),
          .rows = rows,
          .rounding = std::make_shared<crypto::SeededRandom>(1, "rounding")};
}

struct Written {
  Result<EncodedUpdate> result;
  Bytes bytes;
};
Written Encode(const UpdateToEncode& update) {
  Bytes bytes;
  auto result = EncodeUpdate(update, [&bytes](ByteSpan more) {
    Append(bytes, more);
    return Success();
  });
  return {std::move(result), std::move(bytes)};
}

// The values of a segment of what was written.
std::vector<double> Decoded(const JobSpec& job, const Written& written, uint64_t values,
                            size_t segment) {
  const auto segments = TrainSegments(job, values).value();
  return secagg::DecodeSegment(secagg::RingVector::FromBytes(job.ring_bits, written.bytes),
                               segments, segment);
}

TEST(EncodeUpdate, TheDifferenceTimesTheRows) {
  const auto job = Job();
  const Written written = Encode(Update(job, {1, 2}, {4, -2}, 30));
  EXPECT_EQ(Decoded(*job, written, 2, 0), (std::vector<double>{90, -120}));
  EXPECT_EQ(Decoded(*job, written, 2, 1), std::vector<double>{30});
  EXPECT_DOUBLE_EQ(written.result->norm, 5);
  EXPECT_FALSE(written.result->clipped);
  EXPECT_EQ(written.result->sha256, crypto::Sha256(written.bytes));
}

TEST(EncodeUpdate, RowsCountUpToTheJobsLargestWeightAndAtLeastOnce) {
  const auto job = Job();
  EXPECT_EQ(Decoded(*job, Encode(Update(job, {0}, {0}, 101)), 1, 1).front(), 100);
  EXPECT_EQ(Decoded(*job, Encode(Update(job, {0}, {0}, 0)), 1, 1).front(), 1);
}

TEST(EncodeUpdate, ALongOneIsShortenedInItsDirection) {
  const auto job = Job("5");
  const Written written = Encode(Update(job, {0, 0}, {30, 40}));
  EXPECT_THAT(Decoded(*job, written, 2, 0), ::testing::ElementsAre(::testing::DoubleNear(3, 1e-5),
                                                                   ::testing::DoubleNear(4, 1e-5)));
  EXPECT_DOUBLE_EQ(written.result->norm, 50) << "before clipping";
  EXPECT_TRUE(written.result->clipped);
  EXPECT_FALSE(Encode(Update(Job("50"), {0, 0}, {30, 40})).result->clipped) << "exactly as long";
}

// A vector is cut into windows; nothing shows where.
TEST(EncodeUpdate, WindowsLeaveNoTrace) {
  const auto job = Job("100000");
  const size_t count = 2 * kBlobWindowBytes / sizeof(float) + 5;
  Values base(count, 1), trained(count);
  for (size_t i = 0; i < count; ++i) trained[i] = 1 + 0.25F * static_cast<float>(i % 9);
  const UpdateToEncode update = Update(job, base, trained, 3);
  const Written written = Encode(update);
  const auto segments = TrainSegments(*job, count).value();
  Values differences(count);
  for (size_t i = 0; i < count; ++i) differences[i] = trained[i] - base[i];
  crypto::SeededRandom rounding(1, "rounding");
  secagg::VectorEncoder whole(segments, job->ring_bits, 3, rounding);
  ASSERT_TRUE(whole.Add(std::span<const float>(differences)).ok());
  const Values one = {1};
  ASSERT_TRUE(whole.Add(std::span<const float>(one)).ok());
  EXPECT_TRUE(whole.Finish().ToBytes() == written.bytes);
}

TEST(EncodeUpdate, WhatIsNotFiniteNeverLeaves) {
  constexpr float kMost = std::numeric_limits<float>::max();
  for (const float odd : {NAN, INFINITY, -INFINITY}) {
    const Written written = Encode(Update(Job(), {1, 2}, {1, odd}));
    EXPECT_EQ(written.result.error().kind, ErrorKind::kBadInput);
    EXPECT_TRUE(written.bytes.empty());
  }
  EXPECT_FALSE(Encode(Update(Job(), {-kMost}, {kMost})).result.ok());
  EXPECT_TRUE(Encode(Update(Job(), {1, 2}, {1, kMost})).result.ok()) << "long, but finite";
}

// What few sites change shows in a sum (catalogue 22): counted, and refused where the policy says
// so.
TEST(EncodeUpdate, ValuesThatAreAsTheyWere) {
  UpdateToEncode update = Update(Job(), {1, 2, 3, 4}, {1, 2, 3, 5});
  EXPECT_EQ(Encode(update).result->unchanged, 3u);
  update.largest_unchanged = 75;
  EXPECT_TRUE(Encode(update).result.ok());
  update.largest_unchanged = 74;
  const Written written = Encode(update);
  ASSERT_FALSE(written.result.ok());
  EXPECT_EQ(written.result.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(written.result.error().what, "training left 3 of the model's 4 values as they were");
  EXPECT_TRUE(written.bytes.empty());
}

TEST(EncodeUpdate, AnotherSize) {
  const Written written = Encode(Update(Job(), {1, 2}, {1}));
  ASSERT_FALSE(written.result.ok());
  EXPECT_EQ(written.result.error().why, "1 values, not 2");
}

TEST(EncodeUpdate, WhatCannotBeWrittenIsNoUpdate) {
  const auto result = EncodeUpdate(Update(Job(), {1}, {2}),
                                   [](ByteSpan) -> Result<> { return WorkFailed("full"); });
  EXPECT_EQ(result.error().what, "full");
}

}  // namespace
}  // namespace hansa::client
