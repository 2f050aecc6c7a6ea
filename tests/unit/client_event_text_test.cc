#include <gtest/gtest.h>

#include <set>

#include "client/app/event_text.h"

namespace hansa::client {
namespace {

template <size_t... I>
std::vector<Event> OneOfEach(std::index_sequence<I...>) {
  return {Event(std::in_place_index<I>)...};
}

TEST(EventText, EveryEventHasANameOfItsOwnAndWords) {
  std::set<std::string> names;
  for (const Event& event : OneOfEach(std::make_index_sequence<std::variant_size_v<Event>>())) {
    const EventText text = Describe(event);
    EXPECT_TRUE(names.insert(text.name).second) << text.name;
    EXPECT_NE(text.text, "") << text.name;
  }
}

TEST(EventText, AClockThatIsFarOffIsSaidInTheRightDirection) {
  EXPECT_NE(Describe(Greeted{{}, 61000}).text.find("61 s ahead of"), std::string::npos);
  EXPECT_NE(Describe(Greeted{{}, -61000}).text.find("61 s behind"), std::string::npos);
  EXPECT_EQ(Describe(Greeted{{}, 59000}).level, LogLevel::kInfo);
}

TEST(EventText, AnAnswerThatLeftUnmaskedIsNotOverlooked) {
  EXPECT_NE(Describe(AnswerLeft{.masked = false}).text.find("NOT masked"), std::string::npos);
  EXPECT_EQ(Describe(AnswerLeft{.masked = true}).text.find("NOT"), std::string::npos);
}

// A figure of the site alone belongs into its report, not into a log that is passed on.
TEST(EventText, NoFigureOfTheSiteIsInTheLog) {
  TaskEvaluated evaluated;
  evaluated.sums = {.rows = 10, .squared_error = 123.456, .absolute_error = 77.25};
  const std::string text = Describe(evaluated).text;
  EXPECT_EQ(text.find("123"), std::string::npos);
  EXPECT_EQ(text.find("77"), std::string::npos);
}

}  // namespace
}  // namespace hansa::client
