#include <gmock/gmock.h>

#include "common/base/limits.h"
#include "common/config/parse_toml.h"
#include "hansa/v1/coordinator_config.pb.h"
#include "hansa/v1/job.pb.h"
#include "hansa/v1/site_config.pb.h"

namespace hansa {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string JobFault(std::string_view text) {
  v1::JobFile job;
  auto result = ParseToml(text, "job.toml", &job);
  if (result.ok()) return "accepted";
  EXPECT_EQ(result.error().kind, ErrorKind::kBadInput);
  return result.error().Text();
}

TEST(ParseToml, FillsNestedTablesListsAndEnums) {
  v1::JobFile job;
  KeyLines lines;
  auto result = ParseToml(R"(name = "wind-power"
task = "train"
requires = ["a", "b"]
[model]
hidden = [32, 16]
loss = "cross_entropy"
[data]
features = [
  { column = "wind", mean = 6, scale = 3.5 },
  { column = "angle", encode = "angle", clip = [-30, 30.0] },
]
[rounds]
training = "5min"
evaluate = false
clients = { min = 3, target = 4 }
[aggregation]
secure = "required"
)",
                          "job.toml", &job, &lines);
  ASSERT_TRUE(result.ok()) << result.error().Text();
  EXPECT_EQ(job.name(), "wind-power");
  EXPECT_EQ(job.task(), v1::TASK_TRAIN);
  EXPECT_THAT(job.requires_(), ElementsAre("a", "b"));
  EXPECT_THAT(job.model().hidden(), ElementsAre(32, 16));
  EXPECT_EQ(job.model().loss(), v1::LOSS_CROSS_ENTROPY);
  ASSERT_EQ(job.data().features_size(), 2);
  EXPECT_EQ(job.data().features(0).mean(), 6.0);
  EXPECT_FALSE(job.data().features(1).has_mean());
  EXPECT_THAT(job.data().features(1).clip(), ElementsAre(-30.0, 30.0));
  EXPECT_EQ(job.rounds().training().milliseconds(), 300'000);
  EXPECT_TRUE(job.rounds().has_evaluate());
  EXPECT_FALSE(job.rounds().evaluate());
  EXPECT_EQ(job.rounds().clients().target(), 4u);
  EXPECT_EQ(job.aggregation().secure(), v1::SECURE_AGGREGATION_REQUIRED);
  EXPECT_EQ(lines.at("data.features[1].encode"), 10u);
  EXPECT_EQ(lines.at("rounds.clients.min"), 15u);
  EXPECT_EQ(lines.at("requires[1]"), 3u);
}

TEST(ParseToml, FillsArraysOfTablesAndMaps) {
  v1::SiteConfig site;
  auto result = ParseToml(R"(
[[data]]
path = "a.csv"
rename = { ws = "wind_speed", "two words" = "w" }
[[data]]
path = "b.csv"
[policy]
secure_aggregation = "allowed-off"
)",
                          "site.toml", &site);
  ASSERT_TRUE(result.ok()) << result.error().Text();
  ASSERT_EQ(site.data_size(), 2);
  EXPECT_EQ(site.data(0).rename().at("ws"), "wind_speed");
  EXPECT_EQ(site.data(0).rename().at("two words"), "w");
  EXPECT_EQ(site.data(1).path(), "b.csv");
  EXPECT_EQ(site.policy().secure_aggregation(), v1::SECURE_POLICY_ALLOWED_OFF);
}

TEST(ParseToml, TakesUnderscoresInEnumsToo) {
  v1::SiteConfig site;
  ASSERT_TRUE(ParseToml("[policy]\nsecure_aggregation = \"allowed_off\"", "f", &site).ok());
  EXPECT_EQ(site.policy().secure_aggregation(), v1::SECURE_POLICY_ALLOWED_OFF);
}

TEST(ParseToml, NamesTheNearestKey) {
  EXPECT_EQ(JobFault("name = \"x\"\n[data]\nfeature = []"),
            "job.toml:3: unknown key 'feature' in [data]. Did you mean 'features'?");
  EXPECT_EQ(JobFault("nme = \"x\""), "job.toml:1: unknown key 'nme'. Did you mean 'name'?");
  EXPECT_THAT(JobFault("[data]\nfeatures = [\n{ column = \"a\" },\n{ colum = \"b\" }]"),
              HasSubstr("job.toml:4: unknown key 'colum' in [data.features[1]]"));
}

TEST(ParseToml, ListsTheKeysWhenNoneIsNear) {
  EXPECT_EQ(JobFault("[publish]\nxyzzy = 1"),
            "job.toml:2: unknown key 'xyzzy' in [publish]. Known here: channel");
  // The field's own spelling with the underscore is not a key.
  EXPECT_THAT(JobFault("requires_ = []"), HasSubstr("Did you mean 'requires'?"));
}

TEST(ParseToml, ChecksTypesWithTheLine) {
  EXPECT_EQ(JobFault("\nname = 5"), "job.toml:2: name must be a text in quotes: it is 5");
  EXPECT_EQ(JobFault("[local]\nepochs = \"one\""),
            "job.toml:2: local.epochs must be a whole number: it is the text \"one\"");
  EXPECT_EQ(JobFault("[local]\nepochs = 1.5"),
            "job.toml:2: local.epochs must be a whole number: it is 1.5");
  EXPECT_EQ(JobFault("[local]\nlearning_rate = true"),
            "job.toml:2: local.learning_rate must be a number: it is true");
  EXPECT_EQ(JobFault("[rounds]\nevaluate = 1"),
            "job.toml:2: rounds.evaluate must be true or false: it is 1");
  EXPECT_EQ(JobFault("model = 3"),
            "job.toml:1: model must be a table: it is 3. Write [model] or model = { ... }");
  EXPECT_EQ(JobFault("requires = \"a\""),
            "job.toml:1: requires must be a list: it is the text \"a\". Put it between [ and ]");
  EXPECT_EQ(JobFault("requires = [1979-05-27]"),
            "job.toml:1: requires[0] must be a text in quotes: it is a date or time");
  EXPECT_THAT(JobFault("[data]\nfeatures = [3]"),
              HasSubstr("job.toml:2: data.features[0] must be a table: it is 3"));
}

TEST(ParseToml, ChecksRanges) {
  EXPECT_EQ(JobFault("[local]\nepochs = -1"),
            "job.toml:2: local.epochs is out of range: -1 is not between 0 and 4294967295");
  EXPECT_THAT(JobFault("[local]\nepochs = 4294967296"), HasSubstr("out of range"));
  EXPECT_THAT(JobFault("[simulation]\nseed = -1"), HasSubstr("9223372036854775807"));
  EXPECT_EQ(JobFault("[local]\nlearning_rate = inf"),
            "job.toml:2: local.learning_rate must be a finite number: it is inf");
  EXPECT_THAT(JobFault("[local]\nlearning_rate = nan"), HasSubstr("finite"));
  EXPECT_THAT(JobFault("[local]\nepochs = 99999999999999999999"),
              HasSubstr("job.toml:2: not valid"));
}

TEST(ParseToml, ChecksEnums) {
  EXPECT_EQ(
      JobFault("task = \"trian\""),
      "job.toml:1: task must be one of \"train\", \"evaluate\", \"statistics\": it is the text "
      "\"trian\". Did you mean \"train\"?");
  EXPECT_EQ(JobFault("[aggregation]\nsecure = true"),
            "job.toml:2: aggregation.secure must be one of \"required\", \"off\": it is true");
  EXPECT_NE(JobFault("task = \"TRAIN\""), "accepted");
  EXPECT_NE(JobFault("task = \"unspecified\""), "accepted");
  EXPECT_NE(JobFault("task = \"task-train\""), "accepted");
}

TEST(ParseToml, ChecksUnits) {
  EXPECT_EQ(JobFault("[rounds]\ntraining = \"5m\""),
            "job.toml:2: rounds.training: '5m' is not a duration: 'm' is not one of its units. "
            "Write a whole number with ms, s, min, h or d, as in \"90s\" or \"5min\"");
  EXPECT_EQ(JobFault("[rounds]\ntraining = 300"),
            "job.toml:2: rounds.training must be a text with a unit: it is 300. "
            "Write for example \"90s\"");
}

TEST(ParseToml, ReportsSyntaxWithTheLine) {
  EXPECT_THAT(JobFault("name = \"x\"\nname = \"y\""), HasSubstr("job.toml:2: not valid TOML"));
  EXPECT_THAT(JobFault("name = "), HasSubstr("job.toml:1: not valid TOML"));
  EXPECT_THAT(JobFault("name = \"\xff\""), HasSubstr("not valid TOML"));
}

TEST(ParseToml, BoundsSizeAndDepth) {
  EXPECT_THAT(JobFault(std::string(limits::kConfigFileBytes + 1, '#')), HasSubstr("too large"));
  EXPECT_THAT(JobFault("requires = " + std::string(100000, '[')), HasSubstr("not valid TOML"));
}

TEST(ParseToml, AnEmptyFileIsAnEmptyMessage) {
  v1::CoordinatorConfig config;
  ASSERT_TRUE(ParseToml("# nothing\n", "f", &config).ok());
  EXPECT_EQ(config.ByteSizeLong(), 0u);
}

TEST(ReadToml, NamesAFileThatIsNotThere) {
  v1::CoordinatorConfig config;
  auto result = ReadToml("/nonexistent/coordinator.toml", &config);
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(result.error().what, HasSubstr("/nonexistent/coordinator.toml"));
}

}  // namespace
}  // namespace hansa
