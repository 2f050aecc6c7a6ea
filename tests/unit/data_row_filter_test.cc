#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/data/row_filter.h"

namespace hansa::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Cell Num(double value) { return {true, value, ""}; }
Cell Text(std::string_view text) { return {false, 0, text}; }

// The truths of one expression over rows of (w, t); or the error.
struct Outcome {
  std::vector<bool> truths;
  std::string error;
};

Outcome Filter(const std::string& expression, const std::vector<std::vector<Cell>>& rows,
               uint64_t steps = limits::kExpressionStepsPerRow) {
  Result<RowFilter> filter = RowFilter::Create({expression}, {"w", "t"}, steps);
  if (!filter.ok()) return {{}, filter.error().Text()};
  for (const auto& row : rows) {
    const Result<> added = filter->Add(row);
    if (!added.ok()) return {{}, added.error().Text()};
  }
  Result<std::vector<bool>> truths = filter->Evaluate();
  if (!truths.ok()) return {{}, truths.error().Text()};
  return {*truths, ""};
}

TEST(RowFilter, AnswersInTheOrderOfTheRows) {
  EXPECT_THAT(
      Filter("w > 1", {{Num(3), Text("a")}, {Num(0), Text("b")}, {Num(2), Text("c")}}).truths,
      ElementsAre(true, false, true));
}

TEST(RowFilter, NumbersAreRealAndTextsAreTexts) {
  EXPECT_THAT(Filter("w / 2 = 2.5", {{Num(5), Text("a")}}).truths, ElementsAre(true));
  EXPECT_THAT(Filter("t < '2015-01-01'", {{Num(5), Text("2014-12-31T23:50Z")}}).truths,
              ElementsAre(true));
  EXPECT_THAT(Filter("t = '5'", {{Num(5), Num(5)}}).truths, ElementsAre(false));
}

TEST(RowFilter, NullIsNotTrue) {
  EXPECT_THAT(Filter("nullif(w, 5)", {{Num(5), Text("a")}, {Num(6), Text("a")}}).truths,
              ElementsAre(false, true));
}

TEST(RowFilter, SeveralExpressionsAndSeveralBatches) {
  RowFilter filter = RowFilter::Create({"w > 1", "w > 2"}, {"w", "t"}).value();
  for (int batch = 0; batch < 3; ++batch) {
    const std::vector<Cell> low = {Num(batch), Text("")};
    ASSERT_TRUE(filter.Add(low).ok());
    EXPECT_EQ(filter.Evaluate().value(), (std::vector<bool>{batch > 1, batch > 2}));
  }
  EXPECT_EQ(filter.Evaluate().value().size(), 0u);
}

TEST(RowFilter, AColumnMayHaveAnyName) {
  RowFilter filter = RowFilter::Create({"\"rowid\" > 1"}, {"rowid", "say \"hi\"; --"}).value();
  for (int i = 3; i > 0; --i) {
    const std::vector<Cell> row = {Num(i), Text("x")};
    ASSERT_TRUE(filter.Add(row).ok());
  }
  EXPECT_EQ(filter.Evaluate().value(), (std::vector<bool>{true, true, false}));
}

TEST(RowFilter, ATextIsNoAnswer) {
  EXPECT_THAT(Filter("t", {{Num(5), Text("2014")}}).error, HasSubstr("gives a text"));
}

TEST(RowFilter, StopsWhatTakesTooManySteps) {
  const std::vector<std::vector<Cell>> rows(400, {Num(5), Text("a")});
  std::string costly = "w";
  for (int i = 0; i < 90; ++i) costly += " + abs(w)";
  EXPECT_EQ(Filter(costly + " > 1", rows).error, "");
  const Outcome stopped = Filter(costly + " > 1", rows, 20);
  EXPECT_THAT(stopped.error, HasSubstr("takes too long"));
  EXPECT_THAT(stopped.error, HasSubstr("20 steps a row"));
}

TEST(RowFilter, BoundsTextsAndPatterns) {
  const std::string longest(limits::kExpressionRowText, 'a');
  const std::vector<std::vector<Cell>> row = {{Num(5), Text(longest)}};
  EXPECT_THAT(Filter("t || t || t || t || t || t > 'b'", row).error, HasSubstr("too big"));
  EXPECT_THAT(Filter("t LIKE '" + std::string(2000, '%') + "b'", row).error,
              HasSubstr("pattern too complex"));
  EXPECT_THAT(Filter("t LIKE '%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b'", row).truths,
              ElementsAre(false));
}

TEST(RowFilter, ChecksExpressionsAgain) {
  EXPECT_NE(Filter("1),(w", {}).error, "");
  EXPECT_NE(Filter("(SELECT 1)", {}).error, "");
}

}  // namespace
}  // namespace hansa::client
