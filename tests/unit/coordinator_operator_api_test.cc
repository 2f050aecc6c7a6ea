#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/limits.h"
#include "common/identity/authority.h"
#include "tests/support/job_file.h"
#include "tests/unit/operator_api_fixture.h"

namespace hansa::coordinator {
namespace {

using hansa::testing::JobFile;
using ::testing::HasSubstr;

constexpr int kBadInput = 3, kRefused = 5, kVerification = 6;

using OperatorApiTest = OperatorApiFixture;

TEST_F(OperatorApiTest, ARequestFromAnotherVersionIsAnswered) {
  ExpectFailure(Request(), kBadInput, "does not know this request");
}

TEST_F(OperatorApiTest, ARequestThatDoesNotPassTheWireIsAnsweredToo) {
  v1::ToCoordinator message;
  *message.mutable_operator_request() = Request();
  api_.Refuse(kPeer, message.SerializeAsString(), "bad_name", out_);
  ASSERT_EQ(out_.replies.size(), 1u);
  const v1::OperatorReply& reply = out_.replies[0].message.operator_reply();
  EXPECT_EQ(reply.id(), 42u);
  EXPECT_TRUE(reply.last());
  EXPECT_EQ(reply.failure().exit_code(), kBadInput);
  EXPECT_EQ(reply.failure().why(), "bad_name");
  out_ = TurnOutput();
  api_.Refuse(kPeer, "\xff\xff\xff", "malformed", out_);  // not even a message: nobody to answer
  EXPECT_TRUE(out_.replies.empty());
}

TEST_F(OperatorApiTest, AnAnswerBeyondOneMessageIsAFailureAndNotSilence) {
  for (int i = 0; i < 3000; ++i) {
    versions_.emplace_back().set_name(std::string(400, 'x'));
    versions_.back().set_version(static_cast<uint64_t>(i));
  }
  v1::OperatorRequest request = Request();
  request.mutable_list_models();
  ExpectFailure(request, 1, "too large");
}

TEST_F(OperatorApiTest, BadJobFiles) {
  ExpectFailure(Submit("name = "), kBadInput, "job.toml:1");
  ExpectFailure(Submit("nam = \"x\"\n"), kBadInput, "Did you mean 'name'");
  ExpectFailure(Submit(std::string(limits::kJobFileBytes + 1, '#')), kBadInput, "too large");
  ExpectFailure(Submit(JobFile({{"secure", "required"}, {"min", "2"}})), kBadInput, "clients.min");
  EXPECT_TRUE(machine_.jobs().empty());
  EXPECT_TRUE(jobs_.All().empty());
}

TEST_F(OperatorApiTest, AJobStartsOnceAtATime) {
  const v1::OperatorReply reply = Ask(Submit(JobFile({})));
  const std::string id = reply.job_accepted().job_id();
  ASSERT_NE(id, "");
  EXPECT_EQ(out_.effects.persist.size(), 2u);  // the job and its first round
  ASSERT_NE(machine_.FindJob(id), nullptr);
  EXPECT_NE(machine_.FindJob(id)->record().seed(), 0u);

  ExpectFailure(Submit(JobFile({})), kRefused, "wind is being trained");
  EXPECT_EQ(machine_.jobs().size(), 1u);
  EXPECT_EQ(jobs_.All().size(), 1u);
}

TEST_F(OperatorApiTest, NoMoreJobsThanTheBound) {
  for (size_t i = 0; i < limits::kJobsRunning; ++i)
    EXPECT_TRUE(Ask(Submit(JobFile({{"name", "job" + std::to_string(i)}}))).has_job_accepted());
  ExpectFailure(Submit(JobFile({})), kRefused, "jobs are running");
}

TEST_F(OperatorApiTest, JobsAreListedWatchedAndCancelledByTheirId) {
  for (const char* id : {"none", ""}) {
    v1::OperatorRequest cancel = Request(), watch = Request();
    cancel.mutable_cancel_job()->set_job_id(id);
    watch.mutable_watch_job()->set_job_id(id);
    ExpectFailure(cancel, kBadInput, "no job");
    ExpectFailure(watch, kBadInput, "no job");
  }
  v1::OperatorRequest list = Request();
  list.mutable_list_jobs()->set_job_id("none");
  ExpectFailure(list, kBadInput, "no job none");

  const std::string id = Ask(Submit(JobFile({}))).job_accepted().job_id();
  list.mutable_list_jobs()->set_job_id(id);
  EXPECT_EQ(Ask(list).job_list().jobs(0).state(), "running");
  v1::OperatorRequest cancel = Request();
  cancel.mutable_cancel_job()->set_job_id(id);
  EXPECT_TRUE(Ask(cancel).has_done());
  for (const Persist& persist : out_.effects.persist)
    jobs_.Update(std::get<v1::JobRecord>(persist));  // as the loop does
  EXPECT_TRUE(machine_.jobs().empty());
  ExpectFailure(cancel, kBadInput, "it has ended: cancelled");
}

TEST_F(OperatorApiTest, AWatcherGetsEveryEventAndTheEnd) {
  const std::string id = Ask(Submit(JobFile({}))).job_accepted().job_id();
  RunFolder* run = jobs_.Run(id).value();
  ASSERT_TRUE(run->Append(EvaluationFailed{1, "x"}, 0).ok());
  v1::OperatorRequest watch = Request();
  watch.mutable_watch_job()->set_job_id(id);
  Ask(watch);
  EXPECT_TRUE(out_.replies.empty());  // its replies are pumped

  std::vector<v1::OperatorReply> seen;
  bool room = false;
  const auto send = [&](transport::PeerHandle, const v1::OperatorReply& reply) {
    if (room) seen.push_back(reply);
    return room;
  };
  EXPECT_TRUE(api_.watches().Pump(state_, send)) << "no room: it waits";
  room = true;
  EXPECT_FALSE(api_.watches().Pump(state_, send));
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].id(), 42u);
  v1::JobRecord ended = jobs_.Find(id)->record;
  ended.set_state("failed");
  jobs_.Update(ended);
  api_.watches().Pump(state_, send);
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_TRUE(seen[1].last());
  EXPECT_FALSE(api_.watches().Watched(id));
}

TEST_F(OperatorApiTest, AWatcherThatIsGoneIsForgotten) {
  const std::string id = Ask(Submit(JobFile({}))).job_accepted().job_id();
  v1::OperatorRequest watch = Request();
  watch.mutable_watch_job()->set_job_id(id);
  for (size_t i = 0; i < Watches::kMost; ++i) Ask(watch);
  ExpectFailure(watch, kRefused, "watches are open");
  api_.Gone(kPeer);
  EXPECT_FALSE(api_.watches().Watched(id));
}

TEST_F(OperatorApiTest, InvitationsAreTheAuthoritysOnly) {
  v1::OperatorRequest forged = Register("alice");
  forged.mutable_register_invitation()->mutable_certificate()->mutable_signature()->front() ^= 1;
  ExpectFailure(forged, kVerification, "");
  ExpectFailure(Register(""), kBadInput, "");
  ExpectFailure(Register("a\nb"), kBadInput, "");
  EXPECT_TRUE(directory_.sites().empty());

  EXPECT_TRUE(Ask(Register("alice")).has_done());
  EXPECT_EQ(out_.records.size(), 1u);
  EXPECT_TRUE(Ask(Register("alice")).has_done());  // its answer was lost
  EXPECT_TRUE(out_.records.empty());
}

TEST_F(OperatorApiTest, NamesAreTakenOnceAndTheFleetHasABound) {
  EXPECT_TRUE(Ask(Register("alice")).has_done());
  keys_.issued = keys_.Issue().value();
  ExpectFailure(Register("alice"), kBadInput, "alice exists already");
  EXPECT_TRUE(Ask(Register("bob")).has_done());
  keys_.issued = keys_.Issue().value();
  ExpectFailure(Register("carol"), kRefused, "the fleet has 2 sites");
}

TEST_F(OperatorApiTest, TheNameOfARevokedSiteOrAnExpiredInvitationIsFree) {
  Ask(Register("alice"));
  directory_.Apply(SiteRevoked{.site_id = directory_.sites().begin()->first});
  keys_.issued = keys_.Issue().value();
  EXPECT_TRUE(Ask(Register("alice")).has_done());
}

TEST_F(OperatorApiTest, RevocationsAreTheAuthoritysOnly) {
  Ask(Register("alice"));
  const std::string id = directory_.sites().begin()->first;
  v1::OperatorRequest revoke = Request();
  *revoke.mutable_revoke_site()->mutable_revocation() =
      identity::SignRevocation(keys_.stranger, id, identity::kNow);
  ExpectFailure(revoke, kVerification, "");
  *revoke.mutable_revoke_site()->mutable_revocation() =
      identity::SignRevocation(keys_.authority, "00000000000000ff", identity::kNow);
  ExpectFailure(revoke, kBadInput, "no site has the id");
  EXPECT_FALSE(directory_.Find(id)->revoked);

  *revoke.mutable_revoke_site()->mutable_revocation() =
      identity::SignRevocation(keys_.authority, id, identity::kNow);
  EXPECT_TRUE(Ask(revoke).has_done());
  EXPECT_EQ(out_.records.size(), 1u);
  EXPECT_TRUE(directory_.Find(id)->revoked);
  EXPECT_TRUE(Ask(revoke).has_done());  // again: no change
  EXPECT_TRUE(out_.records.empty());
}

TEST_F(OperatorApiTest, ModelsThatAreNotThere) {
  v1::OperatorRequest fetch = Request();
  fetch.mutable_fetch_model()->set_name("wind");
  ExpectFailure(fetch, kBadInput, "no model wind");
  fetch.mutable_fetch_model()->set_version(3);
  ExpectFailure(fetch, kBadInput, "no model wind version 3");
  // Recorded, but its files are gone from the disk.
  versions_.emplace_back().set_name("wind");
  versions_.back().set_version(3);
  ExpectFailure(fetch, kBadInput, "there is no wind version 3");
}

TEST_F(OperatorApiTest, ADryRunChangesNothingAndIsAnswered) {
  v1::OperatorRequest check = Request();
  check.mutable_check_job()->set_job_toml("nonsense");
  ExpectFailure(check, kBadInput, "job.toml:1");
  check.mutable_check_job()->set_job_toml(JobFile({{"min", "4"}}));
  Ask(check);
  ASSERT_EQ(out_.effects.checks.size(), 1u);  // no site is connected
  TurnOutput later;
  api_.OnCheckReport(out_.effects.checks[0], {Instant{}, 0}, later);
  ASSERT_EQ(later.replies.size(), 1u);
  EXPECT_EQ(later.replies[0].message.operator_reply().job_check().quorum(), 4u);
  EXPECT_TRUE(machine_.jobs().empty());
  EXPECT_TRUE(jobs_.All().empty());
}

TEST_F(OperatorApiTest, CollectsRunsBeyondTheirRetention) {
  const auto add = [this](const std::string& id, const std::string& state, UnixMillis ended) {
    v1::JobRecord job;
    job.set_job_id(id);
    job.set_job_toml(JobFile({}));
    job.set_state(state);
    job.set_ended_unix_ms(ended);
    ASSERT_TRUE(jobs_.Add(job).ok());
  };
  add("old", "failed", identity::kNow - 2000);
  add("new", "failed", identity::kNow - 500);
  add("on", "running", 0);
  v1::OperatorRequest collect = Request();
  collect.mutable_collect_models()->set_dry_run(true);
  const v1::Collected listed = Ask(collect).collected();
  ASSERT_EQ(listed.folders_size(), 1);
  EXPECT_EQ(listed.folders(0), "runs/old");
  EXPECT_GT(listed.bytes(), 0u);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "runs/old"));
  collect.mutable_collect_models()->set_dry_run(false);
  EXPECT_EQ(Ask(collect).collected().count(), 1u);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "runs/old"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "runs/new"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "runs/on"));
  EXPECT_EQ(Ask(collect).collected().count(), 0u);
}

TEST_F(OperatorApiTest, OneBackupAtATimeAndItsFailureIsTold) {
  test::TemporaryFolder elsewhere;
  v1::OperatorRequest backup = Request();
  backup.mutable_make_backup()->set_folder("relative");
  ExpectFailure(backup, kBadInput, "not an absolute path");
  backup.mutable_make_backup()->set_folder((elsewhere / "backup").string());
  EXPECT_FALSE(Ask(backup).last());  // nothing yet
  ExpectFailure(backup, kRefused, "one is being made");
  v1::OperatorRequest collect = Request();
  collect.mutable_collect_models();
  ExpectFailure(collect, kRefused, "a backup is being made");

  TurnOutput out;
  while (out.replies.empty()) {
    ASSERT_TRUE(api_.backups().NextWake(Instant{}).has_value());
    api_.backups().Pump({Instant{}, identity::kNow}, out);
  }
  const v1::OperatorReply& reply = out.replies[0].message.operator_reply();
  EXPECT_TRUE(reply.last());
  EXPECT_EQ(reply.id(), 42u);
  EXPECT_THAT(reply.failure().what(), HasSubstr("authority.pub"));  // there are no keys here
  EXPECT_FALSE(api_.backups().NextWake(Instant{}).has_value());
  EXPECT_TRUE(std::filesystem::is_empty(elsewhere.path()));
  EXPECT_TRUE(Ask(collect).has_collected());
}

TEST_F(OperatorApiTest, Status) {
  v1::OperatorRequest status = Request();
  status.mutable_get_status();
  const v1::OperatorReply reply = Ask(status);
  EXPECT_EQ(reply.status().enrolled(), 0u);
  EXPECT_GT(reply.status().resident_bytes(), 0u);
  EXPECT_EQ(reply.status().counters().count("denied"), 1u);
}

}  // namespace
}  // namespace hansa::coordinator
