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
      EncodeSums(Job(), EvaluationSums{7, 1.5, 2.5, 3, 4.5, {}, {}}, random).value();
  const double expected[] = {7, 1.5, 2.5, 3, 4.5};
  const char* names[] = {"rows", "squared_error", "absolute_error", "correct", "loss"};
  ASSERT_EQ(answer.segments.size(), 5u);
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(answer.segments[i].name, names[i]);
    EXPECT_EQ(Decoded(answer, i).front(), expected[i]);
  }
}

TEST(EncodeSums, ValuesThatAreNotFiniteAreNotEncoded) {
  crypto::SeededRandom random(1, "answer");
  EXPECT_FALSE(EncodeSums(Job(), EvaluationSums{1, NAN, 0, 0, 0, {}, {}}, random).ok());
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
