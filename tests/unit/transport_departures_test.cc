#include <gtest/gtest.h>
#include <poll.h>

#include <thread>

#include "common/transport/departures.h"

namespace hansa::transport {
namespace {

std::shared_ptr<const Bytes> Held(Bytes bytes) {
  return std::make_shared<const Bytes>(std::move(bytes));
}

bool Readable(const Departures& departures) {
  pollfd waiting{departures.fd(), POLLIN, 0};
  return ::poll(&waiting, 1, 0) == 1;
}

TEST(Departures, TellsWhosePayloadHasGone) {
  Departures departures;
  auto first = departures.Track(7, Held({1, 2}));
  auto second = departures.Track(8, Held({3}));
  EXPECT_EQ(*first, (Bytes{1, 2}));
  EXPECT_FALSE(Readable(departures));
  std::thread([payload = std::move(second)]() mutable { payload.reset(); }).join();
  EXPECT_TRUE(Readable(departures));
  EXPECT_EQ(departures.Take(), std::vector<uint64_t>{8});
  EXPECT_FALSE(Readable(departures));
  first.reset();
  EXPECT_EQ(departures.Take(), std::vector<uint64_t>{7});
}

TEST(Departures, OnePayloadDepartsToEachOfItsPeers) {
  Departures departures;
  const auto payload = Held({1});
  auto first = departures.Track(1, payload), second = departures.Track(2, payload);
  EXPECT_EQ(first.get(), second.get()) << "no copy";
  second.reset();
  EXPECT_EQ(departures.Take(), std::vector<uint64_t>{2});
  first.reset();
  EXPECT_EQ(departures.Take(), std::vector<uint64_t>{1});
  EXPECT_EQ(payload.use_count(), 1);
}

TEST(Departures, APayloadMayOutliveIt) {
  std::shared_ptr<const Bytes> payload;
  {
    Departures departures;
    payload = departures.Track(1, Held(Bytes(10)));
  }
  EXPECT_EQ(payload->size(), 10u);
}

}  // namespace
}  // namespace hansa::transport
