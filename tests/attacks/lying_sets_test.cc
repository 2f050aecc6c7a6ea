// R2 and R3: a coordinator that says who is in U1 and U2 (rules 1, 2, 3).

#include "common/secagg/bitmap.h"
#include "tests/attacks/attack.h"

namespace hansa::secagg_test {
namespace {

std::string SetOf(size_t size, std::initializer_list<uint32_t> members) {
  secagg::Bitmap set(size);
  for (const uint32_t member : members) set.Add(member);
  return ToString(set.bytes());
}

void ExpectU1Refused(const std::function<void(v1::ShareDelivery&)>& change,
                     const std::string& reason) {
  Loopback loopback({.sites = 5});
  RunWithLie(loopback, [&](v1::SecAggToSite& message) {
    if (message.has_delivery()) change(*message.mutable_delivery());
  });
  ExpectVictimLeft(loopback, Sent::kShares, reason);
}

void ExpectU2Refused(const std::string& survivors, const std::string& reason) {
  Loopback loopback({.sites = 5});
  loopback.DropAt(4, Loopback::Step::kShares);
  RunWithLie(loopback, [&](v1::SecAggToSite& message) {
    if (message.has_alive_request()) message.mutable_alive_request()->set_survivors(survivors);
  });
  ExpectVictimLeft(loopback, Sent::kMaskedInput, reason);
}

// Catalogue 7: the sum of few, or of one.
TEST(LyingSets, TooFewInU1) {
  ExpectU1Refused([](auto& delivery) { delivery.set_sharers(SetOf(5, {0, 1})); }, "2 sites");
  ExpectU1Refused([](auto& delivery) { delivery.set_sharers(SetOf(5, {0})); }, "1 sites");
}

TEST(LyingSets, U1WithoutTheVictim) {
  ExpectU1Refused(
      [](auto& delivery) {
        delivery.set_sharers(SetOf(5, {1, 2, 3, 4}));
      },
      "this site is not in it");
}

// Catalogue 20: a set has one encoding.
TEST(LyingSets, U1ThatIsNoSet) {
  ExpectU1Refused([](auto& delivery) { delivery.set_sharers(""); }, "not a set of the 5 sites");
  ExpectU1Refused([](auto& delivery) { delivery.set_sharers(std::string(2, '\x1f')); },
                  "not a set");
  ExpectU1Refused([](auto& delivery) { delivery.set_sharers("\x3f"); }, "not a set");
}

TEST(LyingSets, SharesThatAreNotDue) {
  ExpectU1Refused(
      [](auto& delivery) {
        const v1::DeliveredShare first = delivery.shares(0);
        *delivery.add_shares() = first;
      },
      "which is not due or was seen before");
  ExpectU1Refused([](auto& delivery) { delivery.mutable_shares(0)->set_sender(kVictim); },
                  "which is not due");
  ExpectU1Refused([](auto& delivery) { delivery.mutable_shares(0)->set_sender(77); },
                  "which is not due");
}

TEST(LyingSets, TooFewInU2) { ExpectU2Refused(SetOf(5, {0, 1}), "2 sites, at least 3"); }

TEST(LyingSets, U2WithoutTheVictim) {
  ExpectU2Refused(SetOf(5, {1, 2, 3}), "this site is not in it");
}

TEST(LyingSets, U2BeyondU1) {
  ExpectU2Refused(SetOf(5, {0, 1, 2, 3, 4}), "a site in it is not in U1");
}

TEST(LyingSets, U2ThatIsNoSet) { ExpectU2Refused("\xff", "not a set of the 5 sites"); }

// The threshold counts the others: three survivors are enough for n_min = 3 of six, and two others
// are below t = 3.
TEST(LyingSets, FewerOthersThanTheThreshold) {
  Loopback loopback({.sites = 6});
  RunWithLie(loopback, [&](v1::SecAggToSite& message) {
    if (message.has_alive_request())
      message.mutable_alive_request()->set_survivors(SetOf(6, {0, 1, 2}));
  });
  ExpectVictimLeft(loopback, Sent::kMaskedInput, "2 neighbours of this site, the threshold is 3");
}

}  // namespace
}  // namespace hansa::secagg_test
