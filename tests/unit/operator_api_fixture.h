#pragma once
// The operator's requests on a coordinator without sites, for tests.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coordinator/api/operator_api.h"
#include "coordinator/storage/sqlite/sqlite_store.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/identity_fixture.h"

namespace hansa::coordinator {

class OperatorApiFixture : public ::testing::Test {
 protected:
  static constexpr transport::PeerHandle kPeer = 5;
  // The last reply to a request; records and effects stay in `out_`.
  v1::OperatorReply Ask(const v1::OperatorRequest& request) {
    out_ = TurnOutput();
    api_.Handle(kPeer, request, {Instant{}, identity::kNow}, out_);
    if (out_.replies.empty()) return {};
    EXPECT_EQ(out_.replies.back().peer, kPeer);
    return out_.replies.back().message.operator_reply();
  }
  // A refused request: this exit code, these words, and nothing else has happened.
  void ExpectFailure(const v1::OperatorRequest& request, int exit_code, const std::string& words) {
    const v1::OperatorReply reply = Ask(request);
    EXPECT_TRUE(reply.last());
    EXPECT_EQ(reply.id(), request.id());
    EXPECT_EQ(reply.failure().exit_code(), exit_code) << reply.ShortDebugString();
    EXPECT_THAT(
        reply.failure().what() + ": " + reply.failure().why() + ". " + reply.failure().next(),
        ::testing::HasSubstr(words));
    EXPECT_EQ(out_.replies.size(), 1u);
    EXPECT_TRUE(out_.records.empty());
    EXPECT_TRUE(out_.effects.persist.empty() && out_.effects.sends.empty());
    EXPECT_TRUE(out_.effects.events.empty() && out_.effects.work.empty());
  }
  static v1::OperatorRequest Request() {
    v1::OperatorRequest request;
    request.set_id(42);
    return request;
  }
  static v1::OperatorRequest Submit(const std::string& toml) {
    v1::OperatorRequest request = Request();
    request.mutable_submit_job()->set_job_toml(toml);
    return request;
  }
  v1::OperatorRequest Register(const std::string& name) {
    v1::OperatorRequest request = Request();
    *request.mutable_register_invitation()->mutable_certificate() = keys_.issued.certificate;
    request.mutable_register_invitation()->set_site_name(name);
    return request;
  }

  identity::Fixture keys_;
  test::TemporaryFolder folder_;
  CoordinatorMachine machine_{keys_.random, keys_.coordinator, 0};
  SiteDirectory directory_{{}};
  JobBook jobs_{folder_.path() / "runs", {}};
  ModelLibrary models_{ModelStore::Open(folder_.path() / "models").value()};
  ScriptStore scripts_{folder_.path() / "scripts"};
  std::vector<v1::VersionRecord> versions_;
  std::unique_ptr<Store> store_ =
      std::move(SqliteStore::Open((folder_ / "store.db").string())).value();
  ServerState state_{keys_.authority.public_key(),
                     2,
                     machine_,
                     directory_,
                     jobs_,
                     models_,
                     scripts_,
                     versions_,
                     *store_,
                     {folder_.path(), folder_.path() / "coordinator.toml", folder_.path()},
                     milliseconds(1000),
                     keys_.random,
                     Instant{},
                     [] { return transport::ServerCounters(); },
                     [] { return BudgetCounters(); }};
  OperatorApi api_{state_};
  TurnOutput out_;
};

}  // namespace hansa::coordinator
