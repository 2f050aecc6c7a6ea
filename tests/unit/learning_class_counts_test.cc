// Confusions and scores through the trainer's counting and the coordinator's reading, against plain
// computations over all pairs.

#include <gtest/gtest.h>

#include <cmath>

#include "client/learning/apply.h"
#include "client/learning/class_counts.h"
#include "common/model/error_histogram.h"
#include "common/crypto/random.h"

namespace hansa::client {
namespace {

constexpr ExtraMetrics kAll{.confusion = true, .f1 = true, .auroc = true};

double Uniform(RandomSource& random) {
  return static_cast<double>(random.NextU64() >> 11) / 9007199254740992.0;
}

struct Rows {
  std::vector<std::vector<float>> outputs;
  std::vector<uint32_t> truths;
};

// Outputs that lean to the truth, more or less.
Rows MakeRows(const NetworkSpec& network, double lean, size_t count) {
  crypto::SeededRandom random(static_cast<uint64_t>(lean * 100), "rows");
  const uint32_t classes = ClassesOf(network);
  Rows rows;
  for (size_t i = 0; i < count; ++i) {
    rows.truths.push_back(static_cast<uint32_t>(random.NextU64() % classes));
    std::vector<float> row;
    for (uint32_t o = 0; o < network.outputs; ++o) {
      const bool towards = network.outputs == 1 ? rows.truths[i] == 1 : rows.truths[i] == o;
      row.push_back(static_cast<float>(8 * (Uniform(random) - 0.5) + (towards ? lean : -lean)));
    }
    rows.outputs.push_back(row);
  }
  return rows;
}

std::map<std::string, double> MetricsOf(const NetworkSpec& network, const Rows& rows) {
  ClassCounts counts(network, kAll);
  for (size_t i = 0; i < rows.truths.size(); ++i) counts.Add(rows.outputs[i], rows.truths[i]);
  const std::vector<double> confusion(counts.confusion().begin(), counts.confusion().end());
  const std::vector<double> scores(counts.scores().begin(), counts.scores().end());
  std::map<std::string, double> metrics;
  AddClassMetrics(network, kAll, confusion, scores, metrics);
  return metrics;
}

double Probability(const std::vector<float>& row, size_t c) {
  double sum = 0;
  for (const float v : row) sum += std::exp(static_cast<double>(v));
  return row.size() == 1 ? 1 / (1 + std::exp(-static_cast<double>(row[0])))
                         : std::exp(static_cast<double>(row[c])) / sum;
}

// Over all pairs.
double PlainAuroc(const Rows& rows, uint32_t c) {
  double won = 0, pairs = 0;
  for (size_t i = 0; i < rows.truths.size(); ++i) {
    if (rows.truths[i] != c) continue;
    for (size_t j = 0; j < rows.truths.size(); ++j) {
      if (rows.truths[j] == c) continue;
      const double own = Probability(rows.outputs[i], c), other = Probability(rows.outputs[j], c);
      won += own > other ? 1 : own == other ? 0.5 : 0;
      ++pairs;
    }
  }
  return won / pairs;
}

TEST(ClassMetrics, BinnedAurocIsWithinItsOwnBoundOfThePlainOne) {
  const NetworkSpec bce{Architecture::kMlp, 1, {}, 1, Loss::kBinaryCrossEntropy};
  const NetworkSpec two{Architecture::kMlp, 1, {}, 2, Loss::kCrossEntropy};
  for (const double lean : {0.0, 0.5, 2.0}) {
    for (const NetworkSpec& network : {bce, two}) {
      const Rows rows = MakeRows(network, lean, 600);
      const auto metrics = MetricsOf(network, rows);
      EXPECT_NEAR(metrics.at("auroc"), PlainAuroc(rows, 1), metrics.at("auroc_error") + 1e-12);
      EXPECT_LT(metrics.at("auroc_error"), 0.005);
    }
  }
}

TEST(ClassMetrics, WithMoreClassesAurocIsTheMeanOfEachAgainstTheOthers) {
  const NetworkSpec network{Architecture::kMlp, 1, {}, 5, Loss::kCrossEntropy};
  const Rows rows = MakeRows(network, 1.0, 400);
  double mean = 0;
  for (uint32_t c = 0; c < 5; ++c) mean += PlainAuroc(rows, c) / 5;
  const auto metrics = MetricsOf(network, rows);
  EXPECT_NEAR(metrics.at("auroc"), mean, metrics.at("auroc_error") + 1e-12);
  EXPECT_LT(metrics.at("auroc_error"), 0.02);
}

TEST(ClassMetrics, ConfusionsAndF1AreThoseOfThePredictions) {
  const NetworkSpec network{Architecture::kMlp, 1, {}, 3, Loss::kCrossEntropy};
  const Rows rows{{{2, 1, 0}, {0, 1, 0}, {0, 3, 1}, {0, 3, 1}, {5, 0, 0}}, {0, 0, 1, 1, 1}};
  const auto metrics = MetricsOf(network, rows);
  EXPECT_EQ(metrics.at("confusion_0_0"), 1);
  EXPECT_EQ(metrics.at("confusion_0_1"), 1);
  EXPECT_EQ(metrics.at("confusion_1_1"), 2);
  EXPECT_EQ(metrics.at("confusion_1_0"), 1);
  EXPECT_EQ(metrics.at("confusion_2_2"), 0);
  // Class 0: 2 * 1 / (2 + 2); class 1: 2 * 2 / (3 + 3); class 2 neither occurs nor is said.
  EXPECT_DOUBLE_EQ(metrics.at("f1"), (0.5 + 2.0 / 3) / 2);
}

TEST(ClassMetrics, WhatHasNoValueIsLeftOut) {
  const NetworkSpec network{Architecture::kMlp, 1, {}, 1, Loss::kBinaryCrossEntropy};
  const auto metrics = MetricsOf(network, {{{1.0f}, {-1.0f}}, {1, 1}});
  EXPECT_FALSE(metrics.contains("auroc"));
  EXPECT_DOUBLE_EQ(metrics.at("f1"), 2.0 / 3);
}

TEST(ScoreBin, KeepsTheOrderAndHoldsEveryScore) {
  uint32_t last = 0;
  for (double z = -1000; z <= 1000; z += 0.37) {
    const uint32_t bin = ScoreBin(z, 512);
    EXPECT_GE(bin, last);
    last = bin;
  }
  EXPECT_EQ(ScoreBin(-INFINITY, 512), 0u);
  EXPECT_EQ(ScoreBin(INFINITY, 512), 511u);
}

TEST(EvaluateWithMetrics, CountsWhatItIsAskedForAlone) {
  const NetworkSpec network{Architecture::kMlp, 1, {}, 1, Loss::kBinaryCrossEntropy};
  const std::vector<float> x{-2, -1, 1, 2}, y{0, 1, 0, 1}, weights{1, 0};
  const ExamplesView examples{{x.data(), 4, 1}, {y.data(), 4, 1}};
  const MetricSums plain = Evaluate(network, examples, weights).value();
  EXPECT_TRUE(plain.confusion.empty() && plain.scores.empty());
  const MetricSums counted = Evaluate(network, examples, weights, {.f1 = true}).value();
  EXPECT_EQ(counted.confusion, (std::vector<uint64_t>{1, 1, 1, 1}));
  EXPECT_TRUE(counted.scores.empty());
  EXPECT_EQ(counted.loss, plain.loss);
  const NetworkSpec numbers{Architecture::kMlp, 1, {}, 1, Loss::kMse};
  EXPECT_FALSE(Evaluate(numbers, examples, weights, {.f1 = true}).ok());
}

TEST(EvaluateWithMetrics, CountsTheErrorsOfAnAutoencodersRows) {
  const NetworkSpec network{.architecture = Architecture::kAutoencoder,
                            .inputs = 2,
                            .outputs = 2,
                            .loss = Loss::kMse,
                            .bottleneck = 1};
  const std::vector<float> weights(LayoutOf(network).elements());  // everything is given back as 0
  const std::vector<float> x{1, 1, 0, 0, 3, 4, -1, 1};
  const std::vector<float> no_targets(4);
  const ExamplesView examples{{x.data(), 4, 2}, {no_targets.data(), 4, 1}};
  const MetricSums plain = Evaluate(network, examples, weights).value();
  EXPECT_TRUE(plain.errors.empty());
  const MetricSums counted = Evaluate(network, examples, weights, {.errors = true}).value();
  std::vector<uint64_t> expected(kErrorBins);
  expected[ErrorBin(1)] = 2;
  expected[0] = 1;
  ++expected[ErrorBin(std::sqrt(12.5))];
  EXPECT_EQ(counted.errors, expected);
  EXPECT_EQ(counted.loss, plain.loss);
  const NetworkSpec classes{Architecture::kMlp, 2, {}, 1, Loss::kBinaryCrossEntropy};
  const std::vector<float> y{0, 1, 0, 1}, few{1, 0, 0};
  EXPECT_FALSE(Evaluate(classes, {{x.data(), 4, 2}, {y.data(), 4, 1}}, few, {.errors = true}).ok());
}

}  // namespace
}  // namespace hansa::client
