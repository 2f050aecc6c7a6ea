#include <gtest/gtest.h>
#include <poll.h>

#include <thread>

#include "common/transport/departures.h"

namespace hansa::transport {
namespace {

bool Readable(const Departures& departures) {
  pollfd waiting{departures.fd(), POLLIN, 0};
  return ::poll(&waiting, 1, 0) == 1;
}

TEST(Departures, TellsWhosePayloadHasGone) {
  Departures departures;
  auto first = departures.Track(7, Bytes{1, 2});
  auto second = departures.Track(8, Bytes{3});
  EXPECT_EQ(*first, (Bytes{1, 2}));
  EXPECT_FALSE(Readable(departures));
  std::thread([payload = std::move(second)]() mutable { payload.reset(); }).join();
  EXPECT_TRUE(Readable(departures));
  EXPECT_EQ(departures.Take(), std::vector<uint64_t>{8});
  EXPECT_FALSE(Readable(departures));
  first.reset();
  EXPECT_EQ(departures.Take(), std::vector<uint64_t>{7});
}

TEST(Departures, MemoryIsUsedAgain) {
  Departures departures;
  Bytes buffer = departures.Buffer(1000);
  const uint8_t* memory = buffer.data();
  departures.Track(1, std::move(buffer)).reset();
  EXPECT_EQ(departures.Buffer(500).data(), memory);
}

TEST(Departures, APayloadMayOutliveIt) {
  std::shared_ptr<const Bytes> payload;
  {
    Departures departures;
    payload = departures.Track(1, Bytes(10));
  }
  EXPECT_EQ(payload->size(), 10u);
}

}  // namespace
}  // namespace hansa::transport
