#pragma once
// A text with one place changed.

#include <gtest/gtest.h>

#include <string>

namespace hansa::testing {

// The first `from` of the text; the test fails when there is none.
inline std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

}  // namespace hansa::testing
