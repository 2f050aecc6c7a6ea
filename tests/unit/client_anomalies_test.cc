#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/app/anomalies.h"
#include "common/model/reconstruction_error.h"

namespace hansa::client {
namespace {

using testing::HasSubstr;

PredictionRows Rows() {
  PredictionRows rows;
  rows.inputs = 2;
  rows.x = {0, 0, 1, 1, 2, 2};
  rows.labels = {"a", "b", "c"};
  return rows;
}

Manifest Autoencoder(std::optional<double> threshold) {
  Manifest manifest;
  manifest.name = "odd";
  manifest.network.architecture = Architecture::kAutoencoder;
  manifest.network.inputs = manifest.network.outputs = 2;
  manifest.anomaly_threshold = threshold;
  return manifest;
}

TEST(ReconstructionError, IsTheRootOfTheMeanSquare) {
  const std::vector<float> row{1, 2, 3, 4}, output{1, 2, 3, 6};
  EXPECT_DOUBLE_EQ(ReconstructionError(row, output), 1);
}

TEST(Anomalies, AreTheRowsAboveTheThreshold) {
  const auto rows = ScoreRows(Autoencoder(0.5), Rows(), {0, 0, 1.5f, 1.5f, 3, 3});
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_DOUBLE_EQ(rows[1].score, 0.5);
  EXPECT_FALSE(*rows[1].anomaly);
  EXPECT_TRUE(*rows[2].anomaly);
  const AnomalySummary summary = Summarise(rows);
  EXPECT_EQ(summary.anomalies, 1u);
  EXPECT_DOUBLE_EQ(summary.mean_score, 0.5);
  EXPECT_DOUBLE_EQ(summary.largest_score, 1);
  EXPECT_THAT(Text(summary, Autoencoder(0.5)), HasSubstr("1 anomaly (score above 0.5000)"));
  EXPECT_EQ(ToJson(summary, Autoencoder(0.5))["anomalies"], 1);
}

TEST(Anomalies, WithoutAThresholdThereAreScoresAlone) {
  const auto rows = ScoreRows(Autoencoder({}), Rows(), {0, 0, 1.5f, 1.5f, 3, 3});
  EXPECT_FALSE(rows[2].anomaly.has_value());
  EXPECT_THAT(Text(Summarise(rows), Autoencoder({})), HasSubstr("no threshold"));
  EXPECT_TRUE(ToJson(Summarise(rows), Autoencoder({}))["anomalies"].is_null());
}

}  // namespace
}  // namespace hansa::client
