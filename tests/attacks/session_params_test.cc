// R0: a coordinator that states other parameters than the task's and the owner's policy (rules 3,
// 4, 7, 10, 11).

#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "tests/attacks/attack.h"

namespace hansa::secagg_test {
namespace {

using Change = std::function<void(v1::SessionParams&)>;

// The session as the coordinator would sign it after `change`.
void ExpectRefused(const Change& change, const std::string& reason) {
  Loopback loopback({});
  RunWithLie(loopback, [&](v1::SecAggToSite& message) {
    if (!message.has_params()) return;
    v1::SessionParams params;
    ASSERT_TRUE(params.ParseFromString(message.params().payload()));
    change(params);
    *message.mutable_params() =
        identity::SignMessage(loopback.fleet.coordinator, crypto::context::kSessionParams, params);
  });
  ExpectVictimLeft(loopback, Sent::kNothing, reason);
}

TEST(SessionParamsAttack, NotSignedByTheCoordinator) {
  Loopback loopback({});
  RunWithLie(loopback, [&](v1::SecAggToSite& message) {
    if (message.has_params()) (*message.mutable_params()->mutable_signature())[5] ^= 1;
  });
  ExpectVictimLeft(loopback, Sent::kNothing, "the signature is not the coordinator's");
}

// Catalogue 19: a signature made for another purpose.
TEST(SessionParamsAttack, SignedForAnotherPurpose) {
  Loopback loopback({});
  RunWithLie(loopback, [&](v1::SecAggToSite& message) {
    if (!message.has_params()) return;
    v1::SessionParams params;
    ASSERT_TRUE(params.ParseFromString(message.params().payload()));
    *message.mutable_params() =
        identity::SignMessage(loopback.fleet.coordinator, crypto::context::kAdvertise, params);
  });
  ExpectVictimLeft(loopback, Sent::kNothing, "the signature is not the coordinator's");
}

// Rule 7.
TEST(SessionParamsAttack, ASessionThatIsNotNewer) {
  ExpectRefused([](auto& params) { params.set_session_number(6); }, "is not newer than 6");
}

// Catalogue 1 (Pasquini): a model that differs in one bit from the one the site worked on.
TEST(SessionParamsAttack, AnotherModel) {
  ExpectRefused([](auto& params) { (*params.mutable_model_sha256())[0] ^= 1; }, "model version 2");
  ExpectRefused([](auto& params) { params.set_base_version(3); }, "model version 3");
}

TEST(SessionParamsAttack, AnotherTask) {
  ExpectRefused([](auto& params) { params.set_purpose(v1::SESSION_PURPOSE_EVALUATE); }, "purpose");
  ExpectRefused([](auto& params) { (*params.mutable_job_digest())[0] ^= 1; }, "another job");
  ExpectRefused([](auto& params) { params.set_round(4); }, "round 4, the task is of round 3");
}

// Catalogue 30.
TEST(SessionParamsAttack, Downgrades) {
  ExpectRefused([](auto& params) { params.set_profile("plain"); },
                "weaker profile than the policy's");
  ExpectRefused([](auto& params) { params.set_profile("semi-honest"); },
                "weaker profile than the policy's");
  ExpectRefused([](auto& params) { params.set_profile("malicious"); },
                "weaker profile than the policy's");
  ExpectRefused([](auto& params) { params.set_profile("cautious"); }, "unknown profile");
  ExpectRefused([](auto& params) { params.set_dropout_permille(500); }, "500 of a thousand");
  ExpectRefused([](auto& params) { params.set_dropout_permille(100); }, "on a ring only");
  ExpectRefused([](auto& params) { params.set_suite(2); }, "suite 2");
  ExpectRefused([](auto& params) { params.set_version(2); }, "version 2");
  ExpectRefused([](auto& params) { params.set_smallest_cohort(2); }, "the policy asks for 3");
  ExpectRefused([](auto& params) { params.set_max_weight(101); }, "the policy allows 100");
  ExpectRefused([](auto& params) { params.set_ring_bits(64); }, "segments or ring differ");
}

TEST(SessionParamsAttack, AColludersBoundBelowThePolicy) {
  Loopback loopback({.sites = 6, .smallest_cohort = 4});
  loopback.adjust_side = [](client::SiteSide& side, uint32_t site) {
    if (site == kVictim) side.colluders = 1;
  };
  RunWithLie(loopback, [](v1::SecAggToSite&) {});
  ExpectVictimLeft(loopback, Sent::kNothing, "0 colluders assumed, the policy fears 1");
}

// Other segments would let the ring wrap, or ask for something that the job does not name.
TEST(SessionParamsAttack, OtherSegments) {
  ExpectRefused([](auto& params) { params.mutable_segments(0)->set_scale_bits(4); }, "segments");
  ExpectRefused([](auto& params) { params.mutable_segments(0)->set_weighted(false); }, "segments");
  ExpectRefused([](auto& params) { params.mutable_segments(0)->set_high(1e9); }, "could wrap");
  ExpectRefused([](auto& params) { params.add_segments()->set_name("extra"); },
                "segment extra has 0 elements");
  ExpectRefused([](auto& params) { params.mutable_segments(0)->set_length(~0ull); }, "elements");
}

// Catalogue 20 and 32: what is signed is read strictly.
TEST(SessionParamsAttack, MalformedOrUnknownFields) {
  ExpectRefused([](auto& params) { params.clear_session_nonce(); }, "the nonce has 0 bytes");
  ExpectRefused([](auto& params) { params.mutable_job_digest()->resize(31); },
                "the job digest has 31 bytes");
  ExpectRefused(
      [](auto& params) { params.GetReflection()->MutableUnknownFields(&params)->AddVarint(99, 1); },
      "a field that this version does not know");
}

}  // namespace
}  // namespace hansa::secagg_test
