// R4: a coordinator that shows different sites different sessions (rules 1 and 3; the statements of
// the quorum).

#include <array>
#include <bitset>

#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "common/secagg/bitmap.h"
#include "tests/attacks/attack.h"

namespace hansa::secagg_test {
namespace {

void ExpectRefused(const std::function<void(Loopback&, v1::UnmaskRequest&)>& change,
                   const std::string& reason) {
  Loopback loopback({.sites = 5});
  RunWithLie(loopback, [&](v1::SecAggToSite& message) {
    if (message.has_unmask_request()) change(loopback, *message.mutable_unmask_request());
  });
  ExpectVictimLeft(loopback, Sent::kAlive, reason);
}

// Catalogue 4.
TEST(SplitView, OneStatementTooFew) {
  ExpectRefused([](Loopback&, auto& request) { request.mutable_quorum()->RemoveLast(); },
                "2 other sites signed this view, 3 are needed");
  ExpectRefused([](Loopback&, auto& request) { request.clear_quorum(); }, "0 other sites");
}

TEST(SplitView, OneStatementTwice) {
  ExpectRefused(
      [](Loopback&, auto& request) {
        const v1::AliveWitness first = request.quorum(0);
        *request.mutable_quorum(1) = first;
      },
      "two statements of one site");
}

TEST(SplitView, TheVictimsOwnStatementDoesNotCount) {
  ExpectRefused(
      [](Loopback& loopback, auto& request) {
        request.mutable_quorum()->RemoveLast();
        for (const auto& [site, message] : loopback.sent) {
          if (site != kVictim || !message.has_alive()) continue;
          v1::AliveWitness& own = *request.add_quorum();
          own.set_site(kVictim);
          *own.mutable_statement() = message.alive().statement();
        }
        ASSERT_EQ(request.quorum_size(), 3);
      },
      "2 other sites signed this view");
}

TEST(SplitView, AStatementThatTheSiteDidNotSign) {
  ExpectRefused(
      [](Loopback&, auto& request) {
        (*request.mutable_quorum(0)->mutable_statement()->mutable_signature())[9] ^= 1;
      },
      "its signature is not by the key");
  ExpectRefused([](Loopback&, auto& request) { request.mutable_quorum(0)->set_site(4); },
                "its signature is not by the key");
  ExpectRefused([](Loopback&, auto& request) { request.mutable_quorum(0)->set_site(77); },
                "not in U2");
}

// A colluding site signs whatever it is asked to: another U1, another U2, another roster.
TEST(SplitView, AColludersStatementOfAnotherView) {
  using Field = std::string* (v1::AliveStatement::*)();
  for (const Field field :
       {&v1::AliveStatement::mutable_params_hash, &v1::AliveStatement::mutable_roster_root,
        &v1::AliveStatement::mutable_sharers_hash, &v1::AliveStatement::mutable_survivors_hash}) {
    ExpectRefused(
        [&](Loopback& loopback, auto& request) {
          v1::AliveWitness& witness = *request.mutable_quorum(0);
          v1::AliveStatement statement;
          ASSERT_TRUE(statement.ParseFromString(witness.statement().payload()));
          (*(statement.*field)())[0] ^= 1;
          *witness.mutable_statement() = identity::SignMessage(
              loopback.fleet.sites[witness.site()].identity, crypto::context::kAlive, statement);
        },
        "was shown another view of the session");
  }
}

// Two views of U2, every way to tell five sites one or the other: whatever the coordinator does
// with the statements that it gets, at most one view ever gets shares, and nobody's both secrets
// become known. t = 3 of 4 others.
class TwoViews : public testing::TestWithParam<uint32_t> {};

TEST_P(TwoViews, AtMostOneIsEverUnmasked) {
  const std::bitset<5> second(GetParam());  // who is shown the second view
  secagg::Bitmap all(5), without_one(5);
  for (uint32_t i = 0; i < 5; ++i) {
    all.Add(i);
    if (i != 4) without_one.Add(i);
  }
  Loopback loopback({.sites = 5});
  const auto view_of = [&](uint32_t site) -> const secagg::Bitmap& {
    return second[site] && site != 4 ? without_one : all;
  };
  loopback.to_site = [&](uint32_t site, v1::SecAggToSite& message) {
    if (message.has_alive_request())
      message.mutable_alive_request()->set_survivors(ToString(view_of(site).bytes()));
    if (message.has_end()) message.Clear();  // a lying coordinator does not let go
    if (!message.has_unmask_request()) return;
    // The most convincing request there is: every statement on the view that this site was shown.
    v1::UnmaskRequest& request = *message.mutable_unmask_request();
    request.clear_quorum();
    for (const auto& [from, sent] : loopback.sent) {
      if (!sent.has_alive() || from == site || !(view_of(from) == view_of(site))) continue;
      v1::AliveWitness& witness = *request.add_quorum();
      witness.set_site(from);
      *witness.mutable_statement() = sent.alive().statement();
    }
  };
  // The real coordinator would drop a site whose statement differs; a lying one takes them all.
  loopback.Open();
  while (loopback.DeliverOne()) {
  }
  for (uint32_t site = 0; site < 5; ++site) {
    v1::SecAggToSite request;
    request.mutable_unmask_request()->set_params_hash(
        ToString(loopback.clients.at(site)->params_hash()));
    loopback.to_site(site, request);
    loopback.ToSite(site, request);
  }

  std::array<bool, 2> unmasked{};
  std::array<uint32_t, 2> shown{};
  for (uint32_t site = 0; site < 5; ++site) ++shown[view_of(site) == all ? 0 : 1];
  std::map<uint32_t, std::array<uint32_t, 2>> kinds;  // per owner: shares of b, of the mask secret
  for (const auto& [site, unmask] : loopback.unmasks) {
    unmasked[view_of(site) == all ? 0 : 1] = true;
    for (const v1::RevealedShare& share : unmask.shares())
      ++kinds[share.owner()][share.has_self_mask() ? 0 : 1];
  }
  EXPECT_FALSE(unmasked[0] && unmasked[1]);
  for (size_t view = 0; view < 2; ++view) EXPECT_EQ(unmasked[view], shown[view] >= 4) << view;
  for (const auto& [owner, count] : kinds) EXPECT_FALSE(count[0] > 0 && count[1] > 0) << owner;
}
INSTANTIATE_TEST_SUITE_P(SplitView, TwoViews, testing::Range(0u, 32u));

}  // namespace
}  // namespace hansa::secagg_test
