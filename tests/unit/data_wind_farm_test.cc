// The wind farm's files through the gate: experiments/data/la_haute_borne/README.md.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/data/dataset.h"
#include "client/data/prediction_rows.h"
#include "tests/support/data_site.h"

namespace hansa::client {
namespace {

std::filesystem::path FileOf(const std::string& turbine) {
  return std::filesystem::path(HANSA_SOURCE_DIR) / "experiments/data/la_haute_borne" /
         (turbine + ".csv.gz");
}

Dataset Build(const std::string& turbine) {
  Result<Dataset> built = BuildDataset(test::WindJob(), test::SiteWith({FileOf(turbine)}));
  EXPECT_TRUE(built.ok()) << built.error().Text();
  return std::move(built).value();
}

uint64_t Dropped(const Dataset& data, const std::string& reason) {
  for (const DropCount& drop : data.report.dropped)
    if (drop.reason == reason) return drop.rows;
  return 0;
}

// Training rows as in the README's reference, which drops rows with any empty cell: in these files
// the cells of a row are all there or all missing.
TEST(WindFarm, CountsOfEveryTurbine) {
  struct Expected {
    const char* turbine;
    uint64_t found, train, evaluate, empty, standing;
  };
  const std::vector<Expected> table = {{"R80711", 13079, 4320, 8624, 54, 81},
                                       {"R80721", 13079, 4245, 8549, 183, 82},
                                       {"R80736", 13079, 4223, 8667, 54, 135},
                                       {"R80790", 13073, 4234, 8613, 114, 112}};
  for (const Expected& row : table) {
    SCOPED_TRACE(row.turbine);
    const Dataset data = Build(row.turbine);
    EXPECT_EQ(data.report.rows_found, row.found);
    EXPECT_EQ(data.train_rows(), row.train);
    EXPECT_EQ(data.evaluate_rows(), row.evaluate);
    EXPECT_EQ(Dropped(data, "empty_cell:wind_speed_m_s"), row.empty);
    EXPECT_EQ(Dropped(data, "drop:active_power_kw <= 0 AND wind_speed_m_s > 5"), row.standing);
    EXPECT_EQ(data.report.rows_dropped() + row.train + row.evaluate, row.found);
  }
}

TEST(WindFarm, TheDeadSensorIsNamed) {
  EXPECT_EQ(Dropped(Build("R80721"), "outside_valid:outdoor_temperature_c"), 20u);
  EXPECT_EQ(Dropped(Build("R80711"), "outside_valid:outdoor_temperature_c"), 0u);
}

TEST(WindFarm, TheFirstRowIsTheFirstOfTheFile) {
  const Dataset data = Build("R80711");  // 6.87 m/s, 179.72 deg, vane 6.95, 4.3 degC, 514.24 kW
  ASSERT_EQ(data.inputs, 5u);
  EXPECT_FLOAT_EQ(data.train_x[0], 0.29f);
  EXPECT_FLOAT_EQ(data.train_x[1], -0.9625f);
  EXPECT_NEAR(data.train_x[2], 0.00488690f, 1e-7);
  EXPECT_NEAR(data.train_x[3], -0.99998806f, 1e-7);
  EXPECT_FLOAT_EQ(data.train_x[4], 0.695f);
  EXPECT_FLOAT_EQ(data.train_y[0], 514.24f / 2050);
}

TEST(WindFarm, ReadsTheColumnsOfTheJobOnly) {
  EXPECT_THAT(Build("R80711").columns_read,
              testing::ElementsAre("wind_speed_m_s", "outdoor_temperature_c", "wind_direction_deg",
                                   "vane_position_deg", "active_power_kw", "time"));
}

TEST(WindFarm, PredictionRowsOf2015) {
  const JobSpec job = test::WindJob();
  const PredictionRequest request{job.features, job.target, job.evaluate};
  const PredictionRows rows = ReadPredictionRows(request, {FileOf("R80790"), {}}).value();
  EXPECT_TRUE(rows.has_actual);
  EXPECT_EQ(rows.labels.front(), "2015-01-01T00:00Z");
  EXPECT_GT(rows.rows(), 8600u);
  EXPECT_EQ(rows.x.size(), rows.rows() * 5);
}

std::string WindowsText(const WindowSpec& window) {
  JobSpec job = test::WindJob();
  job.window = window;
  const Dataset data = BuildDataset(job, test::SiteWith({FileOf("R80721")})).value();
  EXPECT_EQ(data.inputs, window.length * 5u);
  EXPECT_EQ(data.train_x.size(), data.train_rows() * data.inputs);
  EXPECT_EQ(data.evaluate_x.size(), data.evaluate_rows() * data.inputs);
  return data.report.Text();
}

constexpr const char* kRowsText =
    "13079 rows found, dropped: empty_cell:wind_speed_m_s 183, drop:active_power_kw <= 0 AND "
    "wind_speed_m_s > 5 82, outside_valid:outdoor_temperature_c 20";

// Of 2014 the file has every ten minutes with holes, of 2015 single rows an hour apart. The counts
// are those of a twenty-line script in another language.
TEST(WindFarm, WindowsOfTenMinutes) {
  const WindowSpec window{
      .length = 24, .stride = 6, .ahead = 6, .time = "time", .step = std::chrono::minutes(10)};
  EXPECT_EQ(WindowsText(window), std::string("693 windows to train on, 0 to evaluate on; ") +
                                     kRowsText +
                                     "; 9262 windows begun, dropped: gap 8568, end_of_file 1");
}

TEST(WindFarm, WindowsOfHours) {
  const WindowSpec window{.length = 12,
                          .stride = 3,
                          .ahead = 1,
                          .time = "time",
                          .step = std::chrono::hours(1),
                          .resample = Resample::kLast};
  EXPECT_EQ(WindowsText(window), std::string("230 windows to train on, 2796 to evaluate on; ") +
                                     kRowsText +
                                     "; 3092 windows begun, dropped: gap 62, end_of_file 4");
}

}  // namespace
}  // namespace hansa::client
