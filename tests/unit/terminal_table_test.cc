#include <gtest/gtest.h>

#include "common/terminal/table.h"

namespace hansa::terminal {
namespace {

TEST(Table, AlignsTextToTheLeftAndNumbersToTheRight) {
  Table table({"turbine", ">kW"});
  table.AddRow({"R80711", "76.3"});
  table.AddRow({"mean", "105.0"});
  EXPECT_EQ(table.Text(),
            "turbine     kW\n"
            "R80711    76.3\n"
            "mean     105.0\n");
}

TEST(Table, NoCellDoesAnythingToATerminal) {
  Table table({"site"});
  table.AddRow(
      {"a\x1b[2Jb\xc2\x9b"
       "31mc"});
  EXPECT_EQ(table.Text(), "site\na?[2Jb?31mc\n");
}

TEST(Table, CountsCharactersNotBytes) {
  Table table({"a", "b"});
  table.AddRow({"°C", "x"});
  table.AddRow({"kWh", "y"});
  EXPECT_EQ(table.Text(), "a    b\n°C   x\nkWh  y\n");
}

}  // namespace
}  // namespace hansa::terminal
