// The records of a real session in memory.

#include <google/protobuf/util/delimited_message_util.h>

#include <sstream>

#include "tests/fuzz/corpus.h"
#include "tests/support/secagg_loopback.h"

namespace hansa::fuzz {
namespace {

using Steps = std::vector<v1::SessionStepRecord>;

Bytes Written(const Steps& steps) {
  std::ostringstream out;
  for (const v1::SessionStepRecord& step : steps)
    HANSA_CHECK(google::protobuf::util::SerializeDelimitedToOstream(step, &out));
  return ToBytes(out.str());
}

Steps OfASession() {
  secagg_test::Loopback loopback({});
  loopback.Run();
  HANSA_CHECK(loopback.steps.size() == 5);
  return loopback.steps;
}

// Whole records that no session wrote: what changes to single bytes seldom make.
std::vector<Steps> Impossible(const Steps& steps) {
  std::vector<Steps> made(7, steps);
  *made[0][1].mutable_roster()->add_entries() = steps[1].roster().entries(0);
  made[1][1].mutable_roster()->set_entries(1, steps[1].roster().entries(0));
  made[2][1].mutable_roster()->clear_entries();
  made[3][1].mutable_roster()->set_threshold(1000);
  *made[4][2].mutable_sharers()->add_dealt() = steps[2].sharers().dealt(0);
  made[5][2].mutable_sharers()->clear_dealt();
  made[6][4].mutable_quorum()->clear_statements();
  return made;
}

}  // namespace

std::vector<Bytes> RoundRecords() {
  const Steps steps = OfASession();
  std::vector<Bytes> corpus;
  for (size_t length = 1; length <= steps.size(); ++length)
    corpus.push_back(Written(Steps(steps.begin(), steps.begin() + static_cast<long>(length))));
  for (const Steps& impossible : Impossible(steps)) {
    for (size_t length = 2; length <= steps.size(); ++length)
      corpus.push_back(
          Written(Steps(impossible.begin(), impossible.begin() + static_cast<long>(length))));
  }
  return corpus;
}

}  // namespace hansa::fuzz
