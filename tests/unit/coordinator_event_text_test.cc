#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "coordinator/cli/event_text.h"

namespace hansa::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Json = nlohmann::ordered_json;

std::string Lines(EventWriter& writer, const char* event) {
  return writer.Write(Json::parse(event)).lines;
}

TEST(EventText, ARoundIsALineUnderAHeader) {
  EventWriter writer;
  EXPECT_EQ(Lines(writer, R"({"event":"job_started","job_id":"j","rounds":20,"quorum":3,
                             "secure_aggregation":true})"),
            "Job j: 20 rounds, at least 3 sites, secure aggregation required");
  EXPECT_EQ(Lines(writer, R"({"event":"client_dropped","site":"a","round":1,"step":"training",
                             "reason":"left"})"),
            "  a dropped in round 1 (training): left");
  const char* finished = R"({"event":"round_finished","round":1,"clients":4,"unit":"kW",
      "metrics":{"rmse":67.504},"seconds":{"training":1.5,"total":2},"bytes_up":2048})";
  const std::string first = Lines(writer, finished);
  EXPECT_THAT(first, StartsWith("round    error         sites  drops  train s"));
  EXPECT_THAT(first, HasSubstr("\n  1/20   67.50 kW          4      1     1.50            -"));
  EXPECT_THAT(first, EndsWith("2.00  2.0 KiB    0 B"));
  EXPECT_THAT(Lines(writer, finished), StartsWith("  1/20 ")) << "the header comes once";
}

TEST(EventText, NoEventDoesAnythingToATerminal) {
  EventWriter writer;
  EXPECT_EQ(Lines(writer, R"({"event":"client_dropped","site":"a\u001b[31m","round":1,
                             "step":"training","reason":"left"})"),
            "  a?[31m dropped in round 1 (training): left");
}

TEST(EventText, AConvictionSaysOfWhatAndWhereTheEvidenceIs) {
  EventWriter writer;
  const EventText text = writer.Write(
      Json::parse(R"({"event":"site_convicted","site":"a","site_id":"0123","round":2,"session":7,
                      "fault":"false_dealing","evidence":"culprits/7-0123.culprit"})"));
  EXPECT_EQ(text.lines,
            "  a dealt false shares in session 7 (round 2) and is left out from here on; evidence: "
            "culprits/7-0123.culprit");
  EXPECT_EQ(text.mood, EventText::Mood::kWarning);
}

TEST(EventText, WhatIsUnderWayIsNoLine) {
  EventWriter writer;
  const EventText text = writer.Write(Json::parse(
      R"({"event":"transfer","round":2,"site":"a","direction":"up","bytes":1024,"size":4096})"));
  EXPECT_EQ(text.lines, "");
  EXPECT_EQ(text.progress, "round 2: a has sent 1.0 KiB of 4.0 KiB");
}

TEST(EventText, AFailureIsPainted) {
  EventWriter writer;
  const EventText text =
      writer.Write(Json::parse(R"({"event":"job_finished","state":"failed","reason":"alone"})"));
  EXPECT_EQ(text.lines, "Job failed: alone");
  EXPECT_EQ(text.mood, EventText::Mood::kFailure);
}

TEST(EventText, AStatisticsJobShowsItsTableAndNoRound) {
  EventWriter writer;
  EXPECT_THAT(Lines(writer, R"({"event":"statistics_gathered","sites":2,"rows":9,"columns":[
      {"column":"speed","unit":"m/s","count":9,"mean":6.5,"below":1,"above":2,
       "quantiles":[{"probability":0.5,"value":6}]}]})"),
              HasSubstr("9 rows of 2 sites, as one sum. Bounds and quantiles are right"));
  EXPECT_EQ(Lines(writer, R"({"event":"round_finished","round":1})"), "");
}

// A damaged coordinator, or one of another version, does not end the command.
TEST(EventText, AnyKindOfAnyFieldIsTaken) {
  const char* const kinds[] = {
      "job_started",     "job_paused",     "job_continued",       "job_resumed",
      "site_declined",   "client_dropped", "round_started",       "transfer",
      "session_started", "round_failed",   "statistics_gathered", "round_finished",
      "job_finished",    "of_tomorrow",    "site_convicted"};
  const char* const fields[] = {"round",   "site",     "reasons", "metrics", "seconds", "unit",
                                "clients", "bytes_up", "bytes",   "size",    "state",   "reason",
                                "columns", "rows",     "rounds",  "task",    "job_id",  "quorum"};
  for (const char* value : {"null", "true", "-1", "1e308", "\"text\"", "[1,\"a\",{}]", "{\"a\":[]}",
                            "[{\"quantiles\":[1,{\"probability\":\"x\"}]}]"}) {
    EventWriter writer;
    for (const char* kind : kinds) {
      Json event = {{"event", kind}};
      for (const char* field : fields) event[field] = Json::parse(value);
      (void)writer.Write(event);
      EXPECT_EQ(writer.Write(Json::parse(value)).lines, "") << "it is no event";
    }
  }
}

}  // namespace
}  // namespace hansa::cli
