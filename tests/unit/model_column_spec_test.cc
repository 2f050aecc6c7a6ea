#include <gtest/gtest.h>

#include "common/model/column_spec.h"

namespace hansa {
namespace {

TEST(IsColumnName, TakesIdentifiersOnly) {
  for (const char* name : {"a", "_", "wind_speed_m_s", "A9"}) EXPECT_TRUE(IsColumnName(name));
  for (const char* name : {"", "9a", "a b", "a.b", "a\"", "\xc3\xa4"})
    EXPECT_FALSE(IsColumnName(name)) << name;
  EXPECT_TRUE(IsColumnName(std::string(64, 'a')));
  EXPECT_FALSE(IsColumnName(std::string(65, 'a')));
}

TEST(ColumnSpec, AnAngleIsTwoInputs) {
  ColumnSpec column;
  EXPECT_EQ(column.inputs(), 1u);
  column.encoding = ColumnEncoding::kAngle;
  EXPECT_EQ(column.inputs(), 2u);
}

}  // namespace
}  // namespace hansa
