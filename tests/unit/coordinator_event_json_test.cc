#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "coordinator/app/event_json.h"

namespace hansa::coordinator {
namespace {

template <size_t... I>
std::vector<Event> OneOfEach(std::index_sequence<I...>) {
  return {Event(std::in_place_index<I>)...};
}

TEST(EventJson, EveryEventHasANameOfItsOwnAndStartsAlike) {
  std::set<std::string> names;
  const auto events = OneOfEach(std::make_index_sequence<std::variant_size_v<Event>>());
  for (const Event& event : events) {
    const auto json = ToJson(event, 7, 1000);
    EXPECT_EQ(json.dump().rfind(R"({"index":7,"time":"1970-01-01T00:00:01Z","event":")", 0), 0u);
    EXPECT_TRUE(names.insert(json["event"]).second) << json["event"];
  }
  EXPECT_EQ(names.size(), std::variant_size_v<Event>);
}

TEST(EventJson, FieldsAreThoseOfTheEvent) {
  const auto json = ToJson(ClientDropped{3, "alice", "training", "killed"}, 0, 0);
  EXPECT_EQ(json["round"], 3);
  EXPECT_EQ(json["site"], "alice");
  EXPECT_EQ(json["step"], "training");
  EXPECT_EQ(json["reason"], "killed");
  EXPECT_TRUE(ToJson(JobFinished{}, 0, 0)["model"].empty());
  JobFinished done;
  done.model = {"wind", 3, "ab", "models/wind/3", "cd"};
  EXPECT_EQ(ToJson(done, 0, 0)["model"]["signature"], "cd");
}

}  // namespace
}  // namespace hansa::coordinator
