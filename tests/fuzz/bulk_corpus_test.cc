#include <gtest/gtest.h>

#include "common/base/bytes.h"
#include "common/wire/parse.h"
#include "tests/fuzz/corpus.h"

namespace hansa::fuzz {
namespace {

// A seed that is refused at once leads nowhere.
TEST(BulkCorpus, EveryMessageIsGood) {
  for (const Bytes& envelope : BulkToCoordinator())
    EXPECT_TRUE(wire::ParseToCoordinator(AsView(envelope), 0).ok() ||
                wire::ParseToCoordinator(AsView(envelope), 64).ok())
        << Hex(envelope) << ": " << wire::ParseToCoordinator(AsView(envelope), 0).fault();
  for (const Bytes& envelope : BulkToSite())
    EXPECT_TRUE(wire::ParseToSite(AsView(envelope), 0).ok() ||
                wire::ParseToSite(AsView(envelope), 64).ok())
        << Hex(envelope) << ": " << wire::ParseToSite(AsView(envelope), 0).fault();
}

}  // namespace
}  // namespace hansa::fuzz
