// What an operator is answered who pauses a job, or lets it go on.

#include "tests/support/job_file.h"
#include "tests/unit/operator_api_fixture.h"

namespace hansa::coordinator {
namespace {

using hansa::testing::JobFile;

constexpr int kBadInput = 3;

class PauseRequests : public OperatorApiFixture {
 protected:
  PauseRequests() { id_ = Ask(Submit(JobFile({}))).job_accepted().job_id(); }
  v1::OperatorRequest Pause(const std::string& id, bool abandon = false) {
    v1::OperatorRequest request = Request();
    request.mutable_pause_job()->set_job_id(id);
    request.mutable_pause_job()->set_abandon(abandon);
    return request;
  }
  v1::OperatorRequest Resume(const std::string& id) {
    v1::OperatorRequest request = Request();
    request.mutable_resume_job()->set_job_id(id);
    return request;
  }
  bool Paused() const { return machine_.FindJob(id_)->record().paused(); }

  std::string id_;
};

TEST_F(PauseRequests, AJobThatWaitsIsPausedAtOnceAndGoesOn) {
  const v1::OperatorReply paused = Ask(Pause(id_));
  EXPECT_TRUE(paused.last());
  EXPECT_EQ(paused.job_paused().how(), "paused");
  EXPECT_EQ(paused.job_paused().round(), 1u);
  EXPECT_FALSE(out_.effects.persist.empty()) << "it stays paused over a restart";
  EXPECT_TRUE(Paused());
  EXPECT_EQ(Ask(Pause(id_, true)).job_paused().how(), "paused") << "twice is no more";

  EXPECT_TRUE(Ask(Resume(id_)).has_done());
  EXPECT_FALSE(out_.effects.persist.empty());
  EXPECT_FALSE(Paused());
  ExpectFailure(Resume(id_), kBadInput, "is not paused: it is selecting");
}

TEST_F(PauseRequests, AJobThatIsNotThereOrOverIsNot) {
  ExpectFailure(Pause("none"), kBadInput, "no job none");
  ExpectFailure(Resume("none"), kBadInput, "no job none");
  v1::OperatorRequest cancel = Request();
  cancel.mutable_cancel_job()->set_job_id(id_);
  Ask(cancel);
  for (const Persist& persist : out_.effects.persist)
    if (const auto* job = std::get_if<v1::JobRecord>(&persist)) jobs_.Update(*job);
  ExpectFailure(Pause(id_), kBadInput, "cannot be paused: it has ended: cancelled");
  ExpectFailure(Resume(id_), kBadInput, "cannot be resumed: it has ended: cancelled");
}

}  // namespace
}  // namespace hansa::coordinator
