#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "client/core/task_answer.h"
#include "client/core/task_digest.h"
#include "common/crypto/random.h"
#include "common/secagg/fixed_point.h"
#include "tests/support/job_file.h"

namespace hansa::client {
namespace {

using ::testing::DoubleEq;
using ::testing::Each;

JobSpec Job() { return ParseJob(hansa::testing::JobFile({{"max_weight", "100"}}), "job").value(); }

std::vector<double> Decoded(const EncodedAnswer& answer, size_t segment) {
  return secagg::DecodeSegment(answer.vector, answer.segments, segment);
}

EncodedAnswer Encoded(const TaskAnswer& answer) {
  crypto::SeededRandom random(1, "answer");
  return EncodeAnswer(Job(), answer, random).value();
}

TEST(EncodeAnswer, AnUpdateTimesItsRows) {
  const EncodedAnswer answer = Encoded(TrainingAnswer{{.values = {.5, .5, .5, .5}}, 30});
  EXPECT_THAT(Decoded(answer, 0), Each(DoubleEq(15)));
  EXPECT_THAT(Decoded(answer, 1), Each(DoubleEq(30)));
}

TEST(EncodeAnswer, RowsCountUpToTheJobsLargestWeightAndAtLeastOnce) {
  EXPECT_EQ(Decoded(Encoded(TrainingAnswer{{.values = {0, 0, 0, 0}}, 101}), 1).front(), 100);
  EXPECT_EQ(Decoded(Encoded(TrainingAnswer{{.values = {0, 0, 0, 0}}, 0}), 1).front(), 1);
}

TEST(EncodeAnswer, EvaluationSumsInTheirOrderUnweighted) {
  const EncodedAnswer answer = Encoded(EvaluationSums{7, 1.5, 2.5, 3, 4.5, {}, {}});
  const double expected[] = {7, 1.5, 2.5, 3, 4.5};
  const char* names[] = {"rows", "squared_error", "absolute_error", "correct", "loss"};
  ASSERT_EQ(answer.segments.size(), 5u);
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(answer.segments[i].name, names[i]);
    EXPECT_EQ(Decoded(answer, i).front(), expected[i]);
  }
}

TEST(EncodeAnswer, ValuesThatAreNotFiniteOrOfAnotherLengthAreNotEncoded) {
  crypto::SeededRandom random(1, "answer");
  EXPECT_FALSE(EncodeAnswer(Job(), TrainingAnswer{{.values = {0, 0, NAN, 0}}, 1}, random).ok());
  EXPECT_FALSE(
      EncodeAnswer(Job(), TrainingAnswer{{.values = {0, INFINITY, 0, 0}}, 1}, random).ok());
  EXPECT_FALSE(EncodeAnswer(Job(), EvaluationSums{1, NAN, 0, 0, 0, {}, {}}, random).ok());
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
