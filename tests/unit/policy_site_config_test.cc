#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/policy/site_config.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kFull = R"toml(name = "R80711"
state = "kept"

[[data]]
path = "R80711.csv.gz"
rename = { "Wind (m/s)" = "wind_speed_m_s" }

[[data]]
path = "/srv/more.csv"

[policy]
jobs = ["wind-power"]
columns = ["time", "wind_speed_m_s"]
secure_aggregation = "allowed-off"
profile = "complete"
smallest_cohort = 4
colluders_feared = 1
largest_weight = 100000
rounds_per_day = 20
hours = "22:00-06:00"
largest_epochs = 5
largest_unchanged = 90
)toml";

Result<SiteConfig> Parse(std::string_view toml) {
  return ParseSiteConfig(toml, "/site", "site.toml");
}

std::string Fault(std::string_view toml) {
  const Result<SiteConfig> site = Parse(toml);
  if (site.ok()) return "";
  EXPECT_EQ(site.error().kind, ErrorKind::kBadInput);
  return site.error().Text();
}

std::string WithPolicy(std::string_view line) {
  return "name = \"a\"\n[[data]]\npath = \"a.csv\"\n[policy]\n" + std::string(line) + "\n";
}

TEST(SiteConfig, ReadsEveryKey) {
  const Result<SiteConfig> site = Parse(kFull);
  ASSERT_TRUE(site.ok()) << site.error().Text();
  EXPECT_EQ(site->name, "R80711");
  EXPECT_EQ(site->state, "/site/kept");
  ASSERT_EQ(site->data.size(), 2u);
  EXPECT_EQ(site->data[0].path, "/site/R80711.csv.gz");
  EXPECT_EQ(site->data[0].rename.at("Wind (m/s)"), "wind_speed_m_s");
  EXPECT_EQ(site->data[1].path, "/srv/more.csv");
  const SitePolicy& policy = site->policy;
  EXPECT_THAT(policy.jobs, ElementsAre("wind-power"));
  EXPECT_THAT(policy.columns, ElementsAre("time", "wind_speed_m_s"));
  EXPECT_FALSE(policy.secure_required);
  EXPECT_EQ(policy.smallest_cohort, 4u);
  EXPECT_EQ(policy.colluders_feared, 1u);
  EXPECT_EQ(policy.largest_weight, 100000u);
  EXPECT_EQ(policy.rounds_per_day, 20u);
  EXPECT_EQ(policy.hours.Text(), "22:00-06:00");
  EXPECT_EQ(policy.largest_epochs, 5u);
  EXPECT_EQ(policy.largest_unchanged, 90u);
}

// A file named without a folder lies in the current one.
TEST(SiteConfig, AFileInTheCurrentFolder) {
  const auto site =
      ParseSiteConfig(kFull, std::filesystem::path("site.toml").parent_path(), "site.toml");
  ASSERT_TRUE(site.ok()) << site.error().Text();
  EXPECT_EQ(site->data[0].path, std::filesystem::current_path() / "R80711.csv.gz");
}

TEST(SiteConfig, DefaultsAreTheCautiousOnes) {
  const SiteConfig site = Parse("name = \"a\"\n[[data]]\npath = \"a.csv\"\n").value();
  EXPECT_EQ(site.state, "/site/state");
  EXPECT_TRUE(site.policy.jobs.empty());
  EXPECT_TRUE(site.policy.columns.empty());
  EXPECT_TRUE(site.policy.secure_required);
  EXPECT_EQ(site.policy.smallest_cohort, 3u);
  EXPECT_EQ(site.policy.colluders_feared, 0u);
  EXPECT_EQ(site.policy.largest_weight, 10000u);
  EXPECT_EQ(site.policy.rounds_per_day, 500u);
  EXPECT_EQ(site.policy.largest_epochs, 100u);
  EXPECT_EQ(site.policy.largest_unchanged, 100u);
  EXPECT_TRUE(site.policy.scripts.empty());
  EXPECT_EQ(site.policy.hours, Hours());
}

TEST(SiteConfig, ZeroIsNotTheDefault) {
  EXPECT_EQ(Parse(WithPolicy("rounds_per_day = 0")).value().policy.rounds_per_day, 0u);
  EXPECT_THAT(Fault(WithPolicy("smallest_cohort = 0")), HasSubstr("site.toml:5"));
}

TEST(SiteConfig, AMisspeltKeyNamesTheLineAndTheRightOne) {
  const std::string fault = Fault(WithPolicy("smallest_cohrt = 3"));
  EXPECT_THAT(fault, HasSubstr("site.toml:5"));
  EXPECT_THAT(fault, HasSubstr("smallest_cohrt"));
  EXPECT_THAT(fault, HasSubstr("smallest_cohort"));
  EXPECT_THAT(Fault("nam = \"a\"\n"), HasSubstr("name"));
}

TEST(SiteConfig, NamesTheLineOfAWrongValue) {
  EXPECT_THAT(Fault(WithPolicy("hours = \"8-17\"")), HasSubstr("site.toml:5: policy.hours"));
  EXPECT_THAT(Fault(WithPolicy("secure_aggregation = \"no\"")), HasSubstr("site.toml:5"));
  EXPECT_THAT(Fault(WithPolicy("smallest_cohort = 1")), HasSubstr("at least 2"));
  EXPECT_THAT(Fault(WithPolicy("smallest_cohort = 3\ncolluders_feared = 3")),
              HasSubstr("site.toml:6: policy.colluders_feared"));
  EXPECT_THAT(Fault(WithPolicy("largest_unchanged = 101")), HasSubstr("101 is more than all"));
  EXPECT_THAT(Fault("name = \"\"\n[[data]]\npath = \"a.csv\"\n"), HasSubstr("site.toml:1: name"));
}

TEST(SiteConfig, NeedsANameAndData) {
  EXPECT_THAT(Fault("[[data]]\npath = \"a.csv\"\n"), HasSubstr("name"));
  EXPECT_THAT(Fault("name = \"a\"\n"), HasSubstr("data"));
  EXPECT_THAT(Fault("name = \"a\"\n[[data]]\n"), HasSubstr("data[0] names no file"));
}

TEST(SiteConfig, RenamesMustGiveNamesThatJobsCanUse) {
  const std::string start = "name = \"a\"\n[[data]]\npath = \"a.csv\"\n";
  EXPECT_THAT(Fault(start + "rename = { w = \"wind speed\" }\n"), HasSubstr("\"wind speed\""));
  EXPECT_THAT(Fault(start + "rename = { w = \"x\", v = \"x\" }\n"), HasSubstr("same name"));
}

TEST(SiteConfig, AProxyIsCheckedAndItsLoginIsAFile) {
  const std::string end = "[[data]]\npath = \"a.csv\"\n";
  const SiteConfig site = Parse(
                              "name = \"a\"\nproxy = \"http://proxy:3128\"\n"
                              "proxy_credentials = \"login\"\n" +
                              end)
                              .value();
  EXPECT_EQ(site.proxy->Text(), "http://proxy:3128");
  EXPECT_EQ(site.proxy_credentials, "/site/login");
  EXPECT_FALSE(Parse("name = \"a\"\n" + end)->proxy.has_value());
  EXPECT_THAT(Fault("name = \"a\"\nproxy = \"proxy:3128\"\n" + end),
              HasSubstr("site.toml:2: proxy is unusable"));
  EXPECT_THAT(Fault("name = \"a\"\nproxy_credentials = \"login\"\n" + end),
              HasSubstr("without proxy"));
}

TEST(SiteConfig, ScriptsAreDigests) {
  const std::string upper(64, 'A');
  const Result<SiteConfig> site = Parse(WithPolicy("scripts = [\"" + upper + "\"]"));
  ASSERT_TRUE(site.ok()) << site.error().Text();
  EXPECT_THAT(site->policy.scripts, ElementsAre(std::string(64, 'a')));
  EXPECT_THAT(Fault(WithPolicy("scripts = [\"*\"]")),
              AllOf(HasSubstr("site.toml:5: policy.scripts[0] is no SHA-256"), HasSubstr("'*'")));
  std::string many = "scripts = [";
  for (int i = 0; i < 1025; ++i) many += "\"" + upper + "\",";
  EXPECT_THAT(Fault(WithPolicy(many + "]")), HasSubstr("policy.scripts is too long"));
}

TEST(SiteConfig, LoadsFromAFile) {
  const hansa::test::TemporaryFolder folder;
  const SiteConfig site = LoadSiteConfig(folder.Write("site.toml", kFull)).value();
  EXPECT_EQ(site.state, folder.path() / "kept");
  EXPECT_TRUE(site.data[0].path.is_absolute());
  EXPECT_FALSE(LoadSiteConfig(folder.path() / "absent.toml").ok());
}

}  // namespace
}  // namespace hansa::client
