#pragma once
// Jobs and sites for the data gate's tests.

#include <zlib.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "client/policy/site_config.h"
#include "common/job/job_spec.h"

namespace hansa::client::test {

inline ColumnSpec Number(const std::string& name) {
  ColumnSpec spec;
  spec.column = name;
  return spec;
}

// Features a and b, target y, no filters.
inline JobSpec SmallJob() {
  JobSpec job;
  job.name = "small";
  job.features = {Number("a"), Number("b")};
  job.target = Number("y");
  return job;
}

inline SiteConfig SiteWith(std::initializer_list<std::filesystem::path> files) {
  SiteConfig site;
  site.name = "here";
  for (const auto& file : files) site.data.push_back({file, {}});
  return site;
}

inline void WriteGzip(const std::filesystem::path& path, std::string_view text) {
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
}

// The job of the README of experiments/data/la_haute_borne.
inline JobSpec WindJob() {
  JobSpec job;
  job.name = "wind-power";
  ColumnSpec speed = Number("wind_speed_m_s");
  speed.mean = 6;
  speed.scale = 3;
  ColumnSpec temperature = Number("outdoor_temperature_c");
  temperature.mean = 12;
  temperature.scale = 8;
  temperature.valid = {-40, 60};
  ColumnSpec direction = Number("wind_direction_deg");
  direction.encoding = ColumnEncoding::kAngle;
  ColumnSpec vane = Number("vane_position_deg");
  vane.scale = 10;
  vane.clip = {-30, 30};
  job.features = {speed, temperature, direction, vane};
  job.target = Number("active_power_kw");
  job.target.scale = 2050;
  job.target.unit = "kW";
  job.drop = {"active_power_kw <= 0 AND wind_speed_m_s > 5"};
  job.train = "time < '2015-01-01'";
  job.evaluate = "time >= '2015-01-01'";
  return job;
}

}  // namespace hansa::client::test
