#pragma once
// A small valid job whose lines tests replace one by one.

#include <gtest/gtest.h>

#include <string>

#include "common/job/job_spec.h"

namespace hansa {

inline constexpr const char* kSmallJob = R"(name = "small"
[model]
architecture = "mlp"
hidden = [4]
loss = "mse"
[data]
features = [{ column = "a" }, { column = "b", encode = "angle" }]
target = { column = "y", scale = 2.0 }
[local]
learning_rate = 0.01
[rounds]
count = 3
clients = { min = 3 }
[aggregation]
secure = "required"
)";

// kSmallJob with the first occurrence of `from` replaced.
inline std::string JobWith(const std::string& from, const std::string& to) {
  std::string text = kSmallJob;
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// Appends to a section by its header.
inline std::string JobAdding(const std::string& section, const std::string& line) {
  return JobWith("[" + section + "]\n", "[" + section + "]\n" + line + "\n");
}

inline std::string JobFault(const std::string& text) {
  auto job = ParseJob(text, "job.toml");
  if (job.ok()) return "accepted";
  EXPECT_EQ(job.error().kind, ErrorKind::kBadInput);
  return job.error().Text();
}

inline JobSpec Parsed(const std::string& text) {
  auto job = ParseJob(text, "job.toml");
  EXPECT_TRUE(job.ok()) << job.error().Text();
  return job.ok() ? *job : JobSpec();
}

}  // namespace hansa
