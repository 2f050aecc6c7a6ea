#include <gtest/gtest.h>

#include <cmath>

#include "client/core/task_answer.h"
#include "client/core/task_digest.h"
#include "common/crypto/random.h"
#include "common/secagg/fixed_point.h"
#include "tests/support/job_file.h"

namespace hansa::client {
namespace {

JobSpec Job() { return ParseJob(hansa::testing::JobFile({{"max_weight", "100"}}), "job").value(); }

std::vector<double> Decoded(const EncodedAnswer& answer, size_t segment) {
  const Bytes bytes = ReadWhole(*answer.vector.bytes, answer.vector.bytes->size()).value();
  EXPECT_EQ(answer.vector.sha256, crypto::Sha256(bytes));
  return secagg::DecodeSegment(secagg::RingVector::FromBytes(answer.ring_bits, bytes),
                               answer.segments, segment);
}

TEST(EncodeSums, InTheirOrderUnweighted) {
  crypto::SeededRandom random(1, "answer");
  const EncodedAnswer answer =
      EncodeSums(Job(), EvaluationSums{7, 1.5, 2.5, 3, 4.5, {}, {}, {}}, random).value();
  const double expected[] = {7, 1.5, 2.5, 3, 4.5};
  const char* names[] = {"rows", "squared_error", "absolute_error", "correct", "loss"};
  ASSERT_EQ(answer.segments.size(), 5u);
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(answer.segments[i].name, names[i]);
    EXPECT_EQ(Decoded(answer, i).front(), expected[i]);
  }
}

// The same rows give the same vector, whatever is drawn: masked or not, the sums are the same.
TEST(EncodeStatistics, StatisticsAreRoundedToTheNearest) {
  const JobSpec job = ParseJob(hansa::testing::JobFile({{"task", "statistics"}}), "job").value();
  const SiteStatistics statistics = {.counts = {9, 1, 9, 0, 0, 0, 0},
                                     .sums = {1.0 / 3},
                                     .squares = {0.1},
                                     .histogram = {4, 5},
                                     .within = {9}};
  crypto::SeededRandom one(1, "answer"), other(2, "answer");
  const EncodedAnswer answer = EncodeStatistics(job, statistics, one).value();
  EXPECT_EQ(EncodeStatistics(job, statistics, other).value().vector.sha256, answer.vector.sha256);
  EXPECT_EQ(answer.ring_bits, 64u);
  EXPECT_EQ(Decoded(answer, 0), statistics.counts);
  EXPECT_NEAR(Decoded(answer, 1).front(), 1.0 / 3, std::ldexp(0.5, -30));
  EXPECT_NEAR(Decoded(answer, 2).front(), 0.1, std::ldexp(0.5, -30));
  EXPECT_EQ(Decoded(answer, 3), statistics.histogram);
}

TEST(EncodeSums, ValuesThatAreNotFiniteAreNotEncoded) {
  crypto::SeededRandom random(1, "answer");
  EXPECT_FALSE(EncodeSums(Job(), EvaluationSums{1, NAN, 0, 0, 0, {}, {}, {}}, random).ok());
}

TEST(TaskDigest, TrainingAndEvaluationOfAJobAreTwoTasks) {
  const crypto::Digest job = {1}, other = {2};
  EXPECT_NE(TaskDigest(job, TaskKind::kTrain), TaskDigest(job, TaskKind::kEvaluate));
  EXPECT_NE(TaskDigest(job, TaskKind::kTrain), TaskDigest(other, TaskKind::kTrain));
  Bytes text(job.begin(), job.end());
  text.push_back(1);
  EXPECT_EQ(TaskDigest(job, TaskKind::kTrain), crypto::Sha256(text));
}

}  // namespace
}  // namespace hansa::client
