#include <gmock/gmock.h>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>

#include "common/terminal/predict_options.h"

namespace hansa::terminal {
namespace {

PredictOptions Parsed(std::vector<std::string> words) {
  CLI::App app;
  PredictOptions options;
  AddPredictOptions(app, options);
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  app.parse(words);
  return options;
}

// What `hansa model predict` was told reaches `hansa-client predict`.
TEST(PredictOptions, TheirWordsReadBackAsTheSame) {
  const std::vector<std::string> all = {
      "wind-power", "R 1.csv.gz", "--where", "time > '2015'", "--script", "net.pt", "--plot",
      "out.svg",    "--x",        "speed",   "--limit",       "7",        "--csv"};
  const std::vector<std::string> words = WordsOf(Parsed(all));
  EXPECT_THAT(words, ::testing::UnorderedElementsAreArray(all));
  EXPECT_EQ(WordsOf(Parsed(words)), words);
  EXPECT_THAT(WordsOf(Parsed({"m", "r", "--evaluation"})),
              ::testing::ElementsAre("m", "r", "--evaluation"));
}

TEST(PredictOptions, EvaluationRowsAreChosenAlready) {
  EXPECT_THROW(Parsed({"m", "r", "--evaluation", "--where", "a > 1"}), CLI::ExcludesError);
  EXPECT_THROW(Parsed({"m", "r", "--x", "speed"}), CLI::RequiresError);
}

}  // namespace
}  // namespace hansa::terminal
