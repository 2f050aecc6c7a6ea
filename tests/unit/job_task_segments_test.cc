#include <gmock/gmock.h>

#include "common/job/task_segments.h"
#include "common/secagg/params.h"

namespace hansa {
namespace {

using secagg::Segment;
using ::testing::HasSubstr;

JobSpec Job(uint32_t sites, uint32_t ring_bits, uint32_t max_weight, double clip) {
  JobSpec job;
  job.clients_target = sites;
  job.ring_bits = ring_bits;
  job.max_weight = max_weight;
  job.clip_norm = clip;
  return job;
}

TEST(TrainSegments, AreTheUpdateAndItsWeight) {
  auto segments = TrainSegments(Job(4, 64, 10000, 10), 737);
  ASSERT_TRUE(segments.ok());
  ASSERT_EQ(segments->size(), 2u);
  EXPECT_EQ((*segments)[0], (Segment{"update", 737, -10, 10, 24, true}));
  EXPECT_EQ((*segments)[1], (Segment{"weight", 1, 0, 1, 0, true}));
}

// The largest scale for which sites * weight * bound * 2^s stays below 2^31, on both sides of it.
TEST(TrainSegments, ScaleIsTheLargestThatFits) {
  const auto bits = [](uint32_t sites, uint32_t weight, double clip) {
    auto segments = TrainSegments(Job(sites, 32, weight, clip), 1);
    return segments.ok() ? static_cast<int>((*segments)[0].scale_bits) : -1;
  };
  EXPECT_EQ(bits(4, 1000, 10), 15);   // 40000 * 2^15 < 2^31 <= 40000 * 2^16
  EXPECT_EQ(bits(4, 1 << 9, 1), 19);  // 2^11 * 2^20 is 2^31 itself, which is too much
  EXPECT_EQ(bits(4, (1 << 9) - 1, 1), 20);
  EXPECT_EQ(bits(1, 1, 1), 24);        // never more
  EXPECT_EQ(bits(4, 1 << 20, 1), 8);   // 2^22 * 2^8 = 2^30
  EXPECT_EQ(bits(4, 1 << 21, 1), -1);  // 2^23 * 2^8 = 2^31
}

TEST(TrainSegments, SaysWhatDoesNotFit) {
  auto segments = TrainSegments(Job(4, 32, 1 << 21, 1), 1);
  ASSERT_FALSE(segments.ok());
  EXPECT_THAT(segments.error().Text(),
              HasSubstr("4 sites x weight 2097152 x 1 with 8 fraction bits do not fit below 2^31"));
}

TEST(EvaluateSegments, AreFiveSumsInThe64BitRing) {
  auto segments = EvaluateSegments(Job(4, 32, 10000, 10));
  ASSERT_TRUE(segments.ok());
  const double rows = 4294967296.0, most = 1073741824.0;
  const std::vector<Segment> expected = {{"rows", 1, 0, rows, 0, false},
                                         {"squared_error", 1, 0, most, 20, false},
                                         {"absolute_error", 1, 0, most, 20, false},
                                         {"correct", 1, 0, rows, 0, false},
                                         {"loss", 1, 0, most, 20, false}};
  EXPECT_EQ(*segments, expected);
  EXPECT_EQ((*EvaluateSegments(Job(10000, 64, 1, 1)))[1].scale_bits, 19u);
}

// What is chosen here passes the proof that a session's parameters must pass.
TEST(TaskSegments, PassTheNoWrapProof) {
  for (const uint32_t ring : {32u, 64u}) {
    for (const uint32_t sites : {3u, 7u, 128u}) {
      for (const double clip : {0.1, 1.0, 3.7, 10.0}) {
        const JobSpec job = Job(sites, ring, 997, clip);
        auto train = TrainSegments(job, 10);
        ASSERT_TRUE(train.ok());
        secagg::SessionSetup setup;
        setup.ring_bits = ring;
        setup.max_weight = job.max_weight;
        setup.largest_cohort = sites;
        setup.segments = *train;
        EXPECT_TRUE(secagg::CheckSetup(setup).ok());
        if (setup.segments[0].scale_bits < 24) {
          ++setup.segments[0].scale_bits;
          EXPECT_FALSE(secagg::CheckSetup(setup).ok());
        }
        setup.ring_bits = kEvaluationRingBits;
        setup.segments = *EvaluateSegments(job);
        EXPECT_TRUE(secagg::CheckSetup(setup).ok());
      }
    }
  }
}

}  // namespace
}  // namespace hansa
